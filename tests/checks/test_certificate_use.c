/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/windows/decode/certificate_use.h"
#include "core/date.h"
#include "core/text.h"
#include "tests/checks/certified.h"

#define FROM INT64_C(1700000000)

static const struct {
	const char *issuer;
	int64_t days;
	bool authority;
	bool own;
	bool server;
	bool signs;
	bool machine;    /* stands in the machine's store */
	const char *use; /* NULL: none */
} cases[] = {
	/* What is bought to sign, and what a bank or the State gives. */
	{ "ChamberSign France", 1095, 0, 0, 0, 1, 0, "person" },
	{ "CERTINOMIS", 1095, 0, 0, 0, 0, 0, "person" },
	{ "DGFiP", 1095, 0, 0, 0, 1, 1, "person" },
	/* An issuer nobody told us of. */
	{ "Une autorité nouvelle", 700, 0, 0, 0, 1, 0, "person" },
	{ "Une autorité nouvelle", 700, 0, 0, 0, 0, 0, NULL },
	{ "Une autorité nouvelle", 700, 0, 0, 0, 1, 1, NULL },
	{ "", 700, 0, 0, 0, 1, 0, "person" },
	/* A server's, in either store. */
	{ "Certigna", 365, 0, 0, 1, 1, 1, "server" },
	{ "R11", 90, 0, 0, 1, 1, 0, "server" },
	/* What programs and Windows make for themselves. */
	{ "MS-Organization-Access", 3650, 0, 0, 0, 1, 0, NULL },
	{ "MS-Organization-P2P-Access [2026]", 365, 0, 0, 1, 1, 1, NULL },
	{ "Adobe Inc.", 700, 0, 0, 0, 1, 0, NULL },
	{ "Communications Server", 180, 0, 0, 0, 1, 0, NULL },
	{ "Camille Exemple", 36500, 0, 1, 0, 1, 0, NULL },
	{ "Certigna", 3650, 1, 0, 0, 1, 0, NULL },
	/* Renewed by a machine. */
	{ "Certigna", 44, 0, 0, 0, 1, 0, NULL },
	{ "Certigna", 45, 0, 0, 0, 1, 0, "person" },
	{ "Certigna", -10, 0, 0, 0, 1, 0, NULL },
};

static void test_use(void **state)
{
	struct err e;
	struct baseline *b = baseline_builtin(&e);

	(void)state;
	assert_non_null(b);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct x509 x = { .not_before = FROM,
			          .not_after = FROM + cases[i].days * DATE_DAY,
			          .authority = cases[i].authority,
			          .own = cases[i].own,
			          .server = cases[i].server,
			          .signs = cases[i].signs };
		const char *use;

		text_clean(x.issuer, sizeof(x.issuer), cases[i].issuer);
		use = certificate_use(&x, b, cases[i].machine);
		if (use != cases[i].use && !text_is(use, cases[i].use))
			fail_msg("case %zu: %s", i, use ? use : "none");
	}
	baseline_free(b);
}

/* What an issuer allowed, as it stands in a certificate. */
static void test_allowed(void **state)
{
	static const struct {
		int nid; /* 0: nothing is said */
		const char *value;
		bool server;
		bool signs;
	} allowed[] = {
		{ 0, NULL, false, false },
		{ NID_key_usage, "digitalSignature", false, true },
		{ NID_key_usage, "nonRepudiation", false, true },
		{ NID_key_usage, "keyEncipherment", false, false },
		{ NID_ext_key_usage, "serverAuth", true, false },
		{ NID_ext_key_usage, "clientAuth", false, true },
		{ NID_ext_key_usage, "emailProtection", false, true },
		{ NID_ext_key_usage, "serverAuth,clientAuth", true, true },
		{ NID_ext_key_usage, "1.3.6.1.4.1.311.10.3.4", false, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(allowed) / sizeof(allowed[0]); i++) {
		struct certified_words words = { "Camille Exemple", NULL, FROM,
			                         FROM + DATE_DAY, 0 };
		struct certified cert;
		struct x509 x;

		certified_make(&cert, NULL, &words);
		if (allowed[i].nid)
			certified_extend(cert.cert, cert.cert, allowed[i].nid,
			                 allowed[i].value);
		X509_sign(cert.cert, cert.key, EVP_sha256());
		assert_true(x509_read(&x, cert.cert));
		if (x.server != allowed[i].server ||
		    x.signs != allowed[i].signs)
			fail_msg("%s", allowed[i].value);
		certified_free(&cert);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_use),
		cmocka_unit_test(test_allowed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
