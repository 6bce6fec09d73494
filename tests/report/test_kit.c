/* SPDX-License-Identifier: Apache-2.0 */
#include "report/kit.h"

#include "core/json.h"
#include "core/text.h"

#include "kitted.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MEMORY (4u << 20)

static cJSON *whole(void)
{
	struct kit kit = kitted();
	cJSON *json = kit_to_json(&kit);

	assert_non_null(json);
	return json;
}

/* What is written is read, and written as the same bytes again. */
static void test_back(void **state)
{
	struct kit from = kitted(), kit;
	struct arena *a = arena_new(MEMORY);
	struct buf one, two;
	cJSON *json = whole(), *again;
	struct err e = { 0, "" };

	(void)state;
	buf_init(&one, KIT_BYTES);
	buf_init(&two, KIT_BYTES);
	assert_true(json_print(&one, json));
	cJSON_Delete(json);
	json = json_parse(buf_text(&one), one.len, &e);
	assert_non_null(json);
	if (!kit_from_json(&kit, json, a, &e))
		fail_msg("%s", e.text);
	assert_int_equal(kit.made_at, from.made_at);
	assert_int_equal(kit.expires, from.expires);
	assert_string_equal(kit.commune.name, from.commune.name);
	assert_string_equal(kit.coordinator.number[1].phone, "0 800 00 00 00");
	again = kit_to_json(&kit);
	assert_true(json_print(&two, again));
	assert_string_equal(buf_text(&one), buf_text(&two));
	cJSON_Delete(json);
	cJSON_Delete(again);
	buf_clear(&one);
	buf_clear(&two);
	arena_free(a);
}

/* The least that a kit is: what may be missing is NULL. */
static void test_least(void **state)
{
	static const char *const optional[][2] = {
		{ "commune", "department" }, { "commune", "site" },
		{ "commune", "mail" },       { "coordinator", "address" },
		{ "coordinator", "phone" },  { "coordinator", "email" },
		{ "coordinator", "url" },    { "coordinator", "logo" },
		{ "coordinator", "numbers" }
	};
	struct arena *a = arena_new(MEMORY);
	cJSON *json = whole();
	struct kit kit;
	struct err e = { 0, "" };

	(void)state;
	for (size_t i = 0; i < sizeof(optional) / sizeof(optional[0]); i++)
		cJSON_DeleteItemFromObject(
		    cJSON_GetObjectItem(json, optional[i][0]), optional[i][1]);
	cJSON_DeleteItemFromObject(json, "roots");
	cJSON_DeleteItemFromObject(json, "lan");
	cJSON_DeleteItemFromObject(json, "baseline");
	cJSON_AddStringToObject(json, "of a later version", "ignored");
	if (!kit_from_json(&kit, json, a, &e))
		fail_msg("%s", e.text);
	assert_null(kit.commune.site);
	assert_null(kit.coordinator.logo);
	assert_null(kit.lan);
	assert_null(kit.baseline);
	assert_int_equal(kit.coordinator.numbers, 0);
	cJSON_Delete(json);
	arena_free(a);
}

/* Whether a kit with that value in place of its own is read. */
static bool reads(const char *path, const char *value, char *why)
{
	struct arena *a = arena_new(MEMORY);
	cJSON *json = whole(), *group = json;
	const char *dot = strchr(path, '.');
	struct kit kit;
	struct err e = { 0, "" };
	bool ok;

	if (dot) {
		group = cJSON_GetObjectItem(
		    json, path[2] == 'm' ? "commune" : "coordinator");
		path = dot + 1;
	}
	assert_non_null(group);
	cJSON_DeleteItemFromObject(group, path);
	if (value)
		cJSON_AddItemToObject(group, path, cJSON_Parse(value));
	ok = kit_from_json(&kit, json, a, &e);
	snprintf(why, sizeof(e.text), "%s", ok ? "" : e.text);
	cJSON_Delete(json);
	arena_free(a);
	return ok;
}

