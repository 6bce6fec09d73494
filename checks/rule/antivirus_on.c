/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/rule/antivirus.h"

/* Remnants of old ones are often listed: one that runs is enough. */
static const struct antivirus *most_alive(const struct fact_antivirus *list)
{
	const struct antivirus *best = NULL;

	for (size_t i = 0; i < list->count; i++) {
		const struct antivirus *v = &list->row[i];

		if (!best || v->running == TRI_YES ||
		    (v->running == TRI_UNKNOWN && best->running == TRI_NO))
			best = v;
		if (best->running == TRI_YES)
			break;
	}
	return best;
}

/*
 * One that runs is enough. On Windows all that is known to be stopped is a
 * failure; on Linux it is a remnant that somebody meant to run.
 */
static void judge(const struct inputs *in, struct ruling *r)
{
	const struct fact_antivirus *list = &in->facts->antivirus_list;
	const struct antivirus *best = most_alive(list);

	if (!best) {
		antivirus_judge_none(in, r);
		return;
	}
	ruling_text(r, "product", antivirus_say(in, best));
	if (best->running == TRI_YES) {
		ruling_set(r, VERDICT_PASS, "running");
		return;
	}
	if (best->running == TRI_UNKNOWN ||
	    in->facts->system_family.fact.state != FACT_KNOWN) {
		ruling_set(r, VERDICT_UNKNOWN, "unclear");
		ruling_evidence(r, "antivirus-unclear", "%s",
		                antivirus_say(in, best));
		return;
	}
	for (size_t i = 0; i < list->count; i++)
		ruling_evidence(r, "antivirus-stopped", "%s",
		                antivirus_say(in, &list->row[i]));
	/* One more may run behind what could not be read. */
	if (antivirus_extra(in->facts)) {
		ruling_set(r, VERDICT_PARTIAL, "stopped");
		r->severity = SEVERITY_LOW;
	} else if (list->fact.state == FACT_KNOWN) {
		ruling_set(r, VERDICT_FAIL, "stopped");
	} else {
		ruling_unknown(r, "antivirus.list", &list->fact);
	}
}

static const char *const reads[] = { "antivirus.list", "system.family", NULL };
static const char *const codes[] = { "antivirus-none", "antivirus-stopped",
	                             "antivirus-unclear", "not-read", NULL };

const struct rule rule_antivirus_on = {
	.id = "antivirus-on",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
