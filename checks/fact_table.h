/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_FACT_TABLE_H
#define CHECKS_FACT_TABLE_H

#include "checks/facts.h"
#include "checks/facts_json.h"

/*
 * The one table that ties names in a file to members in memory, for
 * facts_json.c alone.
 */

enum fact_type { TYPE_BOOL, TYPE_INT, TYPE_TEXT, TYPE_LIST };

/* One cell of a row. */
struct fact_column {
	const char *name;
	enum { CELL_TEXT, CELL_INT, CELL_TRI } type;
	size_t at; /* offset in the row */
};

/* What the rows of a list look like. */
struct fact_shape {
	size_t size; /* bytes of one row */
	size_t columns;
	const struct fact_column *column;
};

struct fact_entry {
	struct fact_field public;
	enum fact_type type;
	size_t at; /* offset in struct facts */
	const struct fact_shape *shape;
};

/* The layout that every FACT_LIST has, whatever its rows. */
FACT_LIST(any_list, any_row);

/* The table, in file order. */
extern const struct fact_entry fact_table[];
extern const size_t fact_table_count;

#endif
