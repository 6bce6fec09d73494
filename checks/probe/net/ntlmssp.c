/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/ntlmssp.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

#define TOKEN_BYTES 8192
#define MD5_BYTES   16

/* MS-NLMP 2.2.2.5 */
#define FLAG_UNICODE        0x00000001u
#define FLAG_REQUEST_TARGET 0x00000004u
#define FLAG_NTLM           0x00000200u
#define FLAG_ANONYMOUS      0x00000800u
#define FLAG_ALWAYS_SIGN    0x00008000u
#define FLAG_EXTENDED       0x00080000u
#define FLAG_TARGET_INFO    0x00800000u
#define FLAG_VERSION        0x02000000u
#define FLAG_128            0x20000000u

static const uint8_t signature[8] = "NTLMSSP";

/* Put n bytes before what b holds. */
static void prepend(struct buf *b, const void *data, size_t n)
{
	size_t len = b->len;

	if (!buf_add(b, data, n))
		return;
	memmove(b->data + n, b->data, len);
	memcpy(b->data, data, n);
}

/* Wrap what b holds as one DER value (X.690 8.1.3). */
static void wrap(struct buf *b, uint8_t tag)
{
	size_t len = b->len;
	uint8_t head[4] = { tag, (uint8_t)len };
	size_t n = 2;

	if (len >= 0x100) {
		head[1] = 0x82;
		head[2] = (uint8_t)(len >> 8);
		head[3] = (uint8_t)len;
		n = 4;
	} else if (len >= 0x80) {
		head[1] = 0x81;
		head[2] = (uint8_t)len;
		n = 3;
	}
	prepend(b, head, n);
}

/* The version of ours that all send: Windows 7, revision 15. */
static void put_version(struct buf *b)
{
	wire_put_32(b, 0x00000106);
	wire_put_32(b, 0x0f000000);
}

void ntlmssp_hello(struct buf *out)
{
	static const uint8_t mechanisms[] = { 0xa0, 0x0e, 0x30, 0x0c,
		                              0x06, 0x0a, 0x2b, 0x06,
		                              0x01, 0x04, 0x01, 0x82,
		                              0x37, 0x02, 0x02, 0x0a };
	static const uint8_t spnego[] = { 0x06, 0x06, 0x2b, 0x06,
		                          0x01, 0x05, 0x05, 0x02 };
	struct buf b;

	buf_init(&b, TOKEN_BYTES);
	buf_add(&b, signature, sizeof(signature));
	wire_put_32(&b, 1);
	wire_put_32(&b, FLAG_UNICODE | FLAG_REQUEST_TARGET | FLAG_NTLM |
	                    FLAG_ALWAYS_SIGN | FLAG_EXTENDED |
	                    FLAG_TARGET_INFO | FLAG_VERSION | FLAG_128);
	wire_put_zeros(&b, 16); /* no domain, no name of ours */
	put_version(&b);
	wrap(&b, 0x04);
	wrap(&b, 0xa2);
	prepend(&b, mechanisms, sizeof(mechanisms));
	wrap(&b, 0x30);
	wrap(&b, 0xa0);
	prepend(&b, spnego, sizeof(spnego));
	wrap(&b, 0x60);
	buf_add(out, b.data, b.len);
	buf_clear(&b);
}

/* What the pairs of the target info tell (MS-NLMP 2.2.2.1). */
static void read_info(struct ntlmssp *c)
{
	enum { END, COMPUTER, DOMAIN, DNS_COMPUTER, TIMESTAMP = 7 };
	size_t at = 0;

	while (wire_has(c->info, at, 4)) {
		uint16_t id = wire_16(c->info, at);
		uint16_t len = wire_16(c->info, at + 2);
		struct wire value = wire_part(c->info, at + 4, len);

		if (id == END)
			break;
		if (id == COMPUTER)
			wire_text(value, c->computer, sizeof(c->computer));
		else if (id == DNS_COMPUTER)
			wire_text(value, c->dns, sizeof(c->dns));
		else if (id == TIMESTAMP)
			c->time = wire_64(value, 0);
		at += 4u + len;
	}
}

bool ntlmssp_parse(struct ntlmssp *c, struct wire answer)
{
	struct wire w = { NULL, 0 };

	memset(c, 0, sizeof(*c));
	for (size_t at = 0; wire_has(answer, at, 48); at++)
		if (memcmp(answer.data + at, signature, sizeof(signature)) ==
		    0) {
			w = wire_part(answer, at, answer.len - at);
			break;
		}
	if (!w.data || wire_32(w, 8) != 2)
		return false;
	c->flags = wire_32(w, 20);
	memcpy(c->challenge, w.data + 24, sizeof(c->challenge));
	if (c->flags & FLAG_TARGET_INFO)
		c->info = wire_part(w, wire_32(w, 44), wire_16(w, 40));
	if (c->flags & FLAG_VERSION) {
		c->major = wire_8(w, 48);
		c->minor = wire_8(w, 49);
		c->build = wire_16(w, 50);
	}
	read_info(c);
	return true;
}

