/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/ruling.h"

#include <string.h>

static const char *const reads[] = { "system.name", "software.list",
	                             "lan.devices", "lan.names", NULL };
static const char *const codes[] = { "inventory-system",  "inventory-software",
	                             "inventory-devices", "inventory-device",
	                             "not-read",          NULL };

static const char *or_unknown(const char *text)
{
	return text ? text : "?";
}

/* One line a device; its hardware address is known by its maker alone. */
static void list_devices(const struct facts *f, struct ruling *r)
{
	for (size_t i = 0; i < f->lan_devices.count; i++) {
		const struct device *d = &f->lan_devices.row[i];
		const char *name = NULL;

		for (size_t j = 0; j < f->lan_names.count && !name; j++)
			if (f->lan_names.row[j].address && d->address &&
			    strcmp(f->lan_names.row[j].address, d->address) ==
			        0)
				name = f->lan_names.row[j].name;
		ruling_evidence(r, "inventory-device", "%s, %s, %s, %s, %s",
		                or_unknown(d->address), or_unknown(d->kind),
		                or_unknown(d->vendor), or_unknown(d->model),
		                or_unknown(name));
	}
}

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
	list_devices(in->facts, r);
	ruling_set(r, VERDICT_PASS, "inventory-full");
}

const struct rule rule_inventory = {
	.id = "inventory",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
