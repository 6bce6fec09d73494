/* SPDX-License-Identifier: Apache-2.0 */
#include "core/envelope.h"

#include "keyed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <openssl/cms.h>
#include <stdlib.h>

#define BEFORE "before"
#define SECRET "{\"letter\": \"D\"}"

static struct keyed first, second, rsa;
static struct envelope_key *keys[3];

static int make_keys(void **state)
{
	struct err e;

	(void)state;
	keyed_make(&first, "P-256", "Coordinateur d’exemple");
	keyed_make(&second, "P-256", "Coordinateur d’exemple");
	keyed_make(&rsa, "RSA", "Coordinateur RSA");
	keys[0] = envelope_key_new(first.certificate, first.key, &e);
	keys[1] = envelope_key_new(second.certificate, second.key, &e);
	keys[2] = envelope_key_new(rsa.certificate, rsa.key, &e);
	return keys[0] && keys[1] && keys[2] ? 0 : -1;
}

static int free_keys(void **state)
{
	(void)state;
	for (size_t i = 0; i < 3; i++)
		envelope_key_free(keys[i]);
	return 0;
}

static void seal(struct buf *out, const void *data, size_t len,
                 const char *certificates)
{
	struct err e = { 0, "" };

	buf_init(out, ENVELOPE_BYTES);
	if (!envelope_seal(out, data, len, certificates, &e))
		fail_msg("%s", e.text);
}

/* What comes out, or NULL when it is refused; then nothing may have come. */
static char *open_with(const void *data, size_t len,
                       struct envelope_key *const *with, size_t count,
                       bool *stranger)
{
	struct buf out;
	struct err e = { 0, "" };
	char *content = NULL;

	buf_init(&out, 4096);
	buf_str(&out, BEFORE);
	if (envelope_open(&out, data, len, with, count, stranger, &e)) {
		assert_memory_equal(out.data, BEFORE, strlen(BEFORE));
		content = strdup(out.data + strlen(BEFORE));
	} else {
		assert_true(e.text[0]);
		assert_true(buf_ok(&out));
		assert_string_equal(buf_text(&out), BEFORE);
	}
	buf_clear(&out);
	return content;
}

static void test_back(void **state)
{
	static const size_t lengths[] = { 0, 1, 15, 16, 17, 1000, 1u << 20 };
	const struct keyed *const to[] = { &first, &rsa };
	char *data = malloc(1u << 20);

	(void)state;
	assert_non_null(data);
	memset(data, 'g', 1u << 20);
	for (size_t i = 0; i < 14; i++) {
		size_t len = lengths[i / 2];
		struct buf sealed, out;
		struct err e = { 0, "" };
		bool stranger = true;

		seal(&sealed, data, len, to[i % 2]->certificate);
		buf_init(&out, 1u << 20);
		if (!envelope_open(&out, sealed.data, sealed.len, keys, 3,
		                   &stranger, &e))
			fail_msg("%s", e.text);
		assert_false(stranger);
		assert_int_equal(out.len, len);
		assert_memory_equal(buf_text(&out), data, len);
		buf_clear(&sealed);
		buf_clear(&out);
	}
	free(data);
}

/* The same bytes are sealed in another way each time. */
static void test_fresh(void **state)
{
	struct buf one, two;

	(void)state;
	seal(&one, SECRET, strlen(SECRET), first.certificate);
	seal(&two, SECRET, strlen(SECRET), first.certificate);
	assert_int_equal(one.len, two.len);
	assert_memory_not_equal(one.data, two.data, one.len);
	buf_clear(&one);
	buf_clear(&two);
}

/* No bit of an envelope can be turned, whatever it stands for. */
static void flip_all(const struct keyed *to)
{
	struct buf sealed;

	seal(&sealed, SECRET, strlen(SECRET), to->certificate);
	for (size_t bit = 0; bit < 8 * sealed.len; bit++) {
		char *out;

		sealed.data[bit / 8] ^= (char)(1 << bit % 8);
		out = open_with(sealed.data, sealed.len, keys, 3, NULL);
		if (out)
			fail_msg("bit %zu of byte %zu", bit % 8, bit / 8);
		sealed.data[bit / 8] ^= (char)(1 << bit % 8);
	}
	free(open_with(sealed.data, sealed.len, keys, 3, NULL));
	buf_clear(&sealed);
}

