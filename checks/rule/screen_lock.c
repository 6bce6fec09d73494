/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/ruling.h"

static const char *const reads[] = { "screen.lock", "screen.delay", NULL };
static const char *const codes[] = { "lock-off", "lock-delay", "not-read",
	                             NULL };

static void judge_delay(const struct inputs *in, struct ruling *r)
{
	int64_t delay = in->facts->screen_delay.value;
	int64_t most = baseline_number(in->baseline, "screen.max-seconds");
	int64_t limit = baseline_number(in->baseline, "screen.limit-seconds");

	ruling_evidence(r, "lock-delay", "%lld s", (long long)delay);
	ruling_number(r, "minutes", (delay + 59) / 60);
	if (delay <= 0)
		ruling_set(r, VERDICT_FAIL, "lock-off"); /* 0 is never */
	else if (delay > limit)
		ruling_set(r, VERDICT_FAIL, "lock-late");
	else if (delay > most)
		ruling_set(r, VERDICT_PARTIAL, "lock-late");
	else
		ruling_set(r, VERDICT_PASS, "lock-good");
}

static void judge(const struct inputs *in, struct ruling *r)
{
	const struct fact_bool *lock = &in->facts->screen_lock;
	const struct fact *delay = &in->facts->screen_delay.fact;

	if (lock->fact.state == FACT_ABSENT) {
		ruling_set(r, VERDICT_NOT_APPLICABLE, "lock-absent");
	} else if (lock->fact.state != FACT_KNOWN) {
		ruling_unknown(r, "screen.lock", &lock->fact);
	} else if (!lock->value) {
		ruling_evidence(r, "lock-off", "lock=false");
		ruling_set(r, VERDICT_FAIL, "lock-off");
	} else if (delay->state != FACT_KNOWN) {
		ruling_unknown(r, "screen.delay", delay);
	} else {
		judge_delay(in, r);
	}
}

const struct rule rule_screen_lock = {
	.id = "screen-lock",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
