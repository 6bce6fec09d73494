/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/windows/decode/office_release.h"

#define END (-1)

static void test_ids(void **state)
{
	static const struct {
		const char *ids;
		int first;
		int years[4];
	} cases[] = {
		{ "", 2016, { END } },
		{ ",,", 2016, { END } },
		{ "O365HomePremRetail", 2016, { 0, END } },
		{ "O365ProPlusEEANoTeamsRetail", 2016, { 0, END } },
		{ "ProPlusRetail", 2016, { 2016, END } },
		{ "HomeBusinessPipcRetail", 2013, { 2013, END } },
		{ "ProPlus2019Volume", 2016, { 2019, END } },
		{ "HomeBusiness2021Retail", 2016, { 2021, END } },
		{ "Standard2024Volume", 2016, { 2024, END } },
		{ "ProPlus2019Retail,O365BusinessRetail",
		  2016,
		  { 2019, 0, END } },
		{ "VisioPro2021Volume,ProPlus2021Volume,",
		  2016,
		  { 2021, 2021, END } },
		{ "VisioProRetail,ProjectProRetail", 2016, { 0, 0, END } },
		{ "VisioStdRetail", 2016, { 2016, END } },
		{ "LanguagePack,OneNoteFreeRetail,SkypeforBusinessEntryRetail",
		  2016,
		  { END } },
		{ "AccessRuntimeRetail", 2016, { 0, END } },
		/* Digits that are no year. */
		{ "ProPlus20191Volume", 2016, { 2016, END } },
		{ "ProPlus1919Volume", 2016, { 2016, END } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *at = cases[i].ids;
		struct office_release r;
		size_t n = 0;

		while (office_release_next(&at, cases[i].first, &r)) {
			if (cases[i].years[n] != r.year)
				fail_msg("%s: %d", cases[i].ids, r.year);
			n++;
		}
		assert_int_equal(cases[i].years[n], END);
	}
}

static void test_blocks(void **state)
{
	static const struct {
		const char *version;
		bool blocks;
	} cases[] = {
		{ "16.0.15601.20538", true },  { "16.0.15600.1", false },
		{ "16.0.14332.20500", false }, { "16.0.10417.20000", false },
		{ "16.0.17932.20162", true },  { "16.0.4266.1001", false },
		{ "15.0.15601.20538", false }, { "16.0.", false },
		{ "16.0.x", false },           { "", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (office_release_blocks(cases[i].version) != cases[i].blocks)
			fail_msg("%s", cases[i].version);
}

static void test_folder(void **state)
{
	static const struct {
		const char *path;
		int number;
	} cases[] = {
		{ "C:\\Program Files\\Microsoft Office\\root\\Office16\\"
		  "WINWORD.EXE",
		  16 },
		{ "C:\\PROGRA~2\\MICROS~1\\OFFICE12\\EXCEL.EXE", 12 },
		{ "C:\\Program Files (x86)\\Microsoft Office\\Office14\\x.exe",
		  14 },
		{ "C:\\Program Files\\Microsoft Office 15\\root\\office15\\x",
		  15 },
		{ "C:\\Program Files\\Microsoft Office\\x.exe", 0 },
		{ "C:\\Office1", 0 },
		{ "C:\\Office16", 0 },
		{ "", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(office_release_folder(cases[i].path),
		                 cases[i].number);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ids),
		cmocka_unit_test(test_blocks),
		cmocka_unit_test(test_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
