/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_SECRET_H
#define CORE_SECRET_H

#include <stdbool.h>
#include <stddef.h>

/* Whether len bytes are equal, in a time that tells nothing about them. */
bool secret_same(const void *a, const void *b, size_t len);

/* Overwrite len bytes, even if nobody reads them again. */
void secret_clear(void *data, size_t len);

#endif
