/* SPDX-License-Identifier: Apache-2.0 */
#include "core/text.h"
#include "report/renderer.h"
#include "report/wrap.h"
#include "tests/report/sample.h"

#include <stdlib.h>

static const char *const samples[] = {
	"documents/good.json",        "documents/bad.json",
	"documents/provisional.json", "documents/with-previous.json",
	"documents/hostile.json",
};

#define SAMPLES (sizeof(samples) / sizeof(samples[0]))

static struct buf rendered(const struct document *d, enum lang lang,
                           unsigned width, bool colour)
{
	struct arena *a = arena_new(SAMPLE_MEMORY);
	struct view v = { .document = d,
		          .lang = lang,
		          .width = width,
		          .colour = colour,
		          .arena = a };
	struct buf out;

	buf_init(&out, DOCUMENT_BYTES);
	renderer_find("text")->render(&v, &out);
	assert_true(buf_ok(&out));
	arena_free(a);
	return out;
}

/* No line is wider than the terminal, however narrow or wide. */
static void test_width(void **state)
{
	static const struct {
		unsigned width;
		size_t most;
	} cases[] = {
		{ 0, 80 },  { 40, 40 },   { 60, 60 },
		{ 80, 80 }, { 100, 100 }, { 300, 100 },
	};

	(void)state;
	for (size_t i = 0; i < SAMPLES; i++)
		for (size_t w = 0; w < sizeof(cases) / sizeof(cases[0]); w++) {
			struct arena *a = arena_new(SAMPLE_MEMORY);
			struct document d;
			struct buf out;
			char *cursor, *line;

			sample_load(&d, samples[i], a);
			out = rendered(&d, LANG_FR, cases[w].width, false);
			cursor = out.data;
			while ((line = text_line(&cursor)))
				if (text_width(line) > cases[w].most)
					fail_msg("%s: %s", samples[i], line);
			buf_clear(&out);
			arena_free(a);
		}
}

/* Nothing that a machine said steers the terminal. */
static void test_inert(void **state)
{
	struct arena *a = arena_new(SAMPLE_MEMORY);
	struct document d;
	struct buf out;
	const char *at;
	uint32_t c;

	(void)state;
	sample_load(&d, "documents/hostile.json", a);
	out = rendered(&d, LANG_EN, 80, false);
	at = buf_text(&out);
	while ((c = text_next(&at)))
		if ((c < 0x20 && c != '\n') || (c >= 0x7F && c < 0xA0) ||
		    c == 0x202E || c == 0x2028)
			fail_msg("U+%04X came through", c);
	buf_clear(&out);
	arena_free(a);
}

/* Colours change nothing but colours, and only when they are wanted. */
static void test_colour(void **state)
{
	(void)state;
	for (size_t i = 0; i < SAMPLES; i++) {
		struct arena *a = arena_new(SAMPLE_MEMORY);
		struct document d;
		struct buf plain, colour, bare;

		sample_load(&d, samples[i], a);
		plain = rendered(&d, LANG_FR, 80, false);
		colour = rendered(&d, LANG_FR, 80, true);
		assert_null(strchr(buf_text(&plain), '\x1b'));
		buf_init(&bare, DOCUMENT_BYTES);
		for (const char *s = buf_text(&colour); *s; s++)
			if (*s == '\x1b') {
				assert_int_equal(s[1], '[');
				s += 2 + strspn(s + 2, "0123456789;");
				assert_int_equal(*s, 'm');
			} else {
				buf_char(&bare, *s);
			}
		assert_string_equal(buf_text(&bare), buf_text(&plain));
		assert_true(colour.len > plain.len);
		buf_clear(&bare);
		buf_clear(&plain);
		buf_clear(&colour);
		arena_free(a);
	}
}

/* Each letter has a look of its own. */
static void test_letters(void **state)
{
	static const char letters[] = { 'A', 'B', 'C', 'D', 'E', '\0' };
	struct arena *a = arena_new(SAMPLE_MEMORY);
	struct buf out[sizeof(letters)];
	struct document d;

	(void)state;
	sample_load(&d, "documents/good.json", a);
	for (size_t i = 0; i < sizeof(letters); i++) {
		d.rating.letter = letters[i];
		out[i] = rendered(&d, LANG_FR, 80, true);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(buf_text(&out[i]),
			                        buf_text(&out[j]));
	}
	assert_non_null(strstr(buf_text(&out[5]), "note provisoire"));
	for (size_t i = 0; i < sizeof(letters); i++)
		buf_clear(&out[i]);
	arena_free(a);
}

