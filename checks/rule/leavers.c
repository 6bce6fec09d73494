/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/rule/age.h"
#include "checks/ruling.h"

#include <inttypes.h>

/*
 * How many people's accounts here have slept for long. One that was never
 * used may be new, and root's is nobody's.
 */
static size_t count_dormant(const struct inputs *in, struct ruling *r)
{
	const struct fact_accounts *list = &in->facts->account_list;
	int64_t days = baseline_number(in->baseline, "account.dormant-days");
	size_t count = 0;

	for (size_t i = 0; i < list->count; i++) {
		const struct account *a = &list->row[i];

		if (a->human != TRI_YES || a->enabled == TRI_NO ||
		    a->number == 0 || a->current == TRI_YES ||
		    !age_credible(a->last_login, in->now) ||
		    !age_over(a->last_login, days, in->now))
			continue;
		ruling_evidence(r, "account-dormant",
		                "%s %" PRId64 ", last login %" PRId64
		                " days ago",
		                ruling_number_name(in), a->number,
		                (in->now - a->last_login) / DATE_DAY);
		count++;
	}
	return count;
}

/*
 * A sleeping account is a sign, its absence proves nothing: most accesses are
 * at suppliers. So only a person can say that all is well.
 */
static void judge(const struct inputs *in, struct ruling *r)
{
	size_t dormant = count_dormant(in, r);

	ruling_answer(r, in);
	if (dormant == 0 || r->verdict == VERDICT_FAIL)
		return;
	r->declared = false;
	ruling_set(r, VERDICT_PARTIAL, "dormant");
	ruling_join(r, in);
}

static const char *const reads[] = { "account.list", "system.family", NULL };
static const char *const codes[] = { "account-dormant", NULL };

const struct rule rule_leavers_removed = {
	.id = "leavers-removed",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
