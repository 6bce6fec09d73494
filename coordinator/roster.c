/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/roster.h"

#include "coordinator/grid.h"
#include "core/fold.h"
#include "core/text.h"
#include "report/kit_shape.h"

#include <ctype.h>
#include <string.h>

#define INSEE  5
#define DIGITS 10 /* of a phone number of France */

enum column { INSEE_CODE, SITE, MAIL, PHONE, COLUMNS };

/* How people call the columns, as fold_text() has it. */
static const struct {
	const char *name;
	enum column column;
} headers[] = {
	{ "insee", INSEE_CODE },
	{ "code insee", INSEE_CODE },
	{ "insee code", INSEE_CODE },
	{ "code commune", INSEE_CODE },
	{ "code", INSEE_CODE },
	{ "site", SITE },
	{ "site web", SITE },
	{ "site internet", SITE },
	{ "website", SITE },
	{ "web", SITE },
	{ "courriel", MAIL },
	{ "mail", MAIL },
	{ "e mail", MAIL },
	{ "email", MAIL },
	{ "adresse courriel", MAIL },
	{ "telephone", PHONE },
	{ "tel", PHONE },
	{ "phone", PHONE },
};

static bool find_columns(const struct grid_row *row, size_t at[COLUMNS])
{
	for (size_t c = 0; c < COLUMNS; c++)
		at[c] = GRID_CELLS;
	for (size_t i = 0; i < row->cells; i++) {
		char name[40];

		fold_text(name, sizeof(name), row->cell[i]);
		for (size_t h = 0; h < sizeof(headers) / sizeof(headers[0]);
		     h++)
			if (strcmp(name, headers[h].name) == 0 &&
			    at[headers[h].column] == GRID_CELLS)
				at[headers[h].column] = i;
	}
	return at[INSEE_CODE] < GRID_CELLS;
}

static const char *cell_of(const struct grid_row *row, size_t at)
{
	return at < row->cells ? row->cell[at] : "";
}

/*
 * A code as a spreadsheet leaves it: the 0 that it cut off comes back, "2a"
 * is "2A".
 */
static void clean_code(char out[INSEE + 1], const char *cell)
{
	size_t len = strlen(cell);

	out[0] = '\0';
	if (len == 0 || len > INSEE)
		return;
	if (len == INSEE - 1 && strspn(cell, "0123456789") == len) {
		out[0] = '0';
		memcpy(out + 1, cell, len + 1);
	} else {
		memcpy(out, cell, len + 1);
	}
	if (out[1])
		out[1] = (char)toupper((unsigned char)out[1]);
}

