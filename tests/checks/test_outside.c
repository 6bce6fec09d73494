/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/net/outside/address.h"
#include "checks/probe/net/outside/mta_sts.h"
#include "checks/probe/net/outside/owner.h"
#include "checks/probe/net/outside/rdap.h"
#include "checks/probe/net/outside/url.h"

#include <stdio.h>
#include <string.h>

/* The small readers of the look from outside. */

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum place { NONE, PRIVATE, PUBLIC };

static const struct {
	const char *text;
	enum place place;
} addresses[] = {
	{ "5.196.1.2", PUBLIC },
	{ "203.0.113.9", PUBLIC },
	{ "192.0.2.1", PUBLIC },
	{ "9.255.255.255", PUBLIC },
	{ "11.0.0.0", PUBLIC },
	{ "100.63.255.255", PUBLIC },
	{ "100.128.0.0", PUBLIC },
	{ "172.15.255.255", PUBLIC },
	{ "172.32.0.0", PUBLIC },
	{ "192.167.255.255", PUBLIC },
	{ "192.169.0.0", PUBLIC },
	{ "223.255.255.255", PUBLIC },
	{ "2001:db8::1", PUBLIC },
	{ "2a01:e0c:1::1", PUBLIC },
	{ "::ffff:5.196.1.2", PUBLIC },
	{ "0.0.0.0", PRIVATE },
	{ "10.0.0.1", PRIVATE },
	{ "10.255.255.255", PRIVATE },
	{ "100.64.0.1", PRIVATE },
	{ "100.127.255.255", PRIVATE },
	{ "127.0.0.1", PRIVATE },
	{ "127.255.255.255", PRIVATE },
	{ "169.254.169.254", PRIVATE },
	{ "172.16.0.1", PRIVATE },
	{ "172.31.255.255", PRIVATE },
	{ "192.0.0.1", PRIVATE },
	{ "192.168.1.1", PRIVATE },
	{ "198.18.0.1", PRIVATE },
	{ "198.19.255.255", PRIVATE },
	{ "224.0.0.251", PRIVATE },
	{ "240.0.0.1", PRIVATE },
	{ "255.255.255.255", PRIVATE },
	{ "::", PRIVATE },
	{ "::1", PRIVATE },
	{ "::10.0.0.1", PRIVATE },
	{ "::ffff:192.168.1.1", PRIVATE },
	{ "::ffff:c0a8:101", PRIVATE },
	{ "64:ff9b::a00:1", PRIVATE },
	{ "2001:0:1::1", PRIVATE },
	{ "2002:a00:1::1", PRIVATE },
	{ "fc00::1", PRIVATE },
	{ "fdff::1", PRIVATE },
	{ "fe80::1", PRIVATE },
	{ "febf::1", PRIVATE },
	{ "fec0::1", PRIVATE },
	{ "ff02::fb", PRIVATE },
	{ "", NONE },
	{ "1.2.3", NONE },
	{ "1.2.3.4.5", NONE },
	{ "1.2.3.256", NONE },
	{ "0x7f.0.0.1", NONE },
	{ "2130706433", NONE },
	{ "mairie.fr", NONE },
	{ ":", NONE },
	{ ":::", NONE },
	{ "1:2:3:4:5:6:7", NONE },
	{ "1:2:3:4:5:6:7:8:9", NONE },
	{ "1::2::3", NONE },
	{ "1:2:3:4:5:6:7::8", NONE },
	{ "12345::", NONE },
	{ "fe80::1%eth0", NONE },
	{ "::ffff:1.2.3", NONE },
	{ "::1.2.3.4:5", NONE },
	{ "1:2:3:4:5:6:7:1.2.3.4", NONE },
	{ "1:", NONE },
	{ ":1", NONE },
};

static void test_addresses(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(addresses); i++) {
		struct address a;
		bool read = address_parse(&a, addresses[i].text);

		if (read != (addresses[i].place != NONE) ||
		    address_public(addresses[i].text) !=
		        (addresses[i].place == PUBLIC))
			fail_msg("%s", addresses[i].text);
	}
}

