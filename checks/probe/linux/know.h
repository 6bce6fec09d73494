/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_KNOW_H
#define CHECKS_PROBE_LINUX_KNOW_H

#include "checks/facts.h"

/* Short ways for probes to say what they found. */

static inline void know_bool(struct fact_bool *f, bool value)
{
	f->fact.state = FACT_KNOWN;
	f->value = value;
}

static inline void know_int(struct fact_int *f, int64_t value)
{
	f->fact.state = FACT_KNOWN;
	f->value = value;
}

static inline void know_text(struct fact_text *f, const char *value)
{
	f->fact.state = FACT_KNOWN;
	f->value = value;
}

/* Why a fact is not known; why lives as long as the facts. */
static inline void know_not(struct fact *f, enum fact_state state,
                            const char *why)
{
	f->state = state;
	f->why = why;
}

/* A cell from what is known for certain. */
static inline enum tri know_tri(bool value)
{
	return value ? TRI_YES : TRI_NO;
}

#endif
