/* SPDX-License-Identifier: Apache-2.0 */
#include "report/kit_shape.h"

#include "core/base64.h"
#include "core/hash.h"
#include "core/idn.h"
#include "core/pem.h"
#include "core/text.h"
#include "report/kit.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

#define INSEE         5
#define ID_TAIL       16
#define NAME_BYTES    200
#define LINE_BYTES    500
#define HOST_BYTES    253 /* RFC 1035 */
#define PHONE_BYTES   40
#define PORT_DIGITS   5
#define LOGO_BYTES    (64u << 10)
#define LOGO_TEXT     ((LOGO_BYTES + 2) / 3 * 4)
#define LOGO_SIDE     2000 /* pixels; a small file may unfold to gigabytes */
#define LOGO_HEAD     24   /* bytes up to the end of a PNG's height */
#define ROOTS_BYTES   (256u << 10)
#define ALPHANUMERIC  "abcdefghijklmnopqrstuvwxyz0123456789"
#define PEM_BEGIN     "-----BEGIN CERTIFICATE-----"
#define LETTERS       "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define DIGITS        "0123456789"
#define PATH_LETTERS  LETTERS DIGITS "/-._~%"
#define EMAIL_LETTERS LETTERS DIGITS "-._+"

/* Whether s is one line that shows as what it is, of 1 to most bytes. */
static bool line(const char *s, size_t most)
{
	char clean[LINE_BYTES + 1];
	size_t len = strlen(s);

	if (len == 0 || len > most || s[0] == ' ' || s[len - 1] == ' ')
		return false;
	text_clean(clean, sizeof(clean), s);
	return strcmp(clean, s) == 0;
}

/* Whether all of s is letters of that set, and so many at least and most. */
static bool made_of(const char *s, const char *letters, size_t least,
                    size_t most)
{
	size_t len = strspn(s, letters);

	return s[len] == '\0' && len >= least && len <= most;
}

bool kit_shape_name(const char *s)
{
	return line(s, NAME_BYTES);
}

bool kit_shape_line(const char *s)
{
	return line(s, LINE_BYTES);
}

bool kit_shape_insee(const char *s)
{
	for (size_t i = 0; i < INSEE; i++) {
		bool corsica = i == 1 && s[0] == '2' && strchr("AB", s[1]);

		if (!s[i] || (!isdigit((unsigned char)s[i]) && !corsica))
			return false;
	}
	return s[INSEE] == '\0';
}

bool kit_shape_department(const char *s)
{
	return made_of(s, DIGITS, 2, 3) || strcmp(s, "2A") == 0 ||
	       strcmp(s, "2B") == 0;
}

bool kit_shape_id(const char *s)
{
	char insee[INSEE + 1];

	if (strlen(s) != INSEE + 1 + ID_TAIL || s[INSEE] != '-')
		return false;
	memcpy(insee, s, INSEE);
	insee[INSEE] = '\0';
	return kit_shape_insee(insee) &&
	       made_of(s + INSEE + 1, ALPHANUMERIC, ID_TAIL, ID_TAIL);
}

/* One label of a host name in ASCII; how long it is, or 0. */
static size_t label_length(const char *s)
{
	size_t len = strspn(s, ALPHANUMERIC "-");

	return len > 63 || s[0] == '-' || (len && s[len - 1] == '-') ? 0 : len;
}

bool kit_shape_host(const char *s)
{
	char ascii[HOST_BYTES + 1];
	const char *at = ascii;
	bool dot = false;
	size_t len;

	if (!line(s, HOST_BYTES) || text_ends(s, ".") ||
	    !idn_ascii(ascii, sizeof(ascii), s))
		return false;
	while ((len = label_length(at)) > 0) {
		at += len;
		if (*at != '.')
			break;
		dot = true;
		at++;
	}
	/* A name that ends in a number is read as an address. */
	return dot && *at == '\0' && len > 1 &&
	       isalpha((unsigned char)*(at - 1));
}

