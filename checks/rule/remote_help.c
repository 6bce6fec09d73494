/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/rule/product.h"
#include "checks/ruling.h"

#include <string.h>

/* What one tool allows, worst last. */
enum grade {
	GRADE_ASLEEP,   /* installed, not running */
	GRADE_ATTENDED, /* running, waits for a yes */
	GRADE_UNCLEAR,  /* running, nobody can tell */
	GRADE_READY,    /* set to enter alone, not seen running */
	GRADE_ALONE,    /* running, enters alone */
};

static const struct {
	const char *code;
	const char *message;
	enum verdict verdict;
} grades[] = {
	[GRADE_ASLEEP] = { "remote-installed", "asleep", VERDICT_PASS },
	[GRADE_ATTENDED] = { "remote-attended", "attended", VERDICT_PASS },
	[GRADE_UNCLEAR] = { "remote-unclear", "unclear", VERDICT_UNKNOWN },
	[GRADE_READY] = { "remote-ready", "unattended-ready", VERDICT_PARTIAL },
	[GRADE_ALONE] = { "remote-unattended", "unattended", VERDICT_FAIL },
};

static enum grade grade_of(const struct remote_tool *t)
{
	if (t->unattended == TRI_YES)
		return t->running == TRI_YES ? GRADE_ALONE : GRADE_READY;
	if (t->running == TRI_NO)
		return GRADE_ASLEEP;
	return t->unattended == TRI_NO ? GRADE_ATTENDED : GRADE_UNCLEAR;
}

/* Whether the row is of a tool that an earlier row already was of. */
static bool seen_before(const struct fact_remote_tools *list, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (list->row[i].product && list->row[j].product &&
		    strcmp(list->row[i].product, list->row[j].product) == 0)
			return true;
	return false;
}

/* The worst tool, or NULL; every one is told to the provider. */
static const struct remote_tool *worst_of(const struct inputs *in,
                                          struct ruling *r, size_t *tools)
{
	const struct fact_remote_tools *list = &in->facts->remote_tools;
	const struct remote_tool *worst = NULL;

	*tools = 0;
	for (size_t i = 0; i < list->count; i++) {
		const struct remote_tool *t = &list->row[i];
		enum grade grade = grade_of(t);

		ruling_evidence(
		    r, grades[grade].code, "%s, %s",
		    product_say(in->baseline, "remote-tool", t->product),
		    t->where ? t->where : "?");
		if (!worst || grade > grade_of(worst))
			worst = t;
		if (!seen_before(list, i))
			(*tools)++;
	}
	return worst;
}

/*
 * The tools of the list show nothing wrong: a person who says that the helper
 * can enter alone knows of a way that we do not.
 */
static void judge_harmless(const struct inputs *in, struct ruling *r,
                           const char *message)
{
	if (ruling_answer(r, in) && r->verdict != VERDICT_UNKNOWN &&
	    (r->verdict == VERDICT_FAIL || in->facts->remote_tools.count == 0))
		return;
	r->declared = false;
	ruling_set(r, VERDICT_PASS, message);
	ruling_join(r, in);
}

static void judge_seen(const struct inputs *in, struct ruling *r,
                       enum grade grade, size_t tools)
{
	const struct fact *fact = &in->facts->remote_tools.fact;

	ruling_set(r, grades[grade].verdict, grades[grade].message);
	if (r->verdict == VERDICT_PASS && tools > 1) {
		ruling_set(r, VERDICT_PARTIAL, "several");
	} else if (r->verdict == VERDICT_PASS && fact->state != FACT_KNOWN) {
		/* Another may be among what could not be read. */
		ruling_unknown(r, "remote.tools", fact);
	} else if (r->verdict == VERDICT_PASS) {
		judge_harmless(in, r, grades[grade].message);
		return;
	}
	ruling_join(r, in);
}

static void judge(const struct inputs *in, struct ruling *r)
{
	const struct fact *fact = &in->facts->remote_tools.fact;
	size_t tools;
	const struct remote_tool *worst = worst_of(in, r, &tools);

	if (worst) {
		ruling_text(
		    r, "product",
		    product_say(in->baseline, "remote-tool", worst->product));
		judge_seen(in, r, grade_of(worst), tools);
	} else if (fact->state == FACT_KNOWN || fact->state == FACT_ABSENT) {
		judge_harmless(in, r, "none");
	} else {
		ruling_unknown(r, "remote.tools", fact);
		ruling_join(r, in);
	}
}

static const char *const reads[] = { "remote.tools", NULL };
static const char *const codes[] = { "remote-installed",
	                             "remote-attended",
	                             "remote-unclear",
	                             "remote-ready",
	                             "remote-unattended",
	                             "not-read",
	                             NULL };

const struct rule rule_remote_help_with_consent = {
	.id = "remote-help-with-consent",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
