/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_SUMMARY_H
#define AGENT_SUMMARY_H

#include "core/buf.h"
#include "report/document.h"

/*
 * Append the short form of a document that ends a scan: the letter in words,
 * what holds it down, and the three first actions. width is in columns.
 */
void summary_write(struct buf *out, const struct document *d, size_t width);

/*
 * Append who does what a finding asks for, how long it takes, what it costs,
 * and the letter that it brings; after is 0 when it brings none.
 */
void summary_effort(struct buf *out, const struct document_finding *f,
                    char after, enum lang lang);

/* Append the grade alone: "C, moyen", "note provisoire". */
void summary_grade(struct buf *out, const struct document *d);

#endif