/* A name of a host alone: without https:// and what follows it. */
static const char *clean_site(const char *cell, struct arena *a)
{
	char *copy;
	char *c;

	if (text_begins(cell, "https://"))
		cell += strlen("https://");
	else if (text_begins(cell, "http://"))
		cell += strlen("http://");
	copy = arena_strdup(a, cell);
	if (!copy)
		return "";
	copy[strcspn(copy, "/?#")] = '\0';
	for (c = copy; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	return copy;
}

/* The domain of an address, or what is one already. */
static const char *clean_mail(const char *cell, struct arena *a)
{
	const char *at = strrchr(cell, '@');

	return clean_site(at ? at + 1 : cell, a);
}

/*
 * "03 44 00 00 00", however it was typed: spreadsheets cut the first 0 off
 * what they take for a number, here and when they open an export.
 */
static const char *clean_phone(const char *cell, struct arena *a)
{
	char digits[DIGITS + 1] = "0";
	size_t n = 0;
	bool cut = strlen(cell) == DIGITS - 1 && cell[0] != '0';

	if (cell[strspn(cell, "0123456789 .-")] != '\0')
		return cell;
	if (cut && strspn(cell, "0123456789") == DIGITS - 1)
		n = 1;
	for (const char *c = cell; *c; c++) {
		if (!isdigit((unsigned char)*c))
			continue;
		if (n == DIGITS)
			return cell;
		digits[n++] = *c;
	}
	if (n != DIGITS || digits[0] != '0')
		return cell;
	return arena_fmt(a, "%.2s %.2s %.2s %.2s %.2s", digits, digits + 2,
	                 digits + 4, digits + 6, digits + 8);
}

static bool add_fault(struct roster *r, size_t line, const char *why,
                      const char *value, const char *name)
{
	struct roster_fault *f = rows_add(&r->faults);

	if (f)
		*f = (struct roster_fault){ line, why, value, name };
	return f;
}

static bool is_listed(const struct roster *r,
                      const struct gazetteer_commune *commune)
{
	const struct roster_commune *list = r->communes.data;

	for (size_t i = 0; i < r->communes.count; i++)
		if (list[i].commune == commune)
			return true;
	return false;
}

/* Why a line cannot be used: an id of words, or NULL. */
static const char *judge(const struct roster *r, const struct gazetteer *g,
                         const struct roster_commune *c, const char *code,
                         const char **value, const char **name)
{
	const struct gazetteer_commune *today;

	if (!c->commune) {
		today = gazetteer_successor(g, code);
		*name = today ? today->name : "";
		return today ? "roster-merged" : "roster-unknown";
	}
	*name = c->commune->name;
	if (is_listed(r, c->commune))
		return "roster-twice";
	*value = c->site;
	if (*c->site && !kit_shape_host(c->site))
		return "roster-site";
	*value = c->mail;
	if (*c->mail && !kit_shape_host(c->mail))
		return "roster-mail";
	*value = c->phone;
	if (*c->phone && !kit_shape_phone(c->phone))
		return "roster-phone";
	return NULL;
}

static bool add_row(struct roster *r, const struct gazetteer *g,
                    const struct grid_row *row, const size_t at[COLUMNS],
                    struct arena *a)
{
	const char *value = cell_of(row, at[INSEE_CODE]);
	const char *name = "";
	char code[INSEE + 1];
	struct roster_commune c = {
		.site = clean_site(cell_of(row, at[SITE]), a),
		.mail = clean_mail(cell_of(row, at[MAIL]), a),
		.phone = clean_phone(cell_of(row, at[PHONE]), a),
		.line = row->line,
	};
	struct roster_commune *kept;
	const char *why;

	if (!c.phone)
		return false;
	clean_code(code, value);
	c.commune = gazetteer_find(g, code);
	why = judge(r, g, &c, code, &value, &name);
	if (why)
		return add_fault(r, row->line, why, value, name);
	kept = rows_add(&r->communes);
	if (kept)
		*kept = c;
	return kept;
}

static void begin(struct roster *r, struct arena *a)
{
	rows_init(&r->communes, a, sizeof(struct roster_commune));
	rows_init(&r->faults, a, sizeof(struct roster_fault));
}

bool roster_read(struct roster *r, const struct gazetteer *g, const void *data,
                 size_t len, struct arena *a, struct err *e)
{
	struct grid_row row;
	struct grid grid;
	size_t at[COLUMNS];

	begin(r, a);
	if (!grid_open(&grid, data, len, a, e))
		return false;
	if (!grid_next(&grid, &row) || !find_columns(&row, at))
		return err_set(e, "the first line names no column insee");
	while (grid_next(&grid, &row)) {
		if (r->communes.count + r->faults.count >= g->communes)
			return err_set(e, "the table has too many lines");
		if (!add_row(r, g, &row, at, a))
			return err_set(e, "out of memory");
	}
	return true;
}

bool roster_pick(struct roster *r, const struct gazetteer *g,
                 const char *department, const char *epci, struct arena *a,
                 struct err *e)
{
	begin(r, a);
	for (size_t i = 0; i < g->communes; i++) {
		const struct gazetteer_commune *c = &g->commune[i];
		struct roster_commune *kept;

		if (c->population < 0 || c->population >= GAZETTEER_SMALL ||
		    (department && strcmp(department, c->department) != 0) ||
		    (epci && strcmp(epci, c->epci) != 0))
			continue;
		kept = rows_add(&r->communes);
		if (!kept)
			return err_set(e, "out of memory");
		*kept = (struct roster_commune){
			.commune = c, .site = "", .mail = "", .phone = ""
		};
	}
	return true;
}
