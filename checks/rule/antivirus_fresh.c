/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/rule/age.h"
#include "checks/rule/antivirus.h"

static bool recent(const struct inputs *in, const struct antivirus *v)
{
	return !age_over(
	    v->signatures,
	    baseline_number(in->baseline, "antivirus.signature-days"), in->now);
}

/*
 * How much one tells of what it knows: a time weighs more than what the
 * system says of it, and good news more than bad, since one is enough.
 */
static int weight(const struct inputs *in, const struct antivirus *v)
{
	if (age_credible(v->signatures, in->now))
		return recent(in, v) ? 4 : 2;
	if (v->current == TRI_UNKNOWN)
		return 0;
	return v->current == TRI_YES ? 3 : 1;
}

/* The best of those that may run; of any when all are stopped. */
static const struct antivirus *newest(const struct inputs *in, bool stopped)
{
	const struct fact_antivirus *list = &in->facts->antivirus_list;
	const struct antivirus *best = NULL;

	for (size_t i = 0; i < list->count; i++) {
		const struct antivirus *v = &list->row[i];

		if (v->running == TRI_NO && !stopped)
			continue;
		if (!best || weight(in, v) > weight(in, best) ||
		    (weight(in, v) == weight(in, best) &&
		     v->signatures > best->signatures))
			best = v;
	}
	return best;
}

/* Old ones, told by a day or by the system: "old" or "old-said". */
static void judge_old(const struct inputs *in, struct ruling *r,
                      const char *message)
{
	if (antivirus_extra(in->facts)) {
		ruling_set(r, VERDICT_PARTIAL, message);
		r->severity = SEVERITY_LOW;
	} else {
		ruling_set(r, VERDICT_FAIL, message);
	}
}

/* No time is known; the system may have judged them. */
static void judge_said(const struct inputs *in, struct ruling *r,
                       const struct antivirus *v)
{
	const char *name = antivirus_say(in, v);

	if (v->current == TRI_YES) {
		ruling_set(r, VERDICT_PASS, "fresh-said");
	} else if (v->current == TRI_NO) {
		ruling_evidence(r, "antivirus-old",
		                "%s, out of date by the system", name);
		judge_old(in, r, "old-said");
	} else {
		ruling_set(r, VERDICT_UNKNOWN, "unclear");
		ruling_evidence(r, "antivirus-unclear", "%s", name);
	}
}

/*
 * Signatures older than the threshold do not know this week's viruses. Where
 * an antivirus is an extra, an old one is worth a word and no more.
 */
static void judge(const struct inputs *in, struct ruling *r)
{
	const struct antivirus *v = newest(in, false);
	char day[DATE_TEXT];

	if (!v)
		v = newest(in, true);
	if (!v) {
		antivirus_judge_none(in, r);
		return;
	}
	ruling_text(r, "product", antivirus_say(in, v));
	if (!age_credible(v->signatures, in->now)) {
		judge_said(in, r, v);
		return;
	}
	ruling_day(r, "date", v->signatures);
	if (recent(in, v)) {
		ruling_set(r, VERDICT_PASS, "fresh");
		return;
	}
	date_format(day, v->signatures);
	ruling_evidence(r, "antivirus-old", "%s, signatures of %s",
	                antivirus_say(in, v), day);
	judge_old(in, r, "old");
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
