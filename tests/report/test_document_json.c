/* SPDX-License-Identifier: Apache-2.0 */
#include "core/text.h"
#include "report/document_shape.h"
#include "tests/report/sample.h"

#include <stdlib.h>

static const char *const samples[] = {
	"documents/good.json",        "documents/bad.json",
	"documents/provisional.json", "documents/with-previous.json",
	"documents/hostile.json",     "documents/two-machines/a.json",
};

#define SAMPLES (sizeof(samples) / sizeof(samples[0]))

/* What is read and written again is what was there. */
static void test_round_trip(void **state)
{
	(void)state;
	for (size_t i = 0; i < SAMPLES; i++) {
		struct arena *a = arena_new(SAMPLE_MEMORY);
		struct buf text = sample_text(samples[i]);
		struct document d;
		struct err e = { 0 };
		cJSON *json = json_parse(buf_text(&text), text.len, &e);
		cJSON *again;

		assert_non_null(json);
		if (!document_from_json(&d, json, a, &e))
			fail_msg("%s: %s", samples[i], e.text);
		again = document_to_json(&d);
		assert_true(cJSON_Compare(json, again, true));
		cJSON_Delete(again);
		cJSON_Delete(json);
		buf_clear(&text);
		arena_free(a);
	}
}

/* A good document with one thing in it changed; the caller clears it. */
static struct buf changed(const char *old, const char *new)
{
	struct buf text = sample_text("documents/good.json");
	struct buf out;
	const char *at = strstr(buf_text(&text), old);

	if (!at)
		fail_msg("%s is not in the sample", old);
	buf_init(&out, DOCUMENT_BYTES);
	buf_add(&out, buf_text(&text), (size_t)(at - buf_text(&text)));
	buf_str(&out, new);
	buf_str(&out, at + strlen(old));
	buf_clear(&text);
	return out;
}

static void assert_refused(const char *text, const char *want)
{
	struct arena *a = arena_new(SAMPLE_MEMORY);
	struct err e = { 0 };
	cJSON *json = json_parse(text, strlen(text), &e);
	struct document d;

	if (!json)
		fail_msg("%s", e.text);
	if (document_from_json(&d, json, a, &e))
		fail_msg("nothing was said of: %s", want);
	if (strcmp(e.text, want) != 0)
		fail_msg("said:     %s\nexpected: %s", e.text, want);
	cJSON_Delete(json);
	arena_free(a);
}

#define FIRST "finding 1 (backup-recent): "

#define NETWORK(value) "\"network\": " value ", \"rating\": {"

