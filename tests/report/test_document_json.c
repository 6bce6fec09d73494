/* SPDX-License-Identifier: Apache-2.0 */
#include "core/file.h"
#include "core/json.h"
#include "report/document_json.h"

#include <stdio.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static cJSON *load(const char *name)
{
	char path[512];
	struct buf text;
	struct err e = { 0 };
	cJSON *json;

	snprintf(path, sizeof(path), TESTS_DIR "/report/documents/%s", name);
	buf_init(&text, DOCUMENT_BYTES);
	if (!file_read(path, &text, &e))
		fail_msg("%s", e.text);
	json = json_parse(buf_text(&text), text.len, &e);
	if (!json)
		fail_msg("%s: %s", name, e.text);
	buf_clear(&text);
	return json;
}

/* What is read and written again is what was there. */
static void test_round_trip(void **state)
{
	cJSON *json = load("good.json");
	struct arena *a = arena_new(DOCUMENT_BYTES);
	struct document d;
	struct err e;
	cJSON *again;

	(void)state;
	if (!document_from_json(&d, json, a, &e))
		fail_msg("%s", e.text);
	again = document_to_json(&d);
	assert_true(cJSON_Compare(json, again, true));
	cJSON_Delete(again);
	arena_free(a);
	cJSON_Delete(json);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
	};

	return cmocka_run_group_tests_name("document_json", tests, NULL, NULL);
}
