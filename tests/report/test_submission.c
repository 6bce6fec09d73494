/* SPDX-License-Identifier: Apache-2.0 */
#include "report/submission.h"
#include "tests/report/sample.h"

#include <stdlib.h>
#include <time.h>

#define KIT   "80021-0123456789abcdef"
#define TOKEN "0123456789012345678901234567890123456789-_A"

/* What JSON of a stranger may take (faults.md): 16 MB and 50 ms. */
#define BOMB_BYTES   (16u << 20)
#define BOMB_SECONDS 0.05

/* Without optimisation, with a sanitizer, counting lines. */
#define SLOWER 8

static const char *const samples[] = {
	"documents/good.json",        "documents/bad.json",
	"documents/town.json",        "documents/hostile.json",
	"documents/provisional.json",
};

#define SAMPLES (sizeof(samples) / sizeof(samples[0]))

/* The submission of a sample as text; the caller clears it. */
static struct buf formatted(const char *name)
{
	struct arena *a = arena_new(SAMPLE_MEMORY);
	struct submission s = { .kit = KIT, .token = TOKEN };
	struct buf out;

	sample_load(&s.document, name, a);
	buf_init(&out, SUBMISSION_BYTES);
	assert_true(submission_format(&out, &s));
	arena_free(a);
	return out;
}

static void test_same_bytes(void **state)
{
	(void)state;
	for (size_t i = 0; i < SAMPLES; i++) {
		struct arena *a = arena_new(SAMPLE_MEMORY);
		struct buf first = formatted(samples[i]);
		struct buf again;
		char field[SUBMISSION_FIELD];
		struct submission s;
		struct err e = { 0 };
		bool malformed;

		if (!submission_parse(&s, buf_text(&first), first.len, a, field,
		                      &malformed, &e))
			fail_msg("%s: %s: %s", samples[i], field, e.text);
		assert_string_equal(s.kit, KIT);
		assert_string_equal(s.token, TOKEN);
		assert_string_equal(field, "");
		assert_false(malformed);
		buf_init(&again, SUBMISSION_BYTES);
		assert_true(submission_format(&again, &s));
		assert_string_equal(buf_text(&first), buf_text(&again));
		buf_clear(&first);
		buf_clear(&again);
		arena_free(a);
	}
}

static void test_full_buffer(void **state)
{
	struct buf whole = formatted("documents/good.json");
	struct arena *a = arena_new(SAMPLE_MEMORY);
	struct submission s = { .kit = KIT, .token = TOKEN };
	struct buf out;

	(void)state;
	sample_load(&s.document, "documents/good.json", a);
	buf_init(&out, whole.len - 1);
	assert_false(submission_format(&out, &s));
	assert_false(buf_ok(&out));
	buf_clear(&out);
	buf_clear(&whole);
	arena_free(a);
}

