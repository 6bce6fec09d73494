/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_ASSESS_H
#define AGENT_ASSESS_H

#include "checks/answers.h"
#include "checks/baseline.h"
#include "checks/facts.h"
#include "core/arena.h"
#include "core/err.h"
#include "core/lang.h"
#include "report/document.h"

#include <stdbool.h>
#include <stdint.h>

/* Bytes of a machine's id, with its NUL. */
#define ASSESS_ID 17

/* What is to be judged. */
struct assessment {
	const struct facts *facts;
	const struct answers *answers; /* may be empty, never NULL */
	const struct baseline *baseline;
	int64_t now; /* time the facts were collected at */
	enum lang lang;
	const char *machine;     /* its id where it is known, or NULL: made from
	                        the commune and the machine */
	const char *const *only; /* ids of controls; NULL: all of them */
	size_t onlys;
	const char *const *skip;
	size_t skips;
};

/*
 * The id of a machine in its commune: 16 hexadecimal digits that tell
 * nothing about either to somebody who does not know both.
 */
void assess_machine(char out[ASSESS_ID], const char *insee,
                    const struct facts *f);

/*
 * What came from a machine, cut to a length that documents may hold; NULL
 * stays NULL.
 */
const char *assess_cut(const char *text, struct arena *a);

/*
 * Judge facts and answers by a baseline: a rated document about one machine,
 * called "Poste 1" for now. Texts live in a or in the baseline. Pure.
 */
bool assess_make(struct document *d, const struct assessment *as,
                 struct arena *a, struct err *e);

#endif
