/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/token.h"

#include "core/random.h"
#include "core/secret.h"

#include <stdio.h>
#include <string.h>

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			      "abcdefghijklmnopqrstuvwxyz0123456789-_";

bool token_valid(const char *text)
{
	return text && strlen(text) == RANDOM_TOKEN - 1 &&
	       strspn(text, letters) == RANDOM_TOKEN - 1;
}

void token_hash(char out[HASH_TEXT], const char *purpose, const char *text)
{
	char whole[512];
	int len = snprintf(whole, sizeof(whole), "%s:%s", purpose, text);

	/* What is longer is no secret of ours: cut, it matches none. */
	if (len < 0 || (size_t)len >= sizeof(whole))
		len = (int)sizeof(whole) - 1;
	hash_sha256(out, whole, (size_t)len);
	secret_clear(whole, sizeof(whole));
}

bool token_same(const char *a, const char *b)
{
	size_t len = a ? strlen(a) : 0;

	return len > 0 && b && strlen(b) == len && secret_same(a, b, len);
}
