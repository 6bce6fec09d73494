/* SPDX-License-Identifier: Apache-2.0 */
#include "core/json.h"
#include "report/document_json.h"
#include "report/renderer.h"

static void render(const struct view *v, struct buf *out)
{
	cJSON *json = document_to_json(v->document);

	if (json)
		json_print(out, json);
	else
		out->failed = true;
	cJSON_Delete(json);
}

const struct renderer json_renderer = {
	.name = "json",
	.extension = "json",
	.stem_fr = "document",
	.stem_en = "document",
	.about = { { "le document, pour d’autres programmes",
	             "the document, for other programs" } },
	.render = render,
};
