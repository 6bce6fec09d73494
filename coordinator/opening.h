/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_OPENING_H
#define COORDINATOR_OPENING_H

#include "core/arena.h"
#include "core/buf.h"
#include "core/envelope.h"
#include "core/err.h"
#include "core/hash.h"
#include "report/submission.h"

#include <stdbool.h>
#include <stddef.h>

/* Most bytes of what is told of an envelope. */
#define OPENING_BYTES ((4u << 20) + 4096)

/*
 * What was found in an envelope. Texts live in an arena, the document in the
 * reply that it was read from.
 */
struct opening {
	int status;      /* 200, or 400, 413, 422 as the API says */
	const char *why; /* one of opening.def, "" for 200 */
	char field[SUBMISSION_FIELD]; /* as naming_find() tells it */
	const char *kit;
	const char *token;
	char hash[HASH_TEXT]; /* of all that was sealed but kit and token */
	const void *packed;   /* digest_make()'s document, for packed_read() */
	size_t len;
	const char *brief; /* digest_brief()'s, for packed_read_plain() */
	size_t brief_len;
};

/*
 * Open an envelope, read what is in it and write what was found to reply.
 * Pure; runs where nothing can be reached (opener.h).
 */
void opening_make(struct buf *reply, const void *data, size_t len,
                  struct envelope_key *const *keys, size_t count);

/* Seal something to a certificate and open it, so that all is loaded. */
bool opening_try(const char *certificate, struct envelope_key *const *keys,
                 size_t count, struct err *e);

/*
 * Read a reply, which is worth as much as who wrote it: it may have been
 * taken over by what it read. False and e when it is none.
 */
bool opening_parse(struct opening *o, const void *reply, size_t len,
                   struct arena *a, struct err *e);

#endif
