/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/secure.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdlib.h>

struct secure {
	SSL *ssl;
	BIO *in;  /* raw bytes from the network, owned by ssl */
	BIO *out; /* raw bytes to it, owned by ssl */
	enum secure_state state;
	bool done; /* with the handshake */
};

struct secure *secure_new(void *roots, const char *name)
{
	struct secure *s = calloc(1, sizeof(*s));

	if (!s)
		return NULL;
	s->ssl = SSL_new(roots);
	s->in = BIO_new(BIO_s_mem());
	s->out = BIO_new(BIO_s_mem());
	if (!s->ssl || !s->in || !s->out) {
		BIO_free(s->in);
		BIO_free(s->out);
		SSL_free(s->ssl);
		free(s);
		ERR_clear_error();
		return NULL;
	}
	SSL_set_bio(s->ssl, s->in, s->out);
	SSL_set_connect_state(s->ssl);
	if (name)
		SSL_set_tlsext_host_name(s->ssl, name);
	return s;
}

void secure_free(struct secure *s)
{
	if (!s)
		return;
	SSL_free(s->ssl);
	free(s);
}

/* Move what the library wants sent to raw. */
static void drain(struct secure *s, struct buf *raw)
{
	char chunk[4096];
	int n;

	while ((n = BIO_read(s->out, chunk, sizeof(chunk))) > 0)
		buf_add(raw, chunk, (size_t)n);
}

static void shake(struct secure *s)
{
	int r = SSL_do_handshake(s->ssl);

	s->done = r == 1;
	if (s->done)
		s->state = SECURE_READY;
	else if (SSL_get_error(s->ssl, r) != SSL_ERROR_WANT_READ)
		s->state = SECURE_BROKEN;
}

static void read_plain(struct secure *s, struct buf *plain)
{
	char chunk[4096];
	int n;

	while ((n = SSL_read(s->ssl, chunk, sizeof(chunk))) > 0)
		buf_add(plain, chunk, (size_t)n);
	if (SSL_get_error(s->ssl, n) != SSL_ERROR_WANT_READ)
		s->state = SECURE_BROKEN;
}

enum secure_state secure_take(struct secure *s, const void *data, size_t len,
                              struct buf *raw, struct buf *plain)
{
	ERR_clear_error();
	if (len > 0 && BIO_write(s->in, data, (int)len) != (int)len)
		s->state = SECURE_BROKEN;
	if (s->state == SECURE_SHAKING)
		shake(s);
	if (s->state == SECURE_READY)
		read_plain(s, plain);
	drain(s, raw);
	ERR_clear_error();
	return s->state;
}

bool secure_done(const struct secure *s)
{
	return s->done;
}

bool secure_say(struct secure *s, const void *data, size_t len, struct buf *raw)
{
	bool ok = s->state == SECURE_READY &&
	          SSL_write(s->ssl, data, (int)len) == (int)len;

	drain(s, raw);
	ERR_clear_error();
	return ok;
}

void *secure_session(struct secure *s)
{
	return s->ssl;
}
