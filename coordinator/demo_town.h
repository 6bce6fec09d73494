/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_DEMO_TOWN_H
#define COORDINATOR_DEMO_TOWN_H

#include "coordinator/demo_rules.h"
#include "core/arena.h"
#include "report/document.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Invented communes for the demonstration, pure: the same seed gives the same
 * region, whatever the day. No name is that of a commune of France.
 */
#define DEMO_TOWN_MOST 200 /* communes */

/* What a commune of the demonstration is like. */
struct demo_town {
	char insee[8]; /* "00001"...: no commune has such a code */
	char name[64]; /* "Saint-Exemple-sur-Rive" */
	char epci[16]; /* of four invented ones */
	char epci_name[64];
	int64_t population;
	unsigned machines; /* 1..4 */
	unsigned every;    /* months from one look to the next, 0: never */
	unsigned stopped;  /* months since the last look, at least */
	unsigned care;     /* how well it is kept, percent, a year ago */
	int trend;         /* what the care gains or loses in a month */
	bool accident;     /* its copies stopped lately */
};

/* The index-th commune; false past the last. */
bool demo_town_make(struct demo_town *out, uint64_t seed, size_t index);

/* Whether it was looked at that many months ago. */
bool demo_town_looked(const struct demo_town *t, unsigned months_ago);

/*
 * What one of its machines (0..) said, made_at being that many months before
 * the present: a document as an agent's, reduced. False if memory ran out.
 */
bool demo_town_document(struct document *d, const struct demo_rules *rules,
                        const struct demo_town *t, uint64_t seed,
                        unsigned machine, unsigned months_ago, int64_t made_at,
                        struct arena *a);

#endif