static const struct {
	const char *old, *new, *error;
} refused[] = {
	{ "\"format\": 1", "\"form\": 1", "\"format\" is missing" },
	{ "\"format\": 1", "\"format\": 2",
	  "format 2 is not known, only format 1; a newer version of "
	  "this program may know it" },
	{ "\"subject\": \"machine\"", "\"subject\": \"world\"",
	  "\"subject\": \"world\" does not exist" },
	{ "\"subject\": \"machine\"", "\"subject\": null",
	  "\"subject\" is missing" },
	{ "\"2026-11-20T08:30:00Z\"", "\"2026-02-30\"",
	  "\"made_at\": it is not a date like 2026-11-22 or "
	  "2026-11-22T08:30:00Z" },
	{ "\"lang\": \"fr\"", "\"lang\": \"de\"",
	  "\"lang\": \"de\" does not exist" },
	{ "\"lang\": \"fr\"", "\"lang\": 3", "\"lang\": it is not a text" },
	{ "\"formula\": 1", "\"formula\": 1.5",
	  "\"formula\": it is not a whole number" },
	{ "\"formula\": 1", "\"formula\": -1",
	  "\"formula\": it is out of range" },
	{ "\"formula\": 1", "\"formula\": 1e300",
	  "\"formula\": it is not a whole number" },
	{ "\"insee\": \"01004\"", "\"insee\": \"1004\"",
	  "\"commune\": \"insee\": it is not an INSEE code" },
	{ "\"insee\": \"01004\"", "\"insee\": \"0100x\"",
	  "\"commune\": \"insee\": it is not an INSEE code" },
	{ "\"insee\": \"01004\"", "\"insee\": \"2A00x\"",
	  "\"commune\": \"insee\": it is not an INSEE code" },
	{ "\"Ambérieu-en-Bugey\"", "7",
	  "\"commune\": \"name\": it is not a text" },
	{ "\"commune\": {", "\"commune\": 4, \"was\": {",
	  "\"commune\": it is not a group of names and values" },
	{ "\"machines\": [", "\"machines\": 4, \"was\": [",
	  "\"machines\": it is not a list" },
	{ "\"machines\": [", "\"machines\": [4, ",
	  "\"machines\": machine 1 is not a group of names and "
	  "values" },
	{ "\"machines\": [",
	  "\"machines\": [{\"id\": "
	  "\"3f9a1c20b7d4e6f8\"}, ",
	  "\"machines\": machine 3f9a1c20b7d4e6f8 is there twice" },
	{ "\"id\": \"3f9a1c20b7d4e6f8\"", "\"id\": \"3F9A\"",
	  "\"machines\": machine 1: \"id\": it is not an id of at "
	  "most 64 of a-z 0-9 -" },
	{ "\"letter\": null", "\"letter\": \"F\"",
	  "\"rating\": \"letter\": it is not a letter from A to E" },
	{ "\"letter\": null", "\"letter\": \"AA\"",
	  "\"rating\": \"letter\": it is not a letter from A to E" },
	{ "\"letter\": null", "\"letter\": 65",
	  "\"rating\": \"letter\": it is not a letter from A to E" },
	{ "\"score\": 0", "\"score\": 100.1",
	  "\"rating\": \"score\": it is not a number from 0 to "
	  "100" },
	{ "\"score\": 0", "\"score\": \"0\"",
	  "\"rating\": \"score\": it is not a number from 0 to "
	  "100" },
	{ "\"next_actions\": []",
	  "\"next_actions\": [{\"id\":\"a\"},{\"id\":\"b\"},"
	  "{\"id\":\"c\"},{\"id\":\"d\"}]",
	  "\"rating\": \"next_actions\": it has more than 3 "
	  "entries" },
	{ "\"caps\": []", "\"caps\": [{\"id\": \"x\"}]",
	  "\"rating\": \"caps\": cap 1 (x): \"letter\" is missing" },
	{ "\"findings\": [", "\"found\": [", "\"findings\" is missing" },
	{ "\"id\": \"backup-recent\"", "\"id\": \"os-supported\"",
	  "\"findings\": finding os-supported is there twice" },
	{ "\"id\": \"backup-recent\"", "\"id\": \"\"",
	  "\"findings\": finding 1: \"id\": it is not an id of at "
	  "most 64 of a-z 0-9 -" },
	{ "\"verdict\": \"pass\"", "\"verdict\": \"perfect\"",
	  "\"findings\": " FIRST "\"verdict\": \"perfect\" does not exist" },
	{ "\"severity\": \"critical\"", "\"weight\": \"critical\"",
	  "\"findings\": " FIRST "\"severity\" is missing" },
	{ "\"declared\": false", "\"declared\": \"no\"",
	  "\"findings\": " FIRST "\"declared\": it is not true or false" },
	{ "\"minutes\": 30", "\"minutes\": 100001",
	  "\"findings\": " FIRST "\"minutes\": it is out of range" },
	{ "\"clerk\"", "\"the clerk\"",
	  "\"findings\": " FIRST "\"who\": entry 1: it is not an "
	  "id" },
	{ "\"clerk\"", "null",
	  "\"findings\": " FIRST "\"who\": entry 1: it is not a "
	  "text" },
	{ "\"who\": [", "\"who\": {}, \"was\": [",
	  "\"findings\": " FIRST "\"who\": it is not a list" },
	{ "\"euros\": [", "\"euros\": [1, ",
	  "\"findings\": " FIRST "\"euros\": it is not a list of two numbers" },
	{ "\"euros\": [", "\"euros\": [1, 0], \"was\": [",
	  "\"findings\": " FIRST "\"euros\": its end is before its start" },
	{ "\"euros\": [", "\"euros\": [0, 1e9], \"was\": [",
	  "\"findings\": " FIRST "\"euros\": it is out of range" },
	{ "\"mapping\": {", "\"mapping\": [], \"was\": {",
	  "\"findings\": " FIRST
	  "\"mapping\": it is not a group of names and lists" },
	{ "\"anssi-hygiene\"", "\"ANSSI\"",
	  "\"findings\": " FIRST "\"mapping\": \"ANSSI\" is not an id" },
	{ "\"anssi-hygiene\": [", "\"anssi-hygiene\": [3, ",
	  "\"findings\": " FIRST "\"mapping\": \"anssi-hygiene\": "
	  "entry 1: it is not a text" },
	{ "\"evidence\": [", "\"evidence\": [{\"port\": 65536}, ",
	  "\"findings\": " FIRST "\"evidence\": evidence 1: "
	  "\"port\": it is out of range" },
	{ "\"message\": \"fresh\"", "\"parts\": [{}]",
	  "\"findings\": " FIRST "\"parts\": part 1: \"machine\" is missing" },
	{ "\"rating\": {", NETWORK("4"),
	  "\"network\": it is not a group of names and values" },
	{ "\"rating\": {", NETWORK("{\"hosts\": [{}]}"),
	  "\"network\": \"hosts\": host 1: \"address\" is missing" },
	{ "\"rating\": {", NETWORK("{\"hosts\": [{\"address\": \"<b>\"}]}"),
	  "\"network\": \"hosts\": host 1: \"address\": it is not an "
	  "address in figures" },
	{ "\"rating\": {",
	  NETWORK("{\"hosts\": [{\"address\": \"10.0.0.1\"},"
	          "{\"address\": \"10.0.0.1\"}]}"),
	  "\"network\": \"hosts\": host 10.0.0.1 is there twice" },
	{ "\"rating\": {",
	  NETWORK("{\"hosts\": [{\"address\": \"10.0.0.1\","
	          "\"kind\": \"A box\"}]}"),
	  "\"network\": \"hosts\": host 1: \"kind\": it is not an id of at "
	  "most 64 of a-z 0-9 -" },
	{ "\"rating\": {",
	  NETWORK("{\"hosts\": [{\"address\": \"10.0.0.1\","
	          "\"ports\": [{\"port\": 65536}]}]}"),
	  "\"network\": \"hosts\": host 1: \"ports\": port 1: \"port\": "
	  "it is out of range" },
	{ "\"rating\": {",
	  NETWORK("{\"hosts\": [{\"address\": \"10.0.0.1\","
	          "\"names\": [3]}]}"),
	  "\"network\": \"hosts\": host 1: \"names\": entry 1: it is not a "
	  "text" },
	{ "\"rating\": {", NETWORK("{\"ranges\": [\"10.0.0.1\"]}"),
	  "\"network\": \"ranges\": entry 1: it is not a range" },
	{ "\"en\": \"19 November 2026\"", "\"de\": \"19.11.2026\"",
	  "\"findings\": " FIRST "\"arguments\": argument 1: "
	  "\"value\": \"en\" is missing" },
};

