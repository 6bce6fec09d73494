/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_ROWS_H
#define CORE_ROWS_H

#include "core/arena.h"

#include <stddef.h>

/*
 * A list that grows in an arena. The rows move while it grows: keep indexes,
 * not pointers, until the last one is added.
 */
struct rows {
	struct arena *arena;
	void *data;   /* count rows of size bytes; NULL while empty */
	size_t size;  /* bytes of one row */
	size_t count; /* rows */
	size_t room;  /* rows allocated */
};

/* An empty list of rows of size bytes in a. */
void rows_init(struct rows *r, struct arena *a, size_t size);

/* A new zeroed row at the end, or NULL if the arena is full. */
void *rows_add(struct rows *r);

#endif
