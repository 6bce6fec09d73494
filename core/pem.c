/* SPDX-License-Identifier: Apache-2.0 */
#include "core/pem.h"

#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <string.h>

#define CURVE_BYTES 32
#define RSA_LEAST   2048 /* bits; ANSSI, guide de sélection, 2021 */
#define RSA_MOST    4096 /* bits; more takes too long */

/* Nothing here is locked; without this OpenSSL asks on the terminal. */
static int no_password(char *out, int size, int writing, void *ctx)
{
	(void)out;
	(void)size;
	(void)writing;
	(void)ctx;
	return -1;
}

static BIO *open_text(const char *text, struct err *e)
{
	size_t len = strlen(text);
	BIO *bio;

	if (len > PEM_BYTES) {
		err_set(e, "a PEM text is larger than %u bytes", PEM_BYTES);
		return NULL;
	}
	bio = BIO_new_mem_buf(text, (int)len);
	if (!bio)
		err_set(e, "out of memory");
	return bio;
}

bool pem_serves(const struct evp_pkey_st *key)
{
	char curve[CURVE_BYTES] = "";
	size_t len;

	if (!key)
		return false;
	if (EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA)
		return EVP_PKEY_get_bits(key) >= RSA_LEAST &&
		       EVP_PKEY_get_bits(key) <= RSA_MOST;
	return EVP_PKEY_get_base_id(key) == EVP_PKEY_EC &&
	       EVP_PKEY_get_group_name(key, curve, sizeof(curve), &len) == 1 &&
	       strcmp(curve, SN_X9_62_prime256v1) == 0;
}

void pem_clear(struct x509_st *list[PEM_CERTIFICATES], size_t count)
{
	for (size_t i = 0; i < count; i++)
		X509_free(list[i]);
}

/* Whether the text ended where no certificate was left, and not in one. */
static bool ended(void)
{
	return ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
}

size_t pem_certificates(struct x509_st *list[PEM_CERTIFICATES],
                        const char *text, struct err *e)
{
	BIO *bio = open_text(text, e);
	size_t count = 0;
	X509 *one;
	bool ok = bio;

	ERR_clear_error();
	while (ok && (one = PEM_read_bio_X509(bio, NULL, no_password, NULL))) {
		if (count == PEM_CERTIFICATES ||
		    !pem_serves(X509_get0_pubkey(one))) {
			X509_free(one);
			ok = err_set(e, count == PEM_CERTIFICATES
			                    ? "too many certificates"
			                    : "the key of a certificate is "
			                      "not of a kind that serves");
			break;
		}
		list[count++] = one;
	}
	if (ok && (count == 0 || !ended()))
		ok = err_set(e, "a certificate cannot be read");
	if (!ok) {
		pem_clear(list, count);
		count = 0;
	}
	ERR_clear_error();
	BIO_free(bio);
	return count;
}

struct evp_pkey_st *pem_key(const char *text, struct err *e)
{
	BIO *bio = open_text(text, e);
	EVP_PKEY *key;

	if (!bio)
		return NULL;
	key = PEM_read_bio_PrivateKey(bio, NULL, no_password, NULL);
	BIO_free(bio);
	if (!key)
		err_set(e, "a private key cannot be read");
	ERR_clear_error();
	return key;
}

bool pem_pair(struct x509_st **certificate, struct evp_pkey_st **key,
              const char *certificate_text, const char *key_text, struct err *e)
{
	X509 *list[PEM_CERTIFICATES];
	size_t count = pem_certificates(list, certificate_text, e);

	*certificate = NULL;
	*key = count ? pem_key(key_text, e) : NULL;
	if (*key && count == 1 && X509_check_private_key(list[0], *key) == 1) {
		*certificate = list[0];
		return true;
	}
	if (*key)
		err_set(e, "the private key is not the certificate's");
	ERR_clear_error();
	EVP_PKEY_free(*key);
	*key = NULL;
	pem_clear(list, count);
	return false;
}
