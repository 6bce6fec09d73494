/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/baseline_control.h"

#include "core/json.h"

#include <string.h>

bool baseline_texts(const cJSON *json, const char *name, struct arena *a,
                    const char *const **out, size_t *count, struct err *e)
{
	const cJSON *list = cJSON_GetObjectItemCaseSensitive(json, name);
	const cJSON *item;
	const char **texts;
	size_t n = 0;

	*out = NULL;
	*count = 0;
	if (!list)
		return true;
	if (!cJSON_IsArray(list))
		return err_set(e, "\"%s\" is not a list", name);
	texts = arena_alloc(a, (size_t)cJSON_GetArraySize(list) + 1,
	                    sizeof(*texts));
	if (!texts)
		return err_set(e, "\"%s\" takes too much memory", name);
	cJSON_ArrayForEach (item, list) {
		if (!cJSON_IsString(item))
			return err_set(e, "\"%s\" is not a list of texts",
			               name);
		texts[n] = arena_strdup(a, item->valuestring);
		if (!texts[n++])
			return err_set(e, "\"%s\" takes too much memory", name);
	}
	*out = texts;
	*count = n;
	return true;
}

/* Read {fr, en}; both must be there. */
static bool read_words(const cJSON *item, const char *name, struct arena *a,
                       struct words *out, struct err *e)
{
	struct err inner;

	if (!cJSON_IsObject(item))
		return err_set(e, "\"%s\" has no words", name);
	for (int i = 0; i < LANG_COUNT; i++)
		if (!json_text(item, lang_name((enum lang)i), true, a,
		               &out->text[i], &inner))
			return err_set(e, "\"%s\": %s", name, inner.text);
	return true;
}

static bool member_words(const cJSON *json, const char *name, struct arena *a,
                         struct words *out, struct err *e)
{
	return read_words(cJSON_GetObjectItemCaseSensitive(json, name), name, a,
	                  out, e);
}

bool baseline_messages(const cJSON *json, struct arena *a,
                       const struct message **out, size_t *count, struct err *e)
{
	const cJSON *group = json_object(json, "messages", e);
	struct message *list;
	const cJSON *item;
	size_t n = 0;

	if (!group)
		return false;
	list = arena_alloc(a, (size_t)cJSON_GetArraySize(group) + 1,
	                   sizeof(*list));
	if (!list)
		return err_set(e, "\"messages\" take too much memory");
	cJSON_ArrayForEach (item, group) {
		list[n].id = arena_strdup(a, item->string);
		if (!list[n].id)
			return err_set(e, "\"messages\" take too much memory");
		if (!read_words(item, item->string, a, &list[n].text, e))
			return false;
		n++;
	}
	*out = list;
	*count = n;
	return true;
}

static bool read_choice(const cJSON *item, struct arena *a,
                        struct choice *choice, struct err *e)
{
	const char *verdict = NULL;

	if (!json_text(item, "id", true, a, &choice->id, e) ||
	    !member_words(item, "label", a, &choice->label, e) ||
	    !json_text(item, "verdict", true, a, &verdict, e))
		return false;
	return verdict_parse(verdict, &choice->verdict) ||
	       err_set(e, "the verdict \"%.30s\" does not exist", verdict);
}

static bool read_choices(const cJSON *json, struct arena *a, struct question *q,
                         struct err *e)
{
	const cJSON *list = json_array(json, "choices", e);
	struct choice *choices;
	const cJSON *item;

	if (!list)
		return false;
	choices = arena_alloc(a, (size_t)cJSON_GetArraySize(list) + 1,
	                      sizeof(*choices));
	if (!choices)
		return err_set(e, "\"choices\" take too much memory");
	cJSON_ArrayForEach (item, list)
		if (!read_choice(item, a, &choices[q->choices++], e))
			return false;
	q->choice = choices;
	return true;
}

static bool read_question(const cJSON *json, struct arena *a,
                          const struct question **out, struct err *e)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(json, "question");
	const char *kind = NULL;
	struct question *q;

	*out = NULL;
	if (!item || cJSON_IsNull(item))
		return true;
	q = arena_alloc(a, 1, sizeof(*q));
	if (!q)
		return err_set(e, "\"question\" takes too much memory");
	*out = q;
	if (!json_text(item, "kind", true, a, &kind, e) ||
	    !member_words(item, "text", a, &q->text, e) ||
	    !member_words(item, "why", a, &q->why, e))
		return false;
	if (strcmp(kind, "domain") == 0) {
		q->kind = QUESTION_DOMAIN;
		return true;
	}
	if (strcmp(kind, "choice") != 0)
		return err_set(e, "the kind \"%.30s\" does not exist", kind);
	return read_choices(item, a, q, e);
}

static bool read_mapping(const cJSON *json, struct arena *a, struct control *c,
                         struct err *e)
{
	const cJSON *group = json_object(json, "mapping", e);
	struct mapping_entry *list;
	const cJSON *item;

