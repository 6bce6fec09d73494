/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/sign.h"

#include <string.h>

static const char *const reads[] = { "listener.list", "firewall.on",
	                             "lan.ports", "lan.signs", NULL };
static const char *const codes[] = {
	"db-exposed",
	"docker-open",
	"finger",
	"ftp-cleartext",
	"nfs-exposed",
	"radmin-exposed",
	"rdp-exposed",
	"rsh",
	"rsync-exposed",
	"simple-service",
	"snmp",
	"store-exposed",
	"telnet",
	"tftp",
	"vnc-exposed",
	"web-exposed",
	"winrm-exposed",
	"x11-exposed",
	"xdmcp",
	"risky-port",
	"firewall",
	"not-read",
	"telnet-no-auth",
	"snmp-public",
	"raw-print-open",
	"db-no-auth",
	NULL,
};

static const struct port_rule *find_port(const struct baseline *b,
                                         const struct listener *l)
{
	for (size_t i = 0; i < b->ports; i++)
		if (b->port[i].port == l->port && l->transport &&
		    strcmp(b->port[i].transport, l->transport) == 0)
			return &b->port[i];
	return NULL;
}

/* The code, if it is ours: another baseline may bring new ones. */
static const char *code_of(const struct port_rule *p)
{
	for (size_t i = 0; codes[i]; i++)
		if (strcmp(codes[i], p->code) == 0)
			return codes[i];
	return "risky-port";
}

/* Tell every exposed port; the worst of them, or NULL, and what is unsure. */
static const struct port_rule *find_worst(const struct inputs *in,
                                          struct ruling *r, bool *unsure)
{
	const struct fact_listeners *list = &in->facts->listener_list;
	const struct port_rule *worst = NULL;

	for (size_t i = 0; i < list->count; i++) {
		const struct listener *l = &list->row[i];
		const struct port_rule *p = find_port(in->baseline, l);

		if (!p || l->loopback == TRI_YES)
			continue;
		ruling_port(r, code_of(p), l->address, l->port, l->transport,
		            l->program ? l->program : p->service);
		if (l->loopback == TRI_UNKNOWN)
			*unsure = true;
		else if (!worst || (p->severe && !worst->severe))
			worst = p;
	}
	return worst;
}

/* A filter may hide these ports, or let them through: say, do not absolve. */
static void tell_firewall(const struct fact_bool *on, struct ruling *r)
{
	if (on->fact.state == FACT_KNOWN)
		ruling_evidence(r, "firewall", on->value ? "on" : "off");
}

static void judge_own(const struct inputs *in, struct ruling *r)
{
	const struct fact *fact = &in->facts->listener_list.fact;
	bool unsure = false;
	const struct port_rule *worst = find_worst(in, r, &unsure);

	if (worst) {
		tell_firewall(&in->facts->firewall_on, r);
		ruling_text(r, "service", worst->service);
		ruling_number(r, "port", worst->port);
		if (worst->severe)
			ruling_set(r, VERDICT_FAIL, "ports-severe");
		else
			ruling_set(r, VERDICT_PARTIAL, "ports-some");
	} else if (fact->state != FACT_KNOWN) {
		ruling_unknown(r, "listener.list", fact);
	} else if (unsure) {
		ruling_set(r, VERDICT_UNKNOWN, "ports-unsure");
	} else {
		ruling_set(r, VERDICT_PASS, "ports-good");
	}
}

/* What other devices offer counts too, once somebody looked. */
static void judge(const struct inputs *in, struct ruling *r)
{
	struct sign_worst worst;

	judge_own(in, r);
	sign_tell(in, r, &worst);
	sign_worsen(in, r, &worst, "device-severe", "device-some");
}

const struct rule rule_open_ports = {
	.id = "open-ports",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
