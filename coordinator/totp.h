/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_TOTP_H
#define COORDINATOR_TOTP_H

#include "core/buf.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * The code of a telephone's app (RFC 6238): HMAC-SHA-1, 30 seconds, 6 digits,
 * which is what every app can do.
 */
#define TOTP_SECRET 33 /* base32 of 20 bytes, and the NUL */
#define TOTP_CODE   7
#define TOTP_STEP   30 /* seconds */

/*
 * The secret that follows from a text which is secret itself: nothing is kept
 * of it until its first code was right.
 */
void totp_derive(char out[TOTP_SECRET], const char *seed);

/* The code of a step, a time / TOTP_STEP; false when the secret is none. */
bool totp_code(char out[TOTP_CODE], const char *secret, int64_t step);

/*
 * Whether code is that of now, of the step before or the one behind, and of
 * none up to last, which were used; *step is which. Spaces in it are fine.
 */
bool totp_check(const char *secret, const char *code, int64_t now, int64_t last,
                int64_t *step);

/* The address that apps read: otpauth://totp/ISSUER:ACCOUNT?secret=... */
void totp_uri(struct buf *out, const char *secret, const char *account,
              const char *issuer);

#endif