	if (!group)
		return false;
	list = arena_alloc(a, (size_t)cJSON_GetArraySize(group) + 1,
	                   sizeof(*list));
	if (!list)
		return err_set(e, "\"mapping\" takes too much memory");
	cJSON_ArrayForEach (item, group) {
		struct mapping_entry *m = &list[c->mappings++];

		m->reference = arena_strdup(a, item->string);
		if (!m->reference)
			return err_set(e, "\"mapping\" takes too much memory");
		if (!baseline_texts(group, item->string, a, &m->item, &m->items,
		                    e))
			return false;
	}
	c->mapping = list;
	return true;
}

static bool read_platforms(const cJSON *json, struct arena *a,
                           struct control *c, struct err *e)
{
	const char *const *list;
	size_t count;

	if (!baseline_texts(json, "platforms", a, &list, &count, e))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (strcmp(list[i], "linux") == 0)
			c->platforms |= PLATFORM_LINUX;
		else if (strcmp(list[i], "windows") == 0)
			c->platforms |= PLATFORM_WINDOWS;
		else
			return err_set(e, "the platform \"%.30s\" is unknown",
			               list[i]);
	}
	return true;
}

static bool mode_parse(const char *name, enum mode *out)
{
	static const char *const names[] = {
		[MODE_MEASURED] = "measured",
		[MODE_DECLARED] = "declared",
		[MODE_MIXED] = "mixed",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i], name) == 0) {
			*out = (enum mode)i;
			return true;
		}
	return false;
}

/* The members that say of what kind a control is. */
static bool read_kind(const cJSON *item, struct arena *a, struct control *c,
                      struct err *e)
{
	const char *severity = NULL;
	const char *scope = NULL;
	const char *mode = NULL;

	if (!json_text(item, "severity", true, a, &severity, e) ||
	    !json_text(item, "scope", true, a, &scope, e) ||
	    !json_text(item, "mode", true, a, &mode, e))
		return false;
	if (!severity_parse(severity, &c->severity))
		return err_set(e, "the severity \"%.30s\" does not exist",
		               severity);
	if (!scope_parse(scope, &c->scope))
		return err_set(e, "the scope \"%.30s\" does not exist", scope);
	if (!mode_parse(mode, &c->mode))
		return err_set(e, "the mode \"%.30s\" does not exist", mode);
	return read_platforms(item, a, c, e);
}

/* What it takes: people, time and money. */
static bool read_effort(const cJSON *item, struct arena *a, struct control *c,
                        struct err *e)
{
	const cJSON *euros = json_array(item, "euros", e);
	const cJSON *from = cJSON_GetArrayItem(euros, 0);
	const cJSON *to = cJSON_GetArrayItem(euros, 1);

	if (!euros)
		return false;
	if (!cJSON_IsNumber(from) || !cJSON_IsNumber(to) ||
	    from->valuedouble < 0 || to->valuedouble < from->valuedouble ||
	    to->valuedouble > 1e6)
		return err_set(e, "\"euros\" is not two rising amounts");
	c->euros_from = (int64_t)from->valuedouble;
	c->euros_to = (int64_t)to->valuedouble;
	return json_int(item, "minutes", true, 0, 100000, &c->minutes, e) &&
	       json_text(item, "every", true, a, &c->every, e) &&
	       member_words(item, "cost", a, &c->cost, e) &&
	       baseline_texts(item, "who", a, &c->who, &c->whos, e);
}

static bool read_all_words(const cJSON *item, struct arena *a,
                           struct control *c, struct err *e)
{
	const struct {
		const char *name;
		struct words *out;
	} all[] = {
		{ "good", &c->good },     { "bad", &c->bad },
		{ "ask", &c->ask },       { "why", &c->why },
		{ "remedy", &c->remedy }, { "fix", &c->fix },
		{ "verify", &c->verify },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (!member_words(item, all[i].name, a, all[i].out, e))
			return false;
	return true;
}

static bool read_parts(const cJSON *item, struct arena *a, struct control *c,
                       struct err *e)
{
	return json_text(item, "id_fr", true, a, &c->id_fr, e) &&
	       read_kind(item, a, c, e) && read_effort(item, a, c, e) &&
	       read_all_words(item, a, c, e) && read_mapping(item, a, c, e) &&
	       read_question(item, a, &c->question, e) &&
	       baseline_messages(item, a, &c->message, &c->messages, e);
}

bool baseline_control_read(void *row, const cJSON *item, struct arena *a,
                           struct err *e)
{
	struct control *c = row;
	struct err inner;

	if (!json_text(item, "id", true, a, &c->id, e))
		return false;
	if (!read_parts(item, a, c, &inner))
		return err_set(e, "%.64s: %s", c->id, inner.text);
	if (c->mode == MODE_DECLARED && !c->question)
		return err_set(e, "%.64s: it has no question", c->id);
	return true;
}
