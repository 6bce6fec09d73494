/* SPDX-License-Identifier: Apache-2.0 */
#include "core/secret.h"

#include <openssl/crypto.h>

bool secret_same(const void *a, const void *b, size_t len)
{
	return CRYPTO_memcmp(a, b, len) == 0;
}

void secret_clear(void *data, size_t len)
{
	OPENSSL_cleanse(data, len);
}
