/* SPDX-License-Identifier: Apache-2.0 */
#include "core/signature.h"

#include "keyed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <openssl/cms.h>

#define KIT "{\"format\": 1, \"commune\": {\"insee\": \"01001\"}}"

static struct keyed first, second, rsa;

static int make_keys(void **state)
{
	(void)state;
	keyed_make(&first, "P-256", "Coordinateur d’exemple");
	keyed_make(&second, "P-256", "Coordinateur d’exemple");
	keyed_make(&rsa, "RSA", "Coordinateur RSA");
	return 0;
}

static void sign(struct buf *out, const void *data, size_t len,
                 const struct keyed *by)
{
	struct err e = { 0, "" };

	buf_init(out, SIGNATURE_BYTES);
	if (!signature_make(out, data, len, by->certificate, by->key, &e))
		fail_msg("%s", e.text);
}

static bool check(const struct buf *signature, const void *data, size_t len,
                  char signer[HASH_TEXT])
{
	struct err e = { 0, "" };
	bool ok = signature_check(signature->data, signature->len, data, len,
	                          signer, &e);

	assert_true(ok || e.text[0]);
	return ok;
}

/* The signer is the SHA-256 of its public key, whoever says what. */
static void expect_signer(const char *signer, const struct keyed *who)
{
	BIO *pem = BIO_new_mem_buf(who->certificate, -1);
	X509 *x = PEM_read_bio_X509(pem, NULL, NULL, NULL);
	unsigned char *der = NULL;
	int len = i2d_PUBKEY(X509_get0_pubkey(x), &der);
	char hash[HASH_TEXT];

	hash_sha256(hash, der, (size_t)len);
	assert_string_equal(signer, hash);
	OPENSSL_free(der);
	X509_free(x);
	BIO_free(pem);
}

static void test_back(void **state)
{
	const struct keyed *const by[] = { &first, &second, &rsa };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		char signer[HASH_TEXT] = "";
		struct buf s;

		sign(&s, KIT, strlen(KIT), by[i]);
		assert_true(check(&s, KIT, strlen(KIT), signer));
		expect_signer(signer, by[i]);
		buf_clear(&s);
		sign(&s, "", 0, by[i]);
		assert_true(check(&s, "", 0, signer));
		assert_false(check(&s, " ", 1, signer));
		buf_clear(&s);
	}
}

/* One key with another certificate is the same signer. */
static void test_renewed_certificate(void **state)
{
	char one[HASH_TEXT], two[HASH_TEXT];
	BIO *pem = BIO_new_mem_buf(first.key, -1);
	EVP_PKEY *key = PEM_read_bio_PrivateKey(pem, NULL, NULL, NULL);
	struct keyed renewed = first;
	struct buf s;

	(void)state;
	keyed_certify(&renewed, key, "Un autre nom");
	sign(&s, KIT, strlen(KIT), &first);
	assert_true(check(&s, KIT, strlen(KIT), one));
	buf_clear(&s);
	sign(&s, KIT, strlen(KIT), &renewed);
	assert_true(check(&s, KIT, strlen(KIT), two));
	buf_clear(&s);
	assert_string_equal(one, two);
	EVP_PKEY_free(key);
	BIO_free(pem);
}

/* Every bit of what was signed counts, and every byte that is missing. */
static void test_content(void **state)
{
	char data[] = KIT "\n";
	char signer[HASH_TEXT];
	struct buf s;

	(void)state;
	sign(&s, data, strlen(KIT), &first);
	for (size_t bit = 0; bit < 8 * strlen(KIT); bit++) {
		data[bit / 8] ^= (char)(1 << bit % 8);
		assert_false(check(&s, data, strlen(KIT), signer));
		data[bit / 8] ^= (char)(1 << bit % 8);
	}
	for (size_t len = 0; len < strlen(KIT); len++)
		assert_false(check(&s, data, len, signer));
	assert_false(check(&s, data, strlen(KIT) + 1, signer));
	assert_true(check(&s, data, strlen(KIT), signer));
	buf_clear(&s);
}

/* A signature that was altered is refused, or says the same as before. */
static void test_flips(void **state)
{
	char signer[HASH_TEXT];
	unsigned refused = 0;
	struct buf s;

	(void)state;
	sign(&s, KIT, strlen(KIT), &first);
	for (size_t bit = 0; bit < 8 * s.len; bit++) {
		s.data[bit / 8] ^= (char)(1 << bit % 8);
		if (check(&s, KIT, strlen(KIT), signer))
			expect_signer(signer, &first);
		else
			refused++;
		s.data[bit / 8] ^= (char)(1 << bit % 8);
	}
	/* The key, the attributes and the signature are half of it. */
	assert_true(refused > 4 * s.len);
	for (size_t len = 0; len < s.len; len++) {
		struct buf cut = { .data = s.data, .len = len };

		assert_false(check(&cut, KIT, strlen(KIT), signer));
	}
	assert_true(buf_char(&s, '\0'));
	assert_false(check(&s, KIT, strlen(KIT), signer));
	buf_clear(&s);
}

