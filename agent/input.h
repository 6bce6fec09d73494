/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_INPUT_H
#define AGENT_INPUT_H

#include "agent/session.h"
#include "checks/answers.h"
#include "checks/baseline.h"
#include "checks/facts.h"
#include "report/document.h"

#include <cjson/cJSON.h>

/* Largest file that is read, in bytes. */
#define INPUT_BYTES (8u << 20)

/*
 * Files that the user named; "-" is standard input. What cannot be read is
 * told, and is false or NULL: the command ends with ENDING_USAGE, for a
 * baseline with ENDING_BASELINE. Everything lives in s->arena.
 */

/* The JSON of a file. Caller deletes. */
cJSON *input_json(const struct session *s, const char *path);

bool input_facts(const struct session *s, const char *path, struct facts *f,
                 int64_t *made_at);
bool input_answers(const struct session *s, const char *path,
                   const struct baseline *b, struct answers *out);

/* A document, rated anew: a letter in a file is not to be believed. */
bool input_document(const struct session *s, const char *path,
                    struct document *d);

/*
 * The baseline of --baseline, else that of the session's kit if it is newer
 * than the built-in one; tells when it is out of date at time now. It is read once and belongs to the session.
 */
const struct baseline *input_baseline(struct session *s, int64_t now);

/* The time of --now, else the clock's; false when it is no date. */
bool input_now(const struct session *s, int64_t *now);

#endif
