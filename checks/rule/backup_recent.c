/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/rule/age.h"
#include "checks/rule/product.h"
#include "checks/sign.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

/*
 * What one row tells, worst first. A date that is not known stands above the
 * old ones: it may be a fresh one.
 */
enum grade {
	GRADE_NONE,
	GRADE_SAME_DISK,
	GRADE_NEVER,
	GRADE_STALE,
	GRADE_NO_DATE,
	GRADE_NO_PLACE,
	GRADE_SYNC,
	GRADE_RECENT,
	GRADE_FRESH,
};

/* What is said of a grade: its evidence code, its verdict and its message. */
static const struct {
	const char *code;
	const char *message;
	enum verdict verdict;
} grades[] = {
	[GRADE_NONE] = { "backup-none", "none", VERDICT_FAIL },
	[GRADE_SAME_DISK] = { "backup-same-disk", "same-disk", VERDICT_FAIL },
	[GRADE_NEVER] = { "backup-never", "never", VERDICT_FAIL },
	[GRADE_STALE] = { "backup-stale", "stale", VERDICT_FAIL },
	[GRADE_NO_DATE] = { "backup-no-date", "no-date", VERDICT_UNKNOWN },
	[GRADE_NO_PLACE] = { "backup-no-place", "place", VERDICT_UNKNOWN },
	[GRADE_SYNC] = { "backup-sync", "sync", VERDICT_PARTIAL },
	[GRADE_RECENT] = { "backup-recent", "recent", VERDICT_PARTIAL },
	[GRADE_FRESH] = { "backup-fresh", "fresh", VERDICT_PASS },
};

static enum grade grade_of_age(const struct backup *b, const struct inputs *in)
{
	const struct baseline *base = in->baseline;

	if (age_over(b->last_success,
	             baseline_number(base, "backup.partial-days"), in->now))
		return GRADE_STALE;
	/* A deletion travels too: a mirror is never more than a start. */
	if (text_is(b->kind, "sync"))
		return GRADE_SYNC;
	if (age_over(b->last_success, baseline_number(base, "backup.good-days"),
	             in->now))
		return GRADE_RECENT;
	return GRADE_FRESH;
}

/*
 * What a row is worth: where it goes, then when it last worked. Times are
 * trusted only when they can be true: a disk may come from a machine whose
 * clock was wrong.
 */
static enum grade grade_of(const struct backup *b, const struct inputs *in)
{
	enum grade grade;

	/* A tool that lies there unused says nothing about copies. */
	if (b->last_success == 0)
		return b->scheduled == TRI_YES && !text_is(b->kind, "snapshot")
		           ? GRADE_NEVER
		           : GRADE_NONE;
	if (text_is(b->kind, "snapshot") || text_is(b->place, "same-disk"))
		return GRADE_SAME_DISK;
	if (!age_credible(b->last_success, in->now))
		return GRADE_NO_DATE;
	grade = grade_of_age(b, in);
	if (grade > GRADE_NO_PLACE && !b->place)
		return GRADE_NO_PLACE;
	return grade;
}

/* Who made it, as a reader says it: a part of Windows has no trade name. */
static void name_tool(const struct inputs *in, struct ruling *r,
                      const char *tool)
{
	const struct message *m;
	char id[64];

	snprintf(id, sizeof(id), "tool-%s", tool ? tool : "");
	m = baseline_message(in->baseline, in->control, id);
	if (m)
		ruling_words(r, "tool", &m->text);
	else
		ruling_text(r, "tool",
		            product_say(in->baseline, "backup", tool));
}

static const char *or_unknown(const char *text)
{
	return text ? text : "?";
}

static void show(struct ruling *r, const struct backup *b, enum grade grade)
{
	char day[DATE_TEXT] = "never";

	if (b->last_success < 0)
		memcpy(day, "?", 2);
	else if (b->last_success > 0)
		date_format(day, b->last_success);
	ruling_evidence(
	    r, grade == GRADE_NONE ? "backup-unused" : grades[grade].code,
	    "%s to %s (%s), last success %s, in %s", or_unknown(b->tool),
	    or_unknown(b->target), or_unknown(b->place), day,
	    or_unknown(b->where));
}

