/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_FACTS_FILE_H
#define AGENT_FACTS_FILE_H

#include "checks/facts.h"
#include "core/arena.h"
#include "core/err.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * A facts file: {format, made_at, tool{name,version}, facts{...}}. *made_at
 * is 0 when the file does not say when it was made. Texts live in a.
 */
bool facts_file_from_json(struct facts *f, int64_t *made_at, const cJSON *json,
                          struct arena *a, struct err *e);

/* The same the other way; NULL if memory ran out. Caller deletes. */
cJSON *facts_file_to_json(const struct facts *f, int64_t made_at);

#endif
