/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/carry.h"

#include "checks/probe/net/secure.h"

#include <stdlib.h>
#include <string.h>

#define RAW_BYTES (64u << 10)  /* most that waits to be sent */
#define IN_BYTES  4096u        /* most that waits to be understood */
#define ALL_BYTES (256u << 10) /* most that a talk may be told */
#define TURNS     6            /* connections of one talk */
#define ROUNDS    64           /* looks at the same bytes */

struct carry {
	struct talk talk;
	struct secure *secure;
	struct buf raw; /* to send */
	struct buf in;  /* plain bytes that came, some eaten */
	size_t total;
	bool heard;
	char *note;
};

static size_t most(const struct carry *c)
{
	size_t n = c->talk.dialect->most;

	return n ? n : IN_BYTES;
}

struct carry *carry_new(const struct talk_plan *plan, const struct dialect *d,
                        uint32_t address, uint16_t port, const char *service,
                        const char *note)
{
	struct carry *c = calloc(1, sizeof(*c));
	size_t len = note ? strlen(note) + 1 : 0;

	if (!c)
		return NULL;
	c->talk = (struct talk){ .plan = plan,
		                 .dialect = d,
		                 .address = address,
		                 .port = port,
		                 .service = service };
	buf_init(&c->talk.out, RAW_BYTES);
	buf_init(&c->raw, 2 * RAW_BYTES);
	/* TLS records may bring more at once than a dialect keeps. */
	buf_init(&c->in, most(c) + (32u << 10));
	if (d->state)
		c->talk.state = calloc(1, d->state);
	if (len && (c->note = malloc(len)))
		memcpy(c->note, note, len);
	c->talk.note = c->note;
	if ((d->state && !c->talk.state) || (len && !c->note)) {
		carry_free(c);
		return NULL;
	}
	return c;
}

void carry_free(struct carry *c)
{
	if (!c)
		return;
	secure_free(c->secure);
	buf_clear(&c->talk.out);
	buf_clear(&c->raw);
	buf_clear(&c->in);
	free(c->talk.state);
	free(c->note);
	free(c);
}

/* Move what the dialect said to the raw bytes. */
static bool flush(struct carry *c)
{
	struct buf *out = &c->talk.out;
	bool ok = buf_ok(out);

	/* Nothing plain between the bytes of a handshake. */
	if (c->secure && !c->talk.secure)
		buf_clear(out);
	if (out->len > 0 && c->talk.secure)
		ok = ok && secure_say(c->secure, out->data, out->len, &c->raw);
	else if (out->len > 0)
		ok = ok && buf_add(&c->raw, out->data, out->len);
	buf_clear(out);
	return ok && buf_ok(&c->raw);
}

static void forget(struct carry *c)
{
	secure_free(c->secure);
	c->secure = NULL;
	c->talk.secure = false;
	c->talk.session = NULL;
	buf_clear(&c->in);
	buf_clear(&c->raw);
	c->talk.in = NULL;
	c->talk.len = c->talk.eaten = 0;
	c->talk.patience = 0;
}

static unsigned turns(const struct carry *c)
{
	return c->talk.dialect->turns ? c->talk.dialect->turns : TURNS;
}

static enum carry_next start_tls(struct carry *c)
{
	if (c->secure || !c->talk.plan->roots)
		return CARRY_CLOSE;
	/* Plain bytes behind the last plain word would be an injection. */
	buf_clear(&c->in);
	c->talk.len = 0;
	c->secure = secure_new(c->talk.plan->roots, c->talk.plan->host);
	return c->secure ? carry_take(c, NULL, 0) : CARRY_CLOSE;
}

static enum carry_next follow(struct carry *c, enum talk_next next)
{
	if (!flush(c))
		return CARRY_CLOSE;
	switch (next) {
	case TALK_WAIT:
		return CARRY_ON;
	case TALK_TLS:
		return start_tls(c);
	case TALK_AGAIN:
		if (c->talk.turn + 1 >= turns(c))
			return CARRY_CLOSE;
		c->talk.turn++;
		return CARRY_AGAIN;
	case TALK_END:
		break;
	}
	return CARRY_CLOSE;
}

enum carry_next carry_open(struct carry *c)
{
	forget(c);
	return follow(c, c->talk.dialect->open(&c->talk));
}

/* Let the dialect hear what waits, until it eats no more. */
static enum carry_next hear(struct carry *c)
{
	struct talk *t = &c->talk;
	enum carry_next next = CARRY_ON;
	size_t before = SIZE_MAX;

	for (int i = 0; i < ROUNDS && next == CARRY_ON && c->in.len > 0 &&
	                c->in.len != before;
	     i++) {
		enum talk_next wanted;

		before = c->in.len;
		t->in = (const uint8_t *)c->in.data;
		t->len = c->in.len;
		t->eaten = 0;
		wanted = t->dialect->hear(t);
		if (t->eaten > 0) {
			c->in.len -= t->eaten;
			memmove(c->in.data, c->in.data + t->eaten, c->in.len);
		}
		if (wanted == TALK_TLS && c->secure)
			wanted = TALK_END;
		next = follow(c, wanted);
		if (c->secure && !t->secure)
			return next;
	}
	if (next == CARRY_ON && c->in.len > most(c))
		return carry_over(c, TALK_FLOOD);
	return next;
}

static enum carry_next take_raw(struct carry *c, const void *data, size_t len)
{
	enum secure_state state =
	    secure_take(c->secure, data, len, &c->raw, &c->in);

	if (!buf_ok(&c->in) || !buf_ok(&c->raw))
		return carry_over(c, TALK_FLOOD);
	/* It may have said all it wants to say, and be gone already. */
	if (secure_done(c->secure) && !c->talk.secure) {
		enum carry_next next;

		c->talk.secure = true;
		c->talk.session = secure_session(c->secure);
		next = follow(c, c->talk.dialect->open(&c->talk));
		if (next != CARRY_ON)
			return next;
	}
	if (c->in.len > 0) {
		enum carry_next next = hear(c);

		if (next != CARRY_ON)
			return next;
	}
	return state == SECURE_BROKEN
	           ? carry_over(c, c->talk.secure ? TALK_CLOSED : TALK_FLOOD)
	           : CARRY_ON;
}

enum carry_next carry_take(struct carry *c, const void *data, size_t len)
{
	c->total += len;
	c->heard = c->heard || len > 0;
	if (c->total > ALL_BYTES)
		return carry_over(c, TALK_FLOOD);
	if (c->secure)
		return take_raw(c, data, len);
	if (!buf_add(&c->in, data, len))
		return carry_over(c, TALK_FLOOD);
	return hear(c);
}

enum carry_next carry_over(struct carry *c, enum talk_over why)
{
	struct talk *t = &c->talk;
	enum talk_next next = TALK_END;

	t->in = (const uint8_t *)c->in.data;
	t->len = c->in.len;
	if (t->dialect->close)
		next = t->dialect->close(t, why);
	return follow(c, next == TALK_AGAIN ? TALK_AGAIN : TALK_END);
}

const struct buf *carry_out(const struct carry *c)
{
	return &c->raw;
}

void carry_sent(struct carry *c, size_t n)
{
	if (n == 0)
		return;
	c->raw.len -= n;
	memmove(c->raw.data, c->raw.data + n, c->raw.len);
}

unsigned carry_patience(const struct carry *c)
{
	return c ? c->talk.patience : 0;
}

bool carry_awaits_greeting(const struct carry *c)
{
	return c && !c->heard && c->talk.dialect->speaks_first;
}

bool carry_heard(const struct carry *c)
{
	return c->heard;
}
