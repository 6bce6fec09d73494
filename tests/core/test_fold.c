/* SPDX-License-Identifier: Apache-2.0 */
#include "core/fold.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static void names_are_folded(void **state)
{
	static const struct {
		const char *from;
		const char *to;
	} cases[] = {
		{ "Saint-Rémy-l’Honoré", "saint remy l honore" },
		{ "ŒUILLY", "oeuilly" },
		{ "Ligné-œ-Æ-ß-Ÿ", "ligne oe ae s y" },
		{ "e\xCC\x81te\xCC\x81", "ete" },
		{ "  01004  01500 ", "01004 01500" },
		{ "%_'; DROP", "drop" },
		{ "×÷", "" },
		{ "日本", "" },
		{ "a\xFF\xFEz", "a z" },
		{ "", "" },
	};
	char out[64];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		fold_text(out, sizeof(out), cases[i].from);
		assert_string_equal(out, cases[i].to);
	}
}

static void what_does_not_fit_is_cut(void **state)
{
	char out[64];

	(void)state;
	memset(out, 'x', sizeof(out));
	fold_text(out, 5, "ab œ c");
	assert_string_equal(out, "ab");
	fold_text(out, 1, "ab");
	assert_string_equal(out, "");
	fold_text(out, 4, "abcdef");
	assert_string_equal(out, "abc");
	out[0] = 'x';
	fold_text(out, 0, "abc");
	assert_int_equal(out[0], 'x');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_folded),
		cmocka_unit_test(what_does_not_fit_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
