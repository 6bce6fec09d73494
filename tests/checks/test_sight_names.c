/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/net/sight.h"

#include <string.h>

#define HERE UINT32_C(0xc0000201) /* 192.0.2.1 */

/* A certificate on a device that gave itself names: is it the device's? */
static const struct {
	const char *what;
	const char *claim[4];
	const char *name[4];
	const char *chain, *before;
	enum tri named;
	const char *problem;
} cases[] = {
	{ "its address",
	  { "192.0.2.1" },
	  { "nas.mairie.fr" },
	  "trusted",
	  NULL,
	  TRI_YES,
	  NULL },
	{ "another address, nothing known",
	  { "192.0.2.2" },
	  { NULL },
	  "trusted",
	  NULL,
	  TRI_UNKNOWN,
	  NULL },
	{ "no name was given",
	  { "a.example.org" },
	  { NULL },
	  "trusted",
	  NULL,
	  TRI_UNKNOWN,
	  NULL },
	{ "the same name",
	  { "www.a.fr", "Mail.Mairie.fr" },
	  { "NAS", "mail.mairie.fr" },
	  "trusted",
	  NULL,
	  TRI_YES,
	  NULL },
	{ "the same short name",
	  { "nas" },
	  { "NAS" },
	  "trusted",
	  NULL,
	  TRI_YES,
	  NULL },
	{ "a star",
	  { "*.mairie.fr" },
	  { "nas.mairie.fr" },
	  "trusted",
	  NULL,
	  TRI_YES,
	  NULL },
	{ "a star is one part",
	  { "*.mairie.fr" },
	  { "a.nas.mairie.fr" },
	  "trusted",
	  NULL,
	  TRI_UNKNOWN,
	  NULL },
	{ "a star and a short name",
	  { "*.mairie.fr" },
	  { "nas" },
	  "trusted",
	  NULL,
	  TRI_UNKNOWN,
	  NULL },
	{ "only a short name is known",
	  { "x.synology.me" },
	  { "NAS" },
	  "trusted",
	  NULL,
	  TRI_UNKNOWN,
	  NULL },
	{ "only a name that mDNS made up",
	  { "x.synology.me" },
	  { "nas.local" },
	  "trusted",
	  NULL,
	  TRI_UNKNOWN,
	  NULL },
	{ "another name of the same domain",
	  { "webmail.mairie.fr" },
	  { "mail.mairie.fr" },
	  "trusted",
	  NULL,
	  TRI_UNKNOWN,
	  NULL },
	{ "the domain itself",
	  { "mairie.fr" },
	  { "mail.mairie.fr" },
	  "trusted",
	  NULL,
	  TRI_UNKNOWN,
	  NULL },
	{ "inside the device's name",
	  { "mail.mairie.fr" },
	  { "mairie.fr" },
	  "trusted",
	  NULL,
	  TRI_UNKNOWN,
	  NULL },
	{ "another domain",
	  { "intranet.autre.fr" },
	  { "mail.mairie.fr" },
	  "trusted",
	  NULL,
	  TRI_NO,
	  "name" },
	{ "another domain right under the same end",
	  { "autre.fr" },
	  { "mairie.fr" },
	  "trusted",
	  NULL,
	  TRI_NO,
	  "name" },
	{ "another domain besides a short name",
	  { "autre.fr" },
	  { "NAS", "nas.mairie.fr" },
	  "trusted",
	  NULL,
	  TRI_NO,
	  "name" },
	{ "one of its two domains",
	  { "www.autre.fr" },
	  { "nas.mairie.fr", "nas.autre.fr" },
	  "trusted",
	  NULL,
	  TRI_UNKNOWN,
	  NULL },
	{ "another domain, old TLS",
	  { "autre.fr" },
	  { "nas.mairie.fr" },
	  "trusted",
	  "legacy",
	  TRI_NO,
	  "name" },
	{ "another domain, nobody knows the issuer",
	  { "autre.fr" },
	  { "nas.mairie.fr" },
	  "untrusted",
	  "chain",
	  TRI_NO,
	  "chain" },
	{ "another domain, signed by itself",
	  { "autre.fr" },
	  { "nas.mairie.fr" },
	  "self-signed",
	  "self-signed",
	  TRI_NO,
	  "self-signed" },
	{ "another domain, signed by itself, old TLS",
	  { "autre.fr" },
	  { "nas.mairie.fr" },
	  "self-signed",
	  "legacy",
	  TRI_NO,
	  "legacy" },
	{ "no authority to judge by",
	  { "autre.fr" },
	  { "nas.mairie.fr" },
	  NULL,
	  NULL,
	  TRI_NO,
	  "name" },
	{ "a short name of no domain",
	  { "vm" },
	  { "debian.mairie.fr" },
	  "trusted",
	  NULL,
	  TRI_UNKNOWN,
	  NULL },
	{ "a name that mDNS made up, and no other",
	  { "nas.local" },
	  { "nas.mairie.fr" },
	  "trusted",
	  NULL,
	  TRI_UNKNOWN,
	  NULL },
	{ "an address that it had before",
	  { "192.0.2.2" },
	  { "nas.mairie.fr" },
	  "trusted",
	  NULL,
	  TRI_UNKNOWN,
	  NULL },
	{ "for nothing",
	  { NULL },
	  { "nas" },
	  "trusted",
	  NULL,
	  TRI_UNKNOWN,
	  NULL },
};

static bool same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *a = arena_new(1 << 16);
		struct tls_service row = { .host = "192.0.2.1",
			                   .port = 443,
			                   .service = "https",
			                   .chain = cases[i].chain,
			                   .problem = cases[i].before };
		const struct tls_service *out;
		struct sight s;

		sight_init(&s, a);
		sight_device(&s, HERE, "tcp");
		sight_device(&s, HERE + 1, "tcp");
		sight_tls(&s, &row, cases[i].claim);
		/* Names come later, and those of others say nothing. */
		for (int j = 0; cases[i].name[j]; j++)
			sight_name(&s, HERE, cases[i].name[j], "mdns");
		sight_name(&s, HERE + 1, "pc.ailleurs.fr", "mdns");
		sight_judge_names(&s);
		out = s.tls.data;
		if (out->named != cases[i].named ||
		    !same(out->problem, cases[i].problem))
			fail_msg("%s: named %d, problem %s", cases[i].what,
			         (int)out->named,
			         out->problem ? out->problem : "-");
		arena_free(a);
	}
}

/* A certificate with more names than are kept is for nobody knows whom. */
static void test_without_names(void **state)
{
	struct arena *a = arena_new(1 << 16);
	struct tls_service row = { .host = "192.0.2.1", .port = 443 };
	struct sight s;

	(void)state;
	sight_init(&s, a);
	sight_device(&s, HERE, "tcp");
	sight_name(&s, HERE, "nas.mairie.fr", "mdns");
	sight_tls(&s, &row, NULL);
	sight_judge_names(&s);
	assert_int_equal(((struct tls_service *)s.tls.data)->named,
	                 TRI_UNKNOWN);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_without_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
