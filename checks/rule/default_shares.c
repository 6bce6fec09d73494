/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/ruling.h"

#include <string.h>

static const char *const reads[] = { "system.family",      "share.hidden",
	                             "share.remote-admin", "share.anonymous",
	                             "share.signing",      "share.guest-client",
	                             "account.uac",        NULL };
static const char *const codes[] = {
	"local-account-filter", "null-session", "signing-optional",
	"guest-client",         "not-read",     NULL
};

static bool is(const struct fact_bool *fact, bool value)
{
	return fact->fact.state == FACT_KNOWN && fact->value == value;
}

/*
 * The hidden shares alone are how Windows comes; a setting has to open them.
 */
static void judge_windows(const struct facts *f, struct ruling *r)
{
	if (is(&f->share_hidden, true) && is(&f->share_remote_admin, true)) {
		ruling_evidence(r, "local-account-filter",
		                is(&f->account_uac, false)
		                    ? "EnableLUA=0 or "
		                      "LocalAccountTokenFilterPolicy=1"
		                    : "LocalAccountTokenFilterPolicy=1");
		ruling_set(r, VERDICT_FAIL, "shares-remote-admin");
	} else if (is(&f->share_anonymous, true)) {
		ruling_evidence(r, "null-session",
		                "RestrictNullSessAccess=0, srvsvc in "
		                "NullSessionPipes, RestrictAnonymousSAM=0 or "
		                "EveryoneIncludesAnonymous=1");
		ruling_set(r, VERDICT_FAIL, "shares-anonymous");
	} else if (f->share_anonymous.fact.state != FACT_KNOWN) {
		ruling_unknown(r, "share.anonymous", &f->share_anonymous.fact);
	} else if (is(&f->share_hidden, false) ||
	           is(&f->share_remote_admin, false)) {
		ruling_set(r, VERDICT_PASS, "shares-normal");
	} else if (f->share_hidden.fact.state != FACT_KNOWN) {
		ruling_unknown(r, "share.hidden", &f->share_hidden.fact);
	} else {
		ruling_unknown(r, "share.remote-admin",
		               &f->share_remote_admin.fact);
	}
}

static void judge(const struct inputs *in, struct ruling *r)
{
	const struct fact_text *family = &in->facts->system_family;

	/* What a technician sets in the same place. */
	if (is(&in->facts->share_signing, false))
		ruling_evidence(r, "signing-optional",
		                "RequireSecuritySignature=0");
	if (is(&in->facts->share_guest_client, true))
		ruling_evidence(r, "guest-client", "AllowInsecureGuestAuth=1");
	if (family->fact.state != FACT_KNOWN)
		ruling_unknown(r, "system.family", &family->fact);
	else if (strcmp(family->value, "windows") != 0)
		ruling_set(r, VERDICT_NOT_APPLICABLE, "shares-not-windows");
	else
		judge_windows(in->facts, r);
}

const struct rule rule_default_shares = {
	.id = "default-shares",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
