/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/ruling.h"

#include <inttypes.h>

#define MACROS_ALL 0 /* all run */
#define MACROS_ASK 1 /* one click runs them */

/*
 * The loosest suite counts, which the probe has found. One click between a
 * clerk in a hurry and a virus is half a protection.
 */
static void judge(const struct inputs *in, struct ruling *r)
{
	const struct fact_int *macros = &in->facts->office_macros;

	if (macros->fact.state == FACT_ABSENT) {
		ruling_set(r, VERDICT_NOT_APPLICABLE, "none");
		return;
	}
	if (macros->fact.state != FACT_KNOWN) {
		ruling_unknown(r, "office.macros", &macros->fact);
		return;
	}
	if (macros->value > MACROS_ASK) {
		ruling_set(r, VERDICT_PASS, "blocked");
		return;
	}
	if (macros->value == MACROS_ASK)
		ruling_set(r, VERDICT_PARTIAL, "ask");
	else
		ruling_set(r, VERDICT_FAIL, "all");
	ruling_evidence(
	    r, macros->value == MACROS_ASK ? "macros-ask" : "macros-all",
	    "level %" PRId64, macros->value);
}

static const char *const reads[] = { "office.macros", NULL };
static const char *const codes[] = { "macros-all", "macros-ask", "not-read",
	                             NULL };

const struct rule rule_office_macros = {
	.id = "office-macros",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
