/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/ruling.h"

#include <string.h>

static bool is(const char *text, const char *word)
{
	return text && strcmp(text, word) == 0;
}

/*
 * Routers and computers have controls of their own; a device without a known
 * problem says nothing, since nobody can see from here what it lacks.
 */
/* Show and weigh one device; true when it is the worst so far. */
static bool weigh(struct ruling *r, const struct device *d)
{
	bool old = is(d->problem, "out-of-date");

	if (!is(d->kind, "storage") && !is(d->kind, "printer"))
		return false;
	if (!old && !is(d->problem, "http-admin-open"))
		return false;
	ruling_evidence(r, old ? "device-out-of-date" : "device-http-admin",
	                "%s %s %s", d->kind, d->vendor ? d->vendor : "?",
	                d->model ? d->model : "?");
	if (r->verdict == VERDICT_FAIL ||
	    (r->verdict == VERDICT_PARTIAL && !old))
		return false;
	ruling_set(r, old ? VERDICT_FAIL : VERDICT_PARTIAL,
	           old ? "out-of-date" : "http-admin");
	return true;
}

/* Whether the answer is worse than a page in clear, which is no update. */
static bool answer_is_worse(const struct inputs *in, const struct ruling *r)
{
	const char *value = answers_find(in->answers, in->control->id);
	const struct choice *choice =
	    value ? question_choice(in->control->question, value) : NULL;

	return r->verdict == VERDICT_PARTIAL && choice &&
	       choice->verdict == VERDICT_FAIL;
}

/* A page in clear says that something is wrong, nothing says all is well. */
static void judge(const struct inputs *in, struct ruling *r)
{
	const struct fact_devices *list = &in->facts->lan_devices;
	const struct device *worst = NULL;

	for (size_t i = 0; i < list->count; i++)
		if (weigh(r, &list->row[i]))
			worst = &list->row[i];
	if (!worst || answer_is_worse(in, r)) {
		ruling_answer(r, in);
		return;
	}
	ruling_text(r, "device", worst->vendor ? worst->vendor : worst->kind);
	ruling_join(r, in);
}

static const char *const reads[] = { "lan.devices", NULL };
static const char *const codes[] = { "device-out-of-date", "device-http-admin",
	                             NULL };

const struct rule rule_nas_printer_updated = {
	.id = "nas-printer-updated",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
