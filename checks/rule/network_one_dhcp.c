/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/sign.h"

static const char *const reads[] = { "listen.dhcp-servers", "listen.events",
	                             NULL };
static const char *const codes[] = { "dhcp-servers", "arp-conflict", "not-read",
	                             NULL };

static void judge_servers(const struct inputs *in, struct ruling *r)
{
	const struct fact_int *servers = &in->facts->listen_dhcp_servers;

	if (servers->fact.state != FACT_KNOWN) {
		ruling_unseen(r, "listen.dhcp-servers", &servers->fact);
		return;
	}
	ruling_evidence(r, "dhcp-servers", "%lld", (long long)servers->value);
	ruling_number(r, "count", servers->value);
	/* None seen says that we listened badly, not that there is none. */
	if (servers->value <= 0)
		ruling_set(r, VERDICT_UNKNOWN, "dhcp-none");
	else if (servers->value == 1)
		ruling_set(r, VERDICT_PASS, "dhcp-one");
	else
		ruling_set(r, VERDICT_FAIL, "dhcp-many");
}

/* Two machines with one address get in each other's way, too. */
static void judge(const struct inputs *in, struct ruling *r)
{
	judge_servers(in, r);
	if (sign_heard(in, r, "arp-conflict", "arp-conflict") > 0 &&
	    r->verdict != VERDICT_FAIL)
		ruling_set(r, VERDICT_PARTIAL, "address-twice");
}

const struct rule rule_network_one_dhcp = {
	.id = "network-one-dhcp",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
