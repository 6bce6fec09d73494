/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/listing.h"

#include "agent/console.h"
#include "agent/input.h"
#include "checks/ruling.h"
#include "core/clock.h"
#include "core/json.h"
#include "core/text.h"

#define LIST_BYTES (4u << 20)

static const char *const modes[] = {
	[MODE_MEASURED] = "measured",
	[MODE_DECLARED] = "declared",
	[MODE_MIXED] = "mixed",
};

static const struct {
	unsigned bit;
	const char *name;
} platforms[] = { { PLATFORM_WINDOWS, "windows" },
	          { PLATFORM_LINUX, "linux" } };

static void pad(struct buf *out, const char *text, size_t width)
{
	buf_str(out, text);
	for (size_t at = text_width(text); at < width; at++)
		buf_char(out, ' ');
}

/* A list of texts ended by NULL, on one line under a heading. */
static void add_names(struct buf *out, const char *heading,
                      const char *const *names)
{
	if (!names || !names[0])
		return;
	buf_fmt(out, "    %s", heading);
	for (; *names; names++)
		buf_fmt(out, " %s", *names);
	buf_char(out, '\n');
}

static void add_control(struct buf *out, const struct control *c,
                        enum lang lang)
{
	const struct rule *rule = rule_find(c->id);

	pad(out, c->id, 26);
	pad(out, severity_name(c->severity), 10);
	pad(out, modes[c->mode], 10);
	for (size_t i = 0; i < sizeof(platforms) / sizeof(*platforms); i++)
		if (c->platforms & platforms[i].bit)
			buf_fmt(out, "%s ", platforms[i].name);
	buf_fmt(out, "\n    %s\n", c->good.text[lang]);
	if (!rule)
		return;
	add_names(out, say(SAY_LIST_READS, lang), rule->reads);
	add_names(out, say(SAY_LIST_CODES, lang), rule->codes);
}

static bool json_names(cJSON *to, const char *name, const char *const *names)
{
	cJSON *array = cJSON_AddArrayToObject(to, name);

	for (; array && names && *names; names++)
		if (!cJSON_AddItemToArray(array, cJSON_CreateString(*names)))
			return false;
	return array;
}

static bool json_control(cJSON *array, const struct control *c, enum lang lang)
{
	const struct rule *rule = rule_find(c->id);
	cJSON *o = cJSON_CreateObject();
	const char *on[3] = { NULL };
	size_t count = 0;

	for (size_t i = 0; i < sizeof(platforms) / sizeof(*platforms); i++)
		if (c->platforms & platforms[i].bit)
			on[count++] = platforms[i].name;
	if (!o || !cJSON_AddItemToArray(array, o)) {
		cJSON_Delete(o);
		return false;
	}
	return cJSON_AddStringToObject(o, "id", c->id) &&
	       cJSON_AddStringToObject(o, "id_fr", c->id_fr) &&
	       cJSON_AddStringToObject(o, "title", c->good.text[lang]) &&
	       cJSON_AddStringToObject(o, "severity",
	                               severity_name(c->severity)) &&
	       cJSON_AddStringToObject(o, "scope", scope_name(c->scope)) &&
	       cJSON_AddStringToObject(o, "mode", modes[c->mode]) &&
	       json_names(o, "platforms", on) &&
	       json_names(o, "reads", rule ? rule->reads : NULL) &&
	       json_names(o, "codes", rule ? rule->codes : NULL);
}

static void write_json(struct buf *out, const struct baseline *b,
                       enum lang lang)
{
	cJSON *array = cJSON_CreateArray();
	bool ok = array;

	for (size_t i = 0; ok && i < b->controls; i++)
		ok = json_control(array, &b->control[i], lang);
	if (!ok || !json_print(out, array))
		out->failed = true;
	cJSON_Delete(array);
}

enum ending listing_run(struct session *s)
{
	const struct baseline *b = input_baseline(s, clock_now());
	enum ending ending;
	struct buf out;

	if (!b)
		return ENDING_BASELINE;
	buf_init(&out, LIST_BYTES);
	if (s->options.value[OPTION_JSON])
		write_json(&out, b, s->lang);
	else
		for (size_t i = 0; i < b->controls; i++)
			add_control(&out, &b->control[i], s->lang);
	ending = console_result(s, &out);
	buf_clear(&out);
	return ending;
}