static const struct {
	const char *path;
	const char *value; /* JSON; NULL: missing */
	bool fine;
} cases[] = {
	{ "format", NULL, false },
	{ "format", "2", false },
	{ "format", "0", false },
	{ "format", "\"1\"", false },
	{ "id", NULL, false },
	{ "id", "\"01001-0123456789abcdeg\"", true },
	{ "id", "\"01001-0123456789abcdeG\"", false },
	{ "id", "\"01001-0123456789abcde\"", false },
	{ "id", "\"01001-0123456789abcdef0\"", false },
	{ "id", "\"01002-0123456789abcdef\"", false },
	{ "id", "\"../01-0123456789abcdef\"", false },
	{ "made_at", NULL, false },
	{ "made_at", "\"2026-02-30\"", false },
	{ "made_at", "\"hier\"", false },
	{ "made_at", "1795336200", false },
	{ "made_at", "\"2027-11-22T08:30:00Z\"", false }, /* as expires */
	{ "expires", NULL, false },
	{ "expires", "\"2026-11-22\"", false },
	{ "expires", "\"2026-11-23\"", true },
	{ "commune.insee", NULL, false },
	{ "commune.insee", "\"1001\"", false },
	{ "commune.insee", "\"010011\"", false },
	{ "commune.insee", "\"2A004\"", false }, /* the id is another's */
	{ "commune.name", NULL, false },
	{ "commune.name", "\"\"", false },
	{ "commune.name", "\" Essai\"", false },
	{ "commune.name", "\"Es\\nsai\"", false },
	{ "commune.name", "\"Es\\u202Esai\"", false },
	{ "commune.name", "\"<b>Y</b>\"", true }, /* a text, escaped later */
	{ "commune.department", "\"2A\"", true },
	{ "commune.department", "\"974\"", true },
	{ "commune.department", "\"2C\"", false },
	{ "commune.department", "\"1\"", false },
	{ "commune.site", "\"exemple.fr\"", true },
	{ "commune.site", "\"www.saint-lô.fr\"", true },
	{ "commune.site", "\"exemple\"", false },
	{ "commune.site", "\"https://exemple.fr\"", false },
	{ "commune.site", "\"exemple.fr/page\"", false },
	{ "commune.site", "\"-a.fr\"", false },
	{ "commune.site", "\"a-.fr\"", false },
	{ "commune.site", "\"a..fr\"", false },
	{ "commune.site", "\".fr\"", false },
	{ "commune.site", "\"exemple.fr.\"", false },
	{ "commune.site", "\"192.168.1.1\"", false },
	{ "commune.site", "\"exem ple.fr\"", false },
	{ "commune.mail", "\"exemple.fr\"", true },
	{ "commune.mail", "\"mairie@exemple.fr\"", false },
	{ "coordinator.name", NULL, false },
	{ "coordinator.phone", "\"+33 4 00 00 00 00\"", true },
	{ "coordinator.phone", "\"17\"", true },
	{ "coordinator.phone", "\"à demander\"", false },
	{ "coordinator.phone", "\"+\"", false },
	{ "coordinator.email", "\"a@exemple.fr\"", true },
	{ "coordinator.email", "\"a b@exemple.fr\"", false },
	{ "coordinator.email", "\"exemple.fr\"", false },
	{ "coordinator.email", "\"a@b@exemple.fr\"", false },
	{ "coordinator.email", "\"@exemple.fr\"", false },
	{ "coordinator.url", "\"https://cyber.exemple.fr\"", true },
	{ "coordinator.url", "\"https://cyber.exemple.fr:8443/garde/\"", true },
	{ "coordinator.url", "\"http://cyber.exemple.fr\"", false },
	{ "coordinator.url", "\"https://\"", false },
	{ "coordinator.url", "\"https://a@b.exemple.fr\"", false },
	{ "coordinator.url", "\"https://a.exemple.fr:0/\"", false },
	{ "coordinator.url", "\"https://a.exemple.fr:70000/\"", false },
	{ "coordinator.url", "\"https://a.exemple.fr:/\"", false },
	{ "coordinator.url", "\"https://a.exemple.fr/?x\"", false },
	{ "coordinator.url", "\"https://a.exemple.fr/#x\"", false },
	{ "coordinator.url", "\"https://a.exemple.fr/\\\\x\"", false },
	{ "coordinator.url", "\"file:///etc/passwd\"", false },
	{ "coordinator.url", "\"https://localhost/\"", false },
	{ "coordinator.logo", "\"\"", false },
	{ "coordinator.logo", "\"AAAA\"", false },
	{ "coordinator.logo", "\"" KITTED_LOGO "\\n\"", false },
	{ "coordinator.logo", "\"data:image/png;base64," KITTED_LOGO "\"",
	  false },
	{ "coordinator.numbers", "[]", true },
	{ "coordinator.numbers", "{}", false },
	{ "coordinator.numbers", "[1]", false },
	{ "coordinator.numbers", "[{\"name\": \"Police\"}]", false },
	{ "coordinator.numbers", "[{\"name\": \"Police\", \"phone\": \"x\"}]",
	  false },
	{ "certificates", NULL, false },
	{ "certificates", "\"\"", false },
	{ "certificates", "\"-----BEGIN CERTIFICATE-----\"", false },
	{ "roots", "\"bonjour\"", false },
	{ "token", NULL, false },
	{ "token", "\"0123456789abcdefghijklmnopqrstuvwxyzABCDEF\"", false },
	{ "token", "\"0123456789abcdefghijklmnopqrstuvwxyzABCDEF0\"", true },
	{ "token", "\"0123456789abcdefghijklmnopqrstuvwxyzABCDEF1\"", false },
	{ "token", "\"0123456789abcdefghijklmnopqrstuvwxyzABCDE+E\"", false },
	{ "lan", "\"none\"", true },
	{ "lan", "\"ports\"", true },
	{ "lan", "\"thorough\"", true },
	{ "lan", "\"all\"", false },
	{ "lan", "true", false },
	{ "baseline", "\"00\"", false },
	{ "baseline",
	  "\"0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef\"",
	  false },
};

