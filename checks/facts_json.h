/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_FACTS_JSON_H
#define CHECKS_FACTS_JSON_H

#include "checks/facts.h"
#include "core/arena.h"
#include "core/err.h"

#include <cjson/cJSON.h>

/* The format number of a facts file; others are refused. */
#define FACTS_FORMAT 1

/* Most rows of one list that are read or written. */
#define FACTS_ROWS 4000

/*
 * Read facts from the "facts" object of a file: {NAME: {state, why, value}}.
 * Only the names that are there are set, so that several objects can be read
 * into one struct. Unknown names are ignored, so that an old agent can read
 * a newer file; a known name with a wrong type is an error. Strings and rows
 * are copied into a. Returns false and fills e on error.
 */
bool facts_from_json(struct facts *f, const cJSON *json, struct arena *a,
                     struct err *e);

/*
 * A new JSON object holding the facts of f that somebody looked for, or NULL
 * if memory ran out. Caller deletes.
 */
cJSON *facts_to_json(const struct facts *f);

/* One line of the field table, for documentation and generic walks. */
struct fact_field {
	const char *name; /* "area.name", as in a file */
	const char *unit; /* what the value is, in a few words */
};

/* All facts in file order. Static, never NULL. */
const struct fact_field *fact_field(size_t index); /* NULL past the end */

/* The head of the fact of that name in f, or NULL if there is none. */
struct fact *fact_find(struct facts *f, const char *name);

/* "known", "absent", "denied", "unsupported", "failed", "unasked". */
const char *fact_state_name(enum fact_state state);

/*
 * Give every fact of the area ("backup") that is still unasked a state and a
 * reason, which must live as long as f. One that has a reason to be unasked
 * stays so.
 */
void facts_give_up(struct facts *f, const char *area, enum fact_state state,
                   const char *why);

/*
 * Say of every fact of the area that seems known or absent that reading it
 * failed; rows that were read stay. why must live as long as f.
 */
void facts_doubt(struct facts *f, const char *area, const char *why);

#endif
