/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/domain.h"
#include "checks/ruling.h"

#include "core/text.h"

static const char *const reads[] = { "outside.spf", "outside.dmarc", NULL };
static const char *const codes[] = { "spf", "dmarc", "mail-domain", "not-read",
	                             NULL };

/* What the policy of the domain asks others to do with forgeries. */
static const struct {
	const char *policy;
	enum verdict verdict;
	const char *message;
} policies[] = {
	{ "missing", VERDICT_FAIL, "dmarc-missing" },
	{ "none", VERDICT_PARTIAL, "dmarc-none" },
	{ "quarantine", VERDICT_PASS, "spoofing-refused" },
	{ "reject", VERDICT_PASS, "spoofing-refused" },
};

/* The domain of a public provider is not the town hall's to protect. */
static bool shared_domain(const struct inputs *in, struct ruling *r)
{
	const char *typed = answers_find(in->answers, "mail-official-address");
	char domain[DOMAIN_BYTES];

	if (!typed || !domain_parse(typed, domain) ||
	    !domain_public(in->baseline, domain))
		return false;
	ruling_evidence(r, "mail-domain", "%s", domain);
	ruling_set(r, VERDICT_NOT_APPLICABLE, "shared-domain");
	return true;
}

static void judge_policy(const struct fact_text *dmarc, struct ruling *r)
{
	if (dmarc->fact.state != FACT_KNOWN) {
		ruling_unseen(r, "outside.dmarc", &dmarc->fact);
		return;
	}
	ruling_evidence(r, "dmarc", "%s", dmarc->value);
	ruling_set(r, VERDICT_UNKNOWN, "dmarc-other");
	for (size_t i = 0; i < sizeof(policies) / sizeof(policies[0]); i++)
		if (text_same(dmarc->value, policies[i].policy))
			ruling_set(r, policies[i].verdict, policies[i].message);
}

static void judge(const struct inputs *in, struct ruling *r)
{
	const struct fact_bool *spf = &in->facts->outside_spf;

	if (shared_domain(in, r))
		return;
	judge_policy(&in->facts->outside_dmarc, r);
	if (spf->fact.state == FACT_KNOWN) {
		ruling_evidence(r, "spf", "%s", spf->value ? "ok" : "missing");
		if (!spf->value && r->verdict != VERDICT_FAIL)
			ruling_set(r, VERDICT_FAIL, "spf-missing");
	} else if (r->verdict == VERDICT_PASS) {
		ruling_unseen(r, "outside.spf", &spf->fact);
	}
}

const struct rule rule_mail_no_spoofing = {
	.id = "mail-no-spoofing",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
