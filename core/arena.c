/* SPDX-License-Identifier: Apache-2.0 */
#include "core/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One malloc() per object keeps every overrun visible to ASan. */
struct block {
	struct block *next;
	max_align_t data[];
};

struct arena {
	struct block *blocks;
	size_t used;  /* bytes handed out */
	size_t limit; /* bytes */
	bool full;    /* it refused */
};

struct arena *arena_new(size_t limit)
{
	struct arena *a = calloc(1, sizeof(*a));

	if (a)
		a->limit = limit;
	return a;
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	while (a->blocks) {
		struct block *next = a->blocks->next;
		free(a->blocks);
		a->blocks = next;
	}
	free(a);
}

bool arena_full(const struct arena *a)
{
	return a->full;
}

void *arena_alloc(struct arena *a, size_t count, size_t size)
{
	struct block *b = NULL;

	if ((!size || count <= (SIZE_MAX - sizeof(*b)) / size) &&
	    count * size <= a->limit - a->used)
		b = calloc(1, sizeof(*b) + count * size);
	if (!b) {
		a->full = true;
		return NULL;
	}
	b->next = a->blocks;
	a->blocks = b;
	a->used += count * size;
	return b->data;
}

char *arena_strdup(struct arena *a, const char *s)
{
	size_t n = strlen(s) + 1;
	char *copy = arena_alloc(a, n, 1);

	return copy ? memcpy(copy, s, n) : NULL;
}

char *arena_fmt(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char *text;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		return NULL;
	text = arena_alloc(a, (size_t)n + 1, 1);
	if (!text)
		return NULL;
	va_start(ap, fmt);
	vsnprintf(text, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return text;
}
