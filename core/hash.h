/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_HASH_H
#define CORE_HASH_H

#include <stddef.h>

/* Bytes of a hash as hexadecimal text, with its NUL. */
#define HASH_TEXT 65

/* SHA-256 (FIPS 180-4) of len bytes, as 64 lower-case hexadecimal digits. Cannot fail. */
void hash_sha256(char out[HASH_TEXT], const void *data, size_t len);

#endif
