/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/windows/decode/package_name.h"

static void test_parse(void **state)
{
	static const struct {
		const char *full;
		const char *name; /* NULL: refused */
		const char *version;
	} cases[] = {
		{ "Microsoft.OutlookForWindows_1.2024.1111.100_x64__"
		  "8wekyb3d8bbwe",
		  "Microsoft.OutlookForWindows", "1.2024.1111.100" },
		{ "A_1_neutral__p", "A", "1" },
		/* A language and a size of pictures, of another package. */
		{ "A_1.0_neutral_split.language-fr_p", NULL, NULL },
		{ "A_1.0_neutral_~_p", NULL, NULL },
		{ "A_1.0_x64__", NULL, NULL },
		{ "A_1.0_x64__p_q", NULL, NULL },
		{ "A_1.0_x64_p", NULL, NULL },
		{ "A_one_x64__p", NULL, NULL },
		{ "A__x64__p", NULL, NULL },
		{ "_1_x64__p", NULL, NULL },
		{ "A", NULL, NULL },
		{ "", NULL, NULL },
		{ "0123456789012345678901234567890123456789012345678901234567"
		  "890123_1_x64__p",
		  NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct package_name out;
		bool ok = package_name_parse(&out, cases[i].full);

		if (ok != (cases[i].name != NULL))
			fail_msg("%s", cases[i].full);
		if (!ok)
			continue;
		assert_string_equal(out.name, cases[i].name);
		assert_string_equal(out.version, cases[i].version);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_parse) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
