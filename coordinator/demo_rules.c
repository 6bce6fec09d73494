/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/demo_rules.h"

#include "core/json.h"

#define MOST 200 /* controls */

/* In the language of the demonstration. */
static const char *words(const cJSON *control, const char *name,
                         struct arena *a)
{
	const cJSON *both = cJSON_GetObjectItemCaseSensitive(control, name);
	const cJSON *text = cJSON_GetObjectItemCaseSensitive(both, "fr");

	return cJSON_IsString(text) ? arena_strdup(a, text->valuestring) : "";
}

static int64_t number(const cJSON *list, int index)
{
	const cJSON *item = cJSON_GetArrayItem(list, index);

	return cJSON_IsNumber(item) ? (int64_t)item->valuedouble : 0;
}

static bool read_who(struct demo_rule *rule, const cJSON *control,
                     struct arena *a)
{
	const cJSON *list = cJSON_GetObjectItemCaseSensitive(control, "who");
	const cJSON *who;

	rule->who = arena_alloc(a, 8, sizeof(*rule->who));
	if (!rule->who)
		return false;
	cJSON_ArrayForEach (who, list) {
		if (rule->whos < 8 && cJSON_IsString(who))
			rule->who[rule->whos++] =
			    arena_strdup(a, who->valuestring);
	}
	return true;
}

static bool read_rule(struct demo_rule *rule, const cJSON *control,
                      struct arena *a, struct err *e)
{
	const cJSON *euros = cJSON_GetObjectItemCaseSensitive(control, "euros");
	const char *severity = NULL;
	const char *scope = NULL;

	if (!json_text(control, "id", true, a, &rule->id, e) ||
	    !json_text(control, "severity", true, a, &severity, e) ||
	    !json_text(control, "scope", true, a, &scope, e) ||
	    !json_text(control, "every", false, a, &rule->every, e) ||
	    !json_int(control, "minutes", false, 0, INT32_MAX, &rule->minutes,
	              e))
		return false;
	if (!severity_parse(severity, &rule->severity) ||
	    !scope_parse(scope, &rule->scope))
		return err_set(e, "%s: not a severity or a scope", rule->id);
	rule->good = words(control, "good", a);
	rule->bad = words(control, "bad", a);
	rule->ask = words(control, "ask", a);
	rule->why = words(control, "why", a);
	rule->remedy = words(control, "remedy", a);
	rule->fix = words(control, "fix", a);
	rule->verify = words(control, "verify", a);
	rule->cost = words(control, "cost", a);
	rule->euros_from = number(euros, 0);
	rule->euros_to = number(euros, 1);
	return read_who(rule, control, a) || err_set(e, "out of memory");
}

bool demo_rules_read(struct demo_rules *out, const char *json, size_t len,
                     struct arena *a, struct err *e)
{
	cJSON *root = json_parse(json, len, e);
	const cJSON *controls, *control;
	bool ok = false;

	*out = (struct demo_rules){ 0 };
	if (!root)
		return false;
	controls = json_array(root, "controls", e);
	out->rule = arena_alloc(a, MOST, sizeof(*out->rule));
	if (!controls || !out->rule ||
	    !json_text(root, "version", true, a, &out->version, e))
		goto out;
	cJSON_ArrayForEach (control, controls) {
		if (out->rules == MOST)
			break;
		if (!read_rule(&out->rule[out->rules], control, a, e))
			goto out;
		out->rules++;
	}
	ok = !arena_full(a) || err_set(e, "out of memory");
out:
	cJSON_Delete(root);
	return ok;
}
