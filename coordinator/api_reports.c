/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/intake.h"
#include "coordinator/journal.h"
#include "coordinator/route.h"
#include "coordinator/service.h"
#include "core/date.h"

#include <cjson/cJSON.h>

/* Why the store failed is ours to know, not the sender's. */
static const char *reason(const struct intake_result *result)
{
	switch (result->status) {
	case 503:
		return "the service cannot take it now";
	case 507:
		return "the service has no room left";
	default:
		return result->why.text;
	}
}

static void fill(cJSON *json, const struct intake_result *result)
{
	char when[DATE_TEXT];

	if (result->status == 200 || result->status == 201) {
		date_format(when, result->received_at);
		cJSON_AddStringToObject(json, "receipt", result->receipt);
		cJSON_AddStringToObject(json, "received_at", when);
		return;
	}
	cJSON_AddStringToObject(json, "error", reason(result));
	if (result->field[0])
		cJSON_AddStringToObject(json, "field", result->field);
}

static void note(const struct intake_result *result)
{
	const char *insee = result->insee[0] ? result->insee : "-";

	if (result->status < 300)
		journal_write(JOURNAL_INFO, "report %d insee=%s receipt=%s",
		              result->status, insee, result->receipt);
	else
		journal_write(result->status < 500 ? JOURNAL_NOTICE
		                                   : JOURNAL_ERROR,
		              "report %d insee=%s field=%s: %s", result->status,
		              insee, result->field, result->why.text);
}

bool api_reports_take(struct request *r, struct response *out, struct err *e)
{
	struct intake_result result;
	cJSON *json = cJSON_CreateObject();
	char *text;

	intake_take(r->service->intake, r->body, r->body_len, "https", r->now,
	            &result);
	note(&result);
	fill(json, &result);
	text = json ? cJSON_PrintUnformatted(json) : NULL;
	cJSON_Delete(json);
	if (!text)
		return err_set(e, "out of memory");
	out->status = result.status;
	out->type = "application/json";
	out->retry_after = result.retry_after;
	buf_str(&out->body, text);
	buf_char(&out->body, '\n');
	cJSON_free(text);
	return true;
}
