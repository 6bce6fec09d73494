/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/listing.h"

#include "coordinator/commune.h"
#include "coordinator/scope.h"
#include "coordinator/threshold.h"
#include "core/fold.h"
#include "core/text.h"
#include "report/markup.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define TEXT  200  /* bytes of what is searched */
#define PAGES 1000 /* most pages that can be asked for */

const int64_t listing_sizes[LISTING_SIZES][2] = {
	{ 0, INT64_MAX }, { 0, 200 },     { 200, 500 },        { 500, 1000 },
	{ 1000, 2000 },   { 2000, 3500 }, { 3500, INT64_MAX },
};

/*
 * All filters at once, so that the statements stay texts: $2 the end of
 * today, $3 what to search, $4 the same as a code.
 */
#define FILTER(scope)                                                     \
	"($3 = '' OR c.folded LIKE $3 OR c.insee = $4)"                   \
	" AND ($5 = '' OR c.epci = $5)"                                   \
	" AND ($6 = '' OR c.department = $6)"                             \
	" AND c.population >= $7 AND c.population < $8"                   \
	" AND ($9 = '' OR c.letter = $9 OR ($9 = '-' AND c.letter = ''))" \
	" AND c.received_at >= $10 AND c.received_at < $11"               \
	" AND ($12 = '' OR c.followup = $12)"                             \
	" AND ($13 = '' OR c.insee IN (SELECT f.insee FROM finding f"     \
	" WHERE f.control = $13 AND f.verdict = 'fail'))"                 \
	" AND (CAST($14 AS BIGINT) = 0 OR " COMMUNE_TODO ") AND " scope
#define FILTERS 14

#define COUNT(scope)                                                          \
	"SELECT COUNT(*) FROM commune c WHERE c.left_at IS NULL AND " FILTER( \
	    scope)
#define LIST(scope, order)                           \
	COMMUNE_LIST(FILTER(scope) "ORDER BY " order \
	                           ", c.insee LIMIT $15 OFFSET $16")
#define SORT(order)                                         \
	{                                                   \
		LIST(SCOPE, order), LIST(SCOPE_NEAR, order) \
	}

static const char *const count[] = SCOPE_BOTH(COUNT);

/* Down, then up. */
static const char *const statements[LISTING_SORTS][2][SCOPE_TEXTS] = {
	[LISTING_URGENCY] = { SORT("c.urgency DESC, c.received_at DESC,"
	                           " c.folded"),
	                      SORT("c.urgency, c.received_at, c.folded") },
	[LISTING_NAME] = { SORT("c.folded DESC"), SORT("c.folded") },
	[LISTING_POPULATION] = { SORT("c.population DESC, c.folded"),
	                         SORT("c.population, c.folded") },
	[LISTING_LETTER] = { SORT("c.letter DESC, c.urgency DESC, c.folded"),
	                     SORT("CASE WHEN c.letter = '' THEN 'F'"
	                          " ELSE c.letter END, c.urgency DESC,"
	                          " c.folded") },
	[LISTING_RECEIVED] = { SORT("c.received_at DESC, c.folded"),
	                       SORT("c.received_at, c.folded") },
};

static const char *ask(const struct request *r, const char *name)
{
	const char *value = request_query(r, name);

	return value && strlen(value) < TEXT ? value : "";
}

static int64_t number(const struct request *r, const char *name, int64_t low,
                      int64_t high, int64_t otherwise)
{
	int64_t n;

	return text_int(ask(r, name), low, high, &n) ? n : otherwise;
}

/* The value when it is one of those. */
static const char *one_of(const char *value, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(value, list[i]) == 0)
			return value;
	return "";
}

void listing_parse(struct listing *out, const struct request *r)
{
	static const char *const letters[] = { "A", "B", "C", "D", "E", "-" };
	static const char *const states[] = { "none", "call", "underway",
		                              "done" };

	*out = (struct listing){
		.text = ask(r, "q"),
		.epci = ask(r, "epci"),
		.department = ask(r, "dep"),
		.letter = one_of(ask(r, "note"), letters, 6),
		.followup = one_of(ask(r, "suivi"), states, 4),
		.control = ask(r, "point"),
		.size = number(r, "hab", 0, LISTING_SIZES - 1, 0),
		.silence = number(r, "envoi", 0, LISTING_SILENCES - 1, 0),
		.todo = number(r, "urgent", 0, 1, 0),
		.sort = number(r, "tri", 0, LISTING_SORTS - 1, LISTING_URGENCY),
		.page = number(r, "page", 1, PAGES, 1),
	};
	out->ascending =
	    number(r, "sens", 0, 1, out->sort == LISTING_NAME ? 1 : 0);
}

/* Bytes that stand for themselves in a query (RFC 3986). */
static bool plain(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || strchr("-._~", c);
}

static void put_text(struct buf *out, char *first, const char *name,
                     const char *value)
{
	if (!value[0])
		return;
	buf_fmt(out, "%c%s=", *first, name);
	*first = '&';
	for (; *value; value++)
		if (plain((unsigned char)*value))
			buf_char(out, *value);
		else
			buf_fmt(out, "%%%02X", (unsigned char)*value);
}

