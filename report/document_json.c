/* SPDX-License-Identifier: Apache-2.0 */
#include "report/document_json.h"

#include "core/date.h"
#include "core/json.h"
#include "report/device.h"
#include "report/document_shape.h"

#include <math.h>
#include <string.h>

_Static_assert(sizeof(enum verdict) == sizeof(unsigned) &&
                   sizeof(enum lang) == sizeof(unsigned),
               "choices are read and written as unsigned");

/* What stands behind a mapping's items is not in its own table. */
#define ID_CHARS "abcdefghijklmnopqrstuvwxyz0123456789-"

static bool is_id(const char *s)
{
	size_t n = strlen(s);

	return n >= 1 && n <= DOCUMENT_ID && strspn(s, ID_CHARS) == n;
}

static bool is_text(const char *s)
{
	(void)s;
	return true;
}

static bool is_insee(const char *s)
{
	size_t digits = strspn(s, "0123456789");

	if (strlen(s) != 5)
		return false;
	if (digits == 1 && (s[1] == 'A' || s[1] == 'B'))
		return strspn(s + 2, "0123456789") == 3;
	return digits == 5;
}

/* Pointers are kept by memcpy: their types differ from list to list. */
static void put_pointer(void *at, const void *p)
{
	memcpy(at, &p, sizeof(p));
}

static const void *get_pointer(const void *at)
{
	const void *p;

	memcpy(&p, at, sizeof(p));
	return p;
}

static bool copy_text(const cJSON *json, struct arena *a, const char **out,
                      struct err *e)
{
	if (!cJSON_IsString(json))
		return err_set(e, "it is not a text");
	if (strlen(json->valuestring) > DOCUMENT_TEXT)
		return err_set(e, "it is longer than %u bytes", DOCUMENT_TEXT);
	*out = arena_strdup(a, json->valuestring);
	return *out || err_set(e, "it takes too much memory");
}

static bool read_text(void *at, const struct member *m, const cJSON *json,
                      struct arena *a, struct err *e)
{
	const char *text = NULL;

	if (!copy_text(json, a, &text, e))
		return false;
	if (m->kind == MEMBER_ID && !is_id(text))
		return err_set(e, "it is not an id of at most %d of a-z 0-9 -",
		               DOCUMENT_ID);
	if (m->kind == MEMBER_ADDRESS && !device_address(text))
		return err_set(e, "it is not an address in figures");
	if (m->kind == MEMBER_INSEE && !is_insee(text))
		return err_set(e, "it is not an INSEE code");
	if (m->kind == MEMBER_SUBJECT && strcmp(text, "machine") != 0 &&
	    strcmp(text, "commune") != 0)
		return err_set(e, "\"%.40s\" does not exist", text);
	put_pointer(at, text);
	return true;
}

static bool read_choice(void *at, const struct member *m, const cJSON *json,
                        struct err *e)
{
	const char *name;

	if (!cJSON_IsString(json))
		return err_set(e, "it is not a text");
	for (int i = 0; (name = m->choice(i)); i++)
		if (strcmp(name, json->valuestring) == 0) {
			*(unsigned *)at = (unsigned)i;
			return true;
		}
	return err_set(e, "\"%.40s\" does not exist", json->valuestring);
}

static bool whole(const cJSON *json, const struct member *m, int64_t *out,
                  struct err *e)
{
	double v = cJSON_IsNumber(json) ? json->valuedouble : 0.5;

	if (!(v >= -9e15 && v <= 9e15) || v != floor(v))
		return err_set(e, "it is not a whole number");
	if (v < 0 || (int64_t)v > m->high)
		return err_set(e, "it is out of range");
	*out = (int64_t)v;
	return true;
}

static bool read_number(void *at, const struct member *m, const cJSON *json,
                        struct err *e)
{
	if (m->kind == MEMBER_INT)
		return whole(json, m, at, e);
	if (!cJSON_IsNumber(json) ||
	    !(json->valuedouble >= 0 && json->valuedouble <= 100))
		return err_set(e, "it is not a number from 0 to 100");
	*(double *)at = json->valuedouble;
	return true;
}

static bool read_time(void *at, const cJSON *json, struct err *e)
{
	if (!cJSON_IsString(json) || !date_parse(json->valuestring, at))
		return err_set(e, "it is not a date like 2026-11-22 or "
		                  "2026-11-22T08:30:00Z");
	return true;
}

static bool read_letter(void *at, const cJSON *json, struct err *e)
{
	const char *s = cJSON_IsString(json) ? json->valuestring : "";

	if (s[0] < 'A' || s[0] > 'E' || s[1])
		return err_set(e, "it is not a letter from A to E");
	*(char *)at = s[0];
	return true;
}

