/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/windows/decode/product_state.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Numbers as Windows gives them; the first byte tells who said so. */
static void test_states(void **state)
{
	static const struct {
		int64_t number;
		enum tri running;
		enum tri current;
	} cases[] = {
		{ 397568, TRI_YES, TRI_YES }, /* 0x061100, Defender on */
		{ 397584, TRI_YES, TRI_NO },  /* 0x061110, on and old */
		{ 393472, TRI_NO, TRI_YES },  /* 0x060100, off */
		{ 393488, TRI_NO, TRI_NO },   /* 0x060110, off and old */
		{ 266240, TRI_YES, TRI_YES }, /* 0x041000, another maker's */
		{ 262144, TRI_NO, TRI_YES },  /* 0x040000, its remnant */
		{ 262160, TRI_NO, TRI_NO },   /* 0x040010 */
		{ 270336, TRI_NO, TRI_YES },  /* 0x042000, put off */
		{ 274448, TRI_NO, TRI_NO },   /* 0x043010, paid no more */
		{ CELL_UNKNOWN, TRI_UNKNOWN, TRI_UNKNOWN },
		{ INT64_MAX, TRI_UNKNOWN, TRI_UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct product_state s = product_state_decode(cases[i].number);

		assert_int_equal(s.running, cases[i].running);
		assert_int_equal(s.current, cases[i].current);
	}
}

/* "Bitdefender" holds "defender"; names are shown in every language. */
static void test_names(void **state)
{
	static const struct {
		const char *name;
		const char *id;
	} cases[] = {
		{ "Windows Defender", "defender" },
		{ "Microsoft Defender Antivirus", "defender" },
		{ "Bitdefender Antivirus", "bitdefender" },
		{ "Bitdefender Endpoint Security Tools Antimalware",
		  "bitdefender" },
		{ "ESET Security", "eset" },
		{ "Avast Antivirus", "avast" },
		{ "AVG Antivirus", "avg" },
		{ "Kaspersky Endpoint Security for Windows", "kaspersky" },
		{ "Norton 360", "norton" },
		{ "Trend Micro Apex One Antivirus", "trend-micro" },
		{ "WithSecure™ Elements EPP for Computers Premium",
		  "withsecure" },
		{ "McAfee VirusScan", "trellix" },
		{ "HarfangLab Hurukai agent", "harfanglab" },
		{ "Antivirus de la mairie", NULL },
		{ "", NULL },
	};
	struct err e;
	struct baseline *b = baseline_builtin(&e);

	(void)state;
	assert_non_null(b);
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct product *p = product_state_named(b, cases[i].name);

		if (!cases[i].id) {
			assert_null(p);
			continue;
		}
		if (!p)
			fail_msg("%s has no product", cases[i].name);
		assert_string_equal(p->id, cases[i].id);
	}
	baseline_free(b);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_states),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests_name("product_state", tests, NULL, NULL);
}
