/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/connection.h"
#include "core/clock.h"

#include <stdlib.h>
#include <string.h>

#define TRIES 2 /* connections to a port that stays silent */
/*
 * The same where packets get lost, 1 of 20 being usual on a bad radio link: a
 * port is then missed 1 time in 10 per connection. A device that refuses most
 * ports has few to ask again; one that never answered has nothing to lose.
 */
#define TRIES_REFUSING 5
#define TRIES_DROPPING 4
#define TRIES_MUTE     3
/*
 * Connections to one device that are enough where nothing gets lost: silence
 * is then its answer. The ports that tell most come first.
 */
#define ENOUGH 100
#define QUIET  1500 /* milliseconds without a byte end a talk */
/*
 * Milliseconds more for a server that greets, and may look up our name before
 * it does: resolvers are given up after 5 seconds (resolv.conf(5)).
 */
#define GREETING  4000
#define TALK_MOST 2500 /* milliseconds that a talk may last */
#define BAD_MOST  3    /* talks gone wrong: the device is left alone */

/*
 * We could not even ask. The second time, and of a talk at once, nobody asks
 * again: the look is not whole.
 */
static void note_ours(struct sweep *s, const struct host *h, int slot)
{
	if (slot < 0 || h->tries[slot] >= TRIES || h->starts >= ENOUGH)
		s->short_of_memory = true;
}

/* Whatever a connection was, it is over. */
static void drop(struct sweep *s, size_t i)
{
	struct connection *l = &s->connection[i];

	socket_close(l->socket);
	carry_free(l->carry);
	free(l->note);
	s->host[l->host].open--;
	*l = s->connection[--s->connections];
}

static void leave_alone(struct host *h)
{
	h->left_alone = true;
	for (size_t i = 0; i < h->calls; i++) {
		free(h->call[i].note);
		carry_free(h->call[i].again);
	}
	h->calls = 0;
}

static void note_bad(struct host *h)
{
	if (++h->bad >= BAD_MOST && !h->left_alone)
		leave_alone(h);
}

/* Send what waits; false when the other side is gone. */
static bool send_out(struct connection *l)
{
	const struct buf *out = carry_out(l->carry);

	while (out->len > 0) {
		long n = socket_write(l->socket, out->data, out->len);

		if (n == SOCKET_LATER)
			return true;
		if (n < 0)
			return false;
		carry_sent(l->carry, (size_t)n);
	}
	return true;
}

/* Do what a talk asks for; the connection may be gone afterwards. */
static void obey(struct sweep *s, size_t i, enum carry_next next)
{
	struct connection *l = &s->connection[i];
	struct host *h = &s->host[l->host];
	bool alive = send_out(l);

	if (next == CARRY_ON && !alive)
		next = carry_over(l->carry, TALK_CLOSED);
	if (next == CARRY_ON)
		return;
	if (next == CARRY_AGAIN && h->calls < HOST_CALLS && !h->left_alone) {
		h->call[h->calls++] =
		    (struct host_call){ .port = l->port, .again = l->carry };
		l->carry = NULL;
	}
	drop(s, i);
}

static void answered(struct sweep *s, struct connection *l, int64_t now,
                     enum host_port state)
{
	struct host *h = &s->host[l->host];
	struct sight_device *d = sight_find(s->sight, h->address);

	host_answered(h, now - l->started);
	if (!d) {
		d = sight_device(s->sight, h->address, "tcp");
		if (d)
			discover_ask(s->discover, h->address, now);
	}
	s->short_of_memory = s->short_of_memory || !d;
	if (l->slot >= 0) {
		h->port[l->slot] = (uint8_t)state;
		s->lossy = s->lossy || h->tries[l->slot] > 1;
	}
}

/* A connection has opened: talk, if there is something to say. */
static void opened(struct sweep *s, size_t i, int64_t now)
{
	struct connection *l = &s->connection[i];
	const struct lan_port *p = l->slot >= 0 ? s->port[l->slot] : NULL;

	answered(s, l, now, HOST_ANSWERED);
	if (p)
		sight_port(s->sight, s->host[l->host].address, l->port, "tcp",
		           p->service, NULL);
	l->open = true;
	l->started = l->heard = now;
	if (!l->carry && l->dialect) {
		l->carry =
		    carry_new(&s->plan, l->dialect, s->host[l->host].address,
		              l->port, p ? p->service : NULL, l->note);
		s->short_of_memory = s->short_of_memory || !l->carry;
	}
	if (l->carry)
		obey(s, i, carry_open(l->carry));
	else
		drop(s, i);
}

static void connected(struct sweep *s, size_t i, int64_t now)
{
	struct connection *l = &s->connection[i];

	switch (socket_connected(l->socket)) {
	case SOCKET_WAITING:
		return;
	case SOCKET_OPEN:
		opened(s, i, now);
		return;
	case SOCKET_REFUSED:
		answered(s, l, now, HOST_REFUSED);
		break;
	default:
		/* Nobody there as far as the system knows: as good as
		 * silent. */
		if (l->slot >= 0)
			s->host[l->host].port[l->slot] = HOST_SILENT;
		break;
	}
	drop(s, i);
}

static void readable(struct sweep *s, size_t i, int64_t now)
{
	struct connection *l = &s->connection[i];
	uint8_t chunk[8192];
	long n = socket_read(l->socket, chunk, sizeof(chunk));

	if (n == SOCKET_LATER)
		return;
	/* A slow greeting is no part of the talk. */
	if (!carry_heard(l->carry))
		l->started = now;
	l->heard = now;
	obey(s, i,
	     n > 0 ? carry_take(l->carry, chunk, (size_t)n)
	           : carry_over(l->carry, TALK_CLOSED));
}

