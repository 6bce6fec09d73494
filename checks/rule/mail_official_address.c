/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/domain.h"
#include "checks/ruling.h"

static const char *const reads[] = { NULL };
static const char *const codes[] = { "mail-domain", NULL };

static void judge(const struct inputs *in, struct ruling *r)
{
	const char *typed = answers_find(in->answers, in->control->id);
	char domain[DOMAIN_BYTES];

	if (!typed) {
		ruling_set(r, VERDICT_UNKNOWN, "not-answered");
		return;
	}
	r->declared = true;
	if (!domain_parse(typed, domain)) {
		ruling_set(r, VERDICT_UNKNOWN, "mail-not-address");
		return;
	}
	ruling_text(r, "domain", domain);
	ruling_evidence(r, "mail-domain", "%s", domain);
	if (domain_public(in->baseline, domain))
		ruling_set(r, VERDICT_FAIL, "mail-public-domain");
	else
		ruling_set(r, VERDICT_PASS, "mail-own-domain");
}

const struct rule rule_mail_official_address = {
	.id = "mail-official-address",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