static bool read_range(char *base, const struct member *m, const cJSON *json,
                       struct err *e)
{
	int64_t *from = (int64_t *)(void *)(base + m->at);
	int64_t *to = (int64_t *)(void *)(base + m->also_at);

	if (!cJSON_IsArray(json) || cJSON_GetArraySize(json) != 2)
		return err_set(e, "it is not a list of two numbers");
	if (!whole(json->child, m, from, e) ||
	    !whole(json->child->next, m, to, e))
		return false;
	return *from <= *to || err_set(e, "its end is before its start");
}

/* The number of elements if json is a list of at most most. */
static bool list_size(const cJSON *json, int64_t most, size_t *out,
                      struct err *e)
{
	if (!cJSON_IsArray(json))
		return err_set(e, "it is not a list");
	*out = (size_t)cJSON_GetArraySize(json);
	if (*out > (size_t)most)
		return err_set(e, "it has more than %d entries", (int)most);
	return true;
}

/* A list of texts that fit. */
static bool read_texts(const cJSON *json, int64_t most,
                       bool (*fits)(const char *), struct arena *a,
                       const char ***out, size_t *count, struct err *e)
{
	const cJSON *item;
	const char **row;
	size_t n = 0;

	if (!list_size(json, most, &n, e))
		return false;
	row = arena_alloc(a, n, sizeof(*row));
	if (!row)
		return err_set(e, "it takes too much memory");
	n = 0;
	cJSON_ArrayForEach (item, json) {
		struct err inner;

		if (!copy_text(item, a, &row[n], &inner))
			return err_set(e, "entry %zu: %s", n + 1, inner.text);
		if (!fits(row[n]))
			return err_set(e, "entry %zu: it is not %s", n + 1,
			               fits == is_id ? "an id" : "a range");
		n++;
	}
	*out = row;
	*count = n;
	return true;
}

static bool read_mapping(char *base, const struct member *m, const cJSON *json,
                         struct arena *a, struct err *e)
{
	struct document_mapping *row;
	const cJSON *item;
	struct err inner;
	size_t n = (size_t)cJSON_GetArraySize(json);

	if (!cJSON_IsObject(json))
		return err_set(e, "it is not a group of names and lists");
	if (n > MAPPING_REFERENCES)
		return err_set(e, "it has more than %d entries",
		               MAPPING_REFERENCES);
	row = arena_alloc(a, n, sizeof(*row));
	n = 0;
	cJSON_ArrayForEach (item, json) {
		if (!is_id(item->string))
			return err_set(e, "\"%.40s\" is not an id",
			               item->string);
		if (!row || !(row[n].reference = arena_strdup(a, item->string)))
			return err_set(e, "it takes too much memory");
		if (!read_texts(item, MAPPING_ITEMS, is_text, a, &row[n].item,
		                &row[n].items, &inner))
			return err_set(e, "\"%s\": %s", row[n].reference,
			               inner.text);
		n++;
	}
	put_pointer(base + m->at, row);
	*(size_t *)(void *)(base + m->also_at) = n;
	return true;
}

static bool read_shape(char *base, const struct shape *s, const cJSON *json,
                       struct arena *a, struct err *e);

/* Lists are short enough (see DOCUMENT_FINDINGS) to compare all with all. */
static bool ids_differ(const char *row, const struct shape *s, size_t n,
                       struct err *e)
{
	for (size_t i = 0; s->unique && i < n; i++)
		for (size_t j = i + 1; j < n; j++) {
			const char *id =
			    get_pointer(row + i * s->size + s->id_at);

			if (strcmp(id, get_pointer(row + j * s->size +
			                           s->id_at)) == 0)
				return err_set(e, "%s %s is there twice",
				               s->noun, id);
		}
	return true;
}

/* "finding 3 (os-updates): ..." */
static bool blame(const struct shape *s, size_t index, const cJSON *json,
                  const struct err *inner, struct err *e)
{
	const cJSON *id = cJSON_GetObjectItemCaseSensitive(json, "id");

	if (s->unique && cJSON_IsString(id) && is_id(id->valuestring))
		return err_set(e, "%s %zu (%s): %s", s->noun, index + 1,
		               id->valuestring, inner->text);
	return err_set(e, "%s %zu: %s", s->noun, index + 1, inner->text);
}

static bool read_list(char *base, const struct member *m, const cJSON *json,
                      struct arena *a, struct err *e)
{
	const struct shape *s = m->shape;
	const cJSON *item;
	struct err inner;
	char *row;
	size_t n = 0;