static const struct {
	const char *old, *new; /* in the text of a good one */
	const char *field;
	bool malformed;
	const char *why; /* part of it */
} refused[] = {
	{ "\"format\":\t1", "\"format\":\t2", "format", false, "not known" },
	{ "\"format\":\t1", "\"format\":\t\"1\"", "format", false, "number" },
	{ "\"format\":\t1,", "", "format", false, "missing" },
	{ "\"kit\":\t\"8", "\"kit\":\t\"?", "kit", false, "kit" },
	{ "\"kit\":\t\"8", "\"kit\":\t\"88", "kit", false, "kit" },
	{ "\"kit\":\t\"", "\"kat\":\t\"", "kit", false, "missing" },
	{ "89abcdef\"", "89abcdeF\"", "kit", false, "kit" },
	{ "-_A\"", "-_\"", "token", false, "token" },
	{ "-_A\"", "-_=\"", "token", false, "token" },
	{ "\"token\":\t\"", "\"token\":\t7, \"more\":\t\"", "token", false,
	  "text" },
	{ "\"document\"", "\"dokument\"", "document", false, "group" },
	{ "{\n\t\t\"format\":\t1", "{\n\t\t\"format\":\t9", "document.format",
	  false, "not known" },
	{ "{\n\t\t\"format\":\t1,", "{", "document.format", false, "missing" },
	{ "\"subject\":\t\"machine\"", "\"subject\":\t\"commune\"",
	  "document.subject", false, "machine" },
	{ "\"made_at\":\t\"2026", "\"made_at\":\t\"2019", "document.made_at",
	  false, "2020" },
	{ "\"made_at\":\t\"2026-", "\"made_at\":\t\"soon-", "document.made_at",
	  false, "date" },
	{ "\"made_at\":", "\"maid_at\":", "document.made_at", false,
	  "missing" },
	{ "\"seen_at\":\t\"2026", "\"seen_at\":\t\"1970",
	  "document.machines[0].seen_at", false, "2020" },
	{ "\"machines\":\t[{", "\"machines\":\t[], \"_\":\t[{",
	  "document.machines", false, "no machine" },
	{ "\"id\":\t\"c75d", "\"id\":\t\"poste-", "document.machines[0].id",
	  false, "hexadecimal" },
	{ "\"machines\":\t[{", "\"machines\":\t[1, {", "document.machines[0]",
	  false, "group" },
	{ "\"severity\":\t\"critical\"", "\"severity\":\t\"grave\"",
	  "document.findings[0].severity", false, "does not exist" },
	{ "\"severity\":\t\"critical\"",
	  "\"severity\":\t\"findings\\\": finding 7: \\\"id\\\" is missing\"",
	  "document.findings[0].severity", false, "does not exist" },
	{ "\"port\":\t3389", "\"port\":\t70000",
	  "document.network.hosts[5].ports[1].port", false, "range" },
	{ "\"insee\":\t\"", "\"insee\":\t\"x", "document.commune.insee", false,
	  "INSEE" },
	{ "\"document\"", "\"kit\"", "", true, "twice" },
	{ "\"port\":\t3389", "\"port\":\t1e400", "", true, "too large" },
	{ "\"Poste 1\"", "\"Poste \\ud800\"", "", true, "surrogate" },
	{ "\"Poste 1\"", "\"Poste \\u0000\"", "", true, "NUL" },
	{ "\"findings\":", "\"findings\"", "", true, "colon" },
	{ "{", "[", "", true, "comma" },
};

static void assert_refused(const char *text, size_t len, const char *want,
                           bool malformed, const char *why)
{
	struct arena *a = arena_new(SAMPLE_MEMORY);
	char field[SUBMISSION_FIELD];
	struct submission s;
	struct err e = { 0 };
	bool broken = !malformed;

	if (submission_parse(&s, text, len, a, field, &broken, &e))
		fail_msg("nothing was said of %s: %s", want, why);
	if (strcmp(field, want) != 0 || broken != malformed)
		fail_msg("%s (%s) instead of %s: %s", field,
		         broken ? "malformed" : "invalid", want, e.text);
	if (!strstr(e.text, why))
		fail_msg("%s: %s instead of %s", want, e.text, why);
	arena_free(a);
}

static void test_refused(void **state)
{
	struct buf good = formatted("documents/town.json");

	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		const char *at = strstr(buf_text(&good), refused[i].old);
		struct buf text;

		if (!at)
			fail_msg("%s is not in the sample", refused[i].old);
		buf_init(&text, SUBMISSION_BYTES + 1000);
		buf_add(&text, good.data, (size_t)(at - good.data));
		buf_str(&text, refused[i].new);
		buf_str(&text, at + strlen(refused[i].old));
		assert_refused(buf_text(&text), text.len, refused[i].field,
		               refused[i].malformed, refused[i].why);
		buf_clear(&text);
	}
	buf_clear(&good);
	assert_refused("[]", 2, "", true, "no sealed result");
	assert_refused("", 0, "", true, "early");
}

/* Every text that is cut short is refused, and none brings it down. */
static void test_cut(void **state)
{
	struct buf good = formatted("documents/good.json");
	struct arena *a = arena_new(SAMPLE_MEMORY);

	(void)state;
	for (size_t len = 0; len + 2 < good.len; len += 97) {
		char field[SUBMISSION_FIELD];
		struct submission s;
		struct err e;
		bool malformed = false;

		assert_false(submission_parse(&s, good.data, len, a, field,
		                              &malformed, &e));
		assert_true(malformed);
	}
	arena_free(a);
	buf_clear(&good);
}

