/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/ruling.h"

static const char *const reads[] = { "usb.autorun", NULL };
static const char *const codes[] = { "usb-autorun", "not-read", NULL };

static void judge(const struct inputs *in, struct ruling *r)
{
	const struct fact_bool *autorun = &in->facts->usb_autorun;

	if (autorun->fact.state == FACT_ABSENT) {
		ruling_set(r, VERDICT_NOT_APPLICABLE, "autorun-absent");
	} else if (autorun->fact.state != FACT_KNOWN) {
		ruling_unknown(r, "usb.autorun", &autorun->fact);
	} else if (autorun->value) {
		ruling_evidence(r, "usb-autorun", "autorun=true");
		ruling_set(r, VERDICT_FAIL, "autorun-on");
	} else {
		ruling_set(r, VERDICT_PASS, "autorun-off");
	}
}

const struct rule rule_usb_autorun = {
	.id = "usb-autorun",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
