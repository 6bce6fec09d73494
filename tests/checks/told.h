/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_CHECKS_TOLD_H
#define TESTS_CHECKS_TOLD_H

#include "checks/facts_json.h"
#include "checks/probe/probe.h"
#include "core/clock.h"
#include "tests/checks/probed.h"

/*
 * What a probe says of a planted machine, by the names of facts. Include it
 * behind cmocka.h.
 */

/* A machine of the given files, which end with a NULL path. */
static inline void told_new(struct probed *p, const struct planted *file)
{
	size_t count = 0;

	while (file[count].path)
		count++;
	probed_plant(p, file, count);
}

/* The machine that the test runs on. */
static inline void told_live(struct probed *p)
{
	memset(p, 0, sizeof(*p));
	p->context.root = "";
	p->context.now = clock_now();
	p->context.live = true;
	p->context.user = (int64_t)getuid();
}

static inline void told_free(struct probed *p)
{
	arena_free(p->arena);
	if (p->root[0])
		planted_free(p->root);
}

/* Ask the probe of that area, anew. */
static inline void told_read(struct probed *p, const char *area)
{
	size_t count;
	const struct probe *const *list = probe_list(&count);

	for (size_t i = 0; i < count; i++)
		if (strcmp(list[i]->area, area) == 0) {
			probed_read(p, list[i]);
			return;
		}
	fail_msg("no probe reads %s", area);
}

static inline struct fact *told_fact(struct probed *p, const char *name,
                                     enum fact_state want)
{
	struct fact *f = fact_find(&p->facts, name);

	assert_non_null(f);
	if (f->state != want)
		fail_msg("%s is %s (%s), not %s", name,
		         fact_state_name(f->state), f->why ? f->why : "",
		         fact_state_name(want));
	if (want != FACT_KNOWN)
		assert_non_null(f->why);
	return f;
}

static inline void told_state(struct probed *p, const char *name,
                              enum fact_state want)
{
	(void)told_fact(p, name, want);
}

static inline void told_text(struct probed *p, const char *name,
                             const char *want)
{
	const struct fact_text *f = (void *)told_fact(p, name, FACT_KNOWN);

	assert_string_equal(f->value, want);
}

static inline void told_bool(struct probed *p, const char *name, bool want)
{
	const struct fact_bool *f = (void *)told_fact(p, name, FACT_KNOWN);

	if (f->value != want)
		fail_msg("%s is %d", name, f->value);
}

static inline void told_int(struct probed *p, const char *name, int64_t want)
{
	const struct fact_int *f = (void *)told_fact(p, name, FACT_KNOWN);

	if (f->value != want)
		fail_msg("%s is %lld, not %lld", name, (long long)f->value,
		         (long long)want);
}

#endif
