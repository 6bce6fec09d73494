/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_RULE_AGE_H
#define CHECKS_RULE_AGE_H

#include "checks/facts.h"
#include "core/date.h"

#include <stdbool.h>
#include <stdint.h>

/* 2000-01-01: no machine that is asked has worked longer. */
#define AGE_FLOOR INT64_C(946684800)

/*
 * Whether a time found on a machine can be true: neither before 2000 nor more
 * than a day (a wrong time zone) after now.
 */
static inline bool age_credible(int64_t time, int64_t now)
{
	return time >= AGE_FLOOR && time <= now + DATE_DAY;
}

/* Whether time is more than that many days before now. */
static inline bool age_over(int64_t time, int64_t days, int64_t now)
{
	return now - time > days * DATE_DAY;
}

/* Whether the machine's clock is known to be behind: no date can be judged. */
static inline bool age_clock_wrong(const struct facts *f)
{
	return f->system_clock.fact.state == FACT_KNOWN &&
	       f->system_clock_floor.fact.state == FACT_KNOWN &&
	       f->system_clock.value < f->system_clock_floor.value;
}

#endif
