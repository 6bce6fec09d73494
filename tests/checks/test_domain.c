/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "checks/domain.h"

#include <string.h>

/* What people type, and the domain in it; NULL: there is none. */
static const struct {
	const char *typed;
	const char *domain;
} cases[] = {
	{ "mairie@exemple.fr", "exemple.fr" },
	{ "  mairie@exemple.fr  ", "exemple.fr" },
	{ "MAIRIE@Exemple.FR", "exemple.fr" },
	{ "exemple.fr.", "exemple.fr" },
	{ "http://www.exemple.fr", "www.exemple.fr" },
	{ "https://moi@www.exemple.fr:8080/page?a=b#c", "www.exemple.fr" },
	{ "mailto:mairie@exemple.fr", "exemple.fr" },
	{ "a@b@exemple.fr", "exemple.fr" },
	{ "mairie@l\303\251zan.fr", "l\303\251zan.fr" },
	{ "xn--lzan-bpa.fr", "xn--lzan-bpa.fr" },
	{ "AZ.az09-.FR", "az.az09-.fr" },
	{ "", NULL },
	{ "   ", NULL },
	{ "mairie", NULL },
	{ "mairie@", NULL },
	{ "@", NULL },
	{ ".", NULL },
	{ "..", NULL },
	{ "exemple..fr", NULL },
	{ ".fr", NULL },
	{ "://", NULL },
	{ "a@:25", NULL },
	{ "exem ple.fr", NULL },
	{ "<script>.fr", NULL },
	{ "[192.168.1.1]", NULL },
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char out[DOMAIN_BYTES];
		bool found = domain_parse(cases[i].typed, out);

		if (found != (cases[i].domain != NULL) ||
		    (found && strcmp(out, cases[i].domain) != 0))
			fail_msg("\"%s\" gives \"%s\"", cases[i].typed,
			         found ? out : "nothing");
	}
}

/* The longest name fits, one byte more does not. */
static void test_length(void **state)
{
	char typed[DOMAIN_BYTES + 1];
	char out[DOMAIN_BYTES];

	(void)state;
	memset(typed, 'a', sizeof(typed));
	typed[1] = '.';
	typed[DOMAIN_BYTES - 1] = '\0';
	assert_true(domain_parse(typed, out));
	assert_string_equal(out, typed);
	typed[DOMAIN_BYTES - 1] = 'a';
	typed[DOMAIN_BYTES] = '\0';
	assert_false(domain_parse(typed, out));
}

static void test_public(void **state)
{
	static const char *const list[] = { "orange.fr", "fr.oleane.com" };
	const struct baseline b = { .public_mail = list, .public_mails = 2 };

	(void)state;
	assert_true(domain_public(&b, "orange.fr"));
	assert_true(domain_public(&b, "pro.orange.fr"));
	assert_true(domain_public(&b, "fr.oleane.com"));
	assert_false(domain_public(&b, "oleane.com"));
	assert_false(domain_public(&b, "ville-orange.fr"));
	assert_false(domain_public(&b, "range.fr"));
	assert_false(domain_public(&b, "xrange.fr"));
	assert_false(domain_public(&b, "orange.fr.exemple.fr"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_length),
		cmocka_unit_test(test_public),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
