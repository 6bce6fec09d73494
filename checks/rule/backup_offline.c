/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/ruling.h"
#include "core/text.h"

/* A backup disk that is plugged in now, or NULL. */
static const struct backup *plugged_disk(const struct inputs *in,
                                         struct ruling *r)
{
	const struct fact_backups *list = &in->facts->backup_list;
	const struct backup *found = NULL;

	for (size_t i = 0; i < list->count; i++) {
		const struct backup *b = &list->row[i];

		if (!text_is(b->kind, "backup") ||
		    !text_is(b->place, "removable") || b->plugged != TRI_YES)
			continue;
		ruling_evidence(r, "backup-disk-plugged", "%s to %s",
		                b->tool ? b->tool : "?",
		                b->target ? b->target : "?");
		found = b;
	}
	return found;
}

/*
 * The question decides: a disk may be plugged in just for the copy, and the
 * other disk of the pair cannot be seen from here.
 */
static void judge(const struct inputs *in, struct ruling *r)
{
	const struct backup *plugged = plugged_disk(in, r);

	ruling_answer(r, in);
	if (!plugged)
		return;
	if (r->verdict == VERDICT_PASS || r->verdict == VERDICT_PARTIAL) {
		r->contradiction = "disk-plugged";
	} else if (r->verdict == VERDICT_UNKNOWN) {
		ruling_set(r, VERDICT_UNKNOWN, "disk-plugged");
		r->declared = false;
	}
}

static const char *const reads[] = { "backup.list", NULL };
static const char *const codes[] = { "backup-disk-plugged", NULL };

const struct rule rule_backup_offline = {
	.id = "backup-offline",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