static const struct {
	const char *text;
	const char *written; /* NULL: refused */
} urls[] = {
	{ "http://mairie.fr", "http://mairie.fr/" },
	{ "https://Mairie.FR:443/a?b#c", "https://mairie.fr/a?b" },
	{ "http://mairie.fr:8080/", "http://mairie.fr:8080/" },
	{ "http://mairie.fr:/x", "http://mairie.fr/x" },
	{ "http://mairie.fr?x=http://a/", "http://mairie.fr/?x=http://a/" },
	{ "https://saint-lô.fr/é", "https://xn--saint-l-z0a.fr/é" },
	{ "http://192.0.2.1/", "http://192.0.2.1/" },
	{ "http://[2001:db8::1]:81/", "http://[2001:db8::1]:81/" },
	{ "http://[2001:db8::1]", "http://[2001:db8::1]/" },
	{ "http://mairie.fr./", "http://mairie.fr/" },
	{ "ftp://mairie.fr/", NULL },
	{ "file:///etc/passwd", NULL },
	{ "//mairie.fr/", NULL },
	{ "http://", NULL },
	{ "http:///x", NULL },
	{ "http://a@mairie.fr/", NULL },
	{ "http://mairie.fr:99999/", NULL },
	{ "http://mairie.fr:x/", NULL },
	{ "http://mairie.fr\\@evil.fr/", NULL },
	{ "http://localhost/", NULL },
	{ "http://.fr/", NULL },
	{ "http://a..fr/", NULL },
	{ "http://[::1", NULL },
	{ "http://[x]/", NULL },
	{ "http://[::1]x/", NULL },
	{ "http://mai rie.fr/", NULL },
	{ "http://mairie.fr%00.evil.fr/", NULL },
};

static void test_urls(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(urls); i++) {
		char text[URL_BYTES] = "";
		struct url u;
		bool ok = url_parse(&u, urls[i].text) &&
		          url_format(text, sizeof(text), &u);

		if (ok != (urls[i].written != NULL) ||
		    (ok && strcmp(text, urls[i].written) != 0))
			fail_msg("%s: %s", urls[i].text, ok ? text : "refused");
	}
}

static void test_url_too_long(void **state)
{
	char text[URL_BYTES + 10];
	char small[20];
	struct url u;

	(void)state;
	memset(text, 'a', sizeof(text));
	memcpy(text, "http://a.fr/", 12);
	text[sizeof(text) - 1] = '\0';
	assert_false(url_parse(&u, text));
	assert_true(url_parse(&u, "http://mairie.fr/a-long-way"));
	assert_false(url_format(small, sizeof(small), &u));
}

static void test_owners(void **state)
{
	static const struct {
		const char *host;
		const char *owner;
	} hosts[] = {
		{ "mairie.fr", "mairie.fr" },
		{ "www.mairie.fr", "mairie.fr" },
		{ "a.b.c.mairie.fr", "mairie.fr" },
		{ "club.asso.fr", "club.asso.fr" },
		{ "www.club.asso.fr", "club.asso.fr" },
		{ "asso.fr", "asso.fr" },
		{ "fr", "fr" },
		{ "notasso.fr", "notasso.fr" },
		{ "www.notasso.fr", "notasso.fr" },
	};
	static const char *const list[] = { "gouv.fr", "collectivite.fr" };

	(void)state;
	for (size_t i = 0; i < COUNT(hosts); i++)
		assert_string_equal(owner_find(hosts[i].host), hosts[i].owner);
	assert_true(owner_same("www.a.fr", "mail.A.fr"));
	assert_false(owner_same("a.asso.fr", "b.asso.fr"));
	assert_true(owner_listed("x.gouv.fr", list, 2));
	assert_true(owner_listed("Collectivite.fr", list, 2));
	assert_false(owner_listed("faux-gouv.fr", list, 2));
}