/*
 * Milliseconds that a talk may take longer than others. Who has let us down
 * already gets none for a greeting.
 */
static unsigned more_time(const struct host *h, const struct connection *l)
{
	unsigned more = carry_patience(l->carry);

	if (h->bad == 0 && carry_awaits_greeting(l->carry))
		more += GREETING;
	return more;
}

/* Give up what takes too long; false when it is gone. */
static bool check_time(struct sweep *s, size_t i, int64_t now)
{
	struct connection *l = &s->connection[i];
	struct host *h = &s->host[l->host];
	enum carry_next next;
	unsigned more = more_time(h, l);

	if (!l->open) {
		unsigned tries = l->slot >= 0 ? h->tries[l->slot] : TRIES;

		if (now - l->started < host_patience(h, tries))
			return true;
		if (l->slot >= 0)
			h->port[l->slot] = HOST_SILENT;
		drop(s, i);
		return false;
	}
	if (now - l->heard < QUIET + more &&
	    now - l->started < TALK_MOST + more)
		return true;
	if (!carry_heard(l->carry) || now - l->started >= TALK_MOST + more)
		note_bad(h);
	next = carry_over(l->carry, TALK_SILENCE);
	obey(s, i, next == CARRY_ON ? CARRY_CLOSE : next);
	return false;
}

static unsigned tries_of(const struct sweep *s, const struct host *h)
{
	if (!s->lossy)
		return TRIES;
	if (h->answers == 0)
		return TRIES_MUTE;
	return 2 * h->answers > s->ports ? TRIES_REFUSING : TRIES_DROPPING;
}

/* The next port of the list to try, or -1. */
static int next_port(const struct sweep *s, const struct host *h)
{
	int slot = host_next(h, s->ports, tries_of(s, h));

	if (slot >= 0 && !s->lossy && h->port[slot] == HOST_SILENT &&
	    h->starts >= ENOUGH)
		return -1;
	return slot;
}

bool connection_wanted(const struct sweep *s, const struct host *h)
{
	return !h->left_alone && (h->calls > 0 || next_port(s, h) >= 0);
}

/* The next thing to do with a device; false when there is none. */
static bool pick(struct sweep *s, struct host *h, struct connection *l)
{
	bool talks = s->setup->level > TALK_PORTS;
	int slot;

	*l = (struct connection){ .socket = SOCKET_NONE, .slot = -1 };
	if (h->calls > 0) {
		struct host_call *c = &h->call[0];

		l->port = c->port;
		l->dialect = c->dialect ? dialect_find(c->dialect) : NULL;
		l->note = c->note;
		l->carry = c->again;
		memmove(c, c + 1, --h->calls * sizeof(*c));
		return true;
	}
	slot = next_port(s, h);
	if (slot < 0)
		return false;
	l->slot = slot;
	l->port = (uint16_t)s->port[slot]->port;
	if (talks && s->port[slot]->speaks && !host_prints(l->port))
		l->dialect = dialect_find(s->port[slot]->speaks);
	return true;
}

bool connection_start(struct sweep *s, size_t index, int64_t now)
{
	struct host *h = &s->host[index];
	enum socket_state state;
	struct connection l;

	if (!pick(s, h, &l))
		return false;
	l.host = index;
	l.started = now;
	if (l.slot >= 0) {
		h->port[l.slot] = HOST_TRYING;
		h->tries[l.slot]++;
	}
	l.socket = socket_connect(h->address, l.port, &state);
	/* Looked up after it left: this process may have been held up. */
	host_started(h, clock_ticks());
	s->connection[s->connections++] = l;
	if (state == SOCKET_OPEN) {
		opened(s, s->connections - 1, now);
	} else if (state != SOCKET_WAITING) {
		if (state == SOCKET_OURS)
			note_ours(s, h, l.slot);
		if (state == SOCKET_REFUSED)
			answered(s, &s->connection[s->connections - 1], now,
			         HOST_REFUSED);
		else if (l.slot >= 0)
			h->port[l.slot] = HOST_SILENT;
		drop(s, s->connections - 1);
	}
	return true;
}

/* From the last to the first: one that ends is replaced by the last. */
void connection_serve(struct sweep *s, int64_t now)
{
	for (size_t i = s->connections; i-- > 0;) {
		struct connection *l = &s->connection[i];

		if (!s->wait[i].ready) {
			check_time(s, i, now);
			continue;
		}
		if (!l->open)
			connected(s, i, now);
		else if (s->wait[i].write)
			obey(s, i, CARRY_ON);
		else
			readable(s, i, now);
	}
}

int64_t connection_timeout(const struct sweep *s)
{
	int64_t next = INT64_MAX;

	for (size_t i = 0; i < s->connections; i++) {
		const struct connection *l = &s->connection[i];
		const struct host *h = &s->host[l->host];
		unsigned tries = l->slot >= 0 ? h->tries[l->slot] : TRIES;
		unsigned more = more_time(h, l);
		int64_t t = l->open ? l->heard + QUIET + more
		                    : l->started + host_patience(h, tries);

		if (l->open && l->started + TALK_MOST + more < t)
			t = l->started + TALK_MOST + more;
		next = t < next ? t : next;
	}
	return next;
}

void connection_clear(struct sweep *s)
{
	while (s->connections > 0)
		drop(s, s->connections - 1);
	for (size_t i = 0; i < s->hosts; i++)
		leave_alone(&s->host[i]);
}
