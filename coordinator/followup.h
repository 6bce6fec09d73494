/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_FOLLOWUP_H
#define COORDINATOR_FOLLOWUP_H

#include "coordinator/db.h"
#include "coordinator/request.h"
#include "core/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the team does about a commune. */
#define FOLLOWUP_NOTE   2000 /* bytes of a note */
#define FOLLOWUP_STATES 4

struct followup {
	const char *state; /* one of followup_states */
	const char *note;
	int64_t next_at; /* midnight, 0: no day */
	int64_t changed_at;
	const char *changed_by; /* as readers know them */
};

/* "none", "call", "underway", "done". */
extern const char *const followup_states[FOLLOWUP_STATES];

/* What is known of a commune that who asks may see. */
bool followup_read(struct request *r, const char *insee, struct followup *out,
                   struct err *e);

/*
 * Read the form that was sent. False, and *wrong is the field, when it cannot
 * be.
 */
bool followup_parse(struct request *r, struct followup *out,
                    const char **wrong);

/* Write it, here and in the lists; *found is false when who asks may not. */
bool followup_write(struct request *r, const char *insee,
                    const struct followup *f, bool *found, struct err *e);

#endif
