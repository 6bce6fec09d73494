/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/linux/yaml.h"

#include <stdio.h>
#include <string.h>

static void reads_lines(void **state)
{
	static const struct {
		const char *text;
		size_t indent;
		bool item;
		const char *key; /* NULL: a bare item */
		const char *value;
	} cases[] = {
		{ "a: b\n", 0, false, "a", "b" },
		{ "\n# x\n---\n  a:\n", 2, false, "a", "" },
		{ "  - /home # all\n", 2, true, NULL, "/home" },
		{ "- path: /x#y\n", 0, true, "path", "/x#y" },
		{ "a: 'b # c' # d\n", 0, false, "a", "b # c" },
		{ "a: \"b\n", 0, false, "a", "b" },
		{ "- ssh://u@h:22/x\n", 0, true, NULL, "ssh://u@h:22/x" },
		{ "repository = \"local:/x\"\n", 0, false, "repository",
		  "local:/x" },
		{ "-\n", 0, true, NULL, "" },
		{ "a b: c\n", 0, false, NULL, "a b: c" },
		{ "a: # nothing\n", 0, false, "a", "" },
		{ ": x\n", 0, false, "", "x" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[100];
		char *cursor = text;
		struct yaml_line l;

		snprintf(text, sizeof(text), "%s", cases[i].text);
		if (!yaml_next(&cursor, &l) || l.indent != cases[i].indent ||
		    l.item != cases[i].item || !l.key != !cases[i].key ||
		    strcmp(l.value, cases[i].value) != 0)
			fail_msg("%s", cases[i].text);
		if (l.key)
			assert_string_equal(l.key, cases[i].key);
		assert_false(yaml_next(&cursor, &l));
	}
}

static void reads_lists_on_one_line(void **state)
{
	char list[] = "[ /a , 'b c', \"d\",]";
	char open[] = "[x";
	char *cursor = list;

	(void)state;
	assert_string_equal(yaml_entry(&cursor), "/a");
	assert_string_equal(yaml_entry(&cursor), "b c");
	assert_string_equal(yaml_entry(&cursor), "d");
	assert_null(yaml_entry(&cursor));
	cursor = open;
	assert_string_equal(yaml_entry(&cursor), "x");
	assert_null(yaml_entry(&cursor));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_lines),
		cmocka_unit_test(reads_lists_on_one_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
