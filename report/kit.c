/* SPDX-License-Identifier: Apache-2.0 */
#include "report/kit.h"

#include "core/date.h"
#include "core/json.h"
#include "core/text.h"
#include "report/kit_shape.h"

#include <string.h>

/* A text of a kit: where it stands in both, and what it looks like. */
struct field {
	const char *group; /* NULL: at the top */
	const char *name;
	size_t offset;
	bool must;
	bool (*fine)(const char *s);
};

#define AT(member) offsetof(struct kit, member)

static const struct field fields[] = {
	{ NULL, "id", AT(id), true, kit_shape_id },
	{ "commune", "insee", AT(commune.insee), true, kit_shape_insee },
	{ "commune", "name", AT(commune.name), true, kit_shape_name },
	{ "commune", "department", AT(commune.department), false,
	  kit_shape_department },
	{ "commune", "site", AT(commune.site), false, kit_shape_host },
	{ "commune", "mail", AT(commune.mail), false, kit_shape_host },
	{ "coordinator", "name", AT(coordinator.name), true, kit_shape_name },
	{ "coordinator", "address", AT(coordinator.address), false,
	  kit_shape_line },
	{ "coordinator", "phone", AT(coordinator.phone), false,
	  kit_shape_phone },
	{ "coordinator", "email", AT(coordinator.email), false,
	  kit_shape_email },
	{ "coordinator", "url", AT(coordinator.url), false, kit_shape_url },
	{ "coordinator", "logo", AT(coordinator.logo), false, kit_shape_logo },
	{ NULL, "certificates", AT(certificates), true,
	  kit_shape_certificates },
	{ NULL, "roots", AT(roots), false, kit_shape_roots },
	{ NULL, "token", AT(token), true, kit_shape_token },
	{ NULL, "lan", AT(lan), false, kit_shape_lan },
	{ NULL, "baseline", AT(baseline), false, kit_shape_hash },
};

#define FIELDS (sizeof(fields) / sizeof(fields[0]))

static const char **text_of(struct kit *kit, const struct field *f)
{
	return (const char **)(void *)((char *)kit + f->offset);
}

static bool wrong(const char *group, const char *name, struct err *e)
{
	return err_set(e, "\"%s%s%s\" is not as it should be",
	               group ? group : "", group ? "." : "", name);
}

/* The group that a field stands in; NULL and e when it is not there. */
static const cJSON *find_group(const cJSON *json, const struct field *f,
                               struct err *e)
{
	return f->group ? json_object(json, f->group, e) : json;
}

static bool read_field(struct kit *kit, const cJSON *json,
                       const struct field *f, struct arena *a, struct err *e)
{
	const cJSON *group = find_group(json, f, e);
	const char **text = text_of(kit, f);

	if (!group || !json_text(group, f->name, f->must, a, text, e))
		return false;
	return !*text || f->fine(*text) || wrong(f->group, f->name, e);
}

static bool read_time(const cJSON *json, const char *name, int64_t *out,
                      struct arena *a, struct err *e)
{
	const char *text;

	if (!json_text(json, name, true, a, &text, e))
		return false;
	return date_parse(text, out) || wrong(NULL, name, e);
}

static bool read_number(struct kit_number *out, const cJSON *item,
                        struct arena *a, struct err *e)
{
	if (!cJSON_IsObject(item))
		return wrong("coordinator", "numbers", e);
	return json_text(item, "name", true, a, &out->name, e) &&
	       json_text(item, "phone", true, a, &out->phone, e) &&
	       ((kit_shape_name(out->name) && kit_shape_phone(out->phone)) ||
	        wrong("coordinator", "numbers", e));
}

static bool read_numbers(struct kit *kit, const cJSON *json, struct arena *a,
                         struct err *e)
{
	const cJSON *group = json_object(json, "coordinator", e);
	const cJSON *list, *item;
	size_t *count = &kit->coordinator.numbers;

	if (!group)
		return false;
	if (!cJSON_HasObjectItem(group, "numbers"))
		return true;
	list = json_array(group, "numbers", e);
	if (!list)
		return false;
	cJSON_ArrayForEach (item, list) {
		if (*count == KIT_NUMBERS)
			return err_set(e, "\"coordinator.numbers\" has too "
			                  "many entries");
		if (!read_number(&kit->coordinator.number[*count], item, a, e))
			return false;
		++*count;
	}
	return true;
}

/* What no value tells alone. */
static bool consistent(const struct kit *kit, struct err *e)
{
	if (kit->made_at >= kit->expires)
		return wrong(NULL, "expires", e);
	return text_begins(kit->id, kit->commune.insee) || wrong(NULL, "id", e);
}

bool kit_from_json(struct kit *kit, const cJSON *json, struct arena *a,
                   struct err *e)
{
	int64_t format;

	memset(kit, 0, sizeof(*kit));
	if (!cJSON_IsObject(json))
		return err_set(e, "it is no kit");
	if (!json_int(json, "format", true, 1, INT32_MAX, &format, e))
		return false;
	if (format != KIT_FORMAT)
		return err_set(e, "the kit has format %d, not %d", (int)format,
		               KIT_FORMAT);
	for (size_t i = 0; i < FIELDS; i++)
		if (!read_field(kit, json, &fields[i], a, e))
			return false;
	return read_time(json, "made_at", &kit->made_at, a, e) &&
	       read_time(json, "expires", &kit->expires, a, e) &&
	       read_numbers(kit, json, a, e) && consistent(kit, e);
}

/* The group of that name, made when it is not there. */
static cJSON *make_group(cJSON *json, const char *name)
{
	cJSON *group;

	if (!name)
		return json;
	group = cJSON_GetObjectItemCaseSensitive(json, name);
	return group ? group : cJSON_AddObjectToObject(json, name);
}

static bool write_field(cJSON *json, const struct kit *kit,
                        const struct field *f)
{
	const char *text;
	cJSON *group = make_group(json, f->group);

	memcpy(&text, (const char *)kit + f->offset, sizeof(text));
	return group &&
	       (!text || cJSON_AddStringToObject(group, f->name, text));
}

static bool write_time(cJSON *json, const char *name, int64_t time)
{
	char text[DATE_TEXT];

	date_format(text, time);
	return cJSON_AddStringToObject(json, name, text);
}

static bool write_numbers(cJSON *json, const struct kit *kit)
{
	cJSON *list;

	if (kit->coordinator.numbers == 0)
		return true;
	list =
	    cJSON_AddArrayToObject(make_group(json, "coordinator"), "numbers");
	for (size_t i = 0; list && i < kit->coordinator.numbers; i++) {
		const struct kit_number *n = &kit->coordinator.number[i];
		cJSON *item = cJSON_CreateObject();

		if (!item || !cJSON_AddItemToArray(list, item) ||
		    !cJSON_AddStringToObject(item, "name", n->name) ||
		    !cJSON_AddStringToObject(item, "phone", n->phone))
			return false;
	}
	return list;
}

cJSON *kit_to_json(const struct kit *kit)
{
	cJSON *json = cJSON_CreateObject();
	bool ok = json && cJSON_AddNumberToObject(json, "format", KIT_FORMAT) &&
	          write_time(json, "made_at", kit->made_at) &&
	          write_time(json, "expires", kit->expires);

	for (size_t i = 0; ok && i < FIELDS; i++)
		ok = write_field(json, kit, &fields[i]);
	if (ok && write_numbers(json, kit))
		return json;
	cJSON_Delete(json);
	return NULL;
}
