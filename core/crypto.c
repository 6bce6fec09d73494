/* SPDX-License-Identifier: Apache-2.0 */
#include "core/crypto.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>

static bool no_memory(struct err *e)
{
	err_set(e, "out of memory");
	e->sys = ENOMEM;
	return false;
}

/* The algorithms of kits and envelopes, by the names that CMS looks for. */
static bool find_algorithms(void)
{
	/* Loads the provider, which holds them. */
	EVP_MD *md = EVP_MD_fetch(NULL, SN_sha256, NULL);
	EVP_CIPHER *cipher = EVP_CIPHER_fetch(NULL, SN_aes_256_cbc, NULL);
	bool ok = md && cipher && EVP_get_digestbyname(SN_sha256) &&
	          EVP_get_cipherbyname(SN_aes_256_gcm);

	EVP_CIPHER_free(cipher);
	EVP_MD_free(md);
	return ok;
}

bool crypto_prepare(struct err *e)
{
	/* Without its context it fetches from nowhere, and crashes. */
	bool ok = OPENSSL_init_crypto(OPENSSL_INIT_ADD_ALL_CIPHERS |
	                                  OPENSSL_INIT_ADD_ALL_DIGESTS,
	                              NULL) == 1 &&
	          OSSL_LIB_CTX_get0_global_default() && find_algorithms();

	/* What it noted is about a start that went well, or is told here. */
	ERR_clear_error();
	return ok || no_memory(e);
}

bool crypto_blame(struct err *e, const char *what)
{
	unsigned long code;
	bool memory = false;

	while ((code = ERR_get_error()) != 0)
		memory |= ERR_GET_REASON(code) == ERR_R_MALLOC_FAILURE;
	return memory ? no_memory(e) : err_set(e, "%s", what);
}
