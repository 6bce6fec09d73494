/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/gazetteer.h"

#include "core/text.h"

#include <stdlib.h>
#include <string.h>

/* The bytes of communes.csv, and their end: gazetteer_data.s. */
extern const char gazetteer_data[];
extern const char gazetteer_data_end[];

enum { AREA_FIELDS = 3, COMMUNE_FIELDS = 9 };

/* How many lines of the list begin with that letter. */
static size_t count(char kind)
{
	const char *at = gazetteer_data;
	size_t lines = 0;

	while (at < gazetteer_data_end) {
		const char *end =
		    memchr(at, '\n', (size_t)(gazetteer_data_end - at));

		lines += *at == kind;
		at = end ? end + 1 : gazetteer_data_end;
	}
	return lines;
}

/* The fields of a line, ended in place; how many there are, most at most. */
static size_t split(char *line, const char **field, size_t most)
{
	size_t n = 0;

	while (line && n < most) {
		char *end = strchr(line, ';');

		field[n++] = line;
		if (end)
			*end++ = '\0';
		line = end;
	}
	return n;
}

static int by_code(const void *key, const void *area)
{
	return strcmp(key, ((const struct gazetteer_area *)area)->code);
}

static const struct gazetteer_area *find_area(const struct gazetteer_area *list,
                                              size_t count, const char *code)
{
	return bsearch(code, list, count, sizeof(*list), by_code);
}

static const char *area_name(const struct gazetteer_area *area)
{
	return area ? area->name : "";
}

/* What the lines are read into; the lists of struct gazetteer, not const. */
struct reading {
	struct gazetteer_commune *commune;
	struct gazetteer_area *department;
	struct gazetteer_area *epci;
	struct gazetteer_area *former;
};

static bool read_commune(struct gazetteer *g, struct reading *r,
                         const char *const *field)
{
	struct gazetteer_commune *c = &r->commune[g->communes++];

	*c = (struct gazetteer_commune){
		.insee = field[1],
		.name = field[2],
		.siren = field[3],
		.department = field[4],
		.department_name = area_name(
		    find_area(g->department, g->departments, field[4])),
		.region = field[5],
		.epci = field[6],
		.epci_name = area_name(find_area(g->epci, g->epcis, field[6])),
		.population = -1,
		.postal = field[8],
	};
	return !*field[7] || text_int(field[7], 0, INT32_MAX, &c->population);
}

static bool read_line(struct gazetteer *g, struct reading *r, char *line)
{
	const char *field[COMMUNE_FIELDS];
	char kind = *line;
	size_t fields = split(line, field, COMMUNE_FIELDS);
	struct gazetteer_area area;

	if (kind == '#')
		return true;
	if (kind == 'C')
		return fields == COMMUNE_FIELDS && read_commune(g, r, field);
	if (fields != AREA_FIELDS)
		return false;
	area = (struct gazetteer_area){ field[1], field[2] };
	if (kind == 'D')
		r->department[g->departments++] = area;
	else if (kind == 'E')
		r->epci[g->epcis++] = area;
	else
		r->former[g->formers++] = area;
	return true;
}

static int by_name(const void *a, const void *b)
{
	const struct gazetteer_commune *const *x = a;
	const struct gazetteer_commune *const *y = b;

	return strcmp((*x)->name, (*y)->name);
}

/* Find out which names several communes have. */
static bool mark_shared(struct gazetteer_commune *commune, size_t communes)
{
	struct gazetteer_commune **sorted =
	    calloc(communes ? communes : 1, sizeof(*sorted));

	if (!sorted)
		return false;
	for (size_t i = 0; i < communes; i++)
		sorted[i] = &commune[i];
	qsort(sorted, communes, sizeof(struct gazetteer_commune *), by_name);
	for (size_t i = 1; i < communes; i++)
		if (strcmp(sorted[i - 1]->name, sorted[i]->name) == 0)
			sorted[i - 1]->shared = sorted[i]->shared = true;
	free(sorted);
	return true;
}

bool gazetteer_read(struct gazetteer *g, struct arena *a, struct err *e)
{
	size_t size = (size_t)(gazetteer_data_end - gazetteer_data);
	struct reading r = {
		.commune = arena_alloc(a, count('C'), sizeof(*r.commune)),
		.department = arena_alloc(a, count('D'), sizeof(*r.department)),
		.epci = arena_alloc(a, count('E'), sizeof(*r.epci)),
		.former = arena_alloc(a, count('A'), sizeof(*r.former)),
	};
	char *text = arena_alloc(a, size + 1, 1);
	char *line;

	*g = (struct gazetteer){ .commune = r.commune,
		                 .department = r.department,
		                 .epci = r.epci,
		                 .former = r.former };
	if (arena_full(a))
		return err_set(e, "out of memory for the list of communes");
	memcpy(text, gazetteer_data, size);
	while ((line = text_line(&text)))
		if (!read_line(g, &r, line))
			return err_set(e, "the list of communes is damaged");
	if (!mark_shared(r.commune, g->communes))
		return err_set(e, "out of memory for the list of communes");
	return true;
}

static int by_insee(const void *key, const void *commune)
{
	return strcmp(key, ((const struct gazetteer_commune *)commune)->insee);
}

const struct gazetteer_commune *gazetteer_find(const struct gazetteer *g,
                                               const char *insee)
{
	return bsearch(insee, g->commune, g->communes, sizeof(*g->commune),
	               by_insee);
}

const struct gazetteer_commune *gazetteer_successor(const struct gazetteer *g,
                                                    const char *insee)
{
	const struct gazetteer_area *former =
	    find_area(g->former, g->formers, insee);

	return former ? gazetteer_find(g, former->name) : NULL;
}

const struct gazetteer_area *gazetteer_department(const struct gazetteer *g,
                                                  const char *code)
{
	return find_area(g->department, g->departments, code);
}

const struct gazetteer_area *gazetteer_epci(const struct gazetteer *g,
                                            const char *code)
{
	return find_area(g->epci, g->epcis, code);
}
