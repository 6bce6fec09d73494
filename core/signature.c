/* SPDX-License-Identifier: Apache-2.0 */
#include "core/signature.h"

#include "core/crypto.h"
#include "core/pem.h"

#include <limits.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#define EC_BYTES 91 /* of a P-256 key in DER, its point not compressed */
#define EC_FORM  26 /* where the point begins: 4 is such a one; RSA is longer */

/* Signed attributes are always there, so that one kind of bytes is signed. */
#define FLAGS (CMS_BINARY | CMS_DETACHED | CMS_NOSMIMECAP)

static bool write_out(struct buf *out, CMS_ContentInfo *cms, struct err *e)
{
	unsigned char *der = NULL;
	int len = i2d_CMS_ContentInfo(cms, &der);
	bool ok = false;

	if (len <= 0 || (unsigned)len > SIGNATURE_BYTES)
		err_set(e, "the signature cannot be written");
	else
		ok = buf_add(out, der, (size_t)len) ||
		     err_set(e, "out of memory");
	OPENSSL_free(der);
	return ok;
}

bool signature_make(struct buf *out, const void *data, size_t len,
                    const char *certificate, const char *key, struct err *e)
{
	CMS_ContentInfo *cms = NULL;
	BIO *content = NULL;
	X509 *signer;
	EVP_PKEY *secret;
	bool ok = false;

	if (!pem_pair(&signer, &secret, certificate, key, e))
		return false;
	if (len <= INT_MAX)
		content = BIO_new_mem_buf(len ? data : "", (int)len);
	cms = CMS_sign(NULL, NULL, NULL, NULL, FLAGS | CMS_PARTIAL);
	if (!content || !cms)
		err_set(e, "out of memory");
	else if (!CMS_add1_signer(cms, signer, secret, EVP_sha256(), FLAGS) ||
	         CMS_final(cms, content, NULL, FLAGS) != 1)
		err_set(e, "it cannot be signed with this key");
	else
		ok = write_out(out, cms, e);
	ERR_clear_error();
	CMS_ContentInfo_free(cms);
	BIO_free(content);
	X509_free(signer);
	EVP_PKEY_free(secret);
	return ok;
}

/* The one who signed, by SHA-256 over attributes; NULL: another shape. */
static X509 *find_signer(CMS_ContentInfo *cms)
{
	STACK_OF(CMS_SignerInfo) * list;
	CMS_SignerInfo *one;
	EVP_PKEY *key = NULL;
	X509 *signer = NULL;
	X509_ALGOR *digest = NULL;
	const ASN1_OBJECT *name = NULL;

	if (OBJ_obj2nid(CMS_get0_type(cms)) != NID_pkcs7_signed ||
	    OBJ_obj2nid(CMS_get0_eContentType(cms)) != NID_pkcs7_data ||
	    CMS_is_detached(cms) != 1)
		return NULL;
	list = CMS_get0_SignerInfos(cms);
	if (sk_CMS_SignerInfo_num(list) != 1 ||
	    CMS_set1_signers_certs(cms, NULL, 0) != 1)
		return NULL;
	one = sk_CMS_SignerInfo_value(list, 0);
	CMS_SignerInfo_get0_algs(one, &key, &signer, &digest, NULL);
	X509_ALGOR_get0(&name, NULL, NULL, digest);
	if (!signer || OBJ_obj2nid(name) != NID_sha256 || !pem_serves(key) ||
	    CMS_signed_get_attr_count(one) <= 0)
		return NULL;
	return signer;
}

static bool name_signer(char out[HASH_TEXT], X509 *signer)
{
	unsigned char *der = NULL;
	int len = i2d_PUBKEY(X509_get0_pubkey(signer), &der);
	/* A point has other forms too, and a key would have two names. */
	bool ok = len > EC_BYTES || (len == EC_BYTES && der[EC_FORM] == 0x04);

	if (ok)
		hash_sha256(out, der, (size_t)len);
	OPENSSL_free(der);
	return ok;
}

/* Check what was read; the signer is whose key signed. */
static bool verify(CMS_ContentInfo *cms, BIO *content, char out[HASH_TEXT],
                   struct err *e)
{
	X509 *signer = find_signer(cms);

	if (!signer)
		return crypto_blame(e, "no signature of the kind that is used");
	if (CMS_verify(cms, NULL, NULL, content, NULL,
	               CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY) != 1)
		return crypto_blame(e,
		                    "these are not the bytes that were signed");
	return name_signer(out, signer) ||
	       crypto_blame(e, "the key that signed is written in another way");
}

static bool check(const void *signature, size_t size, const void *data,
                  size_t len, char signer[HASH_TEXT], struct err *e)
{
	const unsigned char *p = signature;
	const unsigned char *end = p ? p + size : NULL;
	CMS_ContentInfo *cms = NULL;
	BIO *content = NULL;
	bool ok = false;

	if (size == 0 || size > SIGNATURE_BYTES || len > INT_MAX)
		return err_set(e, "no signature");
	ERR_clear_error();
	cms = d2i_CMS_ContentInfo(NULL, &p, (long)size);
	content = BIO_new_mem_buf(len ? data : "", (int)len);
	if (!cms || !content || p != end)
		crypto_blame(e, "no signature");
	else
		ok = verify(cms, content, signer, e);
	ERR_clear_error();
	CMS_ContentInfo_free(cms);
	BIO_free(content);
	return ok;
}

bool signature_check(const void *signature, size_t size, const void *data,
                     size_t len, char signer[HASH_TEXT], struct err *e)
{
	bool ok = check(signature, size, data, len, signer, e);

	/*
	 * libcrypto does not note every lack of memory: only what fails
	 * twice fails because of the bytes.
	 */
	if (!ok)
		ok = check(signature, size, data, len, signer, e);
	return ok;
}
