/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_FRAMING_H
#define COORDINATOR_FRAMING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Whether the head of a request says without doubt where it ends, how long
 * the body is and whom it is for (RFC 9112, and nothing that it only
 * tolerates): two programs that read it differently would take a body for a
 * request. Chunks are refused: no agent, no browser and no nginx in front
 * sends them here.
 */
struct framing {
	unsigned hosts;
	unsigned lengths;
	unsigned encodings;
	int64_t length;    /* of the body, -1 when not told */
	bool chunked;      /* told in no other way: a fault, but no lie */
	bool eleven;       /* HTTP/1.1, not 1.0 */
	bool post;         /* what may have a body */
	const char *fault; /* what is wrong, NULL for nothing */
};

/* Bytes up to the empty line that ends the head; 0 when it is not there yet. */
size_t framing_head(const char *data, size_t len);

/* Judge the head of len bytes, empty line included; false and f->fault. */
bool framing_check(struct framing *f, const char *head, size_t len);

#endif
