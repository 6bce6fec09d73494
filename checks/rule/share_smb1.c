/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/sign.h"

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
		ruling_evidence(r, "share-smb1",
		                "minimum protocol below SMB2%s",
		                idle ? ", server stopped" : "");
	}
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

static const char *const reads[] = { "share.smb1", "share.smb-running",
	                             "lan.signs", "listen.events", NULL };
static const char *const codes[] = { "share-smb1", "smb1", "smb1-heard",
	                             "not-read", NULL };

const struct rule rule_share_smb1 = {
	.id = "share-smb1",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
