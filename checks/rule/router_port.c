/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/sign.h"

#include <string.h>

static bool risky(const struct baseline *b, int64_t port)
{
	for (size_t i = 0; i < b->ports; i++)
		if (b->port[i].port == port)
			return true;
	return false;
}

/* The port of the machine that the mapping leads to, 0: not told. */
static int64_t inner_port(const struct mapping *m)
{
	int64_t inner = 0;
	const char *colon = NULL;

	for (const char *s = m->target; s && *s; s++)
		if (*s == ':')
			colon = s;
	for (const char *s = colon ? colon + 1 : ""; *s >= '0' && *s <= '9';
	     s++)
		inner = inner > 65535 ? inner : inner * 10 + (*s - '0');
	return inner > 65535 ? 0 : inner;
}

/* Codes by what usually answers at the port, as the baseline calls it. */
static const struct {
	const char *service;
	const char *code;
} classes[] = {
	{ "rdp", "upnp-mapping-rdp" },
	{ "vnc", "upnp-mapping-vnc" },
	{ "ssh", "upnp-mapping-ssh" },
	{ "telnet", "upnp-mapping-telnet" },
	{ "microsoft-ds", "upnp-mapping-smb" },
	{ "netbios-ssn", "upnp-mapping-smb" },
	{ "ftp", "upnp-mapping-ftp" },
	{ "http", "upnp-mapping-http" },
	{ "https", "upnp-mapping-http" },
	{ "synology", "upnp-mapping-http" },
	{ "synology-https", "upnp-mapping-http" },
	{ "rtsp", "upnp-mapping-camera" },
	{ "mysql", "upnp-mapping-db" },
	{ "postgresql", "upnp-mapping-db" },
	{ "mssql", "upnp-mapping-db" },
	{ "mongodb", "upnp-mapping-db" },
	{ "redis", "upnp-mapping-db" },
};

static const char *class_of(const struct baseline *b, int64_t port)
{
	const char *service = NULL;

	for (size_t i = 0; i < b->lan_ports && !service; i++)
		if (b->lan_port[i].port == port &&
		    strcmp(b->lan_port[i].transport, "tcp") == 0)
			service = b->lan_port[i].service;
	for (size_t i = 0; service && i < sizeof(classes) / sizeof(classes[0]);
	     i++)
		if (strcmp(classes[i].service, service) == 0)
			return classes[i].code;
	return NULL;
}

/*
 * A risky service may hide behind any outer port: what the door leads to
 * counts first.
 */
static const char *code_of(const struct baseline *b, const struct mapping *m)
{
	const char *code = class_of(b, inner_port(m));

	if (!code)
		code = class_of(b, m->port);
	return code ? code : "upnp-mapping-other";
}

static bool leads_to_risk(const struct baseline *b, const struct mapping *m)
{
	return risky(b, m->port) || risky(b, inner_port(m));
}

/*
 * Any door is a failure; one to a service that the baseline lists as risky is
 * as bad as the control says, another one (a game, a call) a step below.
 */
static void judge(const struct inputs *in, struct ruling *r)
{
	const struct fact_mappings *list = &in->facts->lan_mappings;
	struct sign_worst worst;
	bool severe = false;

	sign_tell(in, r, &worst);

	for (size_t i = 0; i < list->count; i++) {
		const struct mapping *m = &list->row[i];

		ruling_port(r, code_of(in->baseline, m), m->target,
		            m->port == CELL_UNKNOWN ? 0 : m->port, m->transport,
		            m->description);
		severe = severe || leads_to_risk(in->baseline, m);
	}
	if (list->count > 0) {
		ruling_set(r, VERDICT_FAIL,
		           list->count > 1 ? "open-many" : "open");
		ruling_number(r, "count", (int64_t)list->count);
		if (!severe)
			r->severity = SEVERITY_HIGH;
	} else if (list->fact.state == FACT_KNOWN) {
		/* Doors that a person opened in the box are not listed. */
		ruling_set(r, VERDICT_UNKNOWN, "none-seen");
	} else if (list->fact.state == FACT_UNASKED) {
		ruling_set(r, VERDICT_UNKNOWN, "network-not-looked");
	} else {
		ruling_unknown(r, "lan.mappings", &list->fact);
	}
	ruling_join(r, in);
}

static const char *const reads[] = { "lan.mappings", "lan.signs", NULL };
static const char *const codes[] = { "upnp-igd",
	                             "upnp-mapping-rdp",
	                             "upnp-mapping-vnc",
	                             "upnp-mapping-ssh",
	                             "upnp-mapping-telnet",
	                             "upnp-mapping-smb",
	                             "upnp-mapping-ftp",
	                             "upnp-mapping-http",
	                             "upnp-mapping-camera",
	                             "upnp-mapping-db",
	                             "upnp-mapping-other",
	                             "not-read",
	                             NULL };

const struct rule rule_router_no_open_port = {
	.id = "router-no-open-port",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