bool kit_shape_url(const char *s)
{
	static const char scheme[] = "https://";
	char host[HOST_BYTES + 1];
	int64_t port;
	const char *at;
	size_t len;

	if (!line(s, LINE_BYTES) || !text_begins(s, scheme))
		return false;
	at = s + sizeof(scheme) - 1;
	len = strcspn(at, ":/");
	if (len == 0 || len > HOST_BYTES)
		return false;
	memcpy(host, at, len);
	host[len] = '\0';
	at += len;
	if (*at == ':') {
		char digits[PORT_DIGITS + 1] = "";

		len = strspn(++at, DIGITS);
		if (len > PORT_DIGITS)
			return false;
		memcpy(digits, at, len);
		if (!text_int(digits, 1, UINT16_MAX, &port))
			return false;
		at += len;
	}
	/* No name, password, query or fragment: nothing that hides a host. */
	return kit_shape_host(host) &&
	       (*at == '\0' ||
	        (*at == '/' && made_of(at, PATH_LETTERS, 1, LINE_BYTES)));
}

bool kit_shape_phone(const char *s)
{
	return line(s, PHONE_BYTES) && strpbrk(s, DIGITS) &&
	       made_of(s, DIGITS "+ .-", 2, PHONE_BYTES);
}

bool kit_shape_email(const char *s)
{
	size_t len = strspn(s, EMAIL_LETTERS);

	return line(s, HOST_BYTES) && len > 0 && len <= 64 && s[len] == '@' &&
	       kit_shape_host(s + len + 1);
}

static uint32_t big_endian(const char *p)
{
	uint32_t n = 0;

	for (size_t i = 0; i < 4; i++)
		n = n << 8 | (uint8_t)p[i];
	return n;
}

/* A PNG by its first chunk and its last, and no larger than a page shows. */
static bool picture(const struct buf *png)
{
	static const char head[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
	static const char tail[] = "\0\0\0\0IEND\xae\x42\x60\x82";
	const size_t head_len = sizeof(head) - 1, tail_len = sizeof(tail) - 1;
	uint32_t wide, high;

	if (png->len < LOGO_HEAD + tail_len ||
	    memcmp(png->data, head, head_len) != 0 ||
	    memcmp(png->data + png->len - tail_len, tail, tail_len) != 0)
		return false;
	wide = big_endian(png->data + head_len);
	high = big_endian(png->data + head_len + 4);
	return wide > 0 && high > 0 && wide <= LOGO_SIDE && high <= LOGO_SIDE;
}

bool kit_shape_logo(const char *s)
{
	size_t len = strlen(s);
	struct buf png;
	struct err ignored;
	bool ok;

	if (len > LOGO_TEXT)
		return false;
	buf_init(&png, LOGO_BYTES);
	ok = base64_decode(&png, s, len, &ignored) && picture(&png);
	buf_clear(&png);
	return ok;
}

bool kit_shape_certificates(const char *s)
{
	struct x509_st *list[PEM_CERTIFICATES];
	struct err ignored;
	size_t count = pem_certificates(list, s, &ignored);

	pem_clear(list, count);
	return count > 0;
}

bool kit_shape_roots(const char *s)
{
	return strlen(s) <= ROOTS_BYTES && strstr(s, PEM_BEGIN);
}

bool kit_shape_token(const char *s)
{
	struct buf bytes;
	struct err ignored;
	bool ok;

	if (strlen(s) != KIT_TOKEN)
		return false;
	buf_init(&bytes, KIT_TOKEN);
	ok = base64_decode_url(&bytes, s, KIT_TOKEN, &ignored);
	buf_clear(&bytes);
	return ok;
}

bool kit_shape_lan(const char *s)
{
	static const char *const levels[] = { "none", "ports", "normal",
		                              "thorough" };

	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
		if (strcmp(s, levels[i]) == 0)
			return true;
	return false;
}

bool kit_shape_hash(const char *s)
{
	return made_of(s, "0123456789abcdef", HASH_TEXT - 1, HASH_TEXT - 1);
}
