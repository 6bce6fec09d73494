/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "coordinator/peer.h"
#include "core/buf.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#define PROXIES "198.51.100.7, 2001:db8:1::/48,203.0.113.128/25"

static void lists_are_read_or_refused(void **state)
{
	static const struct {
		const char *text;
		const char *wrong; /* NULL: it is good */
	} cases[] = {
		{ "", NULL },
		{ " , ", NULL },
		{ "192.0.2.1", NULL },
		{ "192.0.2.0/24 ::1,2001:db8::/32", NULL },
		{ "0.0.0.0/0", NULL },
		{ "192.0.2.1,x", "x" },
		{ "192.0.2.0/33", "192.0.2.0/33" },
		{ "::/129", "::/129" },
		{ "192.0.2.0/", "192.0.2.0/" },
		{ "192.0.2.0/-1", "192.0.2.0/-1" },
		{ "192.0.2", "192.0.2" },
		{ "proxy.exemple.fr", "proxy.exemple.fr" },
		{ "1111111111111111111111111111111111111111111111111111111111"
		  "11111111",
		  "1111111111111111111111111111111111111111111111111111111111"
		  "11111111" },
	};
	struct allowance list;
	struct buf many;
	const char *wrong = "";

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		bool good = allowance_parse(&list, cases[i].text, &wrong);

		assert_int_equal(good, !cases[i].wrong);
		if (!good)
			assert_string_equal(wrong, cases[i].wrong);
	}
	buf_init(&many, 1000);
	for (size_t i = 0; i < ALLOWANCE_MOST; i++)
		buf_str(&many, "10.0.0.1,");
	assert_true(allowance_parse(&list, buf_text(&many), &wrong));
	buf_str(&many, "10.0.0.2");
	assert_false(allowance_parse(&list, buf_text(&many), &wrong));
	buf_clear(&many);
}

static void networks_hold_what_they_say(void **state)
{
	static const struct {
		const char *address;
		bool in;
	} cases[] = {
		{ "198.51.100.7", true },    { "198.51.100.6", false },
		{ "203.0.113.128", true },   { "203.0.113.255", true },
		{ "203.0.113.127", false },  { "2001:db8:1::9", true },
		{ "2001:db8:2::9", false },  { "::ffff:198.51.100.7", true },
		{ "local", false },          { "", false },
		{ "198.51.100.7/32", false }
	};
	struct allowance list;
	const char *wrong;

	(void)state;
	assert_true(allowance_parse(&list, PROXIES, &wrong));
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (allowance_has(&list, cases[i].address) != cases[i].in)
			fail_msg("%s", cases[i].address);
	assert_true(allowance_parse(&list, "0.0.0.0/0", &wrong));
	assert_true(allowance_has(&list, "8.8.8.8"));
	assert_false(allowance_has(&list, "2001:db8::1"));
	assert_true(allowance_parse(&list, "", &wrong));
	assert_false(allowance_has(&list, "127.0.0.1"));
}

/* A socket's address of a text; NULL for "local". */
static const struct sockaddr *address(struct sockaddr_storage *out,
                                      const char *text)
{
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;

	memset(out, 0, sizeof(*out));
	memset(&v4, 0, sizeof(v4));
	memset(&v6, 0, sizeof(v6));
	v4.sin_family = AF_INET;
	v6.sin6_family = AF_INET6;
	if (inet_pton(AF_INET, text, &v4.sin_addr) == 1)
		memcpy(out, &v4, sizeof(v4));
	else if (inet_pton(AF_INET6, text, &v6.sin6_addr) == 1)
		memcpy(out, &v6, sizeof(v6));
	else
		return NULL;
	return (const struct sockaddr *)out;
}

static void proxies_alone_are_believed(void **state)
{
	static const struct {
		const char *from;
		const char *header;
		const char *is;
		bool near;
		bool secure;
	} cases[] = {
		/* On this machine: by the socket, by nginx. */
		{ "local", NULL, "local", true, true },
		{ "local", "192.0.2.1", "192.0.2.1", false, true },
		{ "127.0.0.1", NULL, "127.0.0.1", true, true },
		{ "127.8.8.8", "192.0.2.1", "192.0.2.1", false, true },
		{ "::1", "2001:db8::5", "2001:db8::5", false, true },
		{ "local", "127.0.0.1", "127.0.0.1", true, true },
		/* What a visitor wrote is before what the proxy did. */
		{ "local", "127.0.0.1, 192.0.2.1", "192.0.2.1", false, true },
		{ "local", "10.0.0.1,192.0.2.1 ", "192.0.2.1", false, true },
		/* No proxy of ours. */
		{ "192.0.2.9", "127.0.0.1", "192.0.2.9", false, false },
		{ "198.51.100.8", "192.0.2.1", "198.51.100.8", false, false },
		{ "2001:db8:2::1", "192.0.2.1", "2001:db8:2::1", false, false },
		/* Ours, on another machine, and one before it. */
		{ "198.51.100.7", "192.0.2.1", "192.0.2.1", false, true },
		{ "198.51.100.7", NULL, "198.51.100.7", false, true },
		{ "198.51.100.7", "127.0.0.1", "127.0.0.1", false, true },
		{ "2001:db8:1::9", "10.1.1.1, 192.0.2.1,203.0.113.200",
		  "192.0.2.1", false, true },
		{ "198.51.100.7", "203.0.113.200", "203.0.113.200", false,
		  true },
		/* Unreadable: whoever it is, of this machine it is not. */
		{ "local", "", "local", false, true },
		{ "local", "x", "local", false, true },
		{ "local", "192.0.2.1, ", "local", false, true },
		{ "local",
		  "192.0.2.1192.0.2.1192.0.2.1192.0.2.1192.0.2.1192.0.2.1",
		  "local", false, true },
		{ "198.51.100.7", "x,203.0.113.200", "198.51.100.7", false,
		  true },
	};
	struct allowance proxies;
	const char *wrong;

	(void)state;
	assert_true(allowance_parse(&proxies, PROXIES, &wrong));
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct sockaddr_storage s;
		struct peer p;

		peer_read(&p, address(&s, cases[i].from), cases[i].header,
		          "https", &proxies);
		if (strcmp(p.address, cases[i].is) != 0 ||
		    p.near != cases[i].near || p.secure != cases[i].secure)
			fail_msg("%s with %s: %s, %d, %d", cases[i].from,
			         cases[i].header ? cases[i].header : "none",
			         p.address, p.near, p.secure);
		peer_read(&p, address(&s, cases[i].from), NULL, "http",
		          &proxies);
		assert_false(p.secure);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists_are_read_or_refused),
		cmocka_unit_test(networks_hold_what_they_say),
		cmocka_unit_test(proxies_alone_are_believed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
