/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/ruling.h"

static const char *const reads[] = { "system.name", "software.list",
	                             "lan.devices", NULL };
static const char *const codes[] = { "inventory-system", "inventory-software",
	                             "inventory-devices", "not-read", NULL };

static void judge(const struct inputs *in, struct ruling *r)
{
	const struct fact_text *name = &in->facts->system_name;
	const struct fact_software *software = &in->facts->software_list;
	const struct fact_devices *devices = &in->facts->lan_devices;

	if (name->fact.state != FACT_KNOWN) {
		ruling_unknown(r, "system.name", &name->fact);
		return;
	}
	ruling_evidence(r, "inventory-system", "%s", name->value);
	if (software->fact.state == FACT_KNOWN)
		ruling_evidence(r, "inventory-software", "%zu",
		                software->count);
	if (devices->fact.state != FACT_KNOWN) {
		ruling_set(r, VERDICT_PARTIAL, "inventory-machine-only");
		return;
	}
	ruling_evidence(r, "inventory-devices", "%zu", devices->count);
	ruling_set(r, VERDICT_PASS, "inventory-full");
}

const struct rule rule_inventory = {
	.id = "inventory",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
