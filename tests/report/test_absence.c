/* SPDX-License-Identifier: Apache-2.0 */
#include "core/date.h"
#include "report/absence.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#define NOW INT64_C(1795330800) /* 2026-11-22 */

/* Days ago that each machine was seen (-1: not known), and who is missed. */
static const struct {
	int days[3];
	const char *missed; /* a letter a machine */
} cases[] = {
	{ { 0, 0, 0 }, "" },       { { 0, 30, 1 }, "" },
	{ { 0, 31, 1 }, "B" },     { { 400, 400, 400 }, "" },
	{ { 400, 0, 100 }, "AC" }, { { 0, -1, 50 }, "C" },
	{ { -1, -1, -1 }, "" },
};

static void test_cases(void **state)
{
	static const char *const labels[] = { "A", "B", "C" };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct document_machine machine[3] = { { 0 } };
		struct document d = { .machine = machine, .machines = 3 };
		char missed[4] = "";

		for (size_t k = 0; k < 3; k++) {
			machine[k].label = labels[k];
			if (cases[i].days[k] >= 0)
				machine[k].seen_at =
				    NOW - cases[i].days[k] * DATE_DAY;
		}
		for (size_t k = 0; k < 3; k++)
			if (absence_is(&d, &machine[k]))
				strcat(missed, labels[k]);
		assert_string_equal(missed, cases[i].missed);
	}
}

static void test_words(void **state)
{
	struct document_machine machine[] = {
		{ .label = "Accueil", .seen_at = NOW },
		{ .label = "Poste 2", .seen_at = NOW - 40 * DATE_DAY },
		{ .label = NULL, .seen_at = NOW - 90 * DATE_DAY },
	};
	struct document d = { .machine = machine, .machines = 3 };
	struct buf b;

	(void)state;
	buf_init(&b, 4096);
	absence_write(&b, &d, LANG_FR);
	assert_string_equal(
	    buf_text(&b),
	    "Poste 2 n’a pas été revu depuis le 13 octobre 2026. Ouvrez Garde "
	    "sur cet ordinateur.\n? n’a pas été revu depuis le 24 août 2026. "
	    "Ouvrez Garde sur cet ordinateur.");
	buf_clear(&b);
	d.machines = 1;
	buf_init(&b, 4096);
	absence_write(&b, &d, LANG_EN);
	assert_string_equal(buf_text(&b), "");
	buf_clear(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests_name("absence", tests, NULL, NULL);
}
