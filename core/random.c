/* SPDX-License-Identifier: Apache-2.0 */
#include "core/random.h"

#include "core/base64.h"
#include "core/buf.h"
#include "core/secret.h"

#include <limits.h>
#include <openssl/rand.h>
#include <string.h>

#define TOKEN_BYTES 32

bool random_bytes(void *out, size_t len, struct err *e)
{
	if (len > INT_MAX || RAND_bytes(out, (int)len) != 1)
		return err_set(e, "the system has no random numbers to give");
	return true;
}

bool random_token(char out[RANDOM_TOKEN], struct err *e)
{
	unsigned char bytes[TOKEN_BYTES];
	struct buf text;
	bool ok;

	buf_init(&text, RANDOM_TOKEN);
	ok = random_bytes(bytes, sizeof(bytes), e);
	if (ok && !base64_encode_url(&text, bytes, sizeof(bytes)))
		ok = err_set(e, "out of memory");
	if (ok)
		memcpy(out, buf_text(&text), RANDOM_TOKEN);
	if (text.data)
		secret_clear(text.data, text.len);
	secret_clear(bytes, sizeof(bytes));
	buf_clear(&text);
	return ok;
}