static void put_number(struct buf *out, char *first, const char *name,
                       int64_t n, int64_t otherwise)
{
	char text[24];

	if (n == otherwise)
		return;
	snprintf(text, sizeof(text), "%" PRId64, n);
	put_text(out, first, name, text);
}

void listing_say(struct buf *out, const char *path, const struct listing *l)
{
	char first = '?';

	buf_str(out, path);
	put_text(out, &first, "q", l->text);
	put_text(out, &first, "epci", l->epci);
	put_text(out, &first, "dep", l->department);
	put_text(out, &first, "note", l->letter);
	put_text(out, &first, "suivi", l->followup);
	put_text(out, &first, "point", l->control);
	put_number(out, &first, "hab", l->size, 0);
	put_number(out, &first, "envoi", l->silence, 0);
	put_number(out, &first, "urgent", l->todo, 0);
	put_number(out, &first, "tri", l->sort, LISTING_URGENCY);
	put_number(out, &first, "sens", l->ascending,
	           l->sort == LISTING_NAME ? 1 : 0);
	put_number(out, &first, "page", l->page, 1);
}

void listing_link(struct buf *out, const char *path, const struct listing *l)
{
	struct buf plain_text;

	buf_init(&plain_text, out->limit);
	listing_say(&plain_text, path, l);
	markup_text(out, buf_text(&plain_text));
	buf_clear(&plain_text);
}

/* "saint remy 01" finds "saint remy de provence 01234". */
static const char *pattern(const char *typed, struct arena *a)
{
	char folded[TEXT];
	char *out;

	fold_text(folded, sizeof(folded), typed);
	if (!folded[0])
		return typed[0] ? "-" : ""; /* nothing is called that */
	out = arena_fmt(a, "%%%s%%", folded);
	for (char *p = out; p && *p; p++)
		if (*p == ' ')
			*p = '%';
	return out ? out : "-";
}

/* "2a004" is a code too. */
static const char *code(const char *typed, struct arena *a)
{
	char folded[TEXT];
	char *out;

	fold_text(folded, sizeof(folded), typed);
	out = arena_strdup(a, folded);
	for (char *p = out; p && *p; p++)
		if (*p >= 'a' && *p <= 'z')
			*p = (char)(*p - 'a' + 'A');
	return out ? out : "";
}

/* When the last result came in: [from, below). */
static void received(const struct listing *l, const struct request *r,
                     int64_t range[2])
{
	int64_t silence = threshold_silence(r);
	const int64_t ranges[LISTING_SILENCES][2] = {
		[LISTING_ANY] = { 0, INT64_MAX },
		[LISTING_NEVER] = { 0, 1 },
		[LISTING_OLD] = { 1, silence },
		[LISTING_SILENT] = { 0, silence },
		[LISTING_HEARD] = { silence, INT64_MAX },
	};

	memcpy(range, ranges[l->silence], sizeof(ranges[0]));
}

void listing_where(struct db_value value[LISTING_WHERE],
                   const struct listing *l, struct arena *a)
{
	value[0] = db_text(pattern(l->text, a));
	value[1] = db_text(code(l->text, a));
	value[2] = db_text(l->epci);
	value[3] = db_text(l->department);
}

static void fill(struct db_value value[FILTERS], const struct request *r,
                 const struct listing *l)
{
	int64_t range[2];
	const struct db_value all[FILTERS] = {
		db_text(r->account),
		db_int(commune_day_end(r->now)),
		db_null(),
		db_null(),
		db_null(),
		db_null(),
		db_int(listing_sizes[l->size][0]),
		db_int(listing_sizes[l->size][1]),
		db_text(l->letter),
		db_int(0),
		db_int(0),
		db_text(l->followup),
		db_text(l->control),
		db_int(l->todo),
	};

	received(l, r, range);
	memcpy(value, all, sizeof(all));
	listing_where(value + 2, l, r->arena);
	value[9] = db_int(range[0]);
	value[10] = db_int(range[1]);
}

bool listing_count(struct request *r, const struct listing *l, int64_t *out,
                   struct err *e)
{
	struct db_value value[FILTERS];

	*out = 0;
	if (!threshold_of(r, e))
		return false;
	fill(value, r, l);
	return db_number(r->db, scope_pick(r, count), value, FILTERS, out, e);
}

struct db_rows *listing_query(struct request *r, const struct listing *l,
                              int64_t limit, struct err *e)
{
	struct db_value value[FILTERS + 2];

	if (!threshold_of(r, e))
		return NULL;
	fill(value, r, l);
	value[FILTERS] = db_int(limit);
	value[FILTERS + 1] =
	    db_int(limit > LISTING_ROWS ? 0 : (l->page - 1) * LISTING_ROWS);
	return db_query(r->db, scope_pick(r, statements[l->sort][l->ascending]),
	                value, FILTERS + 2, e);
}
