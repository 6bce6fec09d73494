/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/domain.h"
#include "checks/ruling.h"

static const char *const reads[] = { "outside.https", NULL };
static const char *const codes[] = { "https-invalid", "not-read", NULL };

static void judge(const struct inputs *in, struct ruling *r)
{
	const struct fact_bool *https = &in->facts->outside_https;
	const char *typed = answers_find(in->answers, in->control->id);
	char domain[DOMAIN_BYTES] = "";

	if (https->fact.state == FACT_UNASKED && !typed) {
		ruling_set(r, VERDICT_UNKNOWN, "not-answered");
	} else if (https->fact.state == FACT_ABSENT) {
		ruling_set(r, VERDICT_NOT_APPLICABLE, "site-none");
	} else if (https->fact.state != FACT_KNOWN) {
		ruling_unseen(r, "outside.https", &https->fact);
	} else if (https->value) {
		ruling_set(r, VERDICT_PASS, "site-good");
	} else {
		ruling_evidence(r, "https-invalid", "%s",
		                typed && domain_parse(typed, domain)
		                    ? domain
		                    : "outside.https=false");
		ruling_set(r, VERDICT_FAIL, "site-bad");
	}
}

const struct rule rule_website_https = {
	.id = "website-https",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
