/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/windows/decode/program_version.h"

#include <string.h>

static void test_version(void **state)
{
	static const struct {
		const char *product;
		const char *version;
		const char *name;
		const char *taken;
	} cases[] = {
		{ "libreoffice", "25.8.1.1", "LibreOffice 25.8.1.1",
		  "25.8.1.1" },
		/* A version that no date is known for stays as it is. */
		{ "libreoffice", "99.2.1.1", "LibreOffice 99.2.1.1",
		  "99.2.1.1" },
		{ "java", "11.0.2", "Java 11", "11.0.2" },
		{ "java", "1.7.0.80", "Java 7 Update 80", "7.0.80" },
		{ "office", "16.0.4266.1001", "Microsoft Office Standard 2016",
		  "2016" },
		{ "office", "14.0.7015.1000",
		  "Microsoft Office Professionnel Plus 2010", "2010" },
		{ "office", NULL, "Microsoft Office Famille 2013", "2013" },
		{ "office", "16.0.1", "Microsoft Office2016", "16.0.1" },
		{ "sql-server", "13.0.5026.0",
		  "Microsoft SQL Server 2016 (64-bit)", "2016" },
		{ "firefox", "144.0", "Mozilla Firefox (x64 fr)", "144.0" },
		{ "firefox", NULL, "Mozilla Firefox", "" },
		{ "firefox", "", "Mozilla Firefox", "" },
		{ "nothing", "1.2", "", "1.2" },
		{ "java", "1.", "1.", "1." },
	};
	struct err e;
	struct baseline *b = baseline_builtin(&e);

	(void)state;
	assert_non_null(b);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char out[PROGRAM_VERSION];

		program_version(out, b, cases[i].product, cases[i].version,
		                cases[i].name);
		assert_string_equal(out, cases[i].taken);
	}
	baseline_free(b);
}

/* What a hostile list holds is cut. */
static void test_long(void **state)
{
	char long_one[300];
	char out[PROGRAM_VERSION];
	struct err e;
	struct baseline *b = baseline_builtin(&e);

	(void)state;
	assert_non_null(b);
	memset(long_one, '8', sizeof(long_one) - 1);
	long_one[sizeof(long_one) - 1] = '\0';
	program_version(out, b, "java", long_one, long_one);
	assert_int_equal(strlen(out), PROGRAM_VERSION - 1);
	baseline_free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_version),
		cmocka_unit_test(test_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
