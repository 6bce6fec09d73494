/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_CHECKS_SECURED_H
#define TESTS_CHECKS_SECURED_H

#include "checks/probe/net/tls_service.h"
#include "tests/checks/certified.h"
#include "tests/checks/spoken.h"

#include <unistd.h>

/*
 * The other side of a conversation of which a part is in TLS; include after
 * cmocka.h.
 */

/* A literal and its length. */
#define BYTES(text) text, sizeof(text) - 1

#define NOW INT64_C(1795305600) /* 2026-11-22 */
#define DAY INT64_C(86400)
#define ALL 1000000 /* bytes: more than anybody says */

/* When the client has said wait, say this, then start TLS or close. */
struct secured_line {
	const char *wait; /* NULL: at once */
	const char *say;
	size_t len; /* of say, 0: a string */
	enum { STAY, START, CLOSE } then;
};

struct secured {
	SSL_CTX *ctx;
	SSL *ssl;
	const struct secured_line *line; /* the next */
	struct buf heard;                /* in plain, since the last line */
	struct buf raw;                  /* to the client */
	struct buf all;                  /* that was heard in plain */
	size_t limit;                    /* bytes it sends before it is gone */
	size_t step;                     /* most bytes in one piece */
};

static struct certified secured_root, secured_leaf;
static char secured_roots_file[64];
static SSL_CTX *secured_roots;

static inline void secured_init(struct secured *p, SSL_CTX *ctx,
                                const struct secured_line *lines)
{
	memset(p, 0, sizeof(*p));
	p->ctx = ctx;
	p->line = lines;
	p->limit = ALL;
	p->step = ALL;
	buf_init(&p->heard, ALL);
	buf_init(&p->raw, ALL);
	buf_init(&p->all, ALL);
}

static inline void secured_clear(struct secured *p)
{
	SSL_free(p->ssl);
	buf_clear(&p->heard);
	buf_clear(&p->raw);
	buf_clear(&p->all);
}

/* Where text is in the bytes, or -1. */
static inline long secured_find(const struct buf *b, const char *text)
{
	size_t len = strlen(text);

	for (size_t i = 0; i + len <= b->len; i++)
		if (memcmp(b->data + i, text, len) == 0)
			return (long)i;
	return -1;
}

