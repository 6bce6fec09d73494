/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_ANSWERS_H
#define CHECKS_ANSWERS_H

#include "checks/baseline.h"
#include "core/arena.h"
#include "core/err.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The format number of an answers file; others are refused. */
#define ANSWERS_FORMAT 1

/* What a person said about one control. */
struct answer {
	const char *control; /* its id */
	const char *value;   /* a choice's id, or the domain typed */
};

/*
 * What a person said about looking at the local network. It holds for that
 * network and for a while: see agent/consent.h.
 */
struct answers_network {
	int64_t asked_at;   /* time; 0: nobody was asked */
	const char *shared; /* with others: "yes", "no", "unknown" */
	const char *look;   /* "none", "normal", "thorough" */
	const char *by;     /* who agrees: "mayor", "clerk" or "provider" in the
	                       mayor's name; NULL: it was not asked */
	const char *ranges; /* of its addresses: "192.168.1.0/24 10.0.0.0/24" */
	const char *mark;   /* tells its box from others, or NULL: unknown */
};

/* What a person said about the commune; asked once, not per machine. */
struct answers {
	int64_t made_at;   /* time, 0 unknown */
	const char *insee; /* NULL, or five characters: "01001", "2A004" */
	const char *name;  /* of the commune, or NULL */
	struct answers_network network;
	const struct answer *row;
	size_t count;
};

/*
 * Read an answers file: {format, made_at, commune{insee,name},
 * network{asked_at,shared,look,by,ranges,mark}, answers{CONTROL: VALUE}}. The
 * network may be missing: older programs do not know it. A control that the baseline does not know, or a
 * choice that the question does not have, is an error with the nearest name.
 */
bool answers_from_json(struct answers *out, const cJSON *json,
                       const struct baseline *b, struct arena *a,
                       struct err *e);

/* A new JSON file's content, or NULL if memory ran out. Caller deletes. */
cJSON *answers_to_json(const struct answers *answers);

/* The value answered for a control, or NULL if nobody was asked. */
const char *answers_find(const struct answers *answers, const char *control);

#endif
