/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/rule/age.h"
#include "checks/ruling.h"

#include <inttypes.h>
#include <string.h>

#define SHOWN 20 /* waiting updates told to the provider */

static void show_day(struct ruling *r, const char *code, const char *what,
                     int64_t time)
{
	char day[DATE_TEXT];

	date_format(day, time);
	ruling_evidence(r, code, "%s %s", what, day);
}

static void show_waiting(const struct facts *f, struct ruling *r)
{
	const struct fact_waiting_updates *list = &f->update_security;

	for (size_t i = 0; i < list->count && i < SHOWN; i++) {
		const struct waiting_update *u = &list->row[i];

		ruling_evidence(r, "update-security-waiting", "%s %s -> %s",
		                u->package ? u->package : "?",
		                u->installed ? u->installed : "?",
		                u->available ? u->available : "?");
	}
	if (list->count == 0)
		ruling_evidence(r, "update-security-waiting", "%" PRId64,
		                f->update_security_pending.value);
}

/* Whether the machine has shown lately that it installs by itself. */
static bool installs_itself(const struct inputs *in)
{
	const struct facts *f = in->facts;
	int64_t days = baseline_number(in->baseline, "update.grace-days");

	return f->update_automatic.fact.state == FACT_KNOWN &&
	       f->update_automatic.value &&
	       f->update_installed.fact.state == FACT_KNOWN &&
	       age_credible(f->update_installed.value, in->now) &&
	       !age_over(f->update_installed.value, days, in->now);
}

/*
 * What waits is a failure, unless the machine has just shown that it installs
 * by itself: then it waits for tonight. False when nothing is known to wait.
 */
static bool judge_waiting(const struct inputs *in, struct ruling *r)
{
	const struct facts *f = in->facts;

	if (f->update_security_pending.fact.state != FACT_KNOWN ||
	    f->update_security_pending.value <= 0)
		return false;
	show_waiting(f, r);
	ruling_number(r, "count", f->update_security_pending.value);
	if (installs_itself(in))
		ruling_set(r, VERDICT_PARTIAL, "waiting-automatic");
	else
		ruling_set(r, VERDICT_FAIL, "waiting");
	return true;
}

/* The lists that "nothing waits" is read from; false once they conclude. */
static bool lists_fresh(const struct inputs *in, struct ruling *r)
{
	const struct facts *f = in->facts;
	int64_t refreshed = f->update_refreshed.value;

	if (f->update_refreshed.fact.state != FACT_KNOWN) {
		ruling_unknown(r, "update.refreshed",
		               &f->update_refreshed.fact);
		return false;
	}
	if (age_clock_wrong(f) || !age_credible(refreshed, in->now)) {
		ruling_set(r, VERDICT_UNKNOWN, "odd-date");
		show_day(r, "clock-wrong", "lists of", refreshed);
		return false;
	}
	ruling_day(r, "date", refreshed);
	if (!age_over(refreshed,
	              baseline_number(in->baseline, "update.max-age-days"),
	              in->now))
		return true;
	ruling_set(r, VERDICT_FAIL, "lists-old");
	show_day(r, "update-lists-old", "lists of", refreshed);
	return false;
}

/*
 * Windows does not count what waits: the last installation tells. False when
 * it concludes or is not known.
 */
static bool nothing_waits(const struct inputs *in, struct ruling *r)
{
	const struct facts *f = in->facts;
	int64_t installed = f->update_installed.value;
	int64_t days = baseline_number(in->baseline, "update.max-age-days");

	if (f->system_family.fact.state == FACT_KNOWN &&
	    strcmp(f->system_family.value, "windows") == 0 &&
	    f->update_installed.fact.state == FACT_KNOWN) {
		if (age_over(installed, days, in->now)) {
			ruling_set(r, VERDICT_FAIL, "installed-old");
			ruling_day(r, "installed", installed);
			show_day(r, "update-installed-old", "installed",
			         installed);
			return false;
		}
		return true;
	}
	if (f->update_security_pending.fact.state == FACT_KNOWN ||
	    (f->update_pending.fact.state == FACT_KNOWN &&
	     f->update_pending.value == 0))
		return true;
	ruling_unknown(r, "update.security-pending",
	               &f->update_security_pending.fact);
	return false;
}

/*
 * First what waits, whatever the age of the lists; then whether "nothing
 * waits" can be believed; then what keeps it from staying so.
 */
static void judge(const struct inputs *in, struct ruling *r)
{
	const struct facts *f = in->facts;
	int64_t days = baseline_number(in->baseline, "update.list-days");

	if (judge_waiting(in, r) || !lists_fresh(in, r) ||
	    !nothing_waits(in, r))
		return;
	if (f->update_paused.fact.state == FACT_KNOWN &&
	    f->update_paused.value > in->now) {
		ruling_set(r, VERDICT_PARTIAL, "paused");
		ruling_day(r, "until", f->update_paused.value);
		show_day(r, "update-paused", "paused until",
		         f->update_paused.value);
	} else if (age_over(f->update_refreshed.value, days, in->now)) {
		ruling_set(r, VERDICT_PARTIAL, "lists-aging");
		show_day(r, "update-lists-aging", "lists of",
		         f->update_refreshed.value);
	} else if (f->update_reboot.fact.state != FACT_KNOWN &&
	           f->update_reboot.fact.state != FACT_ABSENT) {
		ruling_unknown(r, "update.reboot", &f->update_reboot.fact);
	} else if (f->update_reboot.fact.state == FACT_KNOWN &&
	           f->update_reboot.value) {
		ruling_set(r, VERDICT_PARTIAL, "reboot");
		ruling_evidence(r, "update-reboot", "restart required");
	} else if (f->update_automatic.fact.state == FACT_KNOWN &&
	           !f->update_automatic.value) {
		ruling_set(r, VERDICT_PARTIAL, "manual");
		ruling_evidence(r, "update-manual", "automatic updates off");
	} else {
		ruling_set(r, VERDICT_PASS, "good");
	}
}

static const char *const reads[] = {
	"update.refreshed",   "update.installed",
	"update.pending",     "update.security-pending",
	"update.security",    "update.automatic",
	"update.reboot",      "update.paused",
	"system.family",      "system.clock",
	"system.clock-floor", NULL
};
static const char *const codes[] = { "update-security-waiting",
	                             "update-lists-old",
	                             "update-lists-aging",
	                             "update-installed-old",
	                             "update-reboot",
	                             "update-manual",
	                             "update-paused",
	                             "clock-wrong",
	                             "not-read",
	                             NULL };

const struct rule rule_os_updates = {
	.id = "os-updates",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
