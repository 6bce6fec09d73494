/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/brand.h"

#include "coordinator/wording.h"
#include "core/hash.h"
#include "report/markup.h"

#include <string.h>

/* Whether it is a hash, as the path of the picture ends with. */
static bool is_hash(const char *s)
{
	return strlen(s) == HASH_TEXT - 1 &&
	       strspn(s, "0123456789abcdef") == HASH_TEXT - 1;
}

static void take(struct brand *out, const struct db_rows *rows, struct arena *a)
{
	const char *value = db_column_copy(rows, 1, a);

	if (!value || !value[0])
		return;
	if (strcmp(db_column_text(rows, 0), "name") == 0)
		out->name = value;
	else if (is_hash(value))
		out->logo = arena_fmt(a, "/logo/%s", value);
}

void brand_read(struct brand *out, struct request *r)
{
	static const char sql[] =
	    "SELECT name, value FROM setting WHERE name IN ('name', 'logo-hash')";
	struct db_rows *rows;
	struct err e;

	out->name = wording("page-brand", r->lang);
	out->logo = NULL;
	rows = r->db ? db_query(r->db, sql, DB_NOTHING, &e) : NULL;
	if (!rows)
		return;
	while (db_next(rows))
		take(out, rows, r->arena);
	(void)db_end(rows, &e);
}

void brand_logo(struct buf *out, const struct brand *brand)
{
	/* The name stands beside: the picture says nothing more. */
	buf_str(out, "<img alt=\"\" height=\"40\"");
	markup_attr(out, "src", brand->logo ? brand->logo : "/favicon.svg");
	buf_char(out, '>');
}
