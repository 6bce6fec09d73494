/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_GRID_H
#define COORDINATOR_GRID_H

#include "core/arena.h"
#include "core/err.h"

#include <stdbool.h>
#include <stddef.h>

#define GRID_BYTES (4u << 20) /* largest table */
#define GRID_CELLS 64         /* most in a row */

/*
 * A table as spreadsheets write it (RFC 4180): commas, semicolons or
 * tabulations between cells, UTF-8 with or without its mark, or Windows-1252.
 */
struct grid {
	char *at;
	char separator;
	size_t line; /* of the row that comes next, from 1 */
};

struct grid_row {
	const char *cell[GRID_CELLS]; /* UTF-8, white space cut off */
	size_t cells;
	size_t line; /* where it begins */
};

/* Begin; a copy of the bytes, in a. False and e for what is no table. */
bool grid_open(struct grid *g, const void *data, size_t len, struct arena *a,
               struct err *e);

/*
 * The next row that is not empty; false at the end. A row's cells beyond
 * GRID_CELLS are left out.
 */
bool grid_next(struct grid *g, struct grid_row *row);

#endif
