/* SPDX-License-Identifier: Apache-2.0 */
#include "core/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static const char *refusal(const char *text, size_t len)
{
	static struct err e;
	cJSON *json = json_parse(text, len, &e);

	cJSON_Delete(json);
	return json ? NULL : e.text;
}

static void test_refused(void **state)
{
	static const struct {
		const char *text, *says;
	} cases[] = {
		{ "", "ends too early" },
		{ "  ", "ends too early" },
		{ "{", "line 1, column 2: a name in quotes" },
		{ "{\"a\"}", "a colon is missing" },
		{ "{\"a\":1", "ends too early" },
		{ "{\"a\":1 \"b\":2}", "a comma is missing" },
		{ "{\"a\":1,}", "a name in quotes is missing" },
		{ "[1,]", "not JSON" },
		{ "[1 2]", "a comma is missing" },
		{ "[1", "ends too early" },
		{ "\"abc", "no closing quote" },
		{ "\"a\tb\"", "control character" },
		{ "\"\\x\"", "escape does not exist" },
		{ "\"\\", "escape does not exist" },
		{ "\"\\u00", "incomplete" },
		{ "\"\\u0000\"", "NUL character" },
		{ "\"\\ud800\"", "surrogate" },
		{ "\"\\ud800\\u0041\"", "surrogate" },
		{ "\"\\udc00\"", "surrogate" },
		{ "1e400", "too large" },
		{ "-1e400", "too large" },
		{ "01", "something follows" },
		{ "1.", "malformed" },
		{ "1e", "malformed" },
		{ "-", "malformed" },
		{ "+1", "not JSON" },
		{ "nul", "not JSON" },
		{ "{} {}", "something follows" },
		{ "{\"a\":1,\"b\":2,\"a\":3}", "\"a\" is there twice" },
		{ "[{\"x\":{\"a\":1,\"a\":2}}]", "\"a\" is there twice" },
		/* More than are compared all with all. */
		{ "{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"g\":1,"
		  "\"h\":1,\"i\":1,\"j\":1,\"k\":1,\"l\":1,\"m\":1,\"n\":1,"
		  "\"o\":1,\"p\":1,\"q\":1,\"r\":1,\"s\":1,\"t\":1,\"u\":1,"
		  "\"v\":1,\"w\":1,\"x\":1,\"y\":1,\"z\":1,\"k\":2}",
		  "\"k\" is there twice" },
		{ "\"\xff\"", "not UTF-8" },
		{ "\"\xed\xa0\x80\"", "not UTF-8" },
		{ "\n\n  x", "line 3, column 3" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *why = refusal(cases[i].text, strlen(cases[i].text));

		if (!why || !strstr(why, cases[i].says))
			fail_msg("%s: %s", cases[i].text,
			         why ? why : "accepted");
	}
	assert_non_null(strstr(refusal("[1\0]", 4), "NUL byte"));
}

static void test_accepted(void **state)
{
	static const char *const cases[] = {
		"{}",
		"[]",
		" [ 1 , -2.5e+3 , true , false , null ] ",
		"\"\\ud83d\\ude00 \\n\\/\"",
		"\"é œ 日本\"",
		"0",
		"-0.0",
		"\xEF\xBB\xBF{\"a\":[{\"a\":1}]}",
		"{\"a\":{\"a\":1}}",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *why = refusal(cases[i], strlen(cases[i]));

		if (why)
			fail_msg("%s: %s", cases[i], why);
	}
}

static void test_values(void **state)
{
	const size_t size = 3 * JSON_VALUES;
	char *text = malloc(size + 1);
	size_t n = 0;

	(void)state;
	assert_non_null(text);
	/* The array itself is one. */
	text[n++] = '[';
	for (int i = 1; i < JSON_VALUES; i++) {
		text[n++] = '0';
		text[n++] = i + 1 < JSON_VALUES ? ',' : ']';
	}
	assert_null(refusal(text, n));
	text[n - 1] = ',';
	text[n++] = '0';
	text[n++] = ']';
	assert_non_null(strstr(refusal(text, n), "too many values"));
	free(text);
}

static void test_depth(void **state)
{
	char text[2 * 100000 + 1];
	const char *why;

	(void)state;
	memset(text, '[', 100000);
	memset(text + 100000, ']', 100000);
	why = refusal(text, 200000);
	assert_non_null(why);
	assert_non_null(strstr(why, "too many levels"));
	memset(text, '[', JSON_DEPTH);
	memset(text + JSON_DEPTH, ']', JSON_DEPTH);
	assert_null(refusal(text, 2 * JSON_DEPTH));
}

static void test_members(void **state)
{
	static const char text[] =
	    "{\"t\":\"x\",\"i\":7,\"f\":1.5,\"b\":true,\"n\":null,\"a\":[]}";
	struct arena *a = arena_new(1000);
	struct err e;
	cJSON *json = json_parse(text, strlen(text), &e);
	const char *t = "kept";
	int64_t i = 1;
	bool b = false;

	(void)state;
	assert_true(json_text(json, "none", false, a, &t, &e));
	assert_string_equal(t, "kept");
	assert_true(json_text(json, "n", false, a, &t, &e));
	assert_string_equal(t, "kept");
	assert_false(json_text(json, "none", true, a, &t, &e));
	assert_string_equal(e.text, "\"none\" is missing");
	assert_true(json_text(json, "t", true, a, &t, &e));
	assert_string_equal(t, "x");
	assert_false(json_text(json, "i", true, a, &t, &e));
	assert_true(json_int(json, "i", true, 0, 10, &i, &e));
	assert_int_equal(i, 7);
	assert_false(json_int(json, "i", true, 0, 6, &i, &e));
	assert_false(json_int(json, "i", true, 8, 9, &i, &e));
	assert_false(json_int(json, "f", true, 0, 10, &i, &e));
	assert_false(json_int(json, "t", true, 0, 10, &i, &e));
	assert_false(json_int(json, "none", true, 0, 10, &i, &e));
	assert_true(json_int(json, "none", false, 0, 10, &i, &e));
	assert_true(json_bool(json, "b", true, &b, &e));
	assert_true(b);
	assert_false(json_bool(json, "i", true, &b, &e));
	assert_true(json_bool(json, "none", false, &b, &e));
	assert_false(json_bool(json, "none", true, &b, &e));
	assert_non_null(json_array(json, "a", &e));
	assert_null(json_array(json, "t", &e));
	assert_null(json_object(json, "a", &e));
	cJSON_Delete(json);
	arena_free(a);
}

static void test_print(void **state)
{
	struct err e;
	cJSON *json = json_parse("{\"a\":[1,\"é\"]}", 14, &e);
	struct buf out;

	(void)state;
	buf_init(&out, 1000);
	assert_true(json_print(&out, json));
	assert_string_equal(buf_text(&out), "{\n\t\"a\":\t[1, \"é\"]\n}\n");
	buf_clear(&out);
	buf_init(&out, 3);
	assert_false(json_print(&out, json));
	buf_clear(&out);
	cJSON_Delete(json);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refused), cmocka_unit_test(test_accepted),
		cmocka_unit_test(test_values),  cmocka_unit_test(test_depth),
		cmocka_unit_test(test_members), cmocka_unit_test(test_print),
	};

	return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
