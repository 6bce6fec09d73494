/* SPDX-License-Identifier: Apache-2.0 */
/* What the environment says of proxies. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/proxy.h"

#include <stdlib.h>

static void clear_proxies(void)
{
	static const char *const variables[] = { "http_proxy",  "HTTP_PROXY",
		                                 "https_proxy", "HTTPS_PROXY",
		                                 "all_proxy",   "ALL_PROXY",
		                                 "no_proxy",    "NO_PROXY" };

	for (size_t i = 0; i < sizeof(variables) / sizeof(*variables); i++)
		unsetenv(variables[i]);
}

static void test_proxies(void **state)
{
	(void)state;
	clear_proxies();
	assert_null(proxy_find("https", "x.fr"));
	/* In capitals it may come from a visitor of a web server. */
	setenv("HTTP_PROXY", "bad:1", 1);
	assert_null(proxy_find("http", "x.fr"));
	setenv("ALL_PROXY", "all:1", 1);
	assert_string_equal(proxy_find("http", "x.fr"), "all:1");
	setenv("https_proxy", "secure:1", 1);
	assert_string_equal(proxy_find("https", "x.fr"), "secure:1");
	assert_string_equal(proxy_find("http", "x.fr"), "all:1");
	setenv("no_proxy", "x.fr", 1);
	assert_null(proxy_find("https", "www.x.fr"));
	assert_non_null(proxy_find("https", "y.fr"));
	clear_proxies();
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_proxies),
	};

	return cmocka_run_group_tests_name("proxy", tests, NULL, NULL);
}
