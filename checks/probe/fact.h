/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_FACT_H
#define CHECKS_PROBE_FACT_H

#include "checks/facts.h"
#include "core/arena.h"
#include "core/err.h"

/* How a probe fills a fact in. Texts are copied into a. */

/* It is known; FAILED instead when memory ran out. */
void fact_text(struct fact_text *f, struct arena *a, const char *value);
void fact_bool(struct fact_bool *f, bool value);
void fact_int(struct fact_int *f, int64_t value);

/* It is not known, why being a format. */
void fact_unknown(struct fact *f, struct arena *a, enum fact_state state,
                  const char *fmt, ...) ERR_PRINTF(4, 5);

/*
 * The text of a cell of a row, as it may be shown, cut to 640 bytes; NULL for
 * none, and when memory ran out.
 */
const char *fact_cell(struct arena *a, const char *text);

#endif
