/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_CORE_KEYED_H
#define TESTS_CORE_KEYED_H

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Keys with certificates of their own, as PEM texts. What fails here is the
 * test's own fault and ends it.
 */
#define KEYED_TEXT 8192

struct keyed {
	char certificate[KEYED_TEXT];
	char key[KEYED_TEXT];
};

static inline void keyed_must(int good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "keyed: %s\n", what);
	abort();
}

static inline void keyed_take(char out[KEYED_TEXT], BIO *bio)
{
	int len = BIO_read(bio, out, KEYED_TEXT - 1);

	keyed_must(len > 0, "no text");
	out[len] = '\0';
	BIO_free(bio);
}

/* A certificate for the key, signed by itself. */
static inline void keyed_certify(struct keyed *out, EVP_PKEY *key,
                                 const char *name)
{
	static long serial = 4660;
	X509 *x = X509_new();
	BIO *bio = BIO_new(BIO_s_mem());

	X509_set_version(x, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(x), serial++);
	X509_gmtime_adj(X509_getm_notBefore(x), 0);
	X509_gmtime_adj(X509_getm_notAfter(x), 31536000);
	X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN",
	                           MBSTRING_UTF8, (const unsigned char *)name,
	                           -1, -1, 0);
	X509_set_issuer_name(x, X509_get_subject_name(x));
	X509_set_pubkey(x, key);
	keyed_must(X509_sign(x, key, EVP_sha256()) > 0, "sign");
	keyed_must(PEM_write_bio_X509(bio, x) == 1, "certificate");
	keyed_take(out->certificate, bio);
	X509_free(x);
}

/* A new one: "P-256", "P-384", "RSA" (2,048 bits), "weak" (1,024). */
static inline void keyed_make(struct keyed *out, const char *kind,
                              const char *name)
{
	EVP_PKEY *key = strcmp(kind, "RSA") == 0    ? EVP_RSA_gen(2048)
	                : strcmp(kind, "weak") == 0 ? EVP_RSA_gen(1024)
	                                            : EVP_EC_gen(kind);
	BIO *bio = BIO_new(BIO_s_mem());

	keyed_must(key != NULL && bio != NULL, kind);
	keyed_certify(out, key, name);
	keyed_must(
	    PEM_write_bio_PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL) == 1,
	    "key");
	keyed_take(out->key, bio);
	EVP_PKEY_free(key);
}

#endif
