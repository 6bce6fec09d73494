/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/ruling.h"

#include <string.h>

/* The product, if it keeps data that somebody has to copy. */
static const struct product *keeper(const struct baseline *b, const char *id)
{
	const struct product *p =
	    id ? baseline_product(b, "town-hall", id) : NULL;

	return p && p->kind && strcmp(p->kind, "data") == 0 ? p : NULL;
}

/*
 * A program that is installed asks for its copy by name; none proves nothing:
 * many work in a browser, at their maker's.
 */
static void judge(const struct inputs *in, struct ruling *r)
{
	const struct fact_software *list = &in->facts->software_list;
	const struct product *first = NULL;

	for (size_t i = 0; i < list->count; i++) {
		const struct product *p =
		    keeper(in->baseline, list->row[i].product);

		if (!p)
			continue;
		ruling_evidence(r, "town-software", "%s %s", p->name,
		                list->row[i].version ? list->row[i].version
		                                     : "?");
		if (!first)
			first = p;
	}
	if (ruling_answer(r, in) || !first)
		return;
	ruling_text(r, "name", first->name);
	ruling_set(r, VERDICT_UNKNOWN, "seen");
}

static const char *const reads[] = { "software.list", NULL };
static const char *const codes[] = { "town-software", NULL };

const struct rule rule_backup_town_software = {
	.id = "backup-town-software",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
