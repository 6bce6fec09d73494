/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_MERGE_FINDING_H
#define REPORT_MERGE_FINDING_H

#include "core/arena.h"
#include "report/document.h"

/* What merge_documents() knows once the machines are settled. */
struct merge {
	const struct document **document; /* the newest first */
	size_t documents;
	const struct document_machine *machine; /* of the result */
	size_t machines;
	const struct document **source; /* for each, who saw it last */
	struct arena *arena;
};

/*
 * Merge all that is said about the control id into f; *there says whether
 * anything was left to say. False if memory ran out.
 */
bool merge_finding(const struct merge *m, const char *id,
                   struct document_finding *f, bool *there);

#endif
