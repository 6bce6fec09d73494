/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_CARD_H
#define REPORT_CARD_H

#include "report/renderer.h"

/* One finding of the report, as an <article>. */
void card_write(struct buf *out, const struct view *v,
                const struct document_finding *f);

/* The same when nothing is known: a question, and how to find out. */
void card_question(struct buf *out, const struct view *v,
                   const struct document_finding *f);

/*
 * Parts of a question: why it is not known; the label of what to do to know,
 * which is to answer, if nobody has yet, else to ask the first of those who
 * would mend it; that as a sentence; and the question alone in a list.
 */
void card_detail(struct buf *out, const struct view *v,
                 const struct document_finding *f);
const char *card_find_out(const struct document_finding *f);
void card_how_to_know(struct buf *out, const struct view *v,
                      const struct document_finding *f);
void card_title(struct buf *out, const struct view *v,
                const struct document_finding *f);

/* The same in one line of a list. */
void card_line(struct buf *out, const struct view *v,
               const struct document_finding *f);

/*
 * Parts of it: title with its tags; where other publications ask the same,
 * with the names that only a technician can use or without.
 */
void card_head(struct buf *out, const struct view *v,
               const struct document_finding *f);
void card_mapping(struct buf *out, const struct view *v,
                  const struct document_finding *f, bool exact);

/* ' id="point-4"' of a finding, and the address of it in the page. */
void card_anchor(struct buf *out, const struct view *v,
                 const struct document_finding *f, bool link);

#endif
