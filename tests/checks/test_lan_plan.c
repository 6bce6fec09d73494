/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/lan_plan.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *text;
	enum lan_fault fault;
	const char *range; /* what is made of it */
} cases[] = {
	{ "192.168.1.0/24", LAN_FINE, "192.168.1.0/24" },
	{ "192.168.1.20/24", LAN_FINE, "192.168.1.0/24" },
	{ "192.168.255.255/32", LAN_FINE, "192.168.255.255/32" },
	{ "10.0.0.129/25", LAN_FINE, "10.0.0.128/25" },
	{ "10.255.255.254/31", LAN_FINE, "10.255.255.254/31" },
	{ "172.16.0.0/24", LAN_FINE, "172.16.0.0/24" },
	{ "172.31.255.7/30", LAN_FINE, "172.31.255.4/30" },
	/* Next to what RFC 1918 keeps. */
	{ "9.255.255.0/24", LAN_NOT_PRIVATE, NULL },
	{ "11.0.0.0/24", LAN_NOT_PRIVATE, NULL },
	{ "172.15.255.0/24", LAN_NOT_PRIVATE, NULL },
	{ "172.32.0.0/24", LAN_NOT_PRIVATE, NULL },
	{ "192.167.255.0/24", LAN_NOT_PRIVATE, NULL },
	{ "192.169.0.0/24", LAN_NOT_PRIVATE, NULL },
	{ "8.8.8.8/32", LAN_NOT_PRIVATE, NULL },
	{ "127.0.0.0/24", LAN_NOT_PRIVATE, NULL },
	{ "100.64.0.0/24", LAN_NOT_PRIVATE, NULL },
	{ "224.0.0.0/24", LAN_NOT_PRIVATE, NULL },
	{ "255.255.255.255/32", LAN_NOT_PRIVATE, NULL },
	{ "0.0.0.0/0", LAN_NOT_PRIVATE, NULL },
	{ "169.254.0.0/24", LAN_LINK_LOCAL, NULL },
	{ "169.254.255.255/16", LAN_LINK_LOCAL, NULL },
	/* Private, but a look of hours. */
	{ "192.168.0.0/23", LAN_TOO_LARGE, NULL },
	{ "10.0.0.0/8", LAN_TOO_LARGE, NULL },
	{ "10.0.0.0/0", LAN_TOO_LARGE, NULL },
	/* Not a range. */
	{ "", LAN_NOT_A_RANGE, NULL },
	{ "/", LAN_NOT_A_RANGE, NULL },
	{ "192.168.1.0", LAN_NOT_A_RANGE, NULL },
	{ "192.168.1.0/", LAN_NOT_A_RANGE, NULL },
	{ "192.168.1.0/33", LAN_NOT_A_RANGE, NULL },
	{ "192.168.1.0/024", LAN_NOT_A_RANGE, NULL },
	{ "192.168.1.0/24 ", LAN_NOT_A_RANGE, NULL },
	{ " 192.168.1.0/24", LAN_NOT_A_RANGE, NULL },
	{ "192.168.1.0/24/24", LAN_NOT_A_RANGE, NULL },
	{ "192.168.1/24", LAN_NOT_A_RANGE, NULL },
	{ "192.168.1.0.0/24", LAN_NOT_A_RANGE, NULL },
	{ "192.168.01.0/24", LAN_NOT_A_RANGE, NULL },
	{ "192.168.1.256/24", LAN_NOT_A_RANGE, NULL },
	{ "192.168.1.1000/24", LAN_NOT_A_RANGE, NULL },
	{ "192.168.1.-1/24", LAN_NOT_A_RANGE, NULL },
	{ "192.168.1.0/-1", LAN_NOT_A_RANGE, NULL },
	{ "192.168.1.0/+24", LAN_NOT_A_RANGE, NULL },
	{ "192.168.1.0/0x18", LAN_NOT_A_RANGE, NULL },
	{ "3232235776/24", LAN_NOT_A_RANGE, NULL },
	{ "fd00::/64", LAN_NOT_A_RANGE, NULL },
	{ "auto", LAN_NOT_A_RANGE, NULL },
};

static void test_range(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		/* On the heap, so that a sanitizer sees the ends. */
		char *out = malloc(LAN_RANGE_TEXT);
		char *text = strdup(cases[i].text);
		enum lan_fault fault;

		assert_non_null(out);
		assert_non_null(text);
		fault = lan_plan_range(out, text);
		if (fault != cases[i].fault)
			fail_msg("\"%s\": %d", text, (int)fault);
		if (cases[i].range)
			assert_string_equal(out, cases[i].range);
		free(out);
		free(text);
	}
}

static void test_level(void **state)
{
	(void)state;
	assert_string_equal(lan_plan_level(LAN_PORTS), "ports");
	assert_string_equal(lan_plan_level(LAN_NORMAL), "normal");
	assert_string_equal(lan_plan_level(LAN_THOROUGH), "thorough");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_range),
		cmocka_unit_test(test_level),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
