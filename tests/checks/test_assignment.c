/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/assignment.h"

#include <string.h>

static void lines_give(void **state)
{
	static const struct {
		const char *text;
		const char *key;
		const char *value;
		bool given;
	} cases[] = {
		{ "ad.anynet.pwd_hash=5e88\n", "ad.anynet.pwd_hash", NULL,
		  true },
		{ "ad.anynet.pwd_hash=\r\n", "ad.anynet.pwd_hash", NULL,
		  false },
		{ "ad.anynet.pwd_hash=   \n", "ad.anynet.pwd_hash", NULL,
		  false },
		{ "a=1\r\n  ad.anynet.pwd_hash = 5e88", "ad.anynet.pwd_hash",
		  NULL, true },
		{ "x.ad.anynet.pwd_hash=5e88", "ad.anynet.pwd_hash", NULL,
		  false },
		{ "ad.anynet.pwd_hash", "ad.anynet.pwd_hash", NULL, false },
		{ "password = ''\n", "password", NULL, false },
		{ "password = \"\"\n", "password", NULL, false },
		{ "password = '00abc'\n", "password", NULL, true },
		{ "[bin  ] PermanentPassword = 0x10\n", "PermanentPassword",
		  NULL, true },
		{ "[bin  PermanentPassword = 0x10\n", "PermanentPassword", NULL,
		  false },
		{ "allowUnattendedAccess=true", "allowUnattendedAccess", "true",
		  true },
		{ "allowUnattendedAccess=false", "allowUnattendedAccess",
		  "true", false },
		{ "", "password", NULL, false },
		{ "=\n==\n", "password", NULL, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[128];

		strncpy(text, cases[i].text, sizeof(text) - 1);
		text[sizeof(text) - 1] = '\0';
		print_message("%s\n", cases[i].text);
		assert_int_equal(
		    assignment_find(text, cases[i].key, cases[i].value),
		    cases[i].given);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_give),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
