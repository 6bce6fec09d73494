/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_BASELINE_CONTROL_H
#define CHECKS_BASELINE_CONTROL_H

#include "checks/baseline.h"
#include "core/arena.h"

#include <cjson/cJSON.h>

/*
 * The reading of one control, for baseline.c. Everything lands in a; false
 * and e say what is wrong.
 */

/* Read one control into row, a struct control. */
bool baseline_control_read(void *row, const cJSON *item, struct arena *a,
                           struct err *e);

/* Read the optional list of texts "name" of json. */
bool baseline_texts(const cJSON *json, const char *name, struct arena *a,
                    const char *const **out, size_t *count, struct err *e);

/* Read the object "messages" of json: {id: {fr, en}}. */
bool baseline_messages(const cJSON *json, struct arena *a,
                       const struct message **out, size_t *count,
                       struct err *e);

#endif
