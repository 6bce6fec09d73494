/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/ruling.h"

#include <inttypes.h>
#include <string.h>

/* On a server nobody types letters; whoever opens a session runs it. */
static bool serves_only(const struct facts *f)
{
	return f->system_role.fact.state == FACT_KNOWN &&
	       (strcmp(f->system_role.value, "server") == 0 ||
	        strcmp(f->system_role.value, "storage") == 0);
}

/* The row of the account this runs under, or NULL. */
static const struct account *current_account(const struct facts *f)
{
	for (size_t i = 0; i < f->account_list.count; i++)
		if (f->account_list.row[i].current == TRI_YES)
			return &f->account_list.row[i];
	return NULL;
}

/* What the facts say of its rights; root has them all. */
static enum tri is_admin(const struct facts *f, const struct account *a)
{
	if (a && a->number == 0)
		return TRI_YES;
	if (f->account_current_admin.fact.state == FACT_KNOWN)
		return f->account_current_admin.value ? TRI_YES : TRI_NO;
	return a ? a->admin : TRI_UNKNOWN;
}

/*
 * Whether root looks at a machine that others work on: then *all is what
 * those have in common, and *one of them is told.
 */
static bool look_people(const struct facts *f, enum tri *all,
                        const struct account **one)
{
	bool found = false;

	for (size_t i = 0; i < f->account_list.count; i++) {
		const struct account *a = &f->account_list.row[i];

		if (a->number == 0 || a->human != TRI_YES ||
		    a->enabled == TRI_NO)
			continue;
		*all = !found || *all == a->admin ? a->admin : TRI_UNKNOWN;
		*one = a;
		found = true;
	}
	return found;
}

/*
 * A virus has the rights of whoever opened it. The account is the one that
 * the facts were read for, which under sudo is not root but who called it.
 * Root itself looks at the machine for those who work there, if any. Where
 * Windows was told not to ask, an administrator's programs have all rights at
 * once.
 */
static void judge(const struct inputs *in, struct ruling *r)
{
	const struct facts *f = in->facts;
	const struct account *a = current_account(f);
	enum tri admin = is_admin(f, a);
	bool silent =
	    f->account_uac.fact.state == FACT_KNOWN && !f->account_uac.value;
	bool people = a && a->number == 0 && look_people(f, &admin, &a);

	if (serves_only(f)) {
		ruling_set(r, VERDICT_NOT_APPLICABLE, "server");
	} else if (people && admin == TRI_UNKNOWN) {
		ruling_set(r, VERDICT_UNKNOWN, "several");
	} else if (admin == TRI_UNKNOWN) {
		ruling_unknown(r, "account.current-admin",
		               &f->account_current_admin.fact);
	} else if (admin == TRI_NO) {
		ruling_set(r, VERDICT_PASS, "simple");
	} else {
		ruling_set(r, VERDICT_FAIL, silent ? "admin-silent" : "admin");
		/* The number, not the name: a name is somebody's. */
		ruling_evidence(r, "account-admin", "%s %" PRId64,
		                ruling_number_name(in),
		                a ? a->number : CELL_UNKNOWN);
		if (silent)
			ruling_evidence(r, "account-uac",
			                "EnableLUA=0 or "
			                "ConsentPromptBehaviorAdmin=0");
	}
}

static const char *const reads[] = { "account.current-admin", "account.list",
	                             "account.uac",           "system.role",
	                             "system.family",         NULL };
static const char *const codes[] = { "account-admin", "account-uac", "not-read",
	                             NULL };

const struct rule rule_daily_account_not_admin = {
	.id = "daily-account-not-admin",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