/* Every kind of wrong value, and where it is said to be. */
static void test_refused(void **state)
{
	(void)state;
	assert_refused("[]", "this is not a document");
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		struct buf text = changed(refused[i].old, refused[i].new);

		assert_refused(buf_text(&text), refused[i].error);
		buf_clear(&text);
	}
}

/* What an older or newer program writes is still read. */
static void test_accepted(void **state)
{
	static const struct {
		const char *old, *new;
	} cases[] = {
		{ "\"format\": 1", "\"format\": 1, \"colour\": [1, {}]" },
		{ "\"tool\"", "\"tools\"" },
		{ "\"baseline\"", "\"rules\"" },
		{ "\"commune\"", "\"town\"" },
		{ "\"rating\"", "\"note\"" },
		{ "\"insee\": \"01004\"", "\"insee\": \"2A004\"" },
		{ "\"insee\": \"01004\"", "\"insee\": null" },
		{ "\"expires\": \"2027-11-30\"", "\"expires\": null" },
		{ "\"lang\": \"fr\",", "" },
		{ "\"euros\": [", "\"was\": [" },
		{ "\"mapping\": {", "\"was\": {" },
		{ "\"evidence\": [", "\"was\": [" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *a = arena_new(SAMPLE_MEMORY);
		struct buf text = changed(cases[i].old, cases[i].new);
		struct document d;

		sample_parse(&d, buf_text(&text), a);
		assert_true(rating_make(&d, a));
		assert_int_equal(d.rating.letter, 'A');
		assert_non_null(d.tool.name);
		buf_clear(&text);
		arena_free(a);
	}
}

/* A list or a text as long as it may be, and one longer. */
static void assert_limit(const char *name, const char *row, int most,
                         const char *error)
{
	for (int n = most; n <= most + 1; n++) {
		struct arena *a = arena_new(SAMPLE_MEMORY);
		struct buf rows, text;
		char old[64];
		struct document d;

		buf_init(&rows, DOCUMENT_BYTES);
		buf_fmt(&rows, "\"%s\": [", name);
		for (int i = 0; i < n; i++) {
			buf_str(&rows, i ? "," : "");
			buf_fmt(&rows, row, i);
		}
		buf_str(&rows, "], \"was\": [");
		snprintf(old, sizeof(old), "\"%s\": [", name);
		text = changed(old, buf_text(&rows));
		if (n > most)
			assert_refused(buf_text(&text), error);
		else
			sample_parse(&d, buf_text(&text), a);
		buf_clear(&rows);
		buf_clear(&text);
		arena_free(a);
	}
}

static void test_limits(void **state)
{
	static const char finding[] =
	    "{\"id\": \"f%d\", \"verdict\": \"fail\", \"severity\": \"low\", "
	    "\"scope\": \"machine\", \"title\": \"\"}";

	(void)state;
	assert_limit("findings", finding, DOCUMENT_FINDINGS,
	             "\"findings\": it has more than 500 entries");
	assert_limit("machines", "{\"id\": \"m%d\"}", DOCUMENT_MACHINES,
	             "\"machines\": it has more than 200 entries");
	assert_limit("evidence", "{\"port\": %d}", DOCUMENT_EVIDENCES,
	             "\"findings\": " FIRST
	             "\"evidence\": it has more than 2000 entries");
	assert_limit("anssi-hygiene", "\"%d\"", MAPPING_ITEMS,
	             "\"findings\": " FIRST "\"mapping\": "
	             "\"anssi-hygiene\": it has more than 100 entries");
}

static void test_references(void **state)
{
	struct buf rows, text;

	(void)state;
	buf_init(&rows, DOCUMENT_BYTES);
	buf_str(&rows, "\"mapping\": {");
	for (int i = 0; i <= MAPPING_REFERENCES; i++)
		buf_fmt(&rows, "%s\"r%d\": []", i ? "," : "", i);
	buf_str(&rows, "}, \"was\": {");
	text = changed("\"mapping\": {", buf_text(&rows));
	assert_refused(buf_text(&text),
	               "\"findings\": " FIRST
	               "\"mapping\": it has more than 32 entries");
	buf_clear(&rows);
	buf_clear(&text);
}

static void test_long_text(void **state)
{
	struct buf name, text;
	struct arena *a = arena_new(SAMPLE_MEMORY);
	struct document d;

	(void)state;
	buf_init(&name, DOCUMENT_BYTES);
	buf_char(&name, '"');
	for (unsigned i = 0; i < DOCUMENT_TEXT; i++)
		buf_char(&name, 'x');
	buf_char(&name, '"');
	text = changed("\"Ambérieu-en-Bugey\"", buf_text(&name));
	sample_parse(&d, buf_text(&text), a);
	assert_int_equal(strlen(d.commune.name), DOCUMENT_TEXT);
	buf_clear(&text);
	name.data[name.len - 1] = 'x';
	buf_char(&name, '"');
	text = changed("\"Ambérieu-en-Bugey\"", buf_text(&name));
	assert_refused(buf_text(&text), "\"commune\": \"name\": it is longer "
	                                "than 16384 bytes");
	buf_clear(&text);
	buf_clear(&name);
	arena_free(a);
}

/* What a machine says too long or in no UTF-8 is still written readably. */
static void test_written(void **state)
{
	static char text[DOCUMENT_TEXT + 8];
	struct arena *a = arena_new(SAMPLE_MEMORY);
	struct document d, again;
	cJSON *json;
	char *out;

	(void)state;
	sample_load(&d, "documents/good.json", a);
	memset(text, 'x', sizeof(text) - 1);
	memcpy(text + DOCUMENT_TEXT - 1, "é", 2);
	d.commune.name = text;
	d.tool.name = "a\xFF\xC3\xA9\xED\xA0\x80";
	d.finding->title = NULL;
	json = document_to_json(&d);
	out = cJSON_Print(json);
	sample_parse(&again, out, a);
	assert_int_equal(strlen(again.commune.name), DOCUMENT_TEXT - 1);
	assert_true(text_begins(again.tool.name, "a\xEF\xBF\xBD\xC3\xA9"));
	assert_string_equal(again.finding->title, "");
	cJSON_free(out);
	cJSON_Delete(json);
	arena_free(a);
}

/* Memory that runs out anywhere is an error, never a crash. */
static void test_memory(void **state)
{
	struct buf text = sample_text("documents/hostile.json");
	struct err e = { 0 };
	cJSON *json = json_parse(buf_text(&text), text.len, &e);
	bool ok = false;

	(void)state;
	for (size_t limit = 0; !ok; limit += 64) {
		struct arena *a = arena_new(limit);
		struct document d;

		ok = document_from_json(&d, json, a, &e);
		if (!ok)
			assert_non_null(strstr(e.text, "too much memory"));
		arena_free(a);
	}
	cJSON_Delete(json);
	buf_clear(&text);
}

/* Allocations that cJSON may still make; < 0 for any number. */
static int left;

static void *scarce(size_t size)
{
	if (left == 0)
		return NULL;
	if (left > 0)
		left--;
	return malloc(size);
}

static void test_scarce(void **state)
{
	cJSON_Hooks hooks = { scarce, free };
	struct arena *a = arena_new(SAMPLE_MEMORY);
	struct document d;
	cJSON *json = NULL;

	(void)state;
	sample_load(&d, "documents/hostile.json", a);
	cJSON_InitHooks(&hooks);
	for (int n = 0; !json; n += 1 + n / 50) {
		left = n;
		json = document_to_json(&d);
	}
	cJSON_Delete(json);
	cJSON_InitHooks(NULL);
	arena_free(a);
}

static void test_find(void **state)
{
	struct arena *a = arena_new(SAMPLE_MEMORY);
	struct document d;

	(void)state;
	sample_load(&d, "documents/good.json", a);
	assert_ptr_equal(document_finding(&d, "backup-offline"), &d.finding[1]);
	assert_null(document_finding(&d, "backup"));
	assert_ptr_equal(document_machine(&d, "3f9a1c20b7d4e6f8"), d.machine);
	assert_null(document_machine(&d, ""));
	arena_free(a);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_accepted),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_references),
		cmocka_unit_test(test_long_text),
		cmocka_unit_test(test_written),
		cmocka_unit_test(test_memory),
		cmocka_unit_test(test_scarce),
		cmocka_unit_test(test_find),
	};

	return cmocka_run_group_tests_name("document_json", tests, NULL, NULL);
}
