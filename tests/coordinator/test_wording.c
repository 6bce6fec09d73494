/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/wording.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static void every_id_is_there_once_in_every_language(void **state)
{
	const char *id;

	(void)state;
	for (size_t i = 0; (id = wording_id(i)); i++) {
		for (int lang = 0; lang < LANG_COUNT; lang++)
			assert_true(wording_words(i)->text[lang][0] != '\0');
		for (size_t j = i + 1; wording_id(j); j++)
			assert_string_not_equal(id, wording_id(j));
	}
	assert_true(wording_id(0) != NULL);
}

static void values_are_filled_in_and_escaped(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 1000);
	wording_html(&out, "a <{x}> {y} {z", LANG_FR, "x", "<b>", NULL);
	assert_string_equal(buf_text(&out), "a &lt;&lt;b&gt;&gt; {y} {z");
	buf_clear(&out);
	wording_text(&out, "{y}{x}", LANG_EN, "x", "<b>", "y", "é", NULL);
	assert_string_equal(buf_text(&out), "é<b>");
	buf_clear(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_id_is_there_once_in_every_language),
		cmocka_unit_test(values_are_filled_in_and_escaped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
