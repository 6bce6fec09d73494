/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/answers.h"

#include "core/date.h"
#include "core/json.h"
#include "core/rows.h"
#include "core/text.h"

#include <string.h>

#define VALUE_BYTES 254 /* longest domain name, RFC 1035, or address */

/* Five characters of the INSEE code: digits, "2A" or "2B" first for Corsica. */
static bool insee_valid(const char *s)
{
	if (strlen(s) != 5)
		return false;
	for (int i = 0; i < 5; i++) {
		bool corsica =
		    i == 1 && s[0] == '2' && (s[1] == 'A' || s[1] == 'B');

		if (!corsica && (s[i] < '0' || s[i] > '9'))
			return false;
	}
	return true;
}

static bool read_commune(struct answers *out, const cJSON *json,
                         struct arena *a, struct err *e)
{
	const cJSON *commune =
	    cJSON_GetObjectItemCaseSensitive(json, "commune");

	if (!commune || cJSON_IsNull(commune))
		return true;
	if (!json_text(commune, "insee", false, a, &out->insee, e) ||
	    !json_text(commune, "name", false, a, &out->name, e))
		return false;
	if (out->insee && !insee_valid(out->insee))
		return err_set(e, "\"%.10s\" is not an INSEE code of a commune",
		               out->insee);
	if (out->name && strlen(out->name) > 200)
		return err_set(e, "the commune's name is too long");
	return true;
}

static bool one_of(const char *value, const char *const *list)
{
	while (*list && strcmp(*list, value) != 0)
		list++;
	return *list;
}

/* An agreement that is not whole is none. */
static bool read_network(struct answers_network *out, const cJSON *json,
                         struct arena *a, struct err *e)
{
	static const char *const shared[] = { "yes", "no", "unknown", NULL };
	static const char *const looks[] = { "none", "normal", "thorough",
		                             NULL };
	static const char *const people[] = { "mayor", "clerk", "provider",
		                              NULL };
	const cJSON *network =
	    cJSON_GetObjectItemCaseSensitive(json, "network");
	const char *asked = NULL;

	if (!network || cJSON_IsNull(network))
		return true;
	if (!json_text(network, "asked_at", true, a, &asked, e) ||
	    !json_text(network, "shared", true, a, &out->shared, e) ||
	    !json_text(network, "look", true, a, &out->look, e) ||
	    !json_text(network, "by", false, a, &out->by, e) ||
	    !json_text(network, "ranges", true, a, &out->ranges, e) ||
	    !json_text(network, "mark", false, a, &out->mark, e))
		return false;
	if (!date_parse(asked, &out->asked_at))
		return err_set(e, "\"asked_at\" is not a date");
	if (!one_of(out->shared, shared) || !one_of(out->look, looks) ||
	    (out->by && !one_of(out->by, people)))
		return err_set(e, "\"network\" is not an answer");
	return true;
}

/* Say that id is unknown, and what was probably meant. */
static bool unknown_control(const struct baseline *b, const char *id,
                            struct arena *a, struct err *e)
{
	const char **ids = arena_alloc(a, b->controls, sizeof(*ids));
	const char *near = NULL;

	if (ids) {
		for (size_t i = 0; i < b->controls; i++)
			ids[i] = b->control[i].id;
		near = text_nearest(id, ids, b->controls);
	}
	return err_set(e, "there is no control \"%.60s\"%s%s%s", id,
	               near ? ", did you mean \"" : "", near ? near : "",
	               near ? "\"" : "");
}

static bool value_allowed(const struct control *c, const char *value,
                          struct err *e)
{
	if (!c->question)
		return err_set(e, "nobody is asked about %s", c->id);
	if (c->question->kind == QUESTION_CHOICE)
		return question_choice(c->question, value) ||
		       err_set(e, "\"%.60s\" is not an answer to %s", value,
		               c->id);
	return strlen(value) <= VALUE_BYTES ||
	       err_set(e, "the answer to %s is too long", c->id);
}

static bool read_answer(struct rows *rows, const cJSON *item,
                        const struct baseline *b, struct arena *a,
                        struct err *e)
{
	const struct control *c = baseline_control(b, item->string);
	struct answer *answer;

