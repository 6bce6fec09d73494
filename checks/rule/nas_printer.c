/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/sign.h"

/* Whether the answer is worse than a page in clear, which is no update. */
static bool answer_is_worse(const struct inputs *in, const struct ruling *r)
{
	const char *value = answers_find(in->answers, in->control->id);
	const struct choice *choice =
	    value ? question_choice(in->control->question, value) : NULL;

	return r->verdict == VERDICT_PARTIAL && choice &&
	       choice->verdict == VERDICT_FAIL;
}

/* A page of settings says that something is wrong, nothing says all is well. */
static void judge(const struct inputs *in, struct ruling *r)
{
	struct sign_worst worst;

	sign_tell(in, r, &worst);
	if (!sign_worsen(in, r, &worst, "http-admin", "http-admin") ||
	    answer_is_worse(in, r))
		ruling_answer(r, in);
	else
		ruling_join(r, in);
}

static const char *const reads[] = { "lan.signs", NULL };
static const char *const codes[] = { "http-admin-open", NULL };

const struct rule rule_nas_printer_updated = {
	.id = "nas-printer-updated",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
