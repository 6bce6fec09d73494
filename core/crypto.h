/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_CRYPTO_H
#define CORE_CRYPTO_H

#include "core/err.h"

#include <stdbool.h>

/*
 * Make libcrypto ready, once, before anything uses it. It would do so by
 * itself at its first use; but when memory runs out just then it stays half
 * made, and crashes later. False when that happened here: the program ends.
 */
bool crypto_prepare(struct err *e);

/*
 * Say why libcrypto failed: e becomes "out of memory", with ENOMEM in e->sys,
 * when that is what it notes, else what. It forgets what it noted; false.
 */
bool crypto_blame(struct err *e, const char *what);

#endif
