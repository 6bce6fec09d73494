/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "coordinator/naming.h"
#include "coordinator/opening.h"
#include "tests/coordinator/sealed.h"

#include <string.h>

static struct sealed sealed;

static int prepare(void **state)
{
	(void)state;
	sealed_open(&sealed);
	return 0;
}

static int tidy(void **state)
{
	(void)state;
	sealed_close(&sealed);
	return 0;
}

/* Names of the schema go out, nothing else does. */
static void test_names(void **state)
{
	static const char *const cases[][2] = {
		{ "", "" },
		{ "kit", "kit" },
		{ "token", "token" },
		{ "format", "format" },
		{ "document", "document" },
		{ "document.format", "document.format" },
		{ "document.made_at", "document.made_at" },
		{ "document.findings[2].severity",
		  "document.findings[].severity" },
		{ "document.findings[499].parts[3].arguments[1].value.fr",
		  "document.findings[].parts[].arguments[].value.fr" },
		{ "document.network.hosts[7].ports[1].port",
		  "document.network.hosts[].ports[].port" },
		{ "document.findings[2]", "document.findings[]" },
		{ "document.findings[]", "document.findings[]" },
		{ "document.findings", "document.findings" },
		{ "document.findings[c2VjcmV0]", "document.findings" },
		{ "document.findings[2].c2VjcmV0", "document.findings[]" },
		{ "document.findings[2]c2VjcmV0", "document.findings[]" },
		{ "document.made_at[12345678901234567890]",
		  "document.made_at" },
		{ "document.tool.name.c2VjcmV0", "document.tool.name" },
		{ "document.c2VjcmV0", "document" },
		{ "documentc2VjcmV0", "document" },
		{ "c2VjcmV0", "" },
		{ "kit.c2VjcmV0", "" },
		{ "document.", "document" },
		{ "document..made_at", "document" },
		{ "document.findings[", "document.findings" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char out[SUBMISSION_FIELD];

		naming_find(out, cases[i][0]);
		assert_string_equal(out, cases[i][1]);
	}
}

static void make(struct buf *reply, const void *envelope, size_t len)
{
	size_t keys;
	struct envelope_key *const *key = keyring_openers(sealed.keys, &keys);

	buf_init(reply, OPENING_BYTES);
	opening_make(reply, envelope, len, key, keys);
	assert_true(buf_ok(reply));
}

/* What is told of a text once it was sealed and opened. */
static void told(const char *text, struct opening *o, struct arena *a)
{
	struct buf envelope, reply;
	struct err e;

	buf_init(&envelope, ENVELOPE_BYTES);
	sealed_text(&envelope, &sealed, text, strlen(text));
	make(&reply, envelope.data, envelope.len);
	if (!opening_parse(o, reply.data, reply.len, a, &e))
		fail_msg("%s: %s", text, e.text);
	buf_clear(&reply);
	buf_clear(&envelope);
}

#define PROOF                                                         \
	"\"format\": 1, \"kit\": \"01001-0123456789abcdef\","         \
	" \"token\": \"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"" \
	", \"document\": "
#define DOCUMENT "\"format\": 1, \"subject\": \"machine\", \"machines\": [], "

static void test_reasons(void **state)
{
	static const struct {
		const char *text;
		int status;
		const char *field;
		const char *why;
	} cases[] = {
		{ "", 400, "", "what is sealed cannot be read" },
		{ "{", 400, "", "what is sealed cannot be read" },
		{ "[]", 400, "", "what is sealed cannot be read" },
		{ "{\"c2VjcmV0\": 1, \"c2VjcmV0\": 1}", 400, "",
		  "is there twice" },
		{ "{}", 422, "format", "is missing" },
		{ "{\"format\": \"1\"}", 422, "format",
		  "is not a whole number" },
		{ "{\"format\": 9}", 422, "format", "it cannot be taken" },
		{ "{\"format\": 1, \"kit\": \"c2VjcmV0\"}", 422, "kit",
		  "is not the name of a kit" },
		{ "{\"format\": 1, \"kit\": \"01001-0123456789abcdef\","
		  " \"token\": \"c2VjcmV0\"}",
		  422, "token", "is not a token" },
		{ "{" PROOF "3}", 422, "document",
		  "is not a group of names and values" },
		{ "{" PROOF "{\"format\": 9}}", 422, "document.format",
		  "it cannot be taken" },
		{ "{" PROOF "{" DOCUMENT "\"findings\": []}}", 422,
		  "document.made_at", "is missing" },
		{ "{" PROOF "{" DOCUMENT
		  "\"made_at\": \"2026-11-22T08:30:00Z\","
		  " \"findings\": [{\"id\": \"a\", \"verdict\":"
		  " \"c2VjcmV0\"}]}}",
		  422, "document.findings[].verdict", "does not exist" },
		{ "{" PROOF "{" DOCUMENT
		  "\"made_at\": \"2026-11-22T08:30:00Z\","
		  " \"findings\": []}}",
		  422, "document.machines", "it has no machine" },
	};
	struct arena *a = arena_new(1u << 20);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct opening o;

		told(cases[i].text, &o, a);
		if (o.status != cases[i].status ||
		    strcmp(o.field, cases[i].field) != 0 ||
		    strcmp(o.why, cases[i].why) != 0)
			fail_msg("%s: %d %s: %s", cases[i].text, o.status,
			         o.field, o.why);
	}
	arena_free(a);
}

/* An opener that was taken over puts secrets wherever there is room. */
static void test_taken_over(void **state)
{
	static const char secret[] = "c2VjcmV0LWtleQ";
	struct arena *a = arena_new(1u << 20);
	struct buf honest, forged;
	unsigned read = 0;
	struct err e;

	(void)state;
	make(&honest, "x", 1);
	assert_true(honest.len > sizeof(secret));
	buf_init(&forged, OPENING_BYTES);
	for (size_t at = 0; at + sizeof(secret) <= honest.len; at++) {
		struct opening o;

		buf_clear(&forged);
		buf_init(&forged, OPENING_BYTES);
		buf_add(&forged, honest.data, honest.len);
		memcpy(forged.data + at, secret, sizeof(secret));
		if (!opening_parse(&o, forged.data, forged.len, a, &e))
			continue;
		read++;
		assert_int_equal(o.status, 400);
		assert_string_equal(o.field, "");
		assert_string_equal(o.why, "no sealed envelope");
	}
	assert_true(read > 100);
	buf_clear(&forged);
	buf_clear(&honest);
	arena_free(a);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_reasons),
		cmocka_unit_test(test_taken_over),
	};

	return cmocka_run_group_tests(tests, prepare, tidy);
}