/* The row with the best grade, the newest among equals; NULL without rows. */
static const struct backup *best_of(const struct inputs *in, struct ruling *r,
                                    enum grade *best)
{
	const struct fact_backups *list = &in->facts->backup_list;
	const struct backup *found = NULL;

	*best = GRADE_NONE;
	for (size_t i = 0; i < list->count; i++) {
		const struct backup *b = &list->row[i];
		enum grade grade = grade_of(b, in);

		show(r, b, grade);
		if (!found || grade > *best ||
		    (grade == *best && b->last_success > found->last_success)) {
			found = b;
			*best = grade;
		}
	}
	return found;
}

static bool answered_never(const struct inputs *in)
{
	return text_is(answers_find(in->answers, in->control->id), "never");
}

/* No copy was found: only a person can know of one made by hand. */
static void judge_none(const struct inputs *in, struct ruling *r,
                       enum grade grade)
{
	const struct fact *fact = &in->facts->backup_list.fact;

	if (fact->state == FACT_KNOWN || fact->state == FACT_ABSENT)
		ruling_set(r, VERDICT_UNKNOWN, grades[grade].message);
	else
		ruling_unknown(r, "backup.list", fact);
	ruling_join(r, in);
	if (!r->declared && fact->state != FACT_KNOWN &&
	    fact->state != FACT_ABSENT)
		return;
	if (!r->declared)
		ruling_set(r, VERDICT_FAIL, grades[grade].message);
	/* A copy on the same disk goes with the disk: it is none. */
	if (!r->declared || answered_never(in))
		ruling_evidence(r, "backup-none", "backup.list");
}

/*
 * The best row decides: several tools are often tried before one is kept. An
 * answer never beats a date that was read.
 */
static void judge_own(const struct inputs *in, struct ruling *r)
{
	enum grade grade;
	const struct backup *best = best_of(in, r, &grade);

	if (grade <= GRADE_SAME_DISK) {
		judge_none(in, r, grade);
		return;
	}
	ruling_set(r, grades[grade].verdict, grades[grade].message);
	name_tool(in, r, best->tool);
	if (age_credible(best->last_success, in->now))
		ruling_day(r, "date", best->last_success);
	ruling_join(r, in);
}

/*
 * Copies that a device of the network shows to anyone, by the newest of each:
 * an old one is a warning where nothing better is known, no more. It is not
 * known whose copies they are.
 */
static void judge_seen(const struct inputs *in, struct ruling *r)
{
	const struct fact_device_signs *list = &in->facts->lan_signs;
	int64_t days = baseline_number(in->baseline, "backup.partial-days");

	for (size_t i = 0; i < list->count; i++) {
		const struct device_sign *s = &list->row[i];

		if (!text_is(s->code, "backup-exposed") ||
		    !age_credible(s->time, in->now) ||
		    in->now - s->time <= days * DATE_DAY)
			continue;
		ruling_port(r, "backup-stale", s->address,
		            s->port == CELL_UNKNOWN ? 0 : s->port, s->transport,
		            s->value);
		if (r->verdict != VERDICT_UNKNOWN)
			continue;
		ruling_set(r, VERDICT_PARTIAL, "device-stale");
		ruling_day(r, "date", s->time);
		sign_device(in, r, s->address);
	}
}

static void judge(const struct inputs *in, struct ruling *r)
{
	judge_own(in, r);
	judge_seen(in, r);
}

static const char *const reads[] = { "backup.list", "lan.signs", NULL };
static const char *const codes[] = { "backup-fresh",     "backup-recent",
	                             "backup-stale",     "backup-never",
	                             "backup-no-date",   "backup-sync",
	                             "backup-same-disk", "backup-no-place",
	                             "backup-unused",    "backup-none",
	                             "not-read",         NULL };

const struct rule rule_backup_recent = {
	.id = "backup-recent",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
