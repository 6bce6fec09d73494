/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/ruling.h"

static bool risky(const struct baseline *b, int64_t port)
{
	for (size_t i = 0; i < b->ports; i++)
		if (b->port[i].port == port)
			return true;
	return false;
}

/* A risky service may hide behind any outer port: the inner one counts too. */
static bool leads_to_risk(const struct baseline *b, const struct mapping *m)
{
	int64_t inner = 0;
	const char *colon = NULL;

	if (risky(b, m->port))
		return true;
	for (const char *s = m->target; s && *s; s++)
		if (*s == ':')
			colon = s;
	for (const char *s = colon ? colon + 1 : ""; *s >= '0' && *s <= '9';
	     s++)
		inner = inner > 65535 ? inner : inner * 10 + (*s - '0');
	return risky(b, inner);
}

/*
 * Any door is a failure; one to a service that the baseline lists as risky is
 * as bad as the control says, another one (a game, a call) a step below.
 */
static void judge(const struct inputs *in, struct ruling *r)
{
	const struct fact_mappings *list = &in->facts->lan_mappings;
	bool severe = false;

	for (size_t i = 0; i < list->count; i++) {
		const struct mapping *m = &list->row[i];

		ruling_port(r, "router-port-open", m->target,
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

static const char *const reads[] = { "lan.mappings", NULL };
static const char *const codes[] = { "router-port-open", "not-read", NULL };

const struct rule rule_router_no_open_port = {
	.id = "router-no-open-port",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
