/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/sign.h"

#include <string.h>

static const char *const reads[] = { "listen.logins", "listen.events",
	                             "lan.signs", NULL };
static const char *const codes[] = { "cleartext-login", "ntlmv1-heard",
	                             "pop3-cleartext",  "imap-cleartext",
	                             "smtp-cleartext",  "http-basic-clear",
	                             "not-read",        NULL };

/* The oldest way to log in of Windows is as good as clear (MS-NLMP 5.1). */
static bool heard_ntlmv1(const struct facts *f, struct ruling *r)
{
	for (size_t i = 0; i < f->listen_events.count; i++) {
		const struct heard *h = &f->listen_events.row[i];

		if (!h->code || strcmp(h->code, "ntlmv1") != 0 || h->count <= 0)
			continue;
		ruling_evidence(r, "ntlmv1-heard", "%lld", (long long)h->count);
		return true;
	}
	return false;
}

static void judge_heard(const struct inputs *in, struct ruling *r)
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

/* What devices accept in clear worsens what was heard, never betters it. */
static void judge(const struct inputs *in, struct ruling *r)
{
	struct sign_worst worst;

	judge_heard(in, r);
	if (heard_ntlmv1(in->facts, r) && r->verdict != VERDICT_FAIL)
		ruling_set(r, VERDICT_PARTIAL, "cleartext-old-login");
	sign_tell(in, r, &worst);
	sign_worsen(in, r, &worst, "device-clear", "device-clear");
}

const struct rule rule_cleartext_passwords = {
	.id = "cleartext-passwords",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
