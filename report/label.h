/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_LABEL_H
#define REPORT_LABEL_H

#include "core/buf.h"
#include "core/lang.h"

#include <stdarg.h>
#include <stddef.h>

/*
 * Every word that renderers add to a document's own, in every language, so
 * that one test can measure how plain they are. Tables of them stand in
 * label_*.c, each sorted by id; a label may have {names} to fill in.
 */
struct label_line {
	const char *id;
	struct words words;
};

struct label_table {
	const struct label_line *line;
	size_t count;
};

extern const struct label_table label_shared;  /* shared by renderers */
extern const struct label_table label_page;    /* every page */
extern const struct label_table label_contact; /* the coordinator */
extern const struct label_table label_html;    /* the report */
extern const struct label_table label_sheet; /* checklist, provider, council */
extern const struct label_table label_wall;  /* the sheets for the wall */
extern const struct label_table label_network; /* devices and what they show */
extern const struct label_table label_text;    /* the terminal, csv, ics */

/* The words of a label; the id itself if there is no such label. */
const char *label(const char *id, enum lang lang);

/* Whether there is such a label. */
bool label_exists(const char *id);

/*
 * Append the words of a label with its {names} filled in: pairs of name and
 * value, both const char *, ended by NULL. A name without a value stays as
 * it is. Values are appended as they are: escaping is the renderer's.
 */
void label_fill(struct buf *out, const char *id, enum lang lang, ...);
void label_vfill(struct buf *out, const char *id, enum lang lang, va_list ap);

/* All of them, for tests: the index-th id and words; NULL past the end. */
const char *label_id(size_t index);
const struct words *label_words(size_t index);

#endif
