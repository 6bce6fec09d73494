/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/lockbox.h"

#include "core/base64.h"
#include "core/crypto.h"
#include "core/random.h"
#include "core/secret.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <string.h>

#define NONCE 12
#define TAG   16
#define HEAD  (NONCE + TAG)

static bool seal(EVP_CIPHER_CTX *c, unsigned char *box,
                 const unsigned char *key, const char *about,
                 const char *secret, size_t len)
{
	int n = 0;

	return EVP_EncryptInit_ex(c, EVP_aes_256_gcm(), NULL, key, box) == 1 &&
	       EVP_EncryptUpdate(c, NULL, &n, (const unsigned char *)about,
	                         (int)strlen(about)) == 1 &&
	       EVP_EncryptUpdate(c, box + HEAD, &n,
	                         (const unsigned char *)secret,
	                         (int)len) == 1 &&
	       EVP_EncryptFinal_ex(c, box + HEAD + n, &n) == 1 &&
	       EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_GET_TAG, TAG,
	                           box + NONCE) == 1;
}

static bool open_box(EVP_CIPHER_CTX *c, unsigned char *out,
                     const unsigned char *key, const char *about,
                     unsigned char *box, size_t len)
{
	int n = 0;

	return EVP_DecryptInit_ex(c, EVP_aes_256_gcm(), NULL, key, box) == 1 &&
	       EVP_DecryptUpdate(c, NULL, &n, (const unsigned char *)about,
	                         (int)strlen(about)) == 1 &&
	       EVP_DecryptUpdate(c, out, &n, box + HEAD, (int)(len - HEAD)) ==
	           1 &&
	       EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_SET_TAG, TAG,
	                           box + NONCE) == 1 &&
	       EVP_DecryptFinal_ex(c, out + n, &n) == 1;
}

static const unsigned char *key_of(const struct keyring *keys, struct err *e)
{
	const unsigned char *key = keys ? keyring_box(keys) : NULL;

	if (!key)
		err_set(e, "there is no key " KEYRING_BOX " in the state");
	return key;
}

bool lockbox_seal(char out[LOCKBOX_TEXT], const struct keyring *keys,
                  const char *about, const char *secret, struct err *e)
{
	const unsigned char *key = key_of(keys, e);
	unsigned char box[HEAD + LOCKBOX_SECRET];
	size_t len = strlen(secret);
	EVP_CIPHER_CTX *c;
	struct buf text;
	bool ok;

	if (!key || !random_bytes(box, NONCE, e))
		return false;
	if (len >= LOCKBOX_SECRET)
		return err_set(e, "a secret is too long");
	c = EVP_CIPHER_CTX_new();
	ok = (c && seal(c, box, key, about, secret, len)) ||
	     crypto_blame(e, "a secret cannot be sealed");
	EVP_CIPHER_CTX_free(c);
	buf_init(&text, LOCKBOX_TEXT - 1);
	ok = ok && (base64_encode(&text, box, HEAD + len) ||
	            err_set(e, "out of memory"));
	if (ok)
		memcpy(out, buf_text(&text), text.len + 1);
	buf_clear(&text);
	return ok;
}

bool lockbox_open(char out[LOCKBOX_SECRET], const struct keyring *keys,
                  const char *about, const char *sealed, struct err *e)
{
	const unsigned char *key = key_of(keys, e);
	unsigned char plain[LOCKBOX_SECRET];
	unsigned char *box;
	EVP_CIPHER_CTX *c;
	struct buf data;
	bool ok;

	buf_init(&data, HEAD + LOCKBOX_SECRET - 1);
	if (!key || !base64_decode(&data, sealed, strlen(sealed), e) ||
	    data.len < HEAD) {
		buf_clear(&data);
		return key ? err_set(e, "this is nothing sealed") : false;
	}
	box = (unsigned char *)data.data;
	c = EVP_CIPHER_CTX_new();
	ok = (c && open_box(c, plain, key, about, box, data.len)) ||
	     err_set(e, "it was sealed with another key");
	if (ok) {
		memcpy(out, plain, data.len - HEAD);
		out[data.len - HEAD] = '\0';
	}
	secret_clear(plain, sizeof(plain));
	EVP_CIPHER_CTX_free(c);
	ERR_clear_error();
	buf_clear(&data);
	return ok;
}
