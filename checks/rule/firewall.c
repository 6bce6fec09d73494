/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/ruling.h"

/* Whether it is known that nothing here answers others. */
static bool answers_nobody(const struct facts *f)
{
	if (f->listener_list.fact.state != FACT_KNOWN)
		return false;
	for (size_t i = 0; i < f->listener_list.count; i++)
		if (f->listener_list.row[i].loopback != TRI_YES)
			return false;
	return true;
}

/*
 * Off is a failure where something could be reached. Where nothing answers
 * others today, it is the next program that would be exposed.
 */
static void judge(const struct inputs *in, struct ruling *r)
{
	const struct facts *f = in->facts;

	if (f->firewall_on.fact.state != FACT_KNOWN) {
		ruling_unknown(r, "firewall.on", &f->firewall_on.fact);
		return;
	}
	if (f->firewall_on.value) {
		ruling_set(r, VERDICT_PASS, "on");
		return;
	}
	ruling_evidence(r, "firewall-off", "%s",
	                f->firewall_tool.fact.state == FACT_KNOWN
	                    ? f->firewall_tool.value
	                    : "no firewall tool");
	if (answers_nobody(f))
		ruling_set(r, VERDICT_PARTIAL, "quiet");
	else
		ruling_set(r, VERDICT_FAIL, "off");
}

static const char *const reads[] = { "firewall.on", "firewall.tool",
	                             "listener.list", NULL };
static const char *const codes[] = { "firewall-off", "not-read", NULL };

const struct rule rule_firewall_on = {
	.id = "firewall-on",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
