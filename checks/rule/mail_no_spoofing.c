/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/criterion.h"
#include "checks/domain.h"
#include "checks/ruling.h"

#include "core/text.h"

static const char *const reads[] = { "outside.spf", "outside.dmarc",
	                             "outside.mail", "outside.criteria", NULL };
static const char *const codes[] = { "spf",  "dmarc",    "mail-domain",
	                             "rpnt", "not-read", NULL };
static const char *const items[] = { "2.4",         "2.5",     "2.6",
	                             "2.7",         "spf-one", "spf-all",
	                             "spf-lookups", "dkim",    "mta-sts",
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

/* The domain, as it was asked, else as it was typed; false: nobody knows. */
static bool name_of(const struct inputs *in, char domain[DOMAIN_BYTES])
{
	const struct fact_text *mail = &in->facts->outside_mail;
	const char *typed = answers_find(in->answers, "mail-official-address");

	if (mail->fact.state == FACT_KNOWN)
		typed = mail->value;
	return typed && domain_parse(typed, domain);
}

/* The domain of a public provider is not the town hall's to protect. */
static bool shared_domain(const struct inputs *in, struct ruling *r,
                          const char *domain)
{
	if (!domain || !domain_public(in->baseline, domain))
		return false;
	ruling_evidence(r, "mail-domain", "%s", domain);
	ruling_set(r, VERDICT_NOT_APPLICABLE, "shared-domain");
	return true;
}

static void judge_policy(const struct inputs *in, struct ruling *r)
{
	const struct fact_text *dmarc = &in->facts->outside_dmarc;

	if (dmarc->fact.state != FACT_KNOWN) {
		criterion_unseen(r, "outside.dmarc", &dmarc->fact);
		return;
	}
	ruling_evidence(r, "dmarc", "%s", dmarc->value);
	ruling_set(r, VERDICT_UNKNOWN, "dmarc-other");
	for (size_t i = 0; i < sizeof(policies) / sizeof(policies[0]); i++)
		if (text_same(dmarc->value, policies[i].policy))
			ruling_set(r, policies[i].verdict, policies[i].message);
	/* Not all messages: RPNT counts that as no demand at all. */
	if (r->verdict == VERDICT_PASS &&
	    text_same(dmarc->value, "quarantine") &&
	    criterion_find(in->facts, "2.4") == TRI_YES &&
	    criterion_find(in->facts, "2.7") == TRI_NO)
		ruling_set(r, VERDICT_PARTIAL, "dmarc-part");
}

/* Why the record that says who may write does not work. */
static const char *spf_message(const struct facts *f)
{
	if (criterion_find(f, "spf-one") == TRI_NO ||
	    criterion_find(f, "spf-lookups") == TRI_NO)
		return "spf-broken";
	if (criterion_find(f, "spf-all") == TRI_NO)
		return "spf-open";
	return "spf-missing";
}

static void judge(const struct inputs *in, struct ruling *r)
{
	const struct fact_bool *spf = &in->facts->outside_spf;
	char domain[DOMAIN_BYTES];
	bool named = name_of(in, domain);

	if (shared_domain(in, r, named ? domain : NULL))
		return;
	judge_policy(in, r);
	if (spf->fact.state == FACT_KNOWN) {
		ruling_evidence(r, "spf", "%s", spf->value ? "ok" : "bad");
		if (!spf->value && r->verdict != VERDICT_FAIL)
			ruling_set(r, VERDICT_FAIL, spf_message(in->facts));
	} else if (r->verdict == VERDICT_PASS ||
	           r->verdict == VERDICT_PARTIAL) {
		criterion_unseen(r, "outside.spf", &spf->fact);
	}
	criterion_tell(in, r, items, named ? domain : NULL, 0);
}

const struct rule rule_mail_no_spoofing = {
	.id = "mail-no-spoofing",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
