/* SPDX-License-Identifier: Apache-2.0 */
#include "core/buf.h"
#include "core/date.h"
#include "core/text.h"
#include "report/document_json.h"
#include "report/document_shape.h"

#include <string.h>

static const void *get_pointer(const void *at)
{
	const void *p;

	memcpy(&p, at, sizeof(p));
	return p;
}

/*
 * A text that document_from_json() takes back: as it is, where it is, unless it comes from
 * a machine and is too long or no UTF-8.
 */
static cJSON *new_text(const char *text)
{
	struct buf b;
	cJSON *json;

	if (strlen(text) <= DOCUMENT_TEXT && text_valid(text, strlen(text)))
		return cJSON_CreateStringReference(text);
	buf_init(&b, DOCUMENT_TEXT);
	while (*text && buf_ok(&b)) {
		const char *start = text;

		if (text_next(&text) == 0xFFFD)
			buf_str(&b, "\xEF\xBF\xBD");
		else
			buf_add(&b, start, (size_t)(text - start));
	}
	json = cJSON_CreateString(buf_text(&b));
	buf_clear(&b);
	return json;
}

/*
 * Give the item to an object, under a name that lasts, or to a list; false if
 * memory ran out.
 */
static bool give(cJSON *out, const char *name, cJSON *item)
{
	if (item && name && cJSON_AddItemToObjectCS(out, name, item))
		return true;
	if (item && !name && cJSON_AddItemToArray(out, item))
		return true;
	cJSON_Delete(item);
	return false;
}

static cJSON *new_texts(const char *const *text, size_t count)
{
	cJSON *list = cJSON_CreateArray();

	for (size_t i = 0; list && i < count; i++)
		if (!give(list, NULL, new_text(text[i]))) {
			cJSON_Delete(list);
			return NULL;
		}
	return list;
}

static cJSON *new_mapping(const struct document_mapping *row, size_t count)
{
	cJSON *object = cJSON_CreateObject();

	for (size_t i = 0; object && i < count; i++)
		if (!give(object, row[i].reference,
		          new_texts(row[i].item, row[i].items))) {
			cJSON_Delete(object);
			return NULL;
		}
	return object;
}

static cJSON *new_time(int64_t time, bool day)
{
	char text[DATE_TEXT];

	if (day)
		date_format_day(text, time);
	else
		date_format(text, time);
	return cJSON_CreateString(text);
}

static cJSON *new_letter(char letter)
{
	char text[2] = { letter, '\0' };

	return cJSON_CreateString(text);
}

static cJSON *new_range(int64_t from, int64_t to)
{
	cJSON *list = cJSON_CreateArray();

	if (list && give(list, NULL, cJSON_CreateNumber((double)from)) &&
	    give(list, NULL, cJSON_CreateNumber((double)to)))
		return list;
	cJSON_Delete(list);
	return NULL;
}

static cJSON *new_object(const char *base, const struct shape *s);

static cJSON *new_list(const char *row, const struct shape *s, size_t count)
{
	cJSON *list = cJSON_CreateArray();

	for (size_t i = 0; list && i < count; i++)
		if (!give(list, NULL, new_object(row + i * s->size, s))) {
			cJSON_Delete(list);
			return NULL;
		}
	return list;
}

static bool all_empty(const char *base, const struct shape *s);

/* Whether the member is NULL, 0, false or an empty list, or all of it is. */
static bool is_empty(const char *base, const struct member *m)
{
	const void *at = base + m->at;

	switch (m->kind) {
	case MEMBER_TEXT:
	case MEMBER_ID:
	case MEMBER_ADDRESS:
	case MEMBER_INSEE:
	case MEMBER_SUBJECT:
		return !get_pointer(at);
	case MEMBER_INT:
	case MEMBER_TIME:
	case MEMBER_DAY:
		return *(const int64_t *)at == 0;
	case MEMBER_LETTER:
		return *(const char *)at == '\0';
	case MEMBER_BOOL:
		return !*(const bool *)at;
	case MEMBER_OBJECT:
		return all_empty(at, m->shape);
	case MEMBER_TEXTS:
	case MEMBER_NAMES:
	case MEMBER_CIDRS:
	case MEMBER_LIST:
	case MEMBER_MAPPING:
		return *(const size_t *)(const void *)(base + m->also_at) == 0;
	default:
		return false;
	}
}

static bool all_empty(const char *base, const struct shape *s)
{
	for (size_t i = 0; i < s->members; i++)
		if (!is_empty(base, &s->member[i]))
			return false;
	return true;
}

static cJSON *new_value(const char *base, const struct member *m)
{
	const void *at = base + m->at;
	const void *also = base + m->also_at;

	switch (m->kind) {
	case MEMBER_TEXT:
	case MEMBER_ID:
	case MEMBER_ADDRESS:
	case MEMBER_INSEE:
	case MEMBER_SUBJECT:
		return new_text(get_pointer(at));
	case MEMBER_CHOICE:
		return cJSON_CreateStringReference(
		    m->choice((int)*(const unsigned *)at));
	case MEMBER_INT:
		return cJSON_CreateNumber((double)*(const int64_t *)at);
	case MEMBER_PERCENT:
		return cJSON_CreateNumber(*(const double *)at);
	case MEMBER_TIME:
	case MEMBER_DAY:
		return new_time(*(const int64_t *)at, m->kind == MEMBER_DAY);
	case MEMBER_BOOL:
		return cJSON_CreateBool(*(const bool *)at);
	case MEMBER_LETTER:
		return new_letter(*(const char *)at);
	case MEMBER_RANGE:
		return new_range(*(const int64_t *)at, *(const int64_t *)also);
	case MEMBER_OBJECT:
		return new_object(at, m->shape);
	case MEMBER_TEXTS:
	case MEMBER_NAMES:
	case MEMBER_CIDRS:
		return new_texts(get_pointer(at), *(const size_t *)also);
	case MEMBER_LIST:
		return new_list(get_pointer(at), m->shape,
		                *(const size_t *)also);
	case MEMBER_MAPPING:
		return new_mapping(get_pointer(at), *(const size_t *)also);
	}
	return NULL;
}

static bool write_member(cJSON *out, const char *base, const struct member *m)
{
	if (!is_empty(base, m) || m->need == NEED_ZERO ||
	    m->kind == MEMBER_LIST || m->kind == MEMBER_TIME ||
	    m->kind == MEMBER_INT)
		return give(out, m->name, new_value(base, m));
	if (m->need == NEED_NULL)
		return give(out, m->name, cJSON_CreateNull());
	return give(out, m->name, cJSON_CreateString(""));
}

/* Write the members of the struct at base into an object. */
static bool write_members(cJSON *out, const char *base, const struct shape *s)
{
	for (size_t i = 0; i < s->members; i++) {
		const struct member *m = &s->member[i];

		if (m->need == NEED_NONE && is_empty(base, m))
			continue;
		if (!write_member(out, base, m))
			return false;
	}
	return true;
}

static cJSON *new_object(const char *base, const struct shape *s)
{
	cJSON *object = cJSON_CreateObject();

	if (object && write_members(object, base, s))
		return object;
	cJSON_Delete(object);
	return NULL;
}

cJSON *document_to_json(const struct document *d)
{
	cJSON *json = cJSON_CreateObject();

	/* The format first, so that a reader knows at once what it holds. */
	if (json && cJSON_AddNumberToObject(json, "format", DOCUMENT_FORMAT) &&
	    write_members(json, (const char *)d, &document_shape))
		return json;
	cJSON_Delete(json);
	return NULL;
}
