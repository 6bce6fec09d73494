/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

/* The labels of one page, a line each, with the letters that press them. */
static void test_mnemonic(void **state)
{
	static const struct {
		const char *labels[5];
		const char *wanted[5];
	} cases[] = {
		{ { "Oui", "Non", "Je ne sais pas" },
		  { "&Oui", "&Non", "&Je ne sais pas" } },
		/* A letter that is taken: that of another word, then any. */
		{ { "Oui, écrit", "Oui, sans délai", "Oui", "Oui", "Oui" },
		  { "&Oui, écrit", "Oui, &sans délai", "O&ui", "Ou&i",
		    "Oui" } },
		/* Letters that a keyboard may lack press nothing. */
		{ { "État civil", "É" }, { "État &civil", "É" } },
		{ { "R&D", "&" }, { "&R&&D", "&&" } },
		{ { "", "2025" }, { "", "2025" } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		unsigned used = 0;

		for (size_t j = 0; j < 5 && cases[i].labels[j]; j++) {
			struct buf b;

			buf_init(&b, 1024);
			page_mnemonic(&b, cases[i].labels[j], &used);
			assert_string_equal(buf_text(&b), cases[i].wanted[j]);
			buf_clear(&b);
		}
	}
}

/* More buttons than a page holds are left out, not written past its end. */
static void test_room(void **state)
{
	struct page_words p = { .title = "" };

	(void)state;
	for (int i = 0; i < 2 * PAGE_BUTTONS; i++) {
		page_button(&p, i, "a", NULL);
		page_link(&p, i, "a");
	}
	assert_int_equal(p.buttons, PAGE_BUTTONS);
	assert_int_equal(p.links, PAGE_LINKS);
	assert_int_equal(p.button[PAGE_BUTTONS - 1].id, PAGE_BUTTONS - 1);
	assert_int_equal(p.chosen, 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mnemonic),
		cmocka_unit_test(test_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
