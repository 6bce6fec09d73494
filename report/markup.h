/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_MARKUP_H
#define REPORT_MARKUP_H

#include "core/buf.h"
#include "report/renderer.h"

/*
 * The one place where words become HTML. Every text goes through here, so
 * that what a machine or a neighbour said stays text: controls and
 * bidirectional marks are blanked, the rest is escaped.
 */

/* Text, escaped for content and for a quoted attribute. NULL is "". */
void markup_text(struct buf *out, const char *s);

/* The same, with a <br> for every end of line. */
void markup_lines(struct buf *out, const char *s);

/* The same with its ends of line as they are, for a <textarea>. */
void markup_area(struct buf *out, const char *s);

/* The start of s, at most columns letters, cut behind a sentence or a word. */
void markup_cut(struct buf *out, const char *s, size_t columns);

/* ' name="value"', the value escaped; the name is the program's own. */
void markup_attr(struct buf *out, const char *name, const char *value);

/* A label; and a label whose {names} get values: "name", value, ..., NULL. */
void markup_label(struct buf *out, const char *id, enum lang lang);
void markup_fill(struct buf *out, const char *id, enum lang lang, ...);

/* <tag class="class">text</tag>; no class if NULL. */
void markup_element(struct buf *out, const char *tag, const char *class,
                    const char *text);

/* The same around a label. */
void markup_words(struct buf *out, const char *tag, const char *class,
                  const char *id, enum lang lang);

/*
 * ' lang="fr"' when the document's own words are in another language than
 * the page.
 */
void markup_lang(struct buf *out, const struct view *v);

/*
 * Everything before and behind the content. The page's title is the label
 * and the commune's name. class goes on the body, for the style.
 */
void markup_open(struct buf *out, const struct view *v, const char *title,
                 const char *class);
void markup_close(struct buf *out);

/* A time as a reader says it, in a <time>. */
void markup_day(struct buf *out, int64_t time, enum lang lang);

/* "Commune d’exemple", or the first machine's label, or "". */
const char *markup_subject(const struct view *v);

#endif
