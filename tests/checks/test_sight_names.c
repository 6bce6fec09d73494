/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/net/sight.h"

#define HERE UINT32_C(0xc0000201) /* 192.0.2.1 */

/* A certificate on a device that gave itself names: is it the device's? */
static const struct {
	const char *what;
	const char *claim[4];
	const char *name[4];
	enum tri named;
} cases[] = {
	{ "its address", { "192.0.2.1" }, { "nas.mairie.fr" }, TRI_YES },
	{ "another address, nothing known",
	  { "192.0.2.2" },
	  { NULL },
	  TRI_UNKNOWN },
	{ "no name was given", { "a.example.org" }, { NULL }, TRI_UNKNOWN },
	{ "the same name",
	  { "www.a.fr", "Mail.Mairie.fr" },
	  { "NAS", "mail.mairie.fr" },
	  TRI_YES },
	{ "the same short name", { "nas" }, { "NAS" }, TRI_YES },
	{ "a star", { "*.mairie.fr" }, { "nas.mairie.fr" }, TRI_YES },
	{ "a star is one part",
	  { "*.mairie.fr" },
	  { "a.nas.mairie.fr" },
	  TRI_UNKNOWN },
	{ "a star and a short name",
	  { "*.mairie.fr" },
	  { "nas" },
	  TRI_UNKNOWN },
	{ "only a short name is known",
	  { "x.synology.me" },
	  { "NAS" },
	  TRI_UNKNOWN },
	{ "only a name that mDNS made up",
	  { "x.synology.me" },
	  { "nas.local" },
	  TRI_UNKNOWN },
	{ "another name of the same domain",
	  { "webmail.mairie.fr" },
	  { "mail.mairie.fr" },
	  TRI_UNKNOWN },
	{ "the domain itself",
	  { "mairie.fr" },
	  { "mail.mairie.fr" },
	  TRI_UNKNOWN },
	{ "inside the device's name",
	  { "mail.mairie.fr" },
	  { "mairie.fr" },
	  TRI_UNKNOWN },
	{ "another domain",
	  { "intranet.autre.fr" },
	  { "mail.mairie.fr" },
	  TRI_NO },
	{ "another domain right under the same end",
	  { "autre.fr" },
	  { "mairie.fr" },
	  TRI_NO },
	{ "another domain besides a short name",
	  { "autre.fr" },
	  { "NAS", "nas.mairie.fr" },
	  TRI_NO },
	{ "one of its two domains",
	  { "www.autre.fr" },
	  { "nas.mairie.fr", "nas.autre.fr" },
	  TRI_UNKNOWN },
	{ "a short name of no domain",
	  { "vm" },
	  { "debian.mairie.fr" },
	  TRI_UNKNOWN },
	{ "a name that mDNS made up, and no other",
	  { "nas.local" },
	  { "nas.mairie.fr" },
	  TRI_UNKNOWN },
	{ "an address that it had before",
	  { "192.0.2.2" },
	  { "nas.mairie.fr" },
	  TRI_UNKNOWN },
	{ "for nothing", { NULL }, { "nas" }, TRI_UNKNOWN },
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *a = arena_new(1 << 16);
		struct tls_service row = { .host = "192.0.2.1",
			                   .port = 443,
			                   .service = "https" };
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
		if (out->named != cases[i].named)
			fail_msg("%s: named %d", cases[i].what,
			         (int)out->named);
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
