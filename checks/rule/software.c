/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/rule/age.h"
#include "checks/rule/product.h"
#include "checks/ruling.h"

#include <stdio.h>
#include <string.h>

/* What one program came to, worst last. */
enum grade {
	GRADE_UNDATED, /* it has no end date: updates renew it */
	GRADE_SUPPORTED,
	GRADE_NOT_LISTED,
	GRADE_ENDS,
	GRADE_ENDED,
};

static const struct {
	const char *code; /* NULL: nothing to tell */
	const char *message;
	enum verdict verdict;
} grades[] = {
	[GRADE_UNDATED] = { NULL, "none", VERDICT_NOT_APPLICABLE },
	[GRADE_SUPPORTED] = { NULL, "supported", VERDICT_PASS },
	[GRADE_NOT_LISTED] = { "software-not-listed", "not-listed",
	                       VERDICT_UNKNOWN },
	[GRADE_ENDS] = { "software-support-ends", "ends", VERDICT_PARTIAL },
	[GRADE_ENDED] = { "software-unsupported", "ended", VERDICT_FAIL },
};

/* Whether end dates of the product are kept at all. */
static bool is_dated(const struct baseline *b, const char *product)
{
	for (size_t i = 0; i < b->supports; i++)
		if (strcmp(b->support[i].product, product) == 0)
			return true;
	return false;
}

/*
 * A distribution mends the old versions it ships: its packages have ids of
 * their own, which have no dates, and go by os-supported.
 */
static enum grade grade_of(const struct inputs *in, const struct software *s,
                           const struct support_end **end)
{
	int64_t days = baseline_number(in->baseline, "support.warn-days");

	*end = NULL;
	if (!s->product || !is_dated(in->baseline, s->product))
		return GRADE_UNDATED;
	if (s->version)
		*end = baseline_support(in->baseline, s->product, s->version);
	if (!*end)
		return GRADE_NOT_LISTED;
	if ((*end)->ends <= in->now)
		return GRADE_ENDED;
	return (*end)->ends - in->now > days * DATE_DAY ? GRADE_SUPPORTED
	                                                : GRADE_ENDS;
}

static void show(const struct inputs *in, struct ruling *r, enum grade grade,
                 const struct software *s, const struct support_end *end)
{
	char day[DATE_TEXT] = "?";

	if (!grades[grade].code)
		return;
	if (end)
		date_format_day(day, end->ends - DATE_DAY);
	ruling_evidence(r, grades[grade].code, "%s %s, support ends %s",
	                product_say(in->baseline, "software", s->product),
	                s->version ? s->version : "?", day);
}

/* Conclude by the worst program. */
static void judge_worst(const struct inputs *in, struct ruling *r)
{
	const struct fact_software *list = &in->facts->software_list;
	enum grade worst = GRADE_UNDATED;

	for (size_t i = 0; i < list->count; i++) {
		const struct software *s = &list->row[i];
		const struct support_end *end;
		enum grade grade = grade_of(in, s, &end);

		show(in, r, grade, s, end);
		if (grade <= worst)
			continue;
		worst = grade;
		r->arguments.count = 0;
		ruling_text(
		    r, "name",
		    end ? end->name
			: product_say(in->baseline, "software", s->product));
		if (end)
			ruling_day(r, "date", end->ends - DATE_DAY);
	}
	ruling_set(r, grades[worst].verdict, grades[worst].message);
	if (worst <= GRADE_SUPPORTED && list->fact.state != FACT_KNOWN)
		ruling_unknown(r, "software.list", &list->fact);
}

static void judge(const struct inputs *in, struct ruling *r)
{
	const struct fact_software *list = &in->facts->software_list;

	if (list->count == 0 && list->fact.state == FACT_ABSENT) {
		ruling_set(r, VERDICT_NOT_APPLICABLE, "none");
	} else if (age_clock_wrong(in->facts)) {
		ruling_set(r, VERDICT_UNKNOWN, "clock");
		ruling_evidence(r, "clock-wrong", "before its last update");
	} else {
		judge_worst(in, r);
	}
}

static const char *const reads[] = { "software.list", "system.clock",
	                             "system.clock-floor", NULL };
static const char *const codes[] = { "software-unsupported",
	                             "software-support-ends",
	                             "software-not-listed",
	                             "clock-wrong",
	                             "not-read",
	                             NULL };

const struct rule rule_software_supported = {
	.id = "software-supported",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
