/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/assess.h"
#include "agent/facts_file.h"
#include "core/json.h"
#include "report/document_json.h"
#include "tests/fuzz/builtin.h"

#include <stdlib.h>

/*
 * Facts from anybody, judged: what comes out is a document that its own
 * reader takes.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MEMORY (32u << 20)

static void judge(const struct facts *f, int64_t now, struct arena *a)
{
	static const struct answers none;
	struct assessment as = { .facts = f,
		                 .answers = &none,
		                 .baseline = builtin_baseline(),
		                 .now = now };
	struct document d, again;
	struct err e;
	cJSON *json;

	if (!assess_make(&d, &as, a, &e))
		return;
	json = document_to_json(&d);
	if (!json)
		return;
	if (!document_from_json(&again, json, a, &e) ||
	    again.findings != d.findings)
		abort();
	cJSON_Delete(json);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err e;
	cJSON *json = json_parse((const char *)data, size, &e);
	struct arena *a = json ? arena_new(MEMORY) : NULL;
	struct facts f;
	int64_t now;

	if (a && facts_file_from_json(&f, &now, json, a, &e))
		judge(&f, now, a);
	arena_free(a);
	cJSON_Delete(json);
	return 0;
}
