/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/identity.h"

#include "core/date.h"
#include "core/pem.h"
#include "core/text.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <string.h>

#define LETTERS 64 /* of a common name: RFC 5280, ub-common-name */
#define SERIAL  16 /* bytes; RFC 5280 allows 20 */

/* name without what shows nothing, of 64 letters at most. */
static void cut_name(char out[4 * LETTERS + 1], const char *name)
{
	const char *at = out;
	size_t letters = 0;

	text_clean(out, 4 * LETTERS + 1, name);
	while (letters < LETTERS && *at) {
		text_next(&at);
		letters++;
	}
	out[at - out] = '\0';
	if (!out[0])
		memcpy(out, "garde-coordinator", sizeof("garde-coordinator"));
}

static bool add_name(X509 *c, const char *name)
{
	char text[4 * LETTERS + 1];

	cut_name(text, name);
	return X509_NAME_add_entry_by_NID(
		   X509_get_subject_name(c), NID_commonName, MBSTRING_UTF8,
		   (const unsigned char *)text, -1, -1, 0) == 1;
}

static bool add_serial(X509 *c)
{
	unsigned char bytes[SERIAL];
	BIGNUM *number;
	bool ok;

	if (RAND_bytes(bytes, sizeof(bytes)) != 1)
		return false;
	bytes[0] &= 0x7f;
	bytes[0] |= 0x40;
	number = BN_bin2bn(bytes, sizeof(bytes), NULL);
	ok = number && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(c));
	BN_free(number);
	return ok;
}

static bool add_extension(X509 *c, X509 *issuer, int nid, const char *value)
{
	X509_EXTENSION *one;
	X509V3_CTX context;
	bool ok;

	X509V3_set_ctx(&context, issuer, c, NULL, NULL, 0);
	one = X509V3_EXT_conf_nid(NULL, &context, nid, value);
	ok = one && X509_add_ext(c, one, -1) == 1;
	X509_EXTENSION_free(one);
	return ok;
}

/* A day before, since the clocks of town halls are late. */
static bool add_times(X509 *c, int64_t now, int years)
{
	int64_t begin = now - DATE_DAY;
	int64_t end = now + (int64_t)years * 365 * DATE_DAY;

	return ASN1_TIME_set(X509_getm_notBefore(c), (time_t)begin) &&
	       ASN1_TIME_set(X509_getm_notAfter(c), (time_t)end);
}

static bool fill(X509 *c, EVP_PKEY *key, const char *name, int64_t now,
                 X509 *issuer)
{
	return X509_set_version(c, X509_VERSION_3) == 1 && add_serial(c) &&
	       add_name(c, name) &&
	       X509_set_issuer_name(
		   c, X509_get_subject_name(issuer ? issuer : c)) == 1 &&
	       add_times(c, now, issuer ? IDENTITY_SEAL : IDENTITY_YEARS) &&
	       X509_set_pubkey(c, key) == 1 &&
	       add_extension(c, issuer ? issuer : c, NID_basic_constraints,
	                     issuer ? "critical,CA:FALSE"
	                            : "critical,CA:TRUE,pathlen:0") &&
	       add_extension(c, issuer ? issuer : c, NID_key_usage,
	                     issuer
	                         ? "critical,keyAgreement"
	                         : "critical,digitalSignature,keyCertSign") &&
	       add_extension(c, issuer ? issuer : c, NID_subject_key_identifier,
	                     "hash") &&
	       add_extension(c, issuer ? issuer : c,
	                     NID_authority_key_identifier, "keyid:always");
}

static bool write_out(struct buf *out, X509 *c, EVP_PKEY *key)
{
	BIO *text = BIO_new(BIO_s_secmem());
	char *data = NULL;
	long len = 0;
	bool ok = text && PEM_write_bio_X509(text, c) == 1 &&
	          PEM_write_bio_PKCS8PrivateKey(text, key, NULL, NULL, 0, NULL,
	                                        NULL) == 1;

	if (ok)
		len = BIO_get_mem_data(text, &data);
	ok = ok && len > 0 && buf_add(out, data, (size_t)len);
	BIO_free(text);
	return ok;
}

bool identity_make(struct buf *out, const char *name, int64_t now,
                   const char *issuer, const char *issuer_key, struct err *e)
{
	EVP_PKEY *key = NULL;
	EVP_PKEY *signing = NULL;
	X509 *above = NULL;
	X509 *c = NULL;
	bool ok;

	if (issuer && !pem_pair(&above, &signing, issuer, issuer_key, e))
		return false;
	key = EVP_EC_gen("P-256");
	c = X509_new();
	ok = key && c && fill(c, key, name, now, above) &&
	     X509_sign(c, signing ? signing : key, EVP_sha256()) > 0 &&
	     write_out(out, c, key);
	if (!ok)
		err_set(e, "a new key cannot be made");
	ERR_clear_error();
	X509_free(c);
	X509_free(above);
	EVP_PKEY_free(key);
	EVP_PKEY_free(signing);
	return ok;
}
