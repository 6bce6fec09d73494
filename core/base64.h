/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_BASE64_H
#define CORE_BASE64_H

#include "core/buf.h"
#include "core/err.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Base64 (RFC 4648): the usual alphabet with its padding, and the one that
 * stands in addresses and names of files, without. Reading is strict, so that
 * the same bytes have one text alone: no white space, no letter of the other
 * alphabet, padding where it belongs and nowhere else, no stray bits.
 */

/* Letters that len bytes take in the alphabet of addresses, without a NUL. */
#define BASE64_URL_LEN(len) (((len)*4 + 2) / 3)

/* Append len bytes as text; false when out is full. */
bool base64_encode(struct buf *out, const void *data, size_t len);
bool base64_encode_url(struct buf *out, const void *data, size_t len);

/*
 * Append the bytes of len letters. False and e when they are none: then out
 * is as it was.
 */
bool base64_decode(struct buf *out, const char *text, size_t len,
                   struct err *e);
bool base64_decode_url(struct buf *out, const char *text, size_t len,
                       struct err *e);

#endif
