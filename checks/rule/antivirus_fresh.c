/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/rule/age.h"
#include "checks/rule/antivirus.h"

/* Newest signatures of one that may run; of any when all are stopped. */
static const struct antivirus *newest(const struct inputs *in, bool stopped)
{
	const struct fact_antivirus *list = &in->facts->antivirus_list;
	const struct antivirus *best = NULL;

	for (size_t i = 0; i < list->count; i++) {
		const struct antivirus *v = &list->row[i];

		if (v->running == TRI_NO && !stopped)
			continue;
		if (!best || v->signatures > best->signatures)
			best = v;
	}
	return best;
}

/*
 * Signatures older than the threshold do not know this week's viruses. Where
 * an antivirus is an extra, an old one is worth a word and no more.
 */
static void judge(const struct inputs *in, struct ruling *r)
{
	const struct antivirus *v = newest(in, false);
	int64_t days =
	    baseline_number(in->baseline, "antivirus.signature-days");
	char day[DATE_TEXT];

	if (!v)
		v = newest(in, true);
	if (!v) {
		antivirus_judge_none(in, r);
		return;
	}
	ruling_text(r, "product", antivirus_say(in, v));
	if (!age_credible(v->signatures, in->now)) {
		ruling_set(r, VERDICT_UNKNOWN, "unclear");
		ruling_evidence(r, "antivirus-unclear", "%s",
		                antivirus_say(in, v));
		return;
	}
	ruling_day(r, "date", v->signatures);
	if (!age_over(v->signatures, days, in->now)) {
		ruling_set(r, VERDICT_PASS, "fresh");
		return;
	}
	date_format(day, v->signatures);
	ruling_evidence(r, "antivirus-old", "%s, signatures of %s",
	                antivirus_say(in, v), day);
	ruling_set(r,
	           antivirus_extra(in->facts) ? VERDICT_PARTIAL : VERDICT_FAIL,
	           "old");
	if (antivirus_extra(in->facts))
		r->severity = SEVERITY_LOW;
}

static const char *const reads[] = { "antivirus.list", "system.family", NULL };
static const char *const codes[] = { "antivirus-none", "antivirus-old",
	                             "antivirus-unclear", "not-read", NULL };

const struct rule rule_antivirus_fresh = {
	.id = "antivirus-fresh",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
