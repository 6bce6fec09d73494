/* SPDX-License-Identifier: Apache-2.0 */
#include "core/envelope.h"

#include "core/crypto.h"
#include "core/envelope_shape.h"
#include "core/pem.h"

#include <openssl/cms.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <stdlib.h>

_Static_assert(ENVELOPE_RECIPIENTS >= PEM_CERTIFICATES,
               "what is sealed can be opened");

struct envelope_key {
	X509 *certificate;
	EVP_PKEY *key;
	unsigned char *id; /* issuer and serial number, in DER */
	size_t id_len;
};

/* SHA-256 where OpenSSL would still take SHA-1; OAEP for RSA. */
static bool harden(CMS_RecipientInfo *recipient, bool rsa)
{
	EVP_PKEY_CTX *ctx = CMS_RecipientInfo_get0_pkey_ctx(recipient);

	if (!ctx)
		return false;
	if (!rsa)
		return EVP_PKEY_CTX_set_ecdh_kdf_md(ctx, EVP_sha256()) == 1;
	return EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_OAEP_PADDING) == 1 &&
	       EVP_PKEY_CTX_set_rsa_oaep_md(ctx, EVP_sha256()) == 1 &&
	       EVP_PKEY_CTX_set_rsa_mgf1_md(ctx, EVP_sha256()) == 1;
}

static bool address(CMS_ContentInfo *cms, X509 *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		CMS_RecipientInfo *recipient =
		    CMS_add1_recipient_cert(cms, list[i], CMS_KEY_PARAM);
		int kind = EVP_PKEY_get_base_id(X509_get0_pubkey(list[i]));

		if (!recipient || !harden(recipient, kind == EVP_PKEY_RSA))
			return false;
	}
	return true;
}

static bool write_out(struct buf *out, CMS_ContentInfo *cms, struct err *e)
{
	unsigned char *der = NULL;
	int len = i2d_CMS_ContentInfo(cms, &der);
	bool ok = false;

	if (len <= 0)
		err_set(e, "the envelope cannot be written");
	else if ((unsigned)len > ENVELOPE_BYTES)
		err_set(e, "the envelope is larger than %u bytes",
		        ENVELOPE_BYTES);
	else
		ok = buf_add(out, der, (size_t)len) ||
		     err_set(e, "out of memory");
	OPENSSL_free(der);
	return ok;
}

bool envelope_seal(struct buf *out, const void *data, size_t len,
                   const char *certificates, struct err *e)
{
	const unsigned flags = CMS_BINARY | CMS_PARTIAL;
	X509 *list[PEM_CERTIFICATES];
	size_t count = pem_certificates(list, certificates, e);
	CMS_ContentInfo *cms = NULL;
	BIO *content = NULL;
	bool ok = false;

	if (count == 0)
		return false;
	if (len > ENVELOPE_BYTES) {
		err_set(e, "more than %u bytes to seal", ENVELOPE_BYTES);
		goto out;
	}
	content = BIO_new_mem_buf(len ? data : "", (int)len);
	cms = CMS_encrypt(NULL, NULL, EVP_aes_256_gcm(), flags);
	if (!content || !cms)
		err_set(e, "out of memory");
	else if (!address(cms, list, count) ||
	         CMS_final(cms, content, NULL, CMS_BINARY) != 1)
		crypto_blame(e, "it cannot be sealed to this certificate");
	else
		ok = write_out(out, cms, e);
out:
	ERR_clear_error();
	CMS_ContentInfo_free(cms);
	BIO_free(content);
	pem_clear(list, count);
	return ok;
}

/* How an envelope names this certificate. */
static bool identify(struct envelope_key *key)
{
	const X509_NAME *issuer = X509_get_issuer_name(key->certificate);
	const ASN1_INTEGER *serial = X509_get0_serialNumber(key->certificate);
	int issuer_len = i2d_X509_NAME(issuer, NULL);
	int serial_len = i2d_ASN1_INTEGER(serial, NULL);
	unsigned char *p;

	if (issuer_len <= 0 || serial_len <= 0)
		return false;
	key->id_len = (size_t)issuer_len + (size_t)serial_len;
	key->id = malloc(key->id_len);
	if (!key->id)
		return false;
	p = key->id;
	return i2d_X509_NAME(issuer, &p) == issuer_len &&
	       i2d_ASN1_INTEGER(serial, &p) == serial_len;
}

struct envelope_key *envelope_key_new(const char *certificate, const char *key,
                                      struct err *e)
{
	struct envelope_key *k = calloc(1, sizeof(*k));

	if (!k) {
		err_set(e, "out of memory");
		return NULL;
	}
	if (!pem_pair(&k->certificate, &k->key, certificate, key, e))
		goto fail;
	if (identify(k))
		return k;
	err_set(e, "out of memory");
fail:
	envelope_key_free(k);
	return NULL;
}

void envelope_key_free(struct envelope_key *key)
{
	if (!key)
		return;
	X509_free(key->certificate);
	EVP_PKEY_free(key->key);
	free(key->id);
	free(key);
}

/* The key that the envelope is sealed to, or NULL. */
static const struct envelope_key *find_key(const struct envelope_shape *shape,
                                           struct envelope_key *const *keys,
                                           size_t count)
{
	for (size_t k = 0; k < count; k++)
		for (size_t i = 0; i < shape->recipients; i++)
			if (envelope_shape_is_to(&shape->recipient[i],
			                         keys[k]->id, keys[k]->id_len))
				return keys[k];
	return NULL;
}

/* Open into memory of its own: nothing comes out before the tag is right. */
static bool decrypt(struct buf *out, const void *data, size_t len,
                    const struct envelope_key *key, struct err *e)
{
	const unsigned char *p = data;
	CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &p, (long)len);
	BIO *plain = BIO_new(BIO_s_mem());
	char *content = NULL;
	long size;
	bool ok = false;

	if (!cms || !plain ||
	    CMS_decrypt_set1_pkey(cms, key->key, key->certificate) != 1 ||
	    CMS_decrypt(cms, NULL, NULL, NULL, plain, CMS_BINARY) != 1) {
		err_set(e, "the envelope was altered or cut");
	} else {
		size = BIO_get_mem_data(plain, &content);
		ok = size >= 0 && buf_add(out, content, (size_t)size);
		if (!ok)
			err_set(e, "out of memory");
	}
	CMS_ContentInfo_free(cms);
	BIO_free(plain);
	return ok;
}

bool envelope_open(struct buf *out, const void *data, size_t len,
                   struct envelope_key *const *keys, size_t count,
                   bool *stranger, struct err *e)
{
	struct envelope_shape shape;
	const struct envelope_key *key;
	bool ok;

	if (stranger)
		*stranger = false;
	if (len > ENVELOPE_BYTES)
		return err_set(e, "the envelope is larger than %u bytes",
		               ENVELOPE_BYTES);
	if (!envelope_shape_parse(&shape, data, len))
		return err_set(e, "no sealed envelope");
	if (shape.content > out->limit - out->len)
		return err_set(e, "more than %zu bytes are sealed", out->limit);
	key = find_key(&shape, keys, count);
	if (!key) {
		if (stranger)
			*stranger = true;
		return err_set(e, "the envelope is sealed to somebody else");
	}
	ok = decrypt(out, data, len, key, e);
	ERR_clear_error();
	return ok;
}
