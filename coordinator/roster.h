/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_ROSTER_H
#define COORDINATOR_ROSTER_H

#include "coordinator/gazetteer.h"
#include "core/arena.h"
#include "core/err.h"
#include "core/rows.h"

#include <stdbool.h>
#include <stddef.h>

/* A commune that is to have a kit. Texts last as list and arena; "" for none. */
struct roster_commune {
	const struct gazetteer_commune *commune;
	const char *site; /* "www.exemple.fr" */
	const char *mail; /* domain: "exemple.fr" */
	const char *phone;
	size_t line; /* of the table, 0: of the official list */
};

/* A line that cannot be used. */
struct roster_fault {
	size_t line;
	const char *why;   /* id of words, which has a {value} and a {name} */
	const char *value; /* what stands there */
	const char *name;  /* of the commune of today, or "" */
};

/* Who is to have kits, and what was left out. */
struct roster {
	struct rows communes; /* struct roster_commune */
	struct rows faults;   /* struct roster_fault */
};

/*
 * Read a table of communes: a column "insee", and others that may be there,
 * named in French or English in its first row. False and e when it is no
 * table or names no such column; a line that is wrong is a fault.
 */
bool roster_read(struct roster *r, const struct gazetteer *g, const void *data,
                 size_t len, struct arena *a, struct err *e);

/*
 * The communes under GAZETTEER_SMALL inhabitants of a département, or of an
 * EPCI; a code that is none gives none.
 */
bool roster_pick(struct roster *r, const struct gazetteer *g,
                 const char *department, const char *epci, struct arena *a,
                 struct err *e);

#endif
