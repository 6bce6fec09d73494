/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_GAZETTEER_H
#define COORDINATOR_GAZETTEER_H

#include "core/arena.h"
#include "core/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A commune as the official list has it. */
struct gazetteer_commune {
	const char *insee;
	const char *name;
	const char *siren; /* "" for none */
	const char *department;
	const char *department_name;
	const char *region;
	const char *epci; /* SIREN, "" for none */
	const char *epci_name;
	const char *postal; /* codes, with spaces between */
	int64_t population;
};

/*
 * The communes of France, sorted by INSEE code: the official list, reduced and
 * compiled in (communes.csv tells its sources).
 */
struct gazetteer {
	const struct gazetteer_commune *commune;
	size_t communes;
};

/* Read the list; all in a. */
bool gazetteer_read(struct gazetteer *g, struct arena *a, struct err *e);

/* The commune of that code, or NULL. */
const struct gazetteer_commune *gazetteer_find(const struct gazetteer *g,
                                               const char *insee);

#endif
