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

/*
 * Most values in one: a machine with the fullest look at a network has some
 * 15,000 once it is reduced.
 */
#define SUBMISSION_VALUES 40000

/* No result is older than the program: 2020-01-01. */
#define SUBMISSION_SINCE INT64_C(1577836800)

struct submission {
	const char *kit;   /* "INSEE-" and 16 hexadecimal digits */
	const char *token; /* KIT_TOKEN letters of base64url */
	struct document document;
};

/*
 * Which member is wrong, lists counted from 0 as jq does:
 * "document.findings[2].severity"; or "".
 */
#define SUBMISSION_FIELD 128

/* Write one; false when out is full. */
bool submission_format(struct buf *out, const struct submission *s);

/*
 * Read one, everything copied into a; False and e when it is none, with the
 * name of the member in field when one is wrong. *malformed tells JSON that
 * cannot be read at all from a document that says what cannot be. A document
 * is one machine's, with at least one machine, whose ids are 16 hexadecimal
 * digits; no time in it is before SUBMISSION_SINCE. Whether one is in the
 * future is for whoever knows the time.
 */
bool submission_parse(struct submission *s, const char *text, size_t len,
                      struct arena *a, char field[SUBMISSION_FIELD],
                      bool *malformed, struct err *e);

#endif
