/* SPDX-License-Identifier: Apache-2.0 */
#include "core/envelope.h"
#include "core/run.h"
#include "core/signature.h"

#include "keyed.h"
#include "scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/* The command that everybody has opens what is sealed, and the other way. */

#define TEXT     "{\"format\": 1, \"lettre\": \"é œ 日本\"}"
#define DEADLINE 20000 /* milliseconds */

static const char *const kinds[] = { "P-256", "RSA" };

static void put(const char *name, const void *data, size_t len)
{
	struct err e = { 0, "" };

	if (!file_replace(scratch_path(name), data, len, &e))
		fail_msg("%s", e.text);
}

static void put_key(const struct keyed *k)
{
	put("certificate.pem", k->certificate, strlen(k->certificate));
	put("key.pem", k->key, strlen(k->key));
}

/* Run openssl; what it prints, or fail. */
static void openssl(struct buf *out, const char *const *argv)
{
	struct err e = { 0, "" };
	int status = -1;

	buf_init(out, 1u << 20);
	if (!run_command(argv, DEADLINE, out, &status, &e))
		fail_msg("%s", e.text);
	if (status != 0)
		fail_msg("openssl ended with %d", status);
}

static void test_decrypt(void **state)
{
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct keyed k;
		struct buf sealed, out;
		struct err e;

		keyed_make(&k, kinds[i], "Coordinateur d’exemple");
		put_key(&k);
		buf_init(&sealed, ENVELOPE_BYTES);
		assert_true(envelope_seal(&sealed, TEXT, strlen(TEXT),
		                          k.certificate, &e));
		put("sealed.cms", sealed.data, sealed.len);
		openssl(&out, (const char *const[]){
				  "openssl", "cms", "-decrypt", "-inform",
				  "DER", "-in", scratch_path("sealed.cms"),
				  "-inkey", scratch_path("key.pem"), "-recip",
				  scratch_path("certificate.pem"), NULL });
		assert_string_equal(buf_text(&out), TEXT);
		buf_clear(&out);
		buf_clear(&sealed);
	}
}

/* What the command seals so is an envelope as well. */
static void test_encrypt(void **state)
{
	static const char *const options[] = { "ecdh_kdf_md:sha256",
		                               "rsa_padding_mode:oaep",
		                               "rsa_oaep_md:sha256" };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct keyed k;
		struct envelope_key *key;
		struct buf out, sealed, content;
		struct err e = { 0, "" };

		keyed_make(&k, kinds[i], "Coordinateur d’exemple");
		put_key(&k);
		put("content", TEXT, strlen(TEXT));
		openssl(&out, (const char *const[]){
				  "openssl", "cms", "-encrypt", "-aes-256-gcm",
				  "-binary", "-outform", "DER", "-in",
				  scratch_path("content"), "-out",
				  scratch_path("sealed.cms"), "-recip",
				  scratch_path("certificate.pem"), "-keyopt",
				  options[i], i == 1 ? "-keyopt" : NULL,
				  options[2], NULL });
		buf_clear(&out);
		buf_init(&sealed, ENVELOPE_BYTES);
		buf_init(&content, 1000);
		assert_true(file_read(scratch_path("sealed.cms"), &sealed, &e));
		key = envelope_key_new(k.certificate, k.key, &e);
		assert_non_null(key);
		if (!envelope_open(&content, sealed.data, sealed.len, &key, 1,
		                   NULL, &e))
			fail_msg("%s", e.text);
		assert_string_equal(buf_text(&content), TEXT);
		envelope_key_free(key);
		buf_clear(&sealed);
		buf_clear(&content);
	}
}

static void test_verify(void **state)
{
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct keyed k;
		struct buf signature, out;
		struct err e;

		keyed_make(&k, kinds[i], "Coordinateur d’exemple");
		buf_init(&signature, SIGNATURE_BYTES);
		assert_true(signature_make(&signature, TEXT, strlen(TEXT),
		                           k.certificate, k.key, &e));
		put("kit.json", TEXT, strlen(TEXT));
		put("kit.p7s", signature.data, signature.len);
		openssl(&out,
		        (const char *const[]){
			    "openssl", "cms", "-verify", "-binary", "-inform",
			    "DER", "-in", scratch_path("kit.p7s"), "-content",
			    scratch_path("kit.json"), "-noverify", NULL });
		assert_string_equal(buf_text(&out), TEXT);
		buf_clear(&out);
		buf_clear(&signature);
	}
}

static void test_sign(void **state)
{
	struct keyed k;
	struct buf signature, out;
	char signer[HASH_TEXT];
	struct err e = { 0, "" };

	(void)state;
	keyed_make(&k, "P-256", "Coordinateur d’exemple");
	put_key(&k);
	put("kit.json", TEXT, strlen(TEXT));
	openssl(&out, (const char *const[]){
			  "openssl", "cms", "-sign", "-binary", "-md", "sha256",
			  "-outform", "DER", "-in", scratch_path("kit.json"),
			  "-out", scratch_path("kit.p7s"), "-signer",
			  scratch_path("certificate.pem"), "-inkey",
			  scratch_path("key.pem"), NULL });
	buf_clear(&out);
	buf_init(&signature, SIGNATURE_BYTES);
	assert_true(file_read(scratch_path("kit.p7s"), &signature, &e));
	if (!signature_check(signature.data, signature.len, TEXT, strlen(TEXT),
	                     signer, &e))
		fail_msg("%s", e.text);
	buf_clear(&signature);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_decrypt),
		cmocka_unit_test(test_encrypt),
		cmocka_unit_test(test_verify),
		cmocka_unit_test(test_sign),
	};

	return cmocka_run_group_tests_name("openssl", tests, scratch_open,
	                                   scratch_close);
}