/* Bytes that cJSON holds, and the most it held. */
static size_t held, peak;

static void *count_malloc(size_t size)
{
	size_t *p = malloc(size + sizeof(max_align_t));

	if (!p)
		return NULL;
	*p = size;
	held += size + 16;
	if (held > peak)
		peak = held;
	return (char *)p + sizeof(max_align_t);
}

static void count_free(void *at)
{
	void *p = at ? (char *)at - sizeof(max_align_t) : NULL;

	if (!p)
		return;
	held -= *(size_t *)p + 16;
	free(p);
}

enum bomb { DEEP, WIDE_LIST, WIDE_NAMES, LONG_TEXT, LONG_NUMBER, IN_DOCUMENT };

/* 2 MB of one sort of trouble. */
static struct buf bomb(enum bomb kind)
{
	struct buf b;

	buf_init(&b, SUBMISSION_BYTES);
	buf_str(&b, "{\"format\":1,\"kit\":\"" KIT "\",\"token\":\"" TOKEN
	            "\",\"document\":{\"format\":1,\"subject\":\"machine\","
	            "\"made_at\":\"2026-11-22T08:00:00Z\",\"machines\":");
	for (unsigned i = 0; b.len + 64 < SUBMISSION_BYTES; i++)
		switch (kind) {
		case DEEP:
			buf_char(&b, '[');
			break;
		case WIDE_LIST:
			buf_str(&b, i == 0 ? "[1" : ",{}");
			break;
		case WIDE_NAMES:
			buf_fmt(&b, "%s\"%08u\":[]", i == 0 ? "{" : ",", i);
			break;
		case LONG_TEXT:
			buf_str(&b, i == 0 ? "\"" : "\\u0041");
			break;
		case LONG_NUMBER:
			buf_char(&b, '9');
			break;
		case IN_DOCUMENT:
			/* As many values as are let through, then text. */
			if (i < 39000)
				buf_str(&b, i == 0 ? "[[" : "0,");
			else
				buf_str(&b, i == 39000 ? "0],\"" : "a");
			break;
		}
	buf_str(&b, kind == DEEP          ? "]"
	            : kind == WIDE_LIST   ? "]}}"
	            : kind == WIDE_NAMES  ? "}}}"
	            : kind == LONG_TEXT   ? "\"}}"
	            : kind == IN_DOCUMENT ? "\"]}}"
	                                  : "}}");
	assert_true(buf_ok(&b));
	return b;
}

static void test_bombs(void **state)
{
	cJSON_Hooks hooks = { .malloc_fn = count_malloc,
		              .free_fn = count_free };

	(void)state;
	cJSON_InitHooks(&hooks);
	for (int kind = DEEP; kind <= IN_DOCUMENT; kind++) {
		struct buf b = bomb((enum bomb)kind);
		struct arena *a = arena_new(SUBMISSION_BYTES * 2);
		char field[SUBMISSION_FIELD];
		struct submission s;
		struct err e = { 0 };
		bool malformed;
		clock_t start = clock();
		double seconds;

		peak = 0;
		assert_false(submission_parse(&s, b.data, b.len, a, field,
		                              &malformed, &e));
		seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
		print_message("bomb %d: %.1f ms, %zu kB: %s\n", kind,
		              seconds * 1000, peak >> 10, e.text);
		assert_true(peak + SUBMISSION_BYTES <= BOMB_BYTES);
		assert_int_equal(held, 0);
		/* A machine that is busy counts what others do too. */
		for (int i = 0; i < 9 && seconds >= BOMB_SECONDS * SLOWER;
		     i++) {
			start = clock();
			assert_false(submission_parse(&s, b.data, b.len, a,
			                              field, &malformed, &e));
			seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
		}
		assert_true(seconds < BOMB_SECONDS * SLOWER);
		arena_free(a);
		buf_clear(&b);
	}
	cJSON_InitHooks(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_bytes),
		cmocka_unit_test(test_full_buffer),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_bombs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
