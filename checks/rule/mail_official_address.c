/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/criterion.h"
#include "checks/domain.h"
#include "checks/ruling.h"

static const char *const reads[] = { "outside.mail", "outside.criteria", NULL };
static const char *const codes[] = { "mail-domain", "rpnt", NULL };
static const char *const items[] = { "2.2", "2.3", "2.4", "2.8", NULL };

/* The address that was asked outside, else the one that was typed. */
static const char *address_of(const struct inputs *in, struct ruling *r)
{
	const struct fact_text *mail = &in->facts->outside_mail;
	const char *typed = answers_find(in->answers, in->control->id);

	if (typed)
		r->declared = true;
	else if (mail->fact.state == FACT_KNOWN)
		typed = mail->value;
	return typed;
}

static void judge(const struct inputs *in, struct ruling *r)
{
	const char *typed = address_of(in, r);
	char domain[DOMAIN_BYTES];

	if (!typed) {
		ruling_set(r, VERDICT_UNKNOWN, "not-answered");
		return;
	}
	if (!domain_parse(typed, domain)) {
		ruling_set(r, VERDICT_UNKNOWN, "mail-not-address");
		return;
	}
	ruling_text(r, "domain", domain);
	ruling_evidence(r, "mail-domain", "%s", domain);
	criterion_tell(in, r, items, domain, 0);
	if (domain_public(in->baseline, domain))
		ruling_set(r, VERDICT_FAIL, "mail-public-domain");
	else if (criterion_find(in->facts, "2.3") == TRI_NO)
		ruling_set(r, VERDICT_PARTIAL, "mail-other-domain");
	else
		ruling_set(r, VERDICT_PASS, "mail-own-domain");
}

const struct rule rule_mail_official_address = {
	.id = "mail-official-address",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
