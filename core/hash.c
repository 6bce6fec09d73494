/* SPDX-License-Identifier: Apache-2.0 */
#include "core/hash.h"

#include <openssl/sha.h>
#include <stdio.h>

void hash_sha256(char out[HASH_TEXT], const void *data, size_t len)
{
	unsigned char sum[SHA256_DIGEST_LENGTH];

	SHA256(data, len, sum);
	for (size_t i = 0; i < sizeof(sum); i++)
		snprintf(out + 2 * i, 3, "%02x", sum[i]);
}