struct other {
	const char *what;
	const struct keyed *by;
	const EVP_MD *digest;
	unsigned flags; /* of CMS_sign() */
	int signers;
};

static void add_signer(CMS_ContentInfo *cms, const struct keyed *by,
                       const EVP_MD *digest, unsigned flags)
{
	BIO *pem = BIO_new_mem_buf(by->certificate, -1);
	BIO *secret = BIO_new_mem_buf(by->key, -1);
	X509 *x = PEM_read_bio_X509(pem, NULL, NULL, NULL);
	EVP_PKEY *key = PEM_read_bio_PrivateKey(secret, NULL, NULL, NULL);

	assert_non_null(CMS_add1_signer(cms, x, key, digest, flags));
	EVP_PKEY_free(key);
	X509_free(x);
	BIO_free(secret);
	BIO_free(pem);
}

static void make_otherwise(struct buf *out, const struct other *o)
{
	BIO *content = BIO_new_mem_buf(KIT, -1);
	unsigned flags = o->flags | CMS_BINARY | CMS_PARTIAL;
	CMS_ContentInfo *cms = CMS_sign(NULL, NULL, NULL, NULL, flags);
	unsigned char *der = NULL;
	int len;

	for (int i = 0; i < o->signers; i++)
		add_signer(cms, i ? &second : o->by, o->digest, flags);
	if (o->signers > 0 && CMS_final(cms, content, NULL, flags) != 1)
		fail_msg("%s", o->what);
	len = i2d_CMS_ContentInfo(cms, &der);
	assert_true(len > 0);
	buf_init(out, SIGNATURE_BYTES);
	assert_true(buf_add(out, der, (size_t)len));
	OPENSSL_free(der);
	CMS_ContentInfo_free(cms);
	BIO_free(content);
}

static void test_other_kinds(void **state)
{
	struct keyed curve, weak;
	const struct other cases[] = {
		{ "as it should be", &first, EVP_sha256(), CMS_DETACHED, 1 },
		{ "SHA-1", &first, EVP_sha1(), CMS_DETACHED, 1 },
		{ "SHA-512", &first, EVP_sha512(), CMS_DETACHED, 1 },
		{ "no attributes", &first, EVP_sha256(),
		  CMS_DETACHED | CMS_NOATTR, 1 },
		{ "no certificate", &first, EVP_sha256(),
		  CMS_DETACHED | CMS_NOCERTS, 1 },
		{ "the content inside", &first, EVP_sha256(), 0, 1 },
		{ "nobody", &first, EVP_sha256(), CMS_DETACHED, 0 },
		{ "two", &first, EVP_sha256(), CMS_DETACHED, 2 },
		{ "another curve", &curve, EVP_sha256(), CMS_DETACHED, 1 },
		{ "a short key", &weak, EVP_sha256(), CMS_DETACHED, 1 },
	};

	(void)state;
	keyed_make(&curve, "P-384", "Une autre courbe");
	keyed_make(&weak, "weak", "Trop court");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char signer[HASH_TEXT];
		struct buf s;

		make_otherwise(&s, &cases[i]);
		if (check(&s, KIT, strlen(KIT), signer) != (i == 0))
			fail_msg("%s", cases[i].what);
		buf_clear(&s);
	}
}

static void test_refused(void **state)
{
	static const char *const texts[] = { "", "x", "{}", "\x30\x80",
		                             "-----BEGIN CMS-----\n" };
	char signer[HASH_TEXT];
	char *large = calloc(1, SIGNATURE_BYTES + 1);
	struct err e;
	struct buf out;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_false(signature_check(texts[i], strlen(texts[i]), KIT,
		                             strlen(KIT), signer, &e));
	assert_non_null(large);
	assert_false(signature_check(large, SIGNATURE_BYTES + 1, KIT,
	                             strlen(KIT), signer, &e));
	free(large);
	buf_init(&out, SIGNATURE_BYTES);
	assert_false(signature_make(&out, KIT, strlen(KIT), first.certificate,
	                            second.key, &e));
	assert_false(signature_make(&out, KIT, strlen(KIT), "", first.key, &e));
	assert_int_equal(out.len, 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_back),
		cmocka_unit_test(test_renewed_certificate),
		cmocka_unit_test(test_content),
		cmocka_unit_test(test_flips),
		cmocka_unit_test(test_other_kinds),
		cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests_name("signature", tests, make_keys, NULL);
}
