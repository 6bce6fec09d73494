/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_CHECKS_CERTIFIED_H
#define TESTS_CHECKS_CERTIFIED_H

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Certificates of any mood, and the authorities behind them. What fails here
 * is the test's own fault and ends it.
 */
struct certified {
	X509 *cert;
	EVP_PKEY *key;
};

/* What one is to say. */
struct certified_words {
	const char *common;
	const char *names; /* "DNS:a.example,IP:192.0.2.1", or NULL */
	int64_t from;
	int64_t to;
	int authority;
};

static inline void certified_must(int good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "certified: %s\n", what);
	abort();
}

static inline void certified_extend(X509 *x, X509 *issuer, int nid,
                                    const char *value)
{
	X509_EXTENSION *e;
	X509V3_CTX ctx;

	X509V3_set_ctx(&ctx, issuer, x, NULL, NULL, 0);
	e = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
	certified_must(e != NULL, value);
	X509_add_ext(x, e, -1);
	X509_EXTENSION_free(e);
}

/* Make one, signed by issuer, or by itself when that is NULL. */
static inline void certified_make(struct certified *out,
                                  const struct certified *issuer,
                                  const struct certified_words *w)
{
	static long serial = 100;
	X509 *x = X509_new();
	X509_NAME *name = X509_get_subject_name(x);

	out->cert = x;
	out->key = EVP_EC_gen("P-256");
	certified_must(out->key != NULL, "no key");
	if (!issuer)
		issuer = out;
	X509_set_version(x, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(x), serial++);
	ASN1_TIME_set(X509_getm_notBefore(x), (time_t)w->from);
	ASN1_TIME_set(X509_getm_notAfter(x), (time_t)w->to);
	X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
	                           (const unsigned char *)w->common, -1, -1, 0);
	X509_set_issuer_name(x, X509_get_subject_name(issuer->cert));
	X509_set_pubkey(x, out->key);
	certified_extend(x, issuer->cert, NID_basic_constraints,
	                 w->authority ? "critical,CA:TRUE" : "CA:FALSE");
	certified_extend(x, issuer->cert, NID_subject_key_identifier, "hash");
	if (w->names)
		certified_extend(x, issuer->cert, NID_subject_alt_name,
		                 w->names);
	certified_must(X509_sign(x, issuer->key, EVP_sha256()) > 0, "sign");
}

static inline void certified_free(struct certified *c)
{
	X509_free(c->cert);
	EVP_PKEY_free(c->key);
}

/* Write its certificate to a file. */
static inline void certified_write(const struct certified *c, const char *path)
{
	FILE *f = fopen(path, "wb");

	certified_must(f != NULL, path);
	certified_must(PEM_write_X509(f, c->cert) == 1, path);
	certified_must(fclose(f) == 0, path);
}

/* What a server with it begins with; between, if any, is sent along. */
static inline SSL_CTX *certified_server(const struct certified *c,
                                        const struct certified *between)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());

	certified_must(ctx != NULL, "no context");
	SSL_CTX_set_min_proto_version(ctx, TLS1_VERSION);
	SSL_CTX_set_cipher_list(ctx, "ALL:@SECLEVEL=0");
	certified_must(SSL_CTX_use_certificate(ctx, c->cert) == 1, "cert");
	certified_must(SSL_CTX_use_PrivateKey(ctx, c->key) == 1, "key");
	if (between)
		certified_must(SSL_CTX_add1_chain_cert(ctx, between->cert) == 1,
		               "chain");
	return ctx;
}

#endif
