/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/ruling.h"

/*
 * Only what is carried away gets lost on a train: a desktop in clear is not
 * judged, but one that is encrypted has earned it.
 */
static void judge(const struct inputs *in, struct ruling *r)
{
	const struct facts *f = in->facts;

	if (f->disk_encrypted.fact.state == FACT_KNOWN &&
	    f->disk_encrypted.value) {
		ruling_set(r, VERDICT_PASS, "encrypted");
	} else if (f->system_laptop.fact.state != FACT_KNOWN) {
		ruling_unknown(r, "system.laptop", &f->system_laptop.fact);
	} else if (!f->system_laptop.value) {
		ruling_set(r, VERDICT_NOT_APPLICABLE, "desktop");
	} else if (f->disk_encrypted.fact.state != FACT_KNOWN) {
		ruling_unknown(r, "disk.encrypted", &f->disk_encrypted.fact);
	} else {
		ruling_set(r, VERDICT_FAIL, "clear");
		for (size_t i = 0; i < f->disk_volumes.count; i++) {
			const struct volume *v = &f->disk_volumes.row[i];

			if (v->system == TRI_YES && v->encrypted == TRI_NO)
				ruling_evidence(r, "disk-clear", "%s",
				                v->mount ? v->mount : "?");
		}
	}
}

static const char *const reads[] = { "system.laptop", "disk.encrypted",
	                             "disk.volumes", NULL };
static const char *const codes[] = { "disk-clear", "not-read", NULL };

const struct rule rule_laptop_encrypted = {
	.id = "laptop-encrypted",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
