/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_RULE_ANTIVIRUS_H
#define CHECKS_RULE_ANTIVIRUS_H

#include "checks/rule/product.h"
#include "checks/ruling.h"

#include <stdbool.h>
#include <string.h>

/* Whether the machine runs Linux, where an antivirus is an extra. */
static inline bool antivirus_extra(const struct facts *f)
{
	return f->system_family.fact.state == FACT_KNOWN &&
	       strcmp(f->system_family.value, "linux") == 0;
}

/* Its name as a reader says it. */
static inline const char *antivirus_say(const struct inputs *in,
                                        const struct antivirus *v)
{
	return product_say(in->baseline, "antivirus", v->product);
}

/* Conclude for a machine on which no antivirus was seen. */
static inline void antivirus_judge_none(const struct inputs *in,
                                        struct ruling *r)
{
	const struct fact *fact = &in->facts->antivirus_list.fact;

	if (fact->state != FACT_KNOWN && fact->state != FACT_ABSENT) {
		ruling_unknown(r, "antivirus.list", fact);
	} else if (in->facts->system_family.fact.state != FACT_KNOWN) {
		ruling_unknown(r, "system.family",
		               &in->facts->system_family.fact);
	} else if (antivirus_extra(in->facts)) {
		ruling_set(r, VERDICT_NOT_APPLICABLE, "linux-none");
	} else {
		ruling_set(r, VERDICT_FAIL, "none");
		ruling_evidence(r, "antivirus-none", "antivirus.list");
	}
}

#endif
