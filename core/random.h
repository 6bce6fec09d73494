/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_RANDOM_H
#define CORE_RANDOM_H

#include "core/err.h"

#include <stdbool.h>
#include <stddef.h>

/* len bytes that nobody can guess; false and e when the system has none. */
bool random_bytes(void *out, size_t len, struct err *e);

#define RANDOM_TOKEN 44 /* bytes of a token's text, with its NUL */

/* 32 such bytes as text for addresses, cookies and kits (base64url). */
bool random_token(char out[RANDOM_TOKEN], struct err *e);

#endif
