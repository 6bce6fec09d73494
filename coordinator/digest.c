/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/digest.h"

#include "coordinator/standing.h"
#include "report/merge.h"

#include <string.h>

bool digest_make(struct document *out, const struct document *from,
                 struct arena *a, struct err *e)
{
	struct document own = *from;
	const struct document *const list[] = { &own };

	own.commune.insee = NULL;
	own.commune.name = NULL;
	if (own.machines == 0)
		return err_set(e, "it tells of no machine");
	return merge_documents(out, list, 1, a, e);
}

bool digest_brief(struct document *out, const struct document *from,
                  struct arena *a)
{
	*out = *from;
	memset(&out->network, 0, sizeof(out->network));
	out->rating.next_actions = 0;
	out->finding = arena_alloc(a, from->findings, sizeof(*out->finding));
	if (!out->finding)
		return false;
	for (size_t i = 0; i < from->findings; i++) {
		const struct document_finding *f = &from->finding[i];
		struct document_finding *brief = &out->finding[i];

		brief->id = f->id;
		brief->verdict = f->verdict;
		brief->severity = f->severity;
		brief->scope = f->scope;
		brief->title = f->verdict == VERDICT_FAIL ? f->title : "";
		if (!standing_dates(f))
			continue;
		brief->evidence = f->evidence;
		brief->evidences = f->evidences;
		brief->argument = f->argument;
		brief->arguments = f->arguments;
	}
	return true;
}