static void test_flips(void **state)
{
	(void)state;
	flip_all(&first);
	flip_all(&rsa);
}

static void test_cut(void **state)
{
	struct buf sealed;
	char *out;

	(void)state;
	seal(&sealed, SECRET, strlen(SECRET), first.certificate);
	for (size_t len = 0; len < sealed.len; len++)
		assert_null(open_with(sealed.data, len, keys, 3, NULL));
	out = open_with(sealed.data, sealed.len, keys, 3, NULL);
	assert_string_equal(out, SECRET);
	free(out);
	/* Bytes behind it: none, of any kind. */
	for (int c = 0; c < 256; c++) {
		assert_true(buf_char(&sealed, (char)c));
		assert_null(open_with(sealed.data, sealed.len, keys, 3, NULL));
		sealed.len--;
	}
	buf_clear(&sealed);
}

/* Sealed to two: each opens it, and what of it is the other's is not read. */
static void test_two(void **state)
{
	char both[2 * KEYED_TEXT];
	struct buf sealed;

	(void)state;
	snprintf(both, sizeof(both), "%s%s", first.certificate,
	         rsa.certificate);
	seal(&sealed, SECRET, strlen(SECRET), both);
	for (size_t k = 0; k < 3; k++) {
		bool stranger;
		char *out =
		    open_with(sealed.data, sealed.len, &keys[k], 1, &stranger);

		assert_true(stranger == (k == 1));
		if (k == 1)
			assert_null(out);
		else
			assert_string_equal(out, SECRET);
		free(out);
	}
	for (size_t i = 0; i < sealed.len; i++) {
		char *out;

		sealed.data[i] ^= (char)(1 << i % 8);
		out = open_with(sealed.data, sealed.len, keys, 1, NULL);
		if (out)
			assert_string_equal(out, SECRET);
		free(out);
		sealed.data[i] ^= (char)(1 << i % 8);
	}
	buf_clear(&sealed);
}

/* After keys were renewed the old one still opens. */
static void test_old_key(void **state)
{
	struct envelope_key *const newest_first[] = { keys[1], keys[0] };
	struct buf sealed;
	bool stranger = true;
	char *out;

	(void)state;
	seal(&sealed, SECRET, strlen(SECRET), first.certificate);
	out = open_with(sealed.data, sealed.len, newest_first, 2, &stranger);
	assert_string_equal(out, SECRET);
	assert_false(stranger);
	free(out);
	assert_null(
	    open_with(sealed.data, sealed.len, newest_first, 1, &stranger));
	assert_true(stranger);
	assert_null(
	    open_with(sealed.data, sealed.len, newest_first, 0, &stranger));
	assert_true(stranger);
	buf_clear(&sealed);
}

/* As another program would: any cipher, SHA-1 beneath ECDH unless asked. */
static void seal_otherwise(struct buf *out, const EVP_CIPHER *cipher)
{
	BIO *pem = BIO_new_mem_buf(first.certificate, -1);
	X509 *x = PEM_read_bio_X509(pem, NULL, NULL, NULL);
	STACK_OF(X509) *to = sk_X509_new_null();
	BIO *content = BIO_new_mem_buf(SECRET, -1);
	CMS_ContentInfo *cms;
	unsigned char *der = NULL;
	int len;

	sk_X509_push(to, x);
	cms = CMS_encrypt(to, content, cipher, CMS_BINARY);
	assert_non_null(cms);
	len = i2d_CMS_ContentInfo(cms, &der);
	assert_true(len > 0);
	buf_init(out, ENVELOPE_BYTES);
	assert_true(buf_add(out, der, (size_t)len));
	OPENSSL_free(der);
	CMS_ContentInfo_free(cms);
	BIO_free(content);
	BIO_free(pem);
	sk_X509_pop_free(to, X509_free);
}

static void test_other_kinds(void **state)
{
	const EVP_CIPHER *const ciphers[] = { EVP_aes_128_cbc(),
		                              EVP_aes_256_cbc(),
		                              EVP_aes_128_gcm(),
		                              EVP_aes_192_gcm(),
		                              EVP_aes_256_gcm() /* SHA-1 */ };
	static const char *const texts[] = {
		"",
		"0",
		"{\"format\": 1}",
		"\x30\x80\x06\x0b",
		"-----BEGIN CMS-----\n",
		"\x30\x84\xff\xff\xff\xff\x02",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(ciphers) / sizeof(ciphers[0]); i++) {
		struct buf sealed;

		seal_otherwise(&sealed, ciphers[i]);
		assert_null(open_with(sealed.data, sealed.len, keys, 3, NULL));
		buf_clear(&sealed);
	}
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_null(
		    open_with(texts[i], strlen(texts[i]), keys, 3, NULL));
}

