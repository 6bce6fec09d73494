/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_LISTING_H
#define COORDINATOR_LISTING_H

#include "coordinator/db.h"
#include "coordinator/request.h"
#include "core/buf.h"
#include "core/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What communes a list shows, and in which order: the query of its address. */
#define LISTING_ROWS 100 /* of a page */

enum listing_sort {
	LISTING_URGENCY,
	LISTING_NAME,
	LISTING_POPULATION,
	LISTING_LETTER,
	LISTING_RECEIVED,
	LISTING_SORTS
};

enum listing_silence {
	LISTING_ANY,
	LISTING_NEVER,  /* nothing ever came in */
	LISTING_OLD,    /* nothing for long, see threshold.h */
	LISTING_SILENT, /* one or the other */
	LISTING_HEARD,  /* neither */
	LISTING_SILENCES
};

/* Texts are "" when all is to be shown. */
struct listing {
	const char *text; /* as typed: name, postal or INSEE code */
	const char *epci;
	const char *department;
	const char *letter;   /* "A".."E", "-" for none */
	const char *followup; /* a state */
	const char *control;  /* that fails */
	int64_t size;         /* bracket of listing_sizes, 0: any */
	int64_t silence;      /* enum listing_silence */
	int64_t todo;         /* 1: only those to call now */
	int64_t sort;         /* enum listing_sort */
	int64_t ascending;    /* 1: the smallest first */
	int64_t page;         /* from 1 */
};

/* Brackets of population, [from, below); the first is all. */
#define LISTING_SIZES 7
extern const int64_t listing_sizes[LISTING_SIZES][2];

/* What the address asks for; what cannot be is as if it was not there. */
void listing_parse(struct listing *out, const struct request *r);

/*
 * Values for "($n = '' OR c.folded LIKE $n OR c.insee = $m)", and for EPCI and
 * département, "" for all: what a statement of its own searches communes by.
 */
#define LISTING_WHERE 4
void listing_where(struct db_value value[LISTING_WHERE],
                   const struct listing *l, struct arena *a);

/*
 * Append the path and query that ask for that, "/communes?tri=1&page=2"; and
 * the same escaped for an attribute.
 */
void listing_say(struct buf *out, const char *path, const struct listing *l);
void listing_link(struct buf *out, const char *path, const struct listing *l);

/* How many communes there are of those. */
bool listing_count(struct request *r, const struct listing *l, int64_t *out,
                   struct err *e);

/*
 * Those of the page, or all of them up to limit from the first when limit is
 * more than LISTING_ROWS; for commune_read().
 */
struct db_rows *listing_query(struct request *r, const struct listing *l,
                              int64_t limit, struct err *e);

#endif