static void test_policies(void **state)
{
	static const struct {
		const char *text;
		const char *mode;
	} files[] = {
		{ "version: STSv1\nmode: enforce\nmx: *.a.fr\nmax_age: 9\n",
		  "enforce" },
		{ "version: STSv1\r\nmode: testing\r\n", "testing" },
		{ "mode: none\nversion:STSv1", "none" },
		{ "mode: enforce\n", NULL },
		{ "version: STSv2\nmode: enforce\n", NULL },
		{ "version: STSv1\nmode: strict\n", NULL },
		{ "version: STSv1\n", NULL },
		{ "", NULL },
		{ "<html>version: STSv1 mode: enforce</html>", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(files); i++) {
		const char *mode =
		    mta_sts_parse(files[i].text, strlen(files[i].text));

		if (!mode != !files[i].mode ||
		    (mode && strcmp(mode, files[i].mode) != 0))
			fail_msg("%s: %s", files[i].text, mode ? mode : "-");
	}
}

static void test_registrations(void **state)
{
	static const struct {
		const char *text;
		int64_t ends; /* -1: does not say */
	} answers[] = {
		{ "{\"events\":[{\"eventAction\":\"registration\",\"eventDate\":"
		  "\"2001-01-01T00:00:00Z\"},{\"eventAction\":\"expiration\","
		  "\"eventDate\":\"2026-11-22T08:30:00Z\"}]}",
		  1795336200 },
		{ "{\"events\":[{\"eventAction\":\"expiration\",\"eventDate\":"
		  "\"2026-11-22T08:30:00.123+02:00\"}]}",
		  1795336200 },
		{ "{\"events\":[{\"eventAction\":\"expiration\",\"eventDate\":"
		  "\"soon\"}]}",
		  -1 },
		{ "{\"events\":[{\"eventAction\":\"expiration\"}]}", -1 },
		{ "{\"events\":[]}", -1 },
		{ "{\"events\":7}", -1 },
		{ "{}", -1 },
		{ "[]", -1 },
		{ "<html>", -1 },
		{ "", -1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(answers); i++) {
		struct arena *a = arena_new(1 << 16);
		int64_t ends = -1;
		struct err e = { 0 };
		bool ok = rdap_parse(answers[i].text, strlen(answers[i].text),
		                     a, &ends, &e);

		assert_int_equal(ok, answers[i].ends >= 0);
		assert_int_equal(ends, answers[i].ends);
		assert_true(ok || e.text[0]);
		arena_free(a);
	}
}

static void test_registries(void **state)
{
	static const char list[] =
	    "{\"services\":[[[\"com\",\"net\"],[\"http://a.example/\","
	    "\"https://b.example/\"]],[[\"bzh\"],[\"https://c.example/\"]],"
	    "[[\"odd\"],[\"ftp://d.example/\"]],[],7]}";
	struct arena *a = arena_new(1 << 16);
	struct err e = { 0 };

	(void)state;
	assert_string_equal(rdap_registry(list, sizeof(list) - 1, "net", a, &e),
	                    "https://b.example/");
	assert_string_equal(rdap_registry(list, sizeof(list) - 1, "BZH", a, &e),
	                    "https://c.example/");
	assert_null(rdap_registry(list, sizeof(list) - 1, "odd", a, &e));
	assert_null(rdap_registry(list, sizeof(list) - 1, "fr", a, &e));
	assert_non_null(strstr(e.text, ".fr"));
	assert_null(rdap_registry("{}", 2, "fr", a, &e));
	arena_free(a);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_urls),
		cmocka_unit_test(test_url_too_long),
		cmocka_unit_test(test_owners),
		cmocka_unit_test(test_policies),
		cmocka_unit_test(test_registrations),
		cmocka_unit_test(test_registries),
	};

	return cmocka_run_group_tests_name("outside", tests, NULL, NULL);
}