/* What came behind the last plain word is the handshake already. */
static inline void secured_start(struct secured *p)
{
	long at = secured_find(&p->heard, "\x16\x03\x01");

	p->ssl = SSL_new(p->ctx);
	SSL_set_bio(p->ssl, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
	SSL_set_accept_state(p->ssl);
	if (at < 0)
		return;
	BIO_write(SSL_get_rbio(p->ssl), p->heard.data + at,
	          (int)(p->heard.len - (size_t)at));
	p->all.len -= p->heard.len - (size_t)at;
	SSL_do_handshake(p->ssl);
}

static inline void secured_drain(struct secured *p)
{
	char chunk[4096];
	int n;

	while (p->ssl &&
	       (n = BIO_read(SSL_get_wbio(p->ssl), chunk, sizeof(chunk))) > 0)
		buf_add(&p->raw, chunk, (size_t)n);
}

/* Say every line whose time has come. */
static inline void secured_speak(struct secured *p)
{
	while (p->line && p->line->say) {
		const struct secured_line *l = p->line;
		size_t len = l->len ? l->len : strlen(l->say);

		if (p->ssl && !SSL_is_init_finished(p->ssl))
			return;
		if (l->wait && secured_find(&p->heard, l->wait) < 0)
			return;
		if (p->ssl && len > 0)
			SSL_write(p->ssl, l->say, (int)len);
		else if (!p->ssl)
			buf_add(&p->raw, l->say, len);
		if (l->then == CLOSE && p->ssl)
			SSL_shutdown(p->ssl);
		p->line++;
		if (l->then == START)
			secured_start(p);
		buf_clear(&p->heard);
	}
}

static inline void secured_take(struct secured *p, const struct buf *raw)
{
	char chunk[4096];
	int n;

	if (!p->ssl) {
		buf_add(&p->heard, raw->data, raw->len);
		buf_add(&p->all, raw->data, raw->len);
	} else if (raw->len > 0) {
		BIO_write(SSL_get_rbio(p->ssl), raw->data, (int)raw->len);
		SSL_do_handshake(p->ssl);
		while ((n = SSL_read(p->ssl, chunk, sizeof(chunk))) > 0) {
			buf_add(&p->heard, chunk, (size_t)n);
			buf_add(&p->all, chunk, (size_t)n);
		}
	}
	secured_speak(p);
	secured_drain(p);
}

/* One piece to the client. */
static inline enum carry_next secured_give(struct secured *p, struct carry *c)
{
	enum carry_next next;
	size_t n = p->raw.len < p->step ? p->raw.len : p->step;
	char piece[ALL / 4];

	n = n < p->limit ? n : p->limit;
	n = n < sizeof(piece) ? n : sizeof(piece);
	if (n == 0)
		return carry_over(c, TALK_CLOSED);
	memcpy(piece, p->raw.data, n);
	p->raw.len -= n;
	memmove(p->raw.data, p->raw.data + n, p->raw.len);
	p->limit -= n;
	next = carry_take(c, piece, n);
	return next;
}

/* The whole talk; how many connections it took. */
static inline unsigned secured_converse(struct spoken *s, const char *dialect,
                                        struct secured *peer, size_t peers)
{
	struct carry *c = carry_new(&s->plan, dialect_find(dialect),
	                            SPOKEN_ADDRESS, 1000, dialect, NULL);
	enum carry_next next = CARRY_AGAIN;
	unsigned turn = 0;

	assert_non_null(c);
	sight_port(&s->sight, SPOKEN_ADDRESS, 1000, "tcp", dialect, NULL);
	for (; next == CARRY_AGAIN && turn < peers; turn++) {
		struct secured *p = &peer[turn];

		next = carry_open(c);
		for (int i = 0; i < 100000 && next == CARRY_ON; i++) {
			struct buf out;

			buf_init(&out, ALL);
			buf_add(&out, carry_out(c)->data, carry_out(c)->len);
			carry_sent(c, out.len);
			secured_take(p, &out);
			buf_clear(&out);
			next = secured_give(p, c);
		}
		secured_take(p, carry_out(c));
	}
	carry_free(c);
	return turn;
}

static inline const struct tls_service *secured_row_of(const struct spoken *s)
{
	return s->sight.tls.count == 1 ? s->sight.tls.data : NULL;
}

/* A server with our certificate; version 0: any. */
static inline SSL_CTX *secured_server(int version)
{
	SSL_CTX *ctx = certified_server(&secured_leaf, NULL);

	if (version)
		SSL_CTX_set_max_proto_version(ctx, version);
	return ctx;
}

static inline void secured_begin(struct spoken *s, enum talk_level level)
{
	spoken_init(s, level);
	s->plan.now = NOW;
	s->plan.roots = secured_roots;
}

static inline int secured_setup(void **state)
{
	static const struct certified_words authority = { "Root", NULL,
		                                          NOW - 900 * DAY,
		                                          NOW + 900 * DAY, 1 };
	static const struct certified_words nas = { "nas.mairie.example",
		                                    "DNS:nas.mairie.example",
		                                    NOW - 10 * DAY,
		                                    NOW + 90 * DAY, 0 };
	struct err e;
	int fd;

	(void)state;
	certified_make(&secured_root, NULL, &authority);
	certified_make(&secured_leaf, &secured_root, &nas);
	strcpy(secured_roots_file, "/tmp/garde-test-carry-XXXXXX");
	fd = mkstemp(secured_roots_file);
	if (fd < 0)
		return -1;
	close(fd);
	certified_write(&secured_root, secured_roots_file);
	secured_roots = tls_roots_new(secured_roots_file, &e);
	return secured_roots ? 0 : -1;
}

static inline int secured_teardown(void **state)
{
	(void)state;
	SSL_CTX_free(secured_roots);
	certified_free(&secured_root);
	certified_free(&secured_leaf);
	return unlink(secured_roots_file);
}

#endif
