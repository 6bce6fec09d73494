/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/linux/debian_version.h"

/* Each row is in order by what dpkg --compare-versions says. */
static const struct {
	const char *older;
	const char *newer;
} pairs[] = {
	{ "1", "2" },
	{ "1.9", "1.10" },
	{ "1.0~rc1", "1.0" },
	{ "1.0~~", "1.0~" },
	{ "1.0~rc1-1", "1.0-1" },
	{ "1.0-1", "1.0-1+b1" },
	{ "1.0-1+deb12u2", "1.0-1+deb12u10" },
	{ "9", "1:1" },
	{ "2:0", "10:0" },
	{ "1.0", "1.0a" },
	{ "1.0a", "1.0+b" },
	{ "1.0a", "1.0.1" },
	{ "", "a" },
	{ "~", "" },
	{ "5.15.0-9", "5.15.0-10" },
	{ "99999999999999999998", "99999999999999999999" },
	{ "6.1.0-39-amd64", "6.1.0-40-amd64" },
	{ "1.2.3-1ubuntu1", "1.2.3-1ubuntu1.1" },
	{ "1.0-1-1", "1.0-1-2" },
	{ "3.0.17-1~deb12u2", "3.0.17-1" },
	{ "2.36.0", "2.36.0+dfsg" },
};

static const struct {
	const char *a;
	const char *b;
} equals[] = {
	{ "1.0", "1.0" },       { "0:1.0", "1.0" }, { "1.0-0", "1.0" },
	{ "1.00", "1.0" },      { "001", "1" },     { "", "0" },
	{ "00:1.0-00", "1.0" },
};

static void test_order(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		const char *a = pairs[i].older;
		const char *b = pairs[i].newer;

		if (debian_version_compare(a, b) >= 0 ||
		    debian_version_compare(b, a) <= 0)
			fail_msg("\"%s\" must be older than \"%s\"", a, b);
	}
}

static void test_same(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(equals) / sizeof(equals[0]); i++)
		if (debian_version_compare(equals[i].a, equals[i].b) != 0 ||
		    debian_version_compare(equals[i].b, equals[i].a) != 0)
			fail_msg("\"%s\" and \"%s\" are the same", equals[i].a,
			         equals[i].b);
}

static void test_upstream(void **state)
{
	static const struct {
		const char *version;
		const char *upstream;
	} cases[] = {
		{ "4:7.4.7-1+deb12u8", "7.4.7" },
		{ "25.8.1.1-1", "25.8.1.1" },
		{ "128.0", "128.0" },
		{ "1:2-3-4", "2-3" },
		{ "", "" },
		{ ":", "" },
	};
	char out[32];
	char small[4];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		debian_version_upstream(out, sizeof(out), cases[i].version);
		assert_string_equal(out, cases[i].upstream);
	}
	debian_version_upstream(small, sizeof(small), "1:23456-1");
	assert_string_equal(small, "234");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_same),
		cmocka_unit_test(test_upstream),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
