/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/sign.h"

static bool known_true(const struct fact_bool *fact)
{
	return fact->fact.state == FACT_KNOWN && fact->value;
}

/*
 * The setting is judged, and whether the server runs: a stopped one accepts
 * nothing until the next start.
 */
static void judge_own(const struct inputs *in, struct ruling *r)
{
	const struct facts *f = in->facts;
	bool idle = f->share_smb_running.fact.state == FACT_ABSENT ||
	            (f->share_smb_running.fact.state == FACT_KNOWN &&
	             !f->share_smb_running.value);

	if (f->share_smb1.fact.state == FACT_ABSENT) {
		ruling_set(r, VERDICT_PASS, "none");
	} else if (f->share_smb1.fact.state != FACT_KNOWN) {
		ruling_unknown(r, "share.smb1", &f->share_smb1.fact);
	} else if (!f->share_smb1.value) {
		ruling_set(r, VERDICT_PASS, "off");
	} else {
		ruling_set(r, idle ? VERDICT_PARTIAL : VERDICT_FAIL,
		           idle ? "idle" : "on");
		ruling_evidence(r, "share-smb1", "%s%s",
		                ruling_windows(in)
		                    ? "service srv, SMB1 not 0"
		                    : "minimum protocol below SMB2",
		                idle ? ", server stopped" : "");
	}
	if (!known_true(&f->share_smb1_client))
		return;
	/* It takes nobody in, and goes out to whoever answers. */
	ruling_evidence(r, "share-smb1-client", "service mrxsmb10");
	if (r->verdict == VERDICT_PASS || r->verdict == VERDICT_UNKNOWN)
		ruling_set(r, VERDICT_PARTIAL, "client");
}

/* One device that speaks it is one too many. */
static void judge(const struct inputs *in, struct ruling *r)
{
	struct sign_worst worst;

	judge_own(in, r);
	sign_tell(in, r, &worst);
	sign_worsen(in, r, &worst, "device-on", "device-on");
	if (sign_heard(in, r, "smb1", "smb1-heard") > 0 &&
	    r->verdict != VERDICT_FAIL)
		ruling_set(r, VERDICT_PARTIAL, "heard");
}

static const char *const reads[] = { "share.smb1",
	                             "share.smb-running",
	                             "share.smb1-client",
	                             "system.family",
	                             "lan.signs",
	                             "listen.events",
	                             NULL };
static const char *const codes[] = { "share-smb1", "share-smb1-client", "smb1",
	                             "smb1-heard", "not-read",          NULL };

const struct rule rule_share_smb1 = {
	.id = "share-smb1",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
