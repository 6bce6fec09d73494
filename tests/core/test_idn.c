/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/idn.h"
#include "core/proxy_env.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Compared with what Python's punycode makes of them. */
static const struct {
	const char *name;
	const char *ascii; /* NULL: refused */
} names[] = {
	{ "mairie.fr", "mairie.fr" },
	{ "Mairie.FR", "mairie.fr" },
	{ "mairie.fr.", "mairie.fr" },
	{ "saint-lô.fr", "xn--saint-l-z0a.fr" },
	{ "SAINT-LÔ.fr", "xn--saint-l-z0a.fr" },
	{ "www.château-d’if.fr", "www.xn--chteau-dif-44a2107g.fr" },
	{ "crécy-la-chapelle.fr", "xn--crcy-la-chapelle-cqb.fr" },
	{ "hérouville-saint-clair.bzh", "xn--hrouville-saint-clair-b5b.bzh" },
	{ "œuilly.fr", "xn--uilly-gbb.fr" },
	{ "ŒUILLY.fr", "xn--uilly-gbb.fr" },
	{ "l'haÿ.fr", "xn--l'ha-jsa.fr" },
	{ "bücher.example", "xn--bcher-kva.example" },
	{ "日本語.example", "xn--wgv71a119e.example" },
	{ "é.é.é", "xn--9ca.xn--9ca.xn--9ca" },
	{ "", NULL },
	{ ".", NULL },
	{ ".fr", NULL },
	{ "a..fr", NULL },
	{ "a b.fr", NULL },
	{ "\xff\xfe.fr", NULL },
};

static void test_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		char out[254];
		bool ok = idn_ascii(out, sizeof(out), names[i].name);

		if (ok != (names[i].ascii != NULL) ||
		    (ok && strcmp(out, names[i].ascii) != 0))
			fail_msg("%s: %s", names[i].name, ok ? out : "refused");
	}
}

static void test_lengths(void **state)
{
	char label[80], out[300], small[9];

	(void)state;
	memset(label, 'a', sizeof(label));
	label[63] = '\0';
	assert_true(idn_ascii(out, sizeof(out), label));
	memset(label, 'a', sizeof(label));
	label[64] = '\0';
	assert_false(idn_ascii(out, sizeof(out), label));
	assert_true(idn_ascii(small, sizeof(small), "abcd.fr"));
	assert_false(idn_ascii(small, sizeof(small), "abcdef.fr"));
	assert_false(idn_ascii(small, 0, "a.fr"));
}

static void test_left_out(void **state)
{
	static const struct {
		const char *list;
		const char *host;
		bool out;
	} cases[] = {
		{ "localhost,.mairie.lan", "srv.mairie.lan", true },
		{ "localhost,.mairie.lan", "mairie.lan", true },
		{ "localhost, mairie.lan", "srv.mairie.lan", true },
		{ "localhost,mairie.lan", "autre-mairie.lan", false },
		{ "*", "x.fr", true },
		{ "", "x.fr", false },
		{ "x.f", "x.fr", false },
		{ ".", "x.fr", false },
		{ "X.FR", "a.x.fr", true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (proxy_env_leaves_out(cases[i].list, cases[i].host) !=
		    cases[i].out)
			fail_msg("%s, %s", cases[i].list, cases[i].host);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_lengths),
		cmocka_unit_test(test_left_out),
	};

	return cmocka_run_group_tests_name("idn", tests, NULL, NULL);
}
