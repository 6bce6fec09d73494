/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/document_file.h"

#include "core/json.h"
#include "report/document_json.h"

void document_file_format(struct buf *out, const struct document *d)
{
	cJSON *json = document_to_json(d);

	if (!json || !json_print(out, json))
		out->failed = true;
	cJSON_Delete(json);
}
