/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/outside/tls_look.h"

#include "checks/probe/net/outside/address.h"
#include "checks/probe/net/tls_service.h"
#include "core/clock.h"
#include "core/dial.h"
#include "core/roots.h"
#include "core/text.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <string.h>

#define PATIENCE  5000 /* milliseconds for one address */
#define LINES_MAX 60   /* of one reply of a mail server */
#define LINE_SIZE 1024 /* bytes; RFC 5321 allows 512 */

/* Shake hands on a connected socket. */
static bool shake(SSL *ssl, intptr_t socket, int64_t until, struct err *e)
{
	int got;

	/* OpenSSL takes it so everywhere: no handle needs more bits. */
	SSL_set_fd(ssl, (int)socket);
	while ((got = SSL_connect(ssl)) != 1) {
		int wants = SSL_get_error(ssl, got);
		unsigned long code = ERR_peek_last_error();
		const char *reason =
		    code ? ERR_reason_error_string(code) : NULL;

		if (wants != SSL_ERROR_WANT_READ &&
		    wants != SSL_ERROR_WANT_WRITE) {
			err_set(e, "no TLS: %s",
			        reason ? reason : "the connection was closed");
			ERR_clear_error();
			return false;
		}
		if (!dial_wait(socket, wants == SSL_ERROR_WANT_WRITE, until))
			return err_set(e, "no TLS: no answer in time");
	}
	return true;
}

/*
 * Read what the server showed. Where nobody here knows who signed, the system
 * may bring its authority; then once more.
 */
static bool read_service(SSL *ssl, const char *host, struct look *l,
                         struct tls_service *out)
{
	X509 *leaf;
	bool more;

	if (!tls_service_read(ssl, host, l->now, l->arena, out))
		return false;
	if (!text_is(out->chain, "untrusted"))
		return true;
	leaf = SSL_get1_peer_certificate(ssl);
	more = roots_fetch(SSL_CTX_get_cert_store(SSL_get_SSL_CTX(ssl)), leaf,
	                   SSL_get_peer_cert_chain(ssl));
	X509_free(leaf);
	return !more || tls_service_read(ssl, host, l->now, l->arena, out);
}

static bool look(struct look *l, SSL_CTX *ctx, const char *host,
                 intptr_t socket, int64_t until, struct tls_service *out,
                 struct err *e)
{
	SSL *ssl = SSL_new(ctx);
	struct address numeric;
	bool ok;

	if (!ssl)
		return err_set(e, "out of memory");
	if (!address_parse(&numeric, host))
		SSL_set_tlsext_host_name(ssl, host);
	ok = shake(ssl, socket, until, e);
	if (ok && !read_service(ssl, host, l, out))
		ok = err_set(e, "its certificate could not be read");
	if (ok)
		(void)SSL_shutdown(ssl);
	SSL_free(ssl);
	ERR_clear_error();
	return ok;
}

/* Read a reply of a mail server; its number, or 0 and e. */
static int reply(intptr_t socket, int64_t until, bool *starttls, struct err *e)
{
	char line[LINE_SIZE];

	for (int i = 0; i < LINES_MAX; i++) {
		if (!dial_line(socket, line, sizeof(line), until, e))
			return 0;
		if (strlen(line) < 3 || strspn(line, "0123456789") < 3)
			break;
		if (text_same(line + 3 + (line[3] != '\0'), "STARTTLS"))
			*starttls = true;
		if (line[3] != '-')
			return (line[0] - '0') * 100 + (line[1] - '0') * 10 +
			       (line[2] - '0');
	}
	err_set(e, "it does not speak as a mail server");
	return 0;
}

/* Say a word and expect a number back. */
static bool say(intptr_t socket, const char *word, int number, int64_t until,
                bool *starttls, struct err *e)
{
	int got;

	if (word && !dial_send(socket, word, strlen(word), until, e))
		return false;
	got = reply(socket, until, starttls, e);
	if (got == number)
		return true;
	return got == 0 ? false : err_set(e, "it answers %d", got);
}

/* As a mail server that has a message begins: RFC 5321, RFC 3207. */
static bool start_mail(intptr_t socket, int64_t until, bool *refused,
                       struct err *e)
{
	bool offered = false;
	bool ignored = false;

	if (!say(socket, NULL, 220, until, &ignored, e) ||
	    !say(socket, "EHLO localhost\r\n", 250, until, &offered, e))
		return false;
	if (offered)
		return say(socket, "STARTTLS\r\n", 220, until, &ignored, e);
	*refused = true;
	(void)dial_send(socket, "QUIT\r\n", 6, until, e);
	return err_set(e, "it offers no STARTTLS");
}

/* One try at one address. */
static bool attempt(struct look *l, SSL_CTX *ctx, const char *host,
                    const char *address, bool *refused, struct tls_service *out,
                    struct err *e)
{
	int64_t until = clock_ticks() + look_left(l, PATIENCE);
	intptr_t socket = dial_open(address, refused ? 25 : 443, until, e);
	bool ok;

	if (socket == SOCKET_NONE)
		return false;
	ok = (!refused || start_mail(socket, until, refused, e)) &&
	     look(l, ctx, host, socket, until, out, e);
	dial_close(socket);
	return ok;
}

/* The addresses in turn, two at most; refused is NULL for a site. */
static const struct tls_service *look_at(struct look *l, const char *host,
                                         const struct look_place *place,
                                         bool *refused, struct err *e)
{
	SSL_CTX *ctx = tls_roots_new(l->context->roots, e);
	struct tls_service seen = { .port = refused ? 25 : 443,
		                    .service = refused ? "smtp" : "https" };
	struct tls_service *row = NULL;
	bool ok = false;

	if (!ctx)
		return NULL;
	err_set(e, "no address");
	for (size_t i = 0; i < place->count && i < 2 && !ok; i++)
		ok = attempt(l, ctx, host, place->one[i], refused, &seen, e);
	SSL_CTX_free(ctx);
	if (!ok)
		return NULL;
	seen.host = arena_strdup(l->arena, host);
	row = rows_add(&l->tls);
	if (row)
		*row = seen;
	else
		err_set(e, "out of memory");
	return row;
}

const struct tls_service *tls_look_site(struct look *l, const char *host,
                                        const struct look_place *place,
                                        struct err *e)
{
	return look_at(l, host, place, NULL, e);
}

const struct tls_service *tls_look_mail(struct look *l, const char *host,
                                        const struct look_place *place,
                                        bool *refused, struct err *e)
{
	*refused = false;
	return look_at(l, host, place, refused, e);
}
