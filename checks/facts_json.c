/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/facts_json.h"

#include "checks/fact_table.h"

#include "core/json.h"
#include "core/text.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *const state_names[] = {
	[FACT_UNASKED] = "unasked",         [FACT_KNOWN] = "known",
	[FACT_ABSENT] = "absent",           [FACT_DENIED] = "denied",
	[FACT_UNSUPPORTED] = "unsupported", [FACT_FAILED] = "failed",
};

const char *fact_state_name(enum fact_state state)
{
	return state_names[state];
}

static bool state_parse(const char *name, enum fact_state *out)
{
	for (size_t i = 0; i < COUNT(state_names); i++)
		if (strcmp(state_names[i], name) == 0) {
			*out = (enum fact_state)i;
			return true;
		}
	return false;
}

const struct fact_field *fact_field(size_t index)
{
	return index < fact_table_count ? &fact_table[index].public : NULL;
}

static void *member(const struct facts *f, const struct fact_entry *field)
{
	return (char *)f + field->at;
}

struct fact *fact_find(struct facts *f, const char *name)
{
	for (size_t i = 0; i < fact_table_count; i++)
		if (strcmp(fact_table[i].public.name, name) == 0)
			return member(f, &fact_table[i]);
	return NULL;
}

void facts_give_up(struct facts *f, const char *area, enum fact_state state,
                   const char *why)
{
	size_t n = strlen(area);

	for (size_t i = 0; i < fact_table_count; i++) {
		struct fact *fact = member(f, &fact_table[i]);

		if (strncmp(fact_table[i].public.name, area, n) == 0 &&
		    fact_table[i].public.name[n] == '.' &&
		    fact->state == FACT_UNASKED && !fact->why) {
			fact->state = state;
			fact->why = why;
		}
	}
}

void facts_doubt(struct facts *f, const char *area, const char *why)
{
	size_t n = strlen(area);

	for (size_t i = 0; i < fact_table_count; i++) {
		struct fact *fact = member(f, &fact_table[i]);

		if (strncmp(fact_table[i].public.name, area, n) == 0 &&
		    fact_table[i].public.name[n] == '.' &&
		    (fact->state == FACT_KNOWN || fact->state == FACT_ABSENT)) {
			fact->state = FACT_FAILED;
			fact->why = why;
		}
	}
}

static bool read_cell(void *row, const struct fact_column *c, const cJSON *item,
                      struct arena *a, struct err *e)
{
	void *at = (char *)row + c->at;
	int64_t number = CELL_UNKNOWN;
	const char *text = NULL;
	bool value = false;

	switch (c->type) {
	case CELL_TEXT:
		if (!json_text(item, c->name, false, a, &text, e))
			return false;
		*(const char **)at = text;
		return true;
	case CELL_INT:
		if (!json_int(item, c->name, false, 0, INT64_C(1) << 53,
		              &number, e))
			return false;
		*(int64_t *)at = number;
		return true;
	case CELL_TRI:
		if (!json_bool(item, c->name, false, &value, e))
			return false;
		if (!cJSON_IsBool(
			cJSON_GetObjectItemCaseSensitive(item, c->name)))
			*(enum tri *)at = TRI_UNKNOWN;
		else
			*(enum tri *)at = value ? TRI_YES : TRI_NO;
		return true;
	}
	return err_set(e, "\"%s\" has no type", c->name);
}

static bool read_list(void *at, const struct fact_shape *shape,
                      const cJSON *value, struct arena *a, struct err *e)
{
	struct any_list list;
	const cJSON *item;
	size_t n = 0;
	char *row;

	memcpy(&list, at, sizeof(list));
	if (!cJSON_IsArray(value))
		return err_set(e, "its value is not a list");
	n = (size_t)cJSON_GetArraySize(value);
	if (n > FACTS_ROWS)
		return err_set(e, "its list has more than %d rows", FACTS_ROWS);
	row = arena_alloc(a, n, shape->size);
	if (!row)
		return err_set(e, "its list takes too much memory");
	n = 0;
	cJSON_ArrayForEach (item, value) {
		if (!cJSON_IsObject(item))
			return err_set(e, "row %zu is malformed", n + 1);
		for (size_t i = 0; i < shape->columns; i++)
			if (!read_cell(row + n * shape->size, &shape->column[i],
			               item, a, e))
				return false;
		n++;
	}
	list.row = (const struct any_row *)(const void *)row;
	list.count = n;
	memcpy(at, &list, sizeof(list));
	return true;
}

static bool read_value(void *at, const struct fact_entry *field,
                       const cJSON *json, struct arena *a, struct err *e)
{
	const cJSON *value = cJSON_GetObjectItemCaseSensitive(json, "value");

	switch (field->type) {
	case TYPE_BOOL:
		return json_bool(json, "value", true,
		                 &((struct fact_bool *)at)->value, e);
	case TYPE_INT:
		return json_int(json, "value", true, -(INT64_C(1) << 53),
		                INT64_C(1) << 53,
		                &((struct fact_int *)at)->value, e);
	case TYPE_TEXT:
		return json_text(json, "value", true, a,
		                 &((struct fact_text *)at)->value, e);
	case TYPE_LIST:
		return read_list(at, field->shape, value, a, e);
	}
	return err_set(e, "it has no type");
}

