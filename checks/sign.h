/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_SIGN_H
#define CHECKS_SIGN_H

#include <stdbool.h>

/*
 * Whether the code, of sign.def or of a certificate, is worth knowing only:
 * no control fails by it. False for codes that nobody knows.
 */
bool sign_informs(const char *code);

#endif
