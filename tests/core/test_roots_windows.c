/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/roots.h"

#include <windows.h>

#include <wincrypt.h>
#undef X509_NAME
#undef X509_EXTENSIONS
#undef PKCS7_SIGNER_INFO
#undef OCSP_REQUEST
#undef OCSP_RESPONSE
#include "tests/checks/certified.h"

/* Authorities of our own in the stores of this user, under Wine alone. */

#define NOW INT64_C(1795305600) /* 2026-11-22 */
#define DAY INT64_C(86400)

static struct certified root, leaf, stranger;

static bool wine(void)
{
	return GetProcAddress(GetModuleHandleW(L"ntdll.dll"),
	                      "wine_get_version");
}

/* A store of the user alone, as it is kept in the registry. */
static HCERTSTORE open_own(const wchar_t *name)
{
	HCERTSTORE store =
	    CertOpenStore(CERT_STORE_PROV_SYSTEM_REGISTRY_W, 0, 0,
	                  CERT_SYSTEM_STORE_CURRENT_USER, name);

	assert_non_null(store);
	return store;
}

/* Put the root into a store; oid is what for, NULL: anything. */
static void put(const wchar_t *name, const char *oid)
{
	HCERTSTORE store = open_own(name);
	unsigned char *der = NULL;
	int len = i2d_X509(root.cert, &der);
	PCCERT_CONTEXT c = NULL;

	assert_true(len > 0);
	assert_true(CertAddEncodedCertificateToStore(
	    store, X509_ASN_ENCODING, der, (DWORD)len,
	    CERT_STORE_ADD_REPLACE_EXISTING, &c));
	if (oid)
		assert_true(CertAddEnhancedKeyUsageIdentifier(c, oid));
	CertFreeCertificateContext(c);
	assert_true(CertCloseStore(store, 0));
	OPENSSL_free(der);
}

/* Take all that is in it out again. */
static void empty(const wchar_t *name)
{
	HCERTSTORE store = open_own(name);
	PCCERT_CONTEXT c;

	while ((c = CertEnumCertificatesInStore(store, NULL)) != NULL)
		assert_true(CertDeleteCertificateFromStore(c));
	assert_true(CertCloseStore(store, 0));
}

/* Whether the certificate is good by what is read now. */
static bool trusted(void)
{
	X509_STORE *store = X509_STORE_new();
	X509_STORE_CTX *ctx = X509_STORE_CTX_new();
	struct err e;
	bool ok;

	(void)roots_read(store, &e);
	assert_int_equal(X509_STORE_CTX_init(ctx, store, leaf.cert, NULL), 1);
	X509_STORE_CTX_set_time(ctx, 0, NOW);
	ok = X509_verify_cert(ctx) == 1;
	X509_STORE_CTX_free(ctx);
	X509_STORE_free(store);
	return ok;
}

static void test_stores(void **state)
{
	(void)state;
	if (!wine())
		skip();
	assert_false(trusted());
	put(L"Root", NULL);
	assert_true(trusted());
	put(L"Disallowed", NULL);
	assert_false(trusted());
	empty(L"Disallowed");
	assert_true(trusted());
	empty(L"Root");
	put(L"Root", szOID_PKIX_KP_EMAIL_PROTECTION);
	assert_false(trusted());
	empty(L"Root");
	put(L"Root", szOID_PKIX_KP_SERVER_AUTH);
	assert_true(trusted());
	empty(L"Root");
	assert_false(trusted());
}

/* What Windows itself trusts is added to what is known. */
static void test_fetch(void **state)
{
	X509_STORE *store = X509_STORE_new();
	STACK_OF(X509) *chain = sk_X509_new_null();

	(void)state;
	if (!wine())
		skip();
	/* Before the first question: Wine reads its stores once for chains. */
	put(L"Root", NULL);
	assert_true(roots_fetch(store, leaf.cert, chain));
	assert_int_equal(sk_X509_OBJECT_num(X509_STORE_get0_objects(store)), 1);
	assert_false(roots_fetch(store, stranger.cert, chain));
	assert_false(roots_fetch(store, stranger.cert, NULL));
	assert_int_equal(sk_X509_OBJECT_num(X509_STORE_get0_objects(store)), 1);
	empty(L"Root");
	sk_X509_free(chain);
	X509_STORE_free(store);
}

static int begin(void **state)
{
	static const struct certified_words above = { "Garde test root", NULL,
		                                      NOW - 400 * DAY,
		                                      NOW + 4000 * DAY, 1 };
	static const struct certified_words below = { "mairie.example",
		                                      "DNS:mairie.example",
		                                      NOW - 400 * DAY,
		                                      NOW + 4000 * DAY, 0 };

	(void)state;
	certified_make(&root, NULL, &above);
	certified_make(&leaf, &root, &below);
	certified_make(&stranger, NULL, &below);
	if (wine()) {
		empty(L"Root");
		empty(L"Disallowed");
	}
	return 0;
}

static int end(void **state)
{
	(void)state;
	certified_free(&stranger);
	certified_free(&leaf);
	certified_free(&root);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_stores),
		cmocka_unit_test(test_fetch),
	};

	return cmocka_run_group_tests_name("roots", tests, begin, end);
}
