/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/linux/shell.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Commands joined by "|", words by "," and the output behind ">". */
static bool join(void *ctx, const struct shell_command *cmd)
{
	char *out = ctx;

	for (size_t i = 0; i < cmd->words; i++) {
		strcat(out, i ? "," : *out ? "|" : "");
		strcat(out, cmd->word[i]);
	}
	if (cmd->output) {
		strcat(out, ">");
		strcat(out, cmd->output);
	}
	return true;
}

static void reads_scripts(void **state)
{
	static const struct {
		const char *text;
		const char *commands;
	} cases[] = {
		{ "", "" },
		{ "a b  c", "a,b,c" },
		{ "a; b && c || d | e & f\ng", "a|b|c|d|e|f|g" },
		{ "a # b\n#c\nd#e", "a|d#e" },
		{ "a 'b c' \"d e\"'f' g\\ h", "a,b c,d ef,g h" },
		{ "a '' \"\"", "a,," },
		{ "a \\\n b", "a,b" },
		{ "a 'b' \\", "a,b,\\" },
		{ "X=1 Y='2 3'\na $X \"$Y\" $Y ${X}z", "a,1,2 3,2,3,1z" },
		{ "export X=1 Z; a $X", "Z|a,1" },
		{ "X=1 a $X", "a,*" },
		{ "a $NONE \"${NONE}\" ${NONE:-d e} ${X:?no}", "a,*,*,d,e,*" },
		{ "a $(date +%F) `date` \"x-$(a $(b))-y\"", "a,*,*,x-*-y" },
		{ "a $1 $@ \"$?\" $", "a,*,*,*,$" },
		{ "D=(/a '/b c'\n /d)\na ${D[@]}", "a,/a,/b,c,/d" },
		{ "for i in /a /b; do c $i; done", "c,/a,/b" },
		{ "if [ -d /x ]; then a; else b; fi", "[,-d,/x,]|a|b" },
		{ "while true; do a; done", "true|a" },
		{ "(a; b)", "a|b" },
		{ "{ a; }", "a" },
		{ "f() { a; }", "f|a" },
		{ "a > /x", "a>/x" },
		{ "a >>/x 2>&1 b", "a,b>/x" },
		{ "a 2> /x", "a" },
		{ "a &> /x", "a>/x" },
		{ "a < /x", "a" },
		{ "a b2>/x", "a,b2>/x" },
		{ "a <<E\nb c\nE\nd", "a|d" },
		{ "a <<-'E' && b\nc\nE\nd", "a|d" },
		{ "a <<E\nb", "a" },
		{ "a ~/b ~ c~/d \"~/e\"", "a,/h/b,/h,c~/d,~/e" },
		{ "a 'b", "a,b" },
		{ "a \"b", "a,b" },
		{ "a ${b", "a,*" },
		{ "a $(b", "a,*" },
		{ "a \"\\$x \\\"y\\\" \\z\"", "a,$x \"y\" \\z" },
		{ "! time nohup a", "a" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *a = arena_new(1u << 20);
		struct shell s;
		char found[1000] = "";

		shell_init(&s, a);
		shell_set(&s, "HOME", "/h");
		shell_read(&s, cases[i].text, join, found);
		if (strcmp(found, cases[i].commands) != 0)
			fail_msg("%s: %s", cases[i].text, found);
		arena_free(a);
	}
}

static bool count(void *ctx, const struct shell_command *cmd)
{
	unsigned *n = ctx;

	assert_true(cmd->words <= SHELL_WORDS);
	(*n)++;
	return *n < 10;
}

static void is_bounded(void **state)
{
	struct arena *a = arena_new(32u << 20);
	char *text = malloc(100001);
	struct shell s;
	unsigned n = 0;

	(void)state;
	assert_non_null(text);
	memset(text, 'a', 100000);
	text[100000] = '\0';
	for (size_t i = 1; i < 100000; i += 2)
		text[i] = i < 50000 ? ' ' : ';';
	shell_init(&s, a);
	shell_read(&s, text, count, &n);
	assert_int_equal(n, 10);
	/* A word that doubles itself stays a word. */
	shell_init(&s, a);
	shell_set(&s, "X", "0123456789");
	for (int i = 0; i < 20; i++) {
		n = 0;
		shell_read(&s, "X=\"$X$X$X\"", count, &n);
	}
	assert_true(strlen(shell_get(&s, "X")) < SHELL_WORD);
	free(text);
	arena_free(a);
}

/* Without memory it forgets; it does not fall. */
static void survives_an_empty_arena(void **state)
{
	(void)state;
	for (size_t limit = 0; limit < 4000; limit += 50) {
		struct arena *a = arena_new(limit);
		struct shell s;
		unsigned n = 0;

		shell_init(&s, a);
		shell_read(&s, "X=1; Y=(a b); a $X ${Y[0]} > /z; b 'c'", count,
		           &n);
		arena_free(a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_scripts),
		cmocka_unit_test(is_bounded),
		cmocka_unit_test(survives_an_empty_arena),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
