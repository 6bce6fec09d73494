/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_ARENA_H
#define CORE_ARENA_H

#include "core/err.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* A new arena that refuses to hold more than limit bytes, or NULL. */
struct arena *arena_new(size_t limit);

/* Free the arena and everything allocated from it. NULL is fine. */
void arena_free(struct arena *a);

/*
 * Zeroed memory for count items of size bytes, owned by the arena.
 * NULL if memory or the limit ran out, or count * size overflows.
 */
void *arena_alloc(struct arena *a, size_t count, size_t size);

/* Whether it ever refused: what was built from it may be incomplete. */
bool arena_full(const struct arena *a);

/* A copy of s owned by the arena, or NULL as arena_alloc(). */
char *arena_strdup(struct arena *a, const char *s);

/* Formatted text owned by the arena, or NULL as arena_alloc(). */
char *arena_fmt(struct arena *a, const char *fmt, ...) ERR_PRINTF(2, 3);

#endif
