/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/proxy_list.h"

#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void test_find(void **state)
{
	static const struct {
		const char *list;
		const char *scheme;
		const char *proxy; /* NULL: none */
	} cases[] = {
		{ "srv:8080", "http", "srv:8080" },
		{ "srv:8080", "https", "srv:8080" },
		{ "srv", "https", "srv:80" },
		{ "http://srv:3128/", "https", "srv:3128" },
		{ "https://srv", "https", "https://srv:443" },
		{ "http=a:1;https=b:2", "http", "a:1" },
		{ "http=a:1;https=b:2", "https", "b:2" },
		{ "HTTP=a:1 HTTPS=http://b:2", "https", "b:2" },
		{ "http=a:1", "https", NULL },
		{ "http=a:1;c:3", "https", "c:3" },
		{ "c:3;https=b:2", "https", "b:2" },
		{ "socks=a:1", "https", NULL },
		{ "socks4://a:1;b:2", "https", "b:2" },
		{ "a:1;b:2", "http", "a:1" }, /* what a script prefers */
		{ " ; a:1", "http", "a:1" },
		{ "192.0.2.1:8080", "http", "192.0.2.1:8080" },
		{ "[2001:db8::1]:8080", "http", "[2001:db8::1]:8080" },
		{ "[2001:db8::1]", "http", "[2001:db8::1]:80" },
		{ "", "http", NULL },
		{ "=", "http", NULL },
		{ "http=", "http", NULL },
		{ ":8080", "http", NULL },
		{ "srv:0", "http", NULL },
		{ "srv:65536", "http", NULL },
		{ "srv:80x", "http", NULL },
		{ "user:secret@srv:80", "http", NULL },
		{ "s\x01rv:80", "http", NULL },
		{ "[]:80", "http", NULL },
		{ "[::1:80", "http", NULL },
		{ "[::1]x:80", "http", NULL },
		{ "bad@name:1;good:2", "http", "good:2" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char out[PROXY_LIST_TEXT];
		bool found =
		    proxy_list_find(cases[i].list, cases[i].scheme, out);

		if (found != (cases[i].proxy != NULL) ||
		    (found && strcmp(out, cases[i].proxy) != 0))
			fail_msg("%s: %s", cases[i].list, found ? out : "none");
	}
}

/* An entry longer than any name is none, and hides no other. */
static void test_long(void **state)
{
	char list[2 * PROXY_LIST_TEXT];
	char out[PROXY_LIST_TEXT];

	(void)state;
	memset(list, 'a', sizeof(list));
	list[sizeof(list) - 1] = '\0';
	assert_false(proxy_list_find(list, "http", out));
	memcpy(list + sizeof(list) - 6, ";b:80", 6);
	assert_true(proxy_list_find(list, "http", out));
	assert_string_equal(out, "b:80");
	/* Just too long once its port is told. */
	memset(list, 'a', sizeof(list));
	list[PROXY_LIST_TEXT - 1] = '\0';
	assert_false(proxy_list_find(list, "http", out));
	assert_false(proxy_list_leaves_out(list, "http", "x.fr"));
}

static void test_bypass(void **state)
{
	static const struct {
		const char *list;
		const char *scheme;
		const char *host;
		bool out;
	} cases[] = {
		{ "<local>", "http", "srv", true },
		{ "<local>", "http", "srv.mairie.lan", false },
		{ "<local>", "http", "[2001:db8::1]", false },
		{ "*.mairie.lan", "http", "srv.MAIRIE.lan", true },
		{ "*.mairie.lan", "http", "mairie.lan", false },
		{ "mairie.lan", "http", "srv.mairie.lan", false },
		{ "10.*;192.168.*", "http", "192.168.1.9", true },
		{ "10.*;192.168.*", "http", "172.16.1.9", false },
		{ "*", "https", "x.fr", true },
		{ "https://x.fr", "https", "x.fr", true },
		{ "https://x.fr", "http", "x.fr", false },
		{ "x.fr:443", "https", "x.fr", true },
		{ "x.fr:8443", "https", "x.fr", false },
		{ "<-loopback>", "http", "x.fr", false },
		{ "a.fr x.fr", "http", "x.fr", true },
		{ "", "http", "localhost", true },
		{ "", "http", "127.0.0.1", true },
		{ "", "http", "[::1]", true },
		{ "", "http", "127.0.0.1.example", false },
		{ "", "http", "x.fr", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (proxy_list_leaves_out(cases[i].list, cases[i].scheme,
		                          cases[i].host) != cases[i].out)
			fail_msg("%s, %s", cases[i].list, cases[i].host);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_bypass),
	};

	return cmocka_run_group_tests_name("proxy_list", tests, NULL, NULL);
}
