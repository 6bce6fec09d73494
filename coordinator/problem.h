/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_PROBLEM_H
#define COORDINATOR_PROBLEM_H

#include "coordinator/request.h"
#include "core/err.h"
#include "core/verdict.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A control, and of how many communes of who asks it fails. */
struct problem {
	const char *control;
	const char *title; /* of its failure; the id when nobody said */
	enum severity severity;
	int64_t communes;
};

/* The most frequent ones, at most most of them, the commonest first. */
bool problem_list(struct request *r, struct problem *out, size_t most,
                  size_t *count, struct err *e);

/* Those that were settled most often in a year, the same way. */
bool problem_settled(struct request *r, struct problem *out, size_t most,
                     size_t *count, struct err *e);

/* One of them; *found is false when nobody ever said of such a control. */
bool problem_find(struct request *r, const char *control, struct problem *out,
                  bool *found, struct err *e);

/* How many communes of who asks have sent anything in. */
bool problem_heard(struct request *r, int64_t *out, struct err *e);

#endif
