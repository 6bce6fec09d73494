/* SPDX-License-Identifier: Apache-2.0 */
#include "report/label.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/* Every label is found, in every language, with the same {names}. */
static void test_complete(void **state)
{
	size_t n = 0;

	(void)state;
	for (; label_id(n); n++) {
		const struct words *words = label_words(n);

		assert_true(label_exists(label_id(n)));
		for (int lang = 0; lang < LANG_COUNT; lang++) {
			const char *text = words->text[lang];

			if (!text || !*text)
				fail_msg("%s is empty", label_id(n));
			if (label(label_id(n), (enum lang)lang) != text)
				fail_msg("%s is there twice or out of order",
				         label_id(n));
			for (const char *at = text; (at = strchr(at, '{'));) {
				size_t len = strcspn(at, "}") + 1;
				char name[32] = { 0 };

				assert_true(len < sizeof(name));
				memcpy(name, at, len);
				if (!strstr(words->text[!lang], name))
					fail_msg("%s lacks %s", label_id(n),
					         name);
				at += len;
			}
		}
	}
	assert_true(n > 50);
	assert_null(label_words(n));
}

static void test_unknown(void **state)
{
	(void)state;
	assert_false(label_exists("no-such-label"));
	assert_string_equal(label("no-such-label", LANG_FR), "no-such-label");
}

static void test_fill(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 4096);
	label_fill(&out, "minutes", LANG_EN, "count", "5", NULL);
	assert_string_equal(buf_text(&out), "5 min");
	buf_clear(&out);
	label_fill(&out, "minutes", LANG_EN, "coun", "5", NULL);
	assert_string_equal(buf_text(&out), "{count} min");
	buf_clear(&out);
	/* The value of a name is not filled in again. */
	label_fill(&out, "{a}{b}{c} {", LANG_EN, "a", "{b}", "b", "{", NULL);
	assert_string_equal(buf_text(&out), "{b}{{c} {");
	buf_clear(&out);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_complete),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_fill),
	};

	return cmocka_run_group_tests_name("label", tests, NULL, NULL);
}
