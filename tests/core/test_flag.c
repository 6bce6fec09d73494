/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/buf.h"
#include "core/flag.h"
#include "core/lang.h"

#include <stdio.h>
#include <string.h>

#define WORDS 8

static const struct flag list[] = {
	{ "state", 0, true },    { "store", 0, true },
	{ "output", 'o', true }, { "quiet", 'q', false },
	{ "help", 'h', false },
};

#define FLAGS (sizeof(list) / sizeof(list[0]))

/* What a line becomes: "state=x quiet= | word word"; or its fault. */
static void say(struct buf *out, const struct flag_line *line)
{
	for (size_t i = 0; i < FLAGS; i++)
		if (line->value[i])
			buf_fmt(out, "%s=%s ", list[i].name, line->value[i]);
	buf_char(out, '|');
	for (size_t i = 0; i < line->operands; i++)
		buf_fmt(out, " %s", line->operand[i]);
}

static void lines_are_cut_up(void **state)
{
	static const struct {
		const char *argv[WORDS];
		enum flag_fault fault;
		const char *said; /* or the word that is wrong */
		const char *nearest;
	} cases[] = {
		{ { NULL }, FLAG_FINE, "|", NULL },
		{ { "a", "-", "b" }, FLAG_FINE, "| a - b", NULL },
		{ { "--state", "x", "a" }, FLAG_FINE, "state=x | a", NULL },
		{ { "--state=x=y", "a" }, FLAG_FINE, "state=x=y | a", NULL },
		{ { "--state=" }, FLAG_FINE, "state= |", NULL },
		{ { "--state", "--quiet" },
		  FLAG_FINE,
		  "state=--quiet |",
		  NULL },
		{ { "--state", "1", "--state", "2" },
		  FLAG_FINE,
		  "state=2 |",
		  NULL },
		{ { "a", "--quiet", "b" }, FLAG_FINE, "quiet= | a b", NULL },
		{ { "-q", "-h" }, FLAG_FINE, "quiet= help= |", NULL },
		{ { "-qhox", "a" },
		  FLAG_FINE,
		  "output=x quiet= help= | a",
		  NULL },
		{ { "-qo", "x", "a" }, FLAG_FINE, "output=x quiet= | a", NULL },
		{ { "--quiet", "--", "--state", "-q" },
		  FLAG_FINE,
		  "quiet= | --state -q",
		  NULL },
		/* Cut short: one is meant when there is no other. */
		{ { "--stat", "x" }, FLAG_UNKNOWN, "--stat", "--state" },
		{ { "--stat=x" }, FLAG_UNKNOWN, "--stat=x", "--state" },
		{ { "--out", "x" }, FLAG_UNKNOWN, "--out", "--output" },
		{ { "--q" }, FLAG_UNKNOWN, "--q", "--quiet" },
		{ { "--st" }, FLAG_UNKNOWN, "--st", NULL },
		{ { "--=x" }, FLAG_UNKNOWN, "--=x", NULL },
		{ { "--stroe" }, FLAG_UNKNOWN, "--stroe", "--store" },
		{ { "--states" }, FLAG_UNKNOWN, "--states", "--state" },
		{ { "--zzzzzzz" }, FLAG_UNKNOWN, "--zzzzzzz", NULL },
		{ { "--zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
		    "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz" },
		  FLAG_UNKNOWN,
		  "--zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
		  "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
		  NULL },
		{ { "-qz" }, FLAG_UNKNOWN, "-z", NULL },
		{ { "a", "--state" }, FLAG_NEEDS, "--state", NULL },
		{ { "-qo" }, FLAG_NEEDS, "-o", NULL },
		{ { "--quiet=1" }, FLAG_REFUSES, "--quiet=1", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *value[FLAGS] = { NULL };
		struct flag_line line = { .value = value };
		struct arena *a = arena_new(1u << 16);
		char texts[WORDS][128] = { "program" };
		char *argv[WORDS + 1] = { texts[0] };
		struct flag_problem p;
		struct buf said;
		int argc = 1;
		bool good;

		while (argc < WORDS && cases[i].argv[argc - 1]) {
			snprintf(texts[argc], sizeof(texts[argc]), "%s",
			         cases[i].argv[argc - 1]);
			argv[argc] = texts[argc];
			argc++;
		}
		good = flag_parse(&line, list, FLAGS, argc, argv, a, &p);
		assert_int_equal(good, cases[i].fault == FLAG_FINE);
		assert_int_equal(p.fault, cases[i].fault);
		buf_init(&said, 1000);
		if (good)
			say(&said, &line);
		else
			buf_str(&said, p.word);
		assert_string_equal(buf_text(&said), cases[i].said);
		if (!cases[i].nearest != !p.nearest ||
		    (p.nearest && strcmp(p.nearest, cases[i].nearest) != 0))
			fail_msg("%s: %s", cases[i].said,
			         p.nearest ? p.nearest : "none");
		buf_clear(&said);
		arena_free(a);
	}
}

static void the_language_is_asked_for(void **state)
{
	char program[] = "garde", lang[] = "--lang", en[] = "en";
	char both[] = "--lang=en", bad[] = "--lang=de";
	char *two[] = { program, lang, en, NULL };
	char *one[] = { program, bad, both, NULL };
	enum lang l = LANG_FR;

	(void)state;
	assert_true(lang_asked(3, two, &l));
	assert_int_equal(l, LANG_EN);
	l = LANG_FR;
	assert_true(lang_asked(3, one, &l));
	assert_int_equal(l, LANG_EN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_cut_up),
		cmocka_unit_test(the_language_is_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
