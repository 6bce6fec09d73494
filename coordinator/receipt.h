/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_RECEIPT_H
#define COORDINATOR_RECEIPT_H

#define RECEIPT_NUMBER 15 /* bytes of "7KQ2-M4XD-9T3W", with its NUL */

/*
 * The number that a clerk sees and reads out on the phone: 60 bits of the
 * SHA-256 of "INSEE|hash" in the letters of Crockford's Base32, which leave
 * out I, L, O and U. The same report of the same commune has the same one.
 */
void receipt_number(char out[RECEIPT_NUMBER], const char *insee,
                    const char *hash);

#endif
