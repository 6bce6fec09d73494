/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_WMI_H
#define CHECKS_PROBE_WINDOWS_WMI_H

#include "checks/facts.h"
#include "core/arena.h"

#include <stddef.h>
#include <stdint.h>

#define WMI_ROWS 64 /* of one answer that are read */

/*
 * One question to WMI: "SELECT a, b FROM C". It must be static: when WMI does
 * not answer, a thread that is left behind may still read it.
 */
struct wmi_query {
	const char *space; /* "root\\SecurityCenter2" */
	const char *text;
	const char *const *column; /* names of what is read of each row */
	size_t columns;
	unsigned deadline; /* milliseconds */
};

/*
 * A value: a text, or a number (true is 1; a number that WMI writes as text,
 * as it does with 64 bits, is both; of a list its first). What is neither
 * there nor of these types is NULL and CELL_UNKNOWN.
 */
struct wmi_cell {
	const char *text;
	int64_t number;
};

struct wmi_table {
	const struct wmi_cell *cell; /* row by row */
	size_t rows;
	size_t columns;
	const char *why; /* when the state is not KNOWN */
};

/* The cell of a row and a column of the query. */
const struct wmi_cell *wmi_cell(const struct wmi_table *t, size_t row,
                                size_t column);

/*
 * Ask, in a worker of its own with the query's deadline, since a broken WMI
 * never answers. KNOWN, with no rows too; DENIED; UNSUPPORTED when this
 * Windows has no such namespace or class; else FAILED. What is kept is in a.
 */
enum fact_state wmi_ask(const struct wmi_query *q, struct arena *a,
                        struct wmi_table *out);

#endif
