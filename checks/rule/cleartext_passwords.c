/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/sign.h"

static const char *const reads[] = { "listen.logins", "listen.events",
	                             "lan.signs", NULL };
static const char *const codes[] = { "cleartext-login", "ntlmv1-heard",
	                             "llmnr-heard",     "netbios-name-heard",
	                             "pop3-cleartext",  "imap-cleartext",
	                             "smtp-cleartext",  "http-basic-clear",
	                             "not-read",        NULL };

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

/*
 * What devices accept in clear worsens what was heard, never betters it. The
 * oldest way to log in of Windows is as good as clear (MS-NLMP 5.1); names
 * that are asked of everybody are where such logins get stolen.
 */
static void judge(const struct inputs *in, struct ruling *r)
{
	struct sign_worst worst;

	judge_heard(in, r);
	sign_heard(in, r, "llmnr", "llmnr-heard");
	sign_heard(in, r, "netbios-name", "netbios-name-heard");
	if (sign_heard(in, r, "ntlmv1", "ntlmv1-heard") > 0 &&
	    r->verdict != VERDICT_FAIL)
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
