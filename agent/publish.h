/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_PUBLISH_H
#define AGENT_PUBLISH_H

#include "agent/session.h"
#include "core/err.h"
#include "report/compare.h"
#include "report/document.h"

#include <stdbool.h>

/* Where the two reports are that a person is led to. */
struct publish_paths {
	const char *page; /* to show first */
	const char *list; /* to print and tick off */
};

/*
 * Write every report of the document into a folder, each under its own name
 * ("rapport.html"), with the newest receipt of its outbox. False and e on the
 * first that fails. c may be NULL.
 */
bool publish_reports(const struct session *s, const char *folder,
                     const struct document *d, const struct comparison *c,
                     struct publish_paths *out, struct err *e);

/* Write one document as a file of the folder. */
bool publish_document(const struct session *s, const char *folder,
                      const char *name, const struct document *d,
                      struct err *e);

/* Remove halves that a killed program left in the folder. */
void publish_sweep(const struct session *s, const char *folder);

#endif