static void test_values(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char why[256];
		const char *name = strchr(cases[i].path, '.');

		if (reads(cases[i].path, cases[i].value, why) != cases[i].fine)
			fail_msg("%s: %s: %s", cases[i].path,
			         cases[i].value ? cases[i].value : "missing",
			         why);
		/* Who made the kit is told which value it is. */
		if (!cases[i].fine && strcmp(cases[i].path, "format") != 0 &&
		    !strstr(why, name ? name + 1 : cases[i].path) &&
		    !strstr(why, "expires") && !strstr(why, "id") &&
		    !strstr(why, "phone"))
			fail_msg("%s is not named: %s", cases[i].path, why);
	}
}

/* A text of so many letters, as JSON. */
static char *long_text(size_t len)
{
	char *text = malloc(len + 3);

	assert_non_null(text);
	memset(text + 1, 'a', len);
	text[0] = text[len + 1] = '"';
	text[len + 2] = '\0';
	return text;
}

static void test_lengths(void **state)
{
	static const struct {
		const char *path;
		size_t most;
	} limits[] = { { "commune.name", 200 },
		       { "coordinator.name", 200 },
		       { "coordinator.address", 500 } };

	(void)state;
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
		for (size_t more = 0; more < 2; more++) {
			char *text = long_text(limits[i].most + more);
			char why[256];

			assert_true(reads(limits[i].path, text, why) ==
			            (more == 0));
			free(text);
		}
}

static void test_many_numbers(void **state)
{
	char text[1024] = "[";
	char why[256];

	(void)state;
	for (size_t i = 1; i <= KIT_NUMBERS + 1; i++) {
		size_t len = strlen(text);

		snprintf(text + len, sizeof(text) - len,
		         "%s{\"name\": \"Police\", \"phone\": \"17\"}]",
		         i > 1 ? "," : "");
		assert_true(reads("coordinator.numbers", text, why) ==
		            (i <= KIT_NUMBERS));
		text[strlen(text) - 1] = '\0';
	}
}

static void test_no_kit(void **state)
{
	static const char *const texts[] = { "1", "[]", "null", "{}",
		                             "{\"format\": 1}" };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct arena *a = arena_new(MEMORY);
		cJSON *json = cJSON_Parse(texts[i]);
		struct kit kit;
		struct err e = { 0, "" };

		assert_false(kit_from_json(&kit, json, a, &e));
		assert_true(e.text[0]);
		cJSON_Delete(json);
		arena_free(a);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_back),
		cmocka_unit_test(test_least),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_lengths),
		cmocka_unit_test(test_many_numbers),
		cmocka_unit_test(test_no_kit),
	};

	return cmocka_run_group_tests_name("kit", tests, NULL, NULL);
}