static bool read_field(struct facts *f, const struct fact_entry *field,
                       const cJSON *json, struct arena *a, struct err *e)
{
	struct fact *fact = member(f, field);
	const cJSON *value = cJSON_GetObjectItemCaseSensitive(json, "value");
	const char *state = NULL;

	if (!cJSON_IsObject(json))
		return err_set(e, "it is not a group of names and values");
	if (!json_text(json, "state", true, a, &state, e))
		return false;
	if (!state_parse(state, &fact->state))
		return err_set(e, "the state \"%.40s\" does not exist", state);
	fact->why = NULL;
	if (!json_text(json, "why", false, a, &fact->why, e))
		return false;
	if (fact->state == FACT_KNOWN)
		return read_value(fact, field, json, a, e);
	if (field->type == TYPE_LIST && value)
		return read_list(fact, field->shape, value, a, e);
	return true;
}

bool facts_from_json(struct facts *f, const cJSON *json, struct arena *a,
                     struct err *e)
{
	struct err inner;

	for (size_t i = 0; i < fact_table_count; i++) {
		const char *name = fact_table[i].public.name;
		const cJSON *item =
		    cJSON_GetObjectItemCaseSensitive(json, name);

		if (item && !read_field(f, &fact_table[i], item, a, &inner)) {
			struct fact *fact = member(f, &fact_table[i]);

			/* Half of a list must not pass for all of it. */
			*fact = (struct fact){ .state = FACT_UNASKED };
			return err_set(e, "fact %s: %s", name, inner.text);
		}
	}
	return true;
}

#define TEXT_BYTES 4096 /* of one text that is written */

/* What a machine says may be anything; what we write is clean UTF-8. */
static bool write_text(cJSON *out, const char *name, const char *text)
{
	char clean[TEXT_BYTES];

	text_clean(clean, sizeof(clean), text);
	return cJSON_AddStringToObject(out, name, clean);
}

static bool write_cell(cJSON *out, const void *row, const struct fact_column *c)
{
	const void *at = (const char *)row + c->at;
	int64_t number;

	switch (c->type) {
	case CELL_TEXT:
		return !*(const char *const *)at ||
		       write_text(out, c->name, *(const char *const *)at);
	case CELL_INT:
		number = *(const int64_t *)at;
		return number == CELL_UNKNOWN ||
		       cJSON_AddNumberToObject(out, c->name, (double)number);
	case CELL_TRI:
		return *(const enum tri *)at == TRI_UNKNOWN ||
		       cJSON_AddBoolToObject(out, c->name,
		                             *(const enum tri *)at == TRI_YES);
	}
	return false;
}

static bool write_list(cJSON *out, const void *at,
                       const struct fact_shape *shape)
{
	cJSON *array = cJSON_AddArrayToObject(out, "value");
	struct any_list list;

	memcpy(&list, at, sizeof(list));
	for (size_t n = 0; array && n < list.count && n < FACTS_ROWS; n++) {
		cJSON *item = cJSON_CreateObject();

		if (!item || !cJSON_AddItemToArray(array, item)) {
			cJSON_Delete(item);
			return false;
		}
		for (size_t i = 0; i < shape->columns; i++)
			if (!write_cell(item,
			                (const char *)(const void *)list.row +
			                    n * shape->size,
			                &shape->column[i]))
				return false;
	}
	return array;
}

static bool write_value(cJSON *out, const void *at,
                        const struct fact_entry *field)
{
	const struct fact *fact = at;
	struct any_list list;

	if (field->type == TYPE_LIST) {
		memcpy(&list, at, sizeof(list));
		if (fact->state != FACT_KNOWN && list.count == 0)
			return true;
		return write_list(out, at, field->shape);
	}
	if (fact->state != FACT_KNOWN)
		return true;
	switch (field->type) {
	case TYPE_BOOL:
		return cJSON_AddBoolToObject(
		    out, "value", ((const struct fact_bool *)at)->value);
	case TYPE_INT:
		return cJSON_AddNumberToObject(
		    out, "value", (double)((const struct fact_int *)at)->value);
	case TYPE_TEXT:
		return write_text(out, "value",
		                  ((const struct fact_text *)at)->value);
	case TYPE_LIST:
		break;
	}
	return false;
}

static bool write_field(cJSON *out, const struct facts *f,
                        const struct fact_entry *field)
{
	const struct fact *fact = member(f, field);
	cJSON *item;

	if (fact->state == FACT_UNASKED)
		return true;
	item = cJSON_AddObjectToObject(out, field->public.name);
	return item &&
	       cJSON_AddStringToObject(item, "state",
	                               state_names[fact->state]) &&
	       (!fact->why || write_text(item, "why", fact->why)) &&
	       write_value(item, fact, field);
}

cJSON *facts_to_json(const struct facts *f)
{
	cJSON *out = cJSON_CreateObject();

	for (size_t i = 0; out && i < fact_table_count; i++)
		if (!write_field(out, f, &fact_table[i])) {
			cJSON_Delete(out);
			return NULL;
		}
	return out;
}