	if (!c)
		return unknown_control(b, item->string, a, e);
	if (cJSON_IsNull(item))
		return true;
	if (!cJSON_IsString(item))
		return err_set(e, "the answer to %s is not a text", c->id);
	if (!value_allowed(c, item->valuestring, e))
		return false;
	answer = rows_add(rows);
	if (!answer)
		return err_set(e, "the answers take too much memory");
	answer->control = c->id;
	answer->value = arena_strdup(a, item->valuestring);
	return answer->value || err_set(e, "the answers take too much memory");
}

bool answers_from_json(struct answers *out, const cJSON *json,
                       const struct baseline *b, struct arena *a, struct err *e)
{
	const char *made = NULL;
	int64_t format = 0;
	struct rows rows;
	const cJSON *group, *item;

	memset(out, 0, sizeof(*out));
	if (!cJSON_IsObject(json))
		return err_set(e, "it is not an answers file");
	if (!json_int(json, "format", true, 0, 1000, &format, e))
		return false;
	if (format != ANSWERS_FORMAT)
		return err_set(e,
		               "it has format %d, this program reads format %d",
		               (int)format, ANSWERS_FORMAT);
	if (!json_text(json, "made_at", false, a, &made, e) ||
	    !read_commune(out, json, a, e) ||
	    !read_network(&out->network, json, a, e))
		return false;
	if (made && !date_parse(made, &out->made_at))
		return err_set(e, "\"made_at\" is not a date");
	group = json_object(json, "answers", e);
	if (!group)
		return false;
	rows_init(&rows, a, sizeof(struct answer));
	cJSON_ArrayForEach (item, group)
		if (!read_answer(&rows, item, b, a, e))
			return false;
	out->row = rows.data;
	out->count = rows.count;
	return true;
}

static bool write_network(cJSON *json, const struct answers_network *n)
{
	char day[DATE_TEXT];
	cJSON *group;

	if (!n->asked_at)
		return true;
	date_format(day, n->asked_at);
	group = cJSON_AddObjectToObject(json, "network");
	return group && cJSON_AddStringToObject(group, "asked_at", day) &&
	       cJSON_AddStringToObject(group, "shared", n->shared) &&
	       cJSON_AddStringToObject(group, "look", n->look) &&
	       (!n->by || cJSON_AddStringToObject(group, "by", n->by)) &&
	       cJSON_AddStringToObject(group, "ranges", n->ranges) &&
	       (!n->mark || cJSON_AddStringToObject(group, "mark", n->mark));
}

static bool write_answers(cJSON *json, const struct answers *answers)
{
	char day[DATE_TEXT];
	cJSON *group;

	date_format(day, answers->made_at);
	if (!cJSON_AddNumberToObject(json, "format", ANSWERS_FORMAT) ||
	    (answers->made_at &&
	     !cJSON_AddStringToObject(json, "made_at", day)))
		return false;
	if (answers->insee || answers->name) {
		group = cJSON_AddObjectToObject(json, "commune");
		if (!group ||
		    (answers->insee && !cJSON_AddStringToObject(
					   group, "insee", answers->insee)) ||
		    (answers->name &&
		     !cJSON_AddStringToObject(group, "name", answers->name)))
			return false;
	}
	if (!write_network(json, &answers->network))
		return false;
	group = cJSON_AddObjectToObject(json, "answers");
	for (size_t i = 0; group && i < answers->count; i++)
		if (!cJSON_AddStringToObject(group, answers->row[i].control,
		                             answers->row[i].value))
			return false;
	return group;
}

cJSON *answers_to_json(const struct answers *answers)
{
	cJSON *json = cJSON_CreateObject();

	if (json && !write_answers(json, answers)) {
		cJSON_Delete(json);
		return NULL;
	}
	return json;
}

const char *answers_find(const struct answers *answers, const char *control)
{
	for (size_t i = 0; i < answers->count; i++)
		if (strcmp(answers->row[i].control, control) == 0)
			return answers->row[i].value;
	return NULL;
}
