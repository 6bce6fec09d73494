/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/totp.h"

#include "core/secret.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <string.h>

#define SECRET_BYTES 20 /* RFC 4226, section 4: 160 bits */

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

void totp_derive(char out[TOTP_SECRET], const char *seed)
{
	unsigned char sum[SHA256_DIGEST_LENGTH];
	unsigned bits = 0;
	unsigned held = 0;
	size_t n = 0;

	SHA256((const unsigned char *)seed, strlen(seed), sum);
	for (size_t i = 0; i < SECRET_BYTES; i++) {
		held = held << 8 | sum[i];
		for (bits += 8; bits >= 5; bits -= 5)
			out[n++] = letters[held >> (bits - 5) & 31];
	}
	out[n] = '\0';
	secret_clear(sum, sizeof(sum));
}

/* The bytes of a base32 text of exactly 20 bytes. */
static bool decode(unsigned char out[SECRET_BYTES], const char *secret)
{
	unsigned bits = 0;
	unsigned held = 0;
	size_t n = 0;

	if (strlen(secret) != TOTP_SECRET - 1)
		return false;
	for (; *secret; secret++) {
		const char *at = strchr(letters, *secret);

		if (!at)
			return false;
		held = held << 5 | (unsigned)(at - letters);
		bits += 5;
		if (bits >= 8) {
			bits -= 8;
			out[n++] = (unsigned char)(held >> bits);
		}
	}
	return true;
}

bool totp_code(char out[TOTP_CODE], const char *secret, int64_t step)
{
	unsigned char key[SECRET_BYTES];
	unsigned char text[8];
	unsigned char sum[EVP_MAX_MD_SIZE];
	unsigned len = 0;
	uint32_t code;

	if (step < 0 || !decode(key, secret))
		return false;
	for (int i = 0; i < 8; i++)
		text[i] = (unsigned char)((uint64_t)step >> (56 - 8 * i));
	if (!HMAC(EVP_sha1(), key, sizeof(key), text, sizeof(text), sum, &len))
		return false;
	/* RFC 4226, section 5.3: four bytes, where the last one's low half says. */
	const unsigned char *at = sum + (sum[len - 1] & 15);

	code = ((uint32_t)at[0] & 0x7f) << 24 | (uint32_t)at[1] << 16 |
	       (uint32_t)at[2] << 8 | at[3];
	snprintf(out, TOTP_CODE, "%06u", (unsigned)(code % 1000000));
	secret_clear(key, sizeof(key));
	return true;
}

/* The digits of what somebody typed, without its spaces; false if no code. */
static bool tidy(char out[TOTP_CODE], const char *code)
{
	size_t n = 0;

	for (; *code; code++) {
		if (*code == ' ')
			continue;
		if (*code < '0' || *code > '9' || n == TOTP_CODE - 1)
			return false;
		out[n++] = *code;
	}
	out[n] = '\0';
	return n == TOTP_CODE - 1;
}

bool totp_check(const char *secret, const char *code, int64_t now, int64_t last,
                int64_t *step)
{
	char typed[TOTP_CODE];
	char right[TOTP_CODE];
	bool found = false;

	if (!tidy(typed, code))
		return false;
	for (int64_t s = now / TOTP_STEP - 1; s <= now / TOTP_STEP + 1; s++)
		if (totp_code(right, secret, s) &&
		    secret_same(typed, right, TOTP_CODE) && s > last) {
			found = true;
			*step = s;
		}
	return found;
}

/* All but letters, digits, '-', '_' and '.' as %XX. */
static void percent(struct buf *out, const char *s)
{
	for (; *s; s++) {
		bool plain = (*s >= 'a' && *s <= 'z') ||
		             (*s >= 'A' && *s <= 'Z') ||
		             (*s >= '0' && *s <= '9') || strchr("-_.", *s);

		if (plain)
			buf_char(out, *s);
		else
			buf_fmt(out, "%%%02X", (unsigned char)*s);
	}
}

void totp_uri(struct buf *out, const char *secret, const char *account,
              const char *issuer)
{
	buf_str(out, "otpauth://totp/");
	percent(out, issuer);
	buf_char(out, ':');
	percent(out, account);
	buf_fmt(out, "?secret=%s&issuer=", secret);
	percent(out, issuer);
	buf_str(out, "&algorithm=SHA1&digits=6&period=30");
}
