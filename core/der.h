/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_DER_H
#define CORE_DER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A walk through DER (X.690), for what must be exactly of one shape: a tag of
 * one byte, a length in its shortest form, nothing indefinite.
 */
struct der {
	const uint8_t *at;
	size_t left;
};

/* Tags, as their byte. */
#define DER_INTEGER    0x02
#define DER_BITS       0x03
#define DER_OCTETS     0x04
#define DER_SEQUENCE   0x30
#define DER_SET        0x31
#define DER_PRIMITIVE  0x80 /* [n] around bytes, plus n */
#define DER_CONTEXT(n) ((uint8_t)(0xa0 + (n)))

/* Take the next value if its tag is that; content is what it holds. */
bool der_take(struct der *from, uint8_t tag, struct der *content);

/* Take the next value, whatever it is; whole is it with its tag. */
bool der_next(struct der *from, struct der *whole);

/* Take exactly these bytes. */
bool der_match(struct der *from, const void *bytes, size_t len);

#endif
