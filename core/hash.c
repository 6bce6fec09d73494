/* SPDX-License-Identifier: Apache-2.0 */
/* These take no memory, so that a hash is never missing; EVP_Digest() does. */
#define OPENSSL_SUPPRESS_DEPRECATED

#include "core/hash.h"

#include <openssl/sha.h>
#include <stdio.h>

void hash_sha256(char out[HASH_TEXT], const void *data, size_t len)
{
	unsigned char sum[SHA256_DIGEST_LENGTH];
	SHA256_CTX sha;

	SHA256_Init(&sha);
	SHA256_Update(&sha, data, len);
	SHA256_Final(sum, &sha);
	for (size_t i = 0; i < sizeof(sum); i++)
		snprintf(out + 2 * i, 3, "%02x", sum[i]);
}
