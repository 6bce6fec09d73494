/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_STORE_H
#define AGENT_STORE_H

#include "agent/ending.h"
#include "agent/folder.h"
#include "agent/session.h"
#include "checks/answers.h"
#include "report/compare.h"
#include "report/document.h"

/*
 * What is kept in the folder of results: poste-ID.json, one document a
 * machine; reponses.json, what was answered, once for the commune;
 * commune.json, all machines merged; the reports of the commune; and
 * precedent/, the documents of the visit before. Every file is replaced
 * whole. A file that cannot be understood is told and left out, and moved
 * aside before another takes its name; nothing of the user's is deleted.
 */

/* What came of keeping a document. */
struct store_result {
	const struct document *commune; /* all machines; never NULL */
	const char *report;             /* path of the page to show, or NULL */
	const char *list;               /* path of the page to print, or NULL */
};

/*
 * The answers of the folder; empty when there are none. What the baseline
 * does not know any more is left out.
 */
void store_read_answers(const struct folder *f, const struct session *s,
                        const struct baseline *b, struct answers *out);

/* Keep the answers; false, and told, when that is not possible. */
bool store_write_answers(struct folder *f, const struct session *s,
                         const struct answers *answers);

/*
 * Give d, a document about one machine, its label and keep it with all the
 * reports, in the next place when this one fails. former is an id that the
 * machine had before the commune was known.
 */
enum ending store_keep(struct folder *f, struct session *s, struct document *d,
                       const char *former, const struct answers *answers,
                       struct store_result *out);

/*
 * Write the reports of the commune again, because something new is to be said
 * on them. What is not possible is told, and is no reason to stop.
 */
void store_rewrite(struct folder *f, struct session *s);

#endif
