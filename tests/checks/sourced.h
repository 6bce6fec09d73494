/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_CHECKS_SOURCED_H
#define TESTS_CHECKS_SOURCED_H

#include "checks/probe/linux/source.h"
#include "tests/checks/planted.h"

/*
 * An empty machine and an arena, made anew for each test of a parser that
 * reads what its file includes. Include it behind cmocka.h.
 */
static struct arena *sourced_arena;
static char sourced_root[64];

static inline int sourced_set_up(void **state)
{
	(void)state;
	planted_new(sourced_root);
	sourced_arena = arena_new(4u << 20);
	return sourced_arena == NULL;
}

static inline int sourced_tear_down(void **state)
{
	(void)state;
	planted_free(sourced_root);
	arena_free(sourced_arena);
	return 0;
}

/* The files of that machine. */
static inline struct source sourced_from(void)
{
	static struct probe_context context;

	context.root = sourced_root;
	return source_tree(&context);
}

#endif
