/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/ruling.h"

static const char *const reads[] = { "listen.logins", NULL };
static const char *const codes[] = { "cleartext-login", "not-read", NULL };

static void judge(const struct inputs *in, struct ruling *r)
{
	const struct fact_cleartexts *list = &in->facts->listen_logins;
	const char *first = NULL;

	for (size_t i = 0; i < list->count; i++) {
		const struct cleartext *c = &list->row[i];
		const char *protocol = c->protocol ? c->protocol : "?";

		if (c->count == 0)
			continue;
		ruling_evidence(r, "cleartext-login", "%s %lld", protocol,
		                (long long)c->count);
		if (!first)
			first = protocol;
	}
	if (first) {
		ruling_text(r, "protocol", first);
		ruling_set(r, VERDICT_FAIL, "cleartext-seen");
	} else if (list->fact.state != FACT_KNOWN) {
		ruling_unseen(r, "listen.logins", &list->fact);
	} else {
		ruling_set(r, VERDICT_PASS, "cleartext-none");
	}
}

const struct rule rule_cleartext_passwords = {
	.id = "cleartext-passwords",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
