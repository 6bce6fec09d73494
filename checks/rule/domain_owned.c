/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/criterion.h"
#include "checks/expiry.h"
#include "checks/ruling.h"

#include "core/date.h"

static const char *const reads[] = { "outside.domain-expires",
	                             "system.clock-floor", NULL };
static const char *const codes[] = { "domain-expires", "rpnt", NULL };
static const char *const items[] = { "1.2", NULL };

/*
 * Who owns the name only a person can say; its end can make that worse, never
 * better.
 */
static void judge(const struct inputs *in, struct ruling *r)
{
	const struct fact_int *expires = &in->facts->outside_domain_expires;
	char day[DATE_TEXT];
	struct expiry x;

	ruling_answer(r, in);
	criterion_tell(in, r, items, NULL, 0);
	if (expires->fact.state != FACT_KNOWN)
		return;
	expiry_init(&x);
	expiry_add(&x, expires->value,
	           baseline_number(in->baseline, "domain.warn-days"),
	           expiry_now(in->facts, in->now));
	date_format_day(day, expires->value);
	ruling_evidence(r, "domain-expires", "%s", day);
	ruling_day(r, "date", expires->value);
	if (x.verdict == VERDICT_FAIL) {
		r->declared = false;
		ruling_set(r, VERDICT_FAIL, "domain-ended");
	} else if (x.verdict == VERDICT_PARTIAL && r->verdict != VERDICT_FAIL) {
		r->declared = false;
		ruling_set(r, VERDICT_PARTIAL, "domain-soon");
	}
}

const struct rule rule_domain_owned = {
	.id = "domain-owned",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
