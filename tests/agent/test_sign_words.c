/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/ruling.h"
#include "checks/sign.h"
#include "core/text.h"
#include "report/sign_words.h"

/* A device that shows it is told of in plain words, and what to ask for. */
static void expect_words(const char *code)
{
	for (int lang = 0; lang < LANG_COUNT; lang++) {
		if (!sign_words_does(code, (enum lang)lang))
			fail_msg("no words for %s", code);
		if (!sign_informs(code) &&
		    !sign_words_ask(code, (enum lang)lang))
			fail_msg("nothing to ask for of %s", code);
	}
}

static void test_signs(void **state)
{
	(void)state;
	for (size_t i = 0; sign_list(i); i++)
		expect_words(sign_list(i)->code);
}

/* What rules say of a device beyond its signs. */
static bool is_of_device(const char *code)
{
	return (text_begins(code, "tls-") || text_begins(code, "upnp-")) &&
	       !text_ends(code, "-heard");
}

static void test_rules(void **state)
{
	size_t count, seen = 0;
	const struct rule *const *rules = rule_list(&count);

	(void)state;
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; rules[i]->codes && rules[i]->codes[j]; j++)
			if (is_of_device(rules[i]->codes[j])) {
				expect_words(rules[i]->codes[j]);
				seen++;
			}
	assert_true(seen > 15);
}

static void test_unknown(void **state)
{
	(void)state;
	assert_null(sign_words_does("no-such-code", LANG_FR));
	assert_null(sign_words_does(NULL, LANG_FR));
	assert_null(sign_words_ask("no-such-code", LANG_FR));
	assert_null(sign_words_ask(NULL, LANG_FR));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_signs),
		cmocka_unit_test(test_rules),
		cmocka_unit_test(test_unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
