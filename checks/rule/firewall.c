/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/ruling.h"
#include "core/text.h"

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
 * Where a firewall treats each sort of network apart: what is off for one
 * that this machine is on, or for public places, is off. The rest is worth a
 * word.
 */
static bool judge_profiles(const struct fact_firewall_profiles *list,
                           struct ruling *r)
{
	bool serious = false;
	bool any = false;

	for (size_t i = 0; i < list->count; i++) {
		const struct firewall_profile *p = &list->row[i];

		if (p->on != TRI_NO && p->blocks != TRI_NO)
			continue;
		any = true;
		if (p->current != TRI_NO || text_is(p->network, "public"))
			serious = true;
		ruling_evidence(r, "firewall-profile", "%s: %s",
		                p->network ? p->network : "?",
		                p->on == TRI_NO ? "off" : "lets all in");
	}
	if (any && !serious)
		ruling_set(r, VERDICT_PARTIAL, "other-off");
	else if (any)
		ruling_set(r, VERDICT_FAIL, "network-off");
	return any;
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
		if (!judge_profiles(&f->firewall_profiles, r))
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
	                             "firewall.profiles", "listener.list",
	                             NULL };
static const char *const codes[] = { "firewall-off", "firewall-profile",
	                             "not-read", NULL };

const struct rule rule_firewall_on = {
	.id = "firewall-on",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
