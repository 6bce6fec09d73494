/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/ruling.h"

#include <inttypes.h>
#include <string.h>

/* What the accounts came to. */
struct doors {
	size_t empty;  /* open without a password */
	size_t unread; /* enabled, password not readable */
	size_t set;    /* enabled, with a password */
};

/*
 * An account that cannot open a session is no door. What is not known of the
 * others is counted, so that it can never pass for a password.
 */
static struct doors count_doors(const struct inputs *in, struct ruling *r)
{
	const struct facts *f = in->facts;
	struct doors d = { 0 };

	for (size_t i = 0; i < f->account_list.count; i++) {
		const struct account *a = &f->account_list.row[i];

		if (a->enabled == TRI_NO)
			continue;
		if (!a->password) {
			d.unread++;
		} else if (strcmp(a->password, "empty") == 0 ||
		           strcmp(a->password, "unasked") == 0) {
			d.empty++;
			ruling_evidence(r, "account-empty", "%s %" PRId64,
			                ruling_number_name(in), a->number);
		} else if (strcmp(a->password, "set") == 0) {
			d.set++;
		}
	}
	return d;
}

/* Nothing bad was seen; is everything that matters known? */
static void judge_rest(const struct inputs *in, struct ruling *r,
                       const struct doors *d)
{
	const struct facts *f = in->facts;
	/* Linux keeps it from us; Windows tells it to nobody. */
	const char *unread = ruling_windows(in) ? "untold" : "unread";

	if (f->account_autologin.fact.state != FACT_KNOWN &&
	    f->account_autologin.fact.state != FACT_ABSENT) {
		ruling_unknown(r, "account.autologin",
		               &f->account_autologin.fact);
	} else if (f->account_list.fact.state != FACT_KNOWN) {
		ruling_unknown(r, "account.list", &f->account_list.fact);
		if (d->unread > 0)
			ruling_set(r, VERDICT_UNKNOWN, unread);
	} else if (d->unread > 0) {
		ruling_set(r, VERDICT_UNKNOWN, unread);
		ruling_evidence(r, "account-unread", "%zu accounts", d->unread);
	} else {
		ruling_set(r, VERDICT_PASS, d->set > 0 ? "good" : "no-session");
	}
}

/*
 * An open account is worse than a session that opens by itself: it also opens
 * from the network and after a lock. Windows keeps accounts without a password
 * from the network, unless somebody told it not to.
 */
static void judge(const struct inputs *in, struct ruling *r)
{
	const struct facts *f = in->facts;
	struct doors d = count_doors(in, r);
	bool automatic = f->account_autologin.fact.state == FACT_KNOWN &&
	                 f->account_autologin.value;
	bool remote = f->account_blank_network.fact.state == FACT_KNOWN &&
	              f->account_blank_network.value;

	if (automatic)
		ruling_evidence(r, "account-autologin", "automatic login on");
	if (d.empty + d.unread > 0 && remote)
		ruling_evidence(r, "account-blank-network",
		                "empty passwords open from the network");
	if (d.empty > 0)
		ruling_set(r, VERDICT_FAIL, remote ? "empty-remote" : "empty");
	else if (automatic)
		ruling_set(r, VERDICT_FAIL, "autologin");
	else if (remote && d.unread > 0)
		ruling_set(r, VERDICT_PARTIAL, "blank-network");
	else
		judge_rest(in, r, &d);
}

static const char *const reads[] = { "account.list", "account.autologin",
	                             "account.blank-network", "system.family",
	                             NULL };
static const char *const codes[] = {
	"account-empty",  "account-autologin", "account-blank-network",
	"account-unread", "not-read",          NULL
};

const struct rule rule_session_password = {
	.id = "session-password",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