static bool hash(uint8_t out[MD5_BYTES], const uint8_t key[MD5_BYTES],
                 const struct buf *b)
{
	unsigned n = MD5_BYTES;

	return buf_ok(b) && HMAC(EVP_md5(), key, MD5_BYTES,
	                         (const uint8_t *)b->data, b->len, out, &n);
}

/*
 * The answer of someone whose password is empty (MS-NLMP 3.3.2). What we add
 * of our own need not be random: there is no secret to protect.
 */
static bool put_response(struct buf *out, const struct ntlmssp *c,
                         const char *user, int64_t now)
{
	static const uint8_t empty[MD5_BYTES] = {
		0x31, 0xd6, 0xcf, 0xe0, 0xd1, 0x6a, 0xe9, 0x31,
		0xb7, 0x3c, 0x59, 0xd7, 0xe0, 0xc0, 0x89, 0xc0
	}; /* MD4 of nothing */
	uint64_t time = (uint64_t)(now + INT64_C(11644473600)) * 10000000;
	uint8_t key[MD5_BYTES], proof[MD5_BYTES];
	struct buf b;
	bool ok;

	buf_init(&b, TOKEN_BYTES);
	for (const char *p = user; *p; p++)
		wire_put_16(&b,
		            (uint16_t)(*p >= 'a' && *p <= 'z' ? *p - 32 : *p));
	ok = hash(key, empty, &b);
	buf_clear(&b);
	buf_add(&b, c->challenge, sizeof(c->challenge));
	wire_put_64(&b, 0x0101);
	wire_put_64(&b, c->time ? c->time : time);
	wire_put_64(&b, 0x6564726167); /* our challenge */
	wire_put_32(&b, 0);
	buf_add(&b, c->info.data, c->info.len);
	wire_put_32(&b, 0);
	ok = ok && hash(proof, key, &b);
	if (ok) {
		buf_add(out, proof, sizeof(proof));
		buf_add(out, b.data + 8, b.len - 8);
	}
	buf_clear(&b);
	return ok;
}

/* A part behind the head: its length twice, its offset. */
static void put_field(struct buf *b, size_t len, size_t at)
{
	wire_put_16(b, (uint16_t)len);
	wire_put_16(b, (uint16_t)len);
	wire_put_32(b, (uint32_t)at);
}

static void put_answer(struct buf *b, const struct ntlmssp *c, const char *user,
                       const struct buf *response)
{
	enum { HEAD = 72 }; /* bytes before the first part */
	size_t name = user ? 2 * strlen(user) : 0;
	size_t old = user ? 24 : 1;
	size_t at = HEAD + name;

	buf_add(b, signature, sizeof(signature));
	wire_put_32(b, 3);
	put_field(b, old, at);
	put_field(b, response->len, at + old);
	put_field(b, 0, HEAD);
	put_field(b, name, HEAD);
	put_field(b, 0, HEAD);
	put_field(b, 0, at + old + response->len);
	wire_put_32(
	    b, (c->flags & (FLAG_UNICODE | FLAG_NTLM | FLAG_ALWAYS_SIGN |
	                    FLAG_EXTENDED | FLAG_TARGET_INFO | FLAG_128)) |
		   FLAG_UNICODE | FLAG_VERSION | (user ? 0 : FLAG_ANONYMOUS));
	put_version(b);
	if (user)
		wire_put_text(b, user);
	wire_put_zeros(b, old);
	buf_add(b, response->data, response->len);
}

bool ntlmssp_answer(struct buf *out, const struct ntlmssp *c, const char *user,
                    int64_t now)
{
	struct buf response, b;
	bool ok;

	buf_init(&response, TOKEN_BYTES);
	buf_init(&b, TOKEN_BYTES);
	ok = !user || put_response(&response, c, user, now);
	if (ok) {
		put_answer(&b, c, user, &response);
		wrap(&b, 0x04);
		wrap(&b, 0xa2);
		wrap(&b, 0x30);
		wrap(&b, 0xa1);
		ok = buf_ok(&response) && buf_ok(&b);
	}
	if (ok)
		buf_add(out, b.data, b.len);
	buf_clear(&response);
	buf_clear(&b);
	return ok;
}
