/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_ENVELOPE_SHAPE_H
#define CORE_ENVELOPE_SHAPE_H

#include "core/der.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * The one shape that an envelope has: what no tag of AES-GCM protects may not
 * be written in another way either.
 */
#define ENVELOPE_RECIPIENTS 8

struct envelope_shape {
	struct der recipient[ENVELOPE_RECIPIENTS]; /* RecipientInfo */
	size_t recipients;
	size_t content; /* bytes that are sealed */
};

/* Look at an envelope; false when it is of another shape. */
bool envelope_shape_parse(struct envelope_shape *shape, const void *data,
                          size_t len);

/*
 * Whether a recipient is the one with this IssuerAndSerialNumber (the content
 * of the SEQUENCE), by ECDH on P-256 or by RSA-OAEP, with SHA-256 and nothing
 * else.
 */
bool envelope_shape_is_to(const struct der *recipient, const void *id,
                          size_t len);

#endif