/* What is sealed may not be more than there is room for. */
static void test_ceilings(void **state)
{
	char *large = calloc(1, ENVELOPE_BYTES + 1);
	struct buf sealed, out;
	struct err e;

	(void)state;
	assert_non_null(large);
	seal(&sealed, large, 5000, first.certificate);
	assert_null(open_with(sealed.data, sealed.len, keys, 3, NULL));
	buf_init(&out, 5000);
	assert_true(
	    envelope_open(&out, sealed.data, sealed.len, keys, 3, NULL, &e));
	buf_clear(&out);
	buf_clear(&sealed);
	buf_init(&out, ENVELOPE_BYTES);
	assert_false(envelope_seal(&out, large, ENVELOPE_BYTES + 1,
	                           first.certificate, &e));
	assert_false(
	    envelope_seal(&out, large, ENVELOPE_BYTES, first.certificate, &e));
	assert_int_equal(out.len, 0);
	assert_false(
	    envelope_open(&out, large, ENVELOPE_BYTES + 1, keys, 3, NULL, &e));
	buf_clear(&out);
	buf_init(&out, 100);
	assert_false(envelope_seal(&out, SECRET, 3, first.certificate, &e));
	assert_int_equal(out.len, 0);
	buf_clear(&out);
	free(large);
}

static void refuse_certificate(const char *text)
{
	struct buf out;
	struct err e = { 0, "" };

	buf_init(&out, ENVELOPE_BYTES);
	assert_false(envelope_seal(&out, SECRET, 3, text, &e));
	assert_true(e.text[0]);
	assert_int_equal(out.len, 0);
	buf_clear(&out);
}

static void test_certificates(void **state)
{
	static char many[10 * KEYED_TEXT];
	struct keyed other;
	size_t len = strlen(first.certificate);

	(void)state;
	refuse_certificate("");
	refuse_certificate("bonjour");
	refuse_certificate(first.key);
	keyed_make(&other, "P-384", "Une autre courbe");
	refuse_certificate(other.certificate);
	keyed_make(&other, "weak", "Trop court");
	refuse_certificate(other.certificate);
	/* One that is cut, behind one that is whole. */
	snprintf(many, sizeof(many), "%s%.*s", first.certificate, (int)len - 40,
	         first.certificate);
	refuse_certificate(many);
	many[0] = '\0';
	for (size_t i = 0; i < 9; i++)
		memcpy(many + i * len, first.certificate, len + 1);
	refuse_certificate(many);
}

static void test_keys(void **state)
{
	/* Of any password: nobody is asked for it. */
	static const char locked[] =
	    "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
	    "MIGjMF8GCSqGSIb3DQEFDTBSMDEGCSqGSIb3DQEFDDAkBBDLBLIdbCMgWgWkYy0h\n"
	    "-----END ENCRYPTED PRIVATE KEY-----\n";
	struct keyed other;
	struct err e;

	(void)state;
	keyed_make(&other, "P-384", "Une autre courbe");
	assert_null(envelope_key_new(first.certificate, second.key, &e));
	assert_null(envelope_key_new(first.certificate, rsa.key, &e));
	assert_null(envelope_key_new(first.certificate, "", &e));
	assert_null(envelope_key_new(first.certificate, locked, &e));
	assert_null(envelope_key_new("", first.key, &e));
	assert_null(envelope_key_new(other.certificate, other.key, &e));
	envelope_key_free(NULL);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_back),
		cmocka_unit_test(test_fresh),
		cmocka_unit_test(test_flips),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_two),
		cmocka_unit_test(test_old_key),
		cmocka_unit_test(test_other_kinds),
		cmocka_unit_test(test_ceilings),
		cmocka_unit_test(test_certificates),
		cmocka_unit_test(test_keys),
	};

	return cmocka_run_group_tests_name("envelope", tests, make_keys,
	                                   free_keys);
}