	if (!list_size(json, m->high, &n, e))
		return false;
	row = arena_alloc(a, n, s->size);
	if (!row)
		return err_set(e, "it takes too much memory");
	n = 0;
	cJSON_ArrayForEach (item, json) {
		if (!cJSON_IsObject(item))
			return err_set(e,
			               "%s %zu is not a group of names and "
			               "values",
			               s->noun, n + 1);
		if (!read_shape(row + n * s->size, s, item, a, &inner))
			return blame(s, n, item, &inner, e);
		n++;
	}
	put_pointer(base + m->at, row);
	*(size_t *)(void *)(base + m->also_at) = n;
	return ids_differ(row, s, n, e);
}

static bool read_object(char *base, const struct member *m, const cJSON *json,
                        struct arena *a, struct err *e)
{
	if (json && !cJSON_IsObject(json))
		return err_set(e, "it is not a group of names and values");
	return read_shape(base + m->at, m->shape, json, a, e);
}

static bool read_value(char *base, const struct member *m, const cJSON *json,
                       struct arena *a, struct err *e)
{
	void *at = base + m->at;

	switch (m->kind) {
	case MEMBER_TEXT:
	case MEMBER_ID:
	case MEMBER_ADDRESS:
	case MEMBER_INSEE:
	case MEMBER_SUBJECT:
		return read_text(at, m, json, a, e);
	case MEMBER_CHOICE:
		return read_choice(at, m, json, e);
	case MEMBER_INT:
	case MEMBER_PERCENT:
		return read_number(at, m, json, e);
	case MEMBER_TIME:
	case MEMBER_DAY:
		return read_time(at, json, e);
	case MEMBER_BOOL:
		*(bool *)at = cJSON_IsTrue(json);
		return cJSON_IsBool(json) ||
		       err_set(e, "it is not true or false");
	case MEMBER_LETTER:
		return read_letter(at, json, e);
	case MEMBER_RANGE:
		return read_range(base, m, json, e);
	case MEMBER_OBJECT:
		return read_object(base, m, json, a, e);
	case MEMBER_TEXTS:
	case MEMBER_NAMES:
	case MEMBER_CIDRS:
		return read_texts(json, m->high,
		                  m->kind == MEMBER_TEXTS   ? is_id
		                  : m->kind == MEMBER_CIDRS ? device_range
		                                            : is_text,
		                  a, at, (size_t *)(void *)(base + m->also_at),
		                  e);
	case MEMBER_LIST:
		return read_list(base, m, json, a, e);
	case MEMBER_MAPPING:
		return read_mapping(base, m, json, a, e);
	}
	return err_set(e, "it has no type");
}

static bool read_member(char *base, const struct member *m, const cJSON *item,
                        struct arena *a, struct err *e)
{
	struct err inner;

	if (cJSON_IsNull(item))
		item = NULL;
	if (!item && m->need == NEED_MUST)
		return err_set(e, "\"%s\" is missing", m->name);
	if (!item && m->need == NEED_TEXT)
		put_pointer(base + m->at, "");
	if (!item && m->kind != MEMBER_OBJECT)
		return true;
	if (read_value(base, m, item, a, &inner))
		return true;
	return err_set(e, "\"%s\": %s", m->name, inner.text);
}

/*
 * Where each member of the shape is in json: NULL where it is not. Who wrote
 * it kept to the order of the shape, so that each is found at once.
 */
static void find_members(const cJSON *found[SHAPE_MEMBERS],
                         const struct shape *s, const cJSON *json)
{
	const cJSON *item;
	size_t next = 0;

	memset(found, 0, SHAPE_MEMBERS * sizeof(*found));
	cJSON_ArrayForEach (item, json)
		for (size_t i = 0; item->string && i < s->members; i++) {
			size_t at = (next + i) % s->members;

			if (strcmp(s->member[at].name, item->string) != 0)
				continue;
			if (!found[at])
				found[at] = item;
			next = at + 1;
			break;
		}
}

static bool read_shape(char *base, const struct shape *s, const cJSON *json,
                       struct arena *a, struct err *e)
{
	const cJSON *found[SHAPE_MEMBERS];

	find_members(found, s, json);
	for (size_t i = 0; i < s->members; i++)
		if (!read_member(base, &s->member[i], found[i], a, e))
			return false;
	return true;
}

bool document_from_json(struct document *d, const cJSON *json, struct arena *a,
                        struct err *e)
{
	const cJSON *format = cJSON_GetObjectItemCaseSensitive(json, "format");

	if (!cJSON_IsObject(json))
		return err_set(e, "this is not a document");
	if (!cJSON_IsNumber(format))
		return err_set(e, "\"format\" is missing");
	if (format->valuedouble != DOCUMENT_FORMAT)
		return err_set(e,
		               "format %.10g is not known, only format %d; a "
		               "newer version of this program may know it",
		               format->valuedouble, DOCUMENT_FORMAT);
	memset(d, 0, sizeof(*d));
	return read_shape((char *)d, &document_shape, json, a, e);
}
