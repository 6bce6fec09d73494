/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_SUBMISSION_H
#define REPORT_SUBMISSION_H

#include "core/arena.h"
#include "core/buf.h"
#include "core/err.h"
#include "report/document.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * What a sealed envelope holds: the reduced document and the proof of the kit.
 *   {"format": 1, "kit": "...", "token": "...", "document": {...}}
 * The same document gives the same bytes, so that their SHA-256 names it.
 */
#define SUBMISSION_FORMAT 1
#define SUBMISSION_BYTES  (2u << 20) /* largest, opened */

struct submission {
	const char *kit;
	const char *token;
	struct document document;
};

/* Which member is wrong: "document.finding[3].severity", or "". */
#define SUBMISSION_FIELD 128

/* Write one; false when out is full. */
bool submission_format(struct buf *out, const struct submission *s);

/*
 * Read one, everything copied into a; False and e when it is none, with the
 * name of the member in field when one is wrong. *malformed tells JSON that
 * cannot be read at all from a document that says what cannot be.
 */
bool submission_parse(struct submission *s, const char *text, size_t len,
                      struct arena *a, char field[SUBMISSION_FIELD],
                      bool *malformed, struct err *e);

#endif
