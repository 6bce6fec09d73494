/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_GAZETTEER_H
#define COORDINATOR_GAZETTEER_H

#include "core/arena.h"
#include "core/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Below it a commune is small: the size that kits are meant for. */
#define GAZETTEER_SMALL 3500

/* Bytes of an arena that the whole list fits in. */
#define GAZETTEER_BYTES (8u << 20)

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
	int64_t population; /* inhabitants, -1: nobody counted them */
	bool shared;        /* another commune has that name too */
};

/* A département or an EPCI: communes lie in it. */
struct gazetteer_area {
	const char *code;
	const char *name;
};

/*
 * The communes of France, sorted by INSEE code: the official list, reduced and
 * compiled in (communes.csv tells its sources).
 */
struct gazetteer {
	const struct gazetteer_commune *commune;
	size_t communes;
	const struct gazetteer_area *department;
	size_t departments;
	const struct gazetteer_area *epci;
	size_t epcis;
	const struct gazetteer_area *former; /* old code; name: code of today */
	size_t formers;
};

/* Read the list; all in a, which takes about 6 MB of GAZETTEER_BYTES. */
bool gazetteer_read(struct gazetteer *g, struct arena *a, struct err *e);

/* The commune of that code, or NULL. */
const struct gazetteer_commune *gazetteer_find(const struct gazetteer *g,
                                               const char *insee);

/*
 * The commune of today that one of an older code lies in, since it merged or
 * was given another number; or NULL.
 */
const struct gazetteer_commune *gazetteer_successor(const struct gazetteer *g,
                                                    const char *insee);

/* The département, and the EPCI, of that code, or NULL. */
const struct gazetteer_area *gazetteer_department(const struct gazetteer *g,
                                                  const char *code);
const struct gazetteer_area *gazetteer_epci(const struct gazetteer *g,
                                            const char *code);

#endif