/* What must be said in some cases, and must not in others. */
static void test_said(void **state)
{
	struct arena *a = arena_new(SAMPLE_MEMORY);
	struct document d;
	struct buf out;

	(void)state;
	sample_load(&d, "documents/good.json", a);
	d.finding[2].contradiction = "contradiction";
	d.finding[2].detail = "Vous avez dit non, le courrier dit oui.";
	d.rating.next_action[0].id = "not-there";
	d.rating.next_actions = 1;
	d.baseline.expires = d.made_at - 1;
	out = rendered(&d, LANG_FR, 80, false);
	assert_non_null(strstr(buf_text(&out), d.finding[2].detail));
	assert_null(strstr(buf_text(&out), "not-there"));
	assert_non_null(strstr(buf_text(&out), "trop vieilles"));
	buf_clear(&out);
	d.baseline.expires = 0;
	d.finding[2].contradiction = NULL;
	out = rendered(&d, LANG_FR, 80, false);
	assert_null(strstr(buf_text(&out), d.finding[2].detail));
	assert_null(strstr(buf_text(&out), "trop vieilles"));
	buf_clear(&out);
	arena_free(a);
}

/* Nothing changed, or only since when is known. */
static void test_compared(void **state)
{
	struct arena *a = arena_new(SAMPLE_MEMORY);
	struct document before, after;
	struct comparison c;
	struct view v = { .document = &after, .arena = a, .comparison = &c };
	struct buf out;

	(void)state;
	sample_load(&before, "documents/good.json", a);
	sample_load(&after, "documents/good.json", a);
	assert_true(compare_documents(&c, &before, &after, a));
	buf_init(&out, DOCUMENT_BYTES);
	renderer_find("text")->render(&v, &out);
	assert_non_null(strstr(buf_text(&out),
	                       "Rien n’a changé depuis le 20 novembre 2026."));
	buf_clear(&out);
	after.finding[0].verdict = VERDICT_PARTIAL;
	after.rating.letter = '\0';
	assert_true(compare_documents(&c, &before, &after, a));
	renderer_find("text")->render(&v, &out);
	assert_non_null(strstr(buf_text(&out), "Nous comparons avec"));
	buf_clear(&out);
	arena_free(a);
}

static void test_wrap(void **state)
{
	static const struct {
		const char *text, *first, *want;
		size_t width;
	} cases[] = {
		{ "", "- ", "- \n", 80 },
		{ NULL, "- ", "- \n", 80 },
		{ "one two", "- ", "- one two\n", 80 },
		{ "  one   two  ", "", "one two\n", 80 },
		{ "aaaaaaaaaa bbbbbbbbb c", "  ",
		  "  aaaaaaaaaa bbbbbbbbb\n  c\n", 22 },
		{ "aaaaaaaaaaaaaaaaaaaaaaaa b", "",
		  "aaaaaaaaaaaaaaaaaaaa\naaaa b\n", 20 },
		{ "日本日本日本日本日本日本", "",
		  "日本日本日本日本日本\n日本\n", 20 },
		{ "a\nb\tc\x1b[0m", "", "a b c [0m\n", 20 },
		{ "x\xFFy", "", "x\xEF\xBF\xBDy\n", 20 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *a = arena_new(SAMPLE_MEMORY);
		struct buf out;

		buf_init(&out, 1024);
		wrap_text(&out, cases[i].text, cases[i].first, cases[i].width,
		          a);
		assert_string_equal(buf_text(&out), cases[i].want);
		buf_clear(&out);
		arena_free(a);
	}
}

/* A renderer that has no memory, or no room, says so. */
static void test_memory(void **state)
{
	size_t count;
	const struct renderer *const *list = renderer_list(&count);
	struct arena *a = arena_new(SAMPLE_MEMORY);
	struct document d;

	(void)state;
	sample_load(&d, "documents/bad.json", a);
	for (size_t i = 0; i < count; i++) {
		struct arena *small = arena_new(16);
		struct view v = { .document = &d, .arena = small };
		struct buf out;

		buf_init(&out, 100);
		list[i]->render(&v, &out);
		assert_false(buf_ok(&out));
		buf_clear(&out);
		arena_free(small);
	}
	for (size_t limit = 0; limit < 30000; limit += 500) {
		static const char *const names[] = { "text", "csv", "ics" };

		for (size_t i = 0; i < 3; i++) {
			struct arena *small = arena_new(limit);
			struct view v = { .document = &d, .arena = small };
			struct buf out;

			buf_init(&out, DOCUMENT_BYTES);
			renderer_find(names[i])->render(&v, &out);
			buf_clear(&out);
			arena_free(small);
		}
	}
	arena_free(a);
}

/* Every renderer is found by its name and can name a file. */
static void test_registry(void **state)
{
	size_t count;
	const struct renderer *const *list = renderer_list(&count);

	(void)state;
	for (size_t i = 0; i < count; i++) {
		assert_ptr_equal(renderer_find(list[i]->name), list[i]);
		assert_true(*list[i]->extension && *list[i]->stem_fr &&
		            *list[i]->stem_en);
		for (int lang = 0; lang < LANG_COUNT; lang++)
			assert_true(*list[i]->about.text[lang]);
	}
	assert_null(renderer_find("pdf"));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_width),
		cmocka_unit_test(test_inert),
		cmocka_unit_test(test_colour),
		cmocka_unit_test(test_letters),
		cmocka_unit_test(test_said),
		cmocka_unit_test(test_compared),
		cmocka_unit_test(test_wrap),
		cmocka_unit_test(test_memory),
		cmocka_unit_test(test_registry),
	};

	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
