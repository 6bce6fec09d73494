/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/facts_file.h"

#include "agent/version.h"
#include "checks/facts_json.h"
#include "core/date.h"
#include "core/json.h"

#include <string.h>

bool facts_file_from_json(struct facts *f, int64_t *made_at, const cJSON *json,
                          struct arena *a, struct err *e)
{
	const char *made = NULL;
	int64_t format = 0;
	const cJSON *facts;

	memset(f, 0, sizeof(*f));
	*made_at = 0;
	if (!cJSON_IsObject(json))
		return err_set(e, "it is not a facts file");
	if (!json_int(json, "format", true, 0, 1000, &format, e))
		return false;
	if (format != FACTS_FORMAT)
		return err_set(e,
		               "it has format %d, this program reads format %d",
		               (int)format, FACTS_FORMAT);
	if (!json_text(json, "made_at", false, a, &made, e))
		return false;
	if (made && !date_parse(made, made_at))
		return err_set(e, "\"made_at\" is not a date");
	facts = json_object(json, "facts", e);
	return facts && facts_from_json(f, facts, a, e);
}

static bool fill(cJSON *json, const struct facts *f, int64_t made_at)
{
	char made[DATE_TEXT];
	cJSON *facts;
	cJSON *tool;

	date_format(made, made_at);
	if (!cJSON_AddNumberToObject(json, "format", FACTS_FORMAT) ||
	    !cJSON_AddStringToObject(json, "made_at", made))
		return false;
	tool = cJSON_AddObjectToObject(json, "tool");
	if (!tool || !cJSON_AddStringToObject(tool, "name", "garde") ||
	    !cJSON_AddStringToObject(tool, "version", version_text()))
		return false;
	facts = facts_to_json(f);
	if (facts && cJSON_AddItemToObject(json, "facts", facts))
		return true;
	cJSON_Delete(facts);
	return false;
}

cJSON *facts_file_to_json(const struct facts *f, int64_t made_at)
{
	cJSON *json = cJSON_CreateObject();

	if (json && !fill(json, f, made_at)) {
		cJSON_Delete(json);
		return NULL;
	}
	return json;
}
