/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/sweep.h"

#include "checks/probe/net/carry.h"
#include "checks/probe/net/host.h"
#include "core/clock.h"
#include "core/ipv4.h"
#include "core/socket.h"

#include <stdlib.h>
#include <string.h>

#define HOSTS 1100 /* four ranges of 254, and a few */
#define TRIES 2    /* connections to a port that stays silent */
#define TRIES_LOSSY \
	5                 /* the same where packets get lost: 1 of 100,000
                             ports is missed when 1 packet of 20 is */
#define QUIET        1500 /* milliseconds without a byte end a talk */
#define TALK_MOST    2500 /* milliseconds that a talk may last */
#define BAD_MOST     3    /* talks gone wrong: the device is left alone */
#define SEARCH_LOSSY 2400 /* milliseconds: the system asks a third time */
#define SEARCH_MAYBE \
	6500          /* milliseconds: it checks what it remembers
                             after 5000 */
#define POLL_MOST 100 /* milliseconds */

/* A connection. */
struct line {
	intptr_t socket;
	size_t host; /* index */
	int slot;    /* of the port in the list, or -1: a call */
	uint16_t port;
	const struct dialect *dialect; /* to talk when it opens, or NULL */
	char *note;
	struct carry *carry; /* once it is open */
	bool open;
	int64_t started; /* clock_ticks() */
	int64_t heard;   /* of the last byte */
};

struct sweep {
	const struct sweep_setup *setup;
	struct talk_plan plan;
	struct sight *sight;
	struct discover *discover;
	const struct lan_port *port[HOST_PORTS]; /* over TCP */
	size_t ports;
	struct host *host;
	size_t hosts;
	struct line *line;
	size_t lines, most;
	struct socket_wait *wait;
	int64_t begin;
	bool lossy; /* something answered only when asked again */
	bool maybe; /* some device is only remembered */
	bool short_of_memory;
};

static struct host *find_host(struct sweep *s, uint32_t address)
{
	for (size_t i = 0; i < s->hosts; i++)
		if (s->host[i].address == address)
			return &s->host[i];
	return NULL;
}

/* Discovery has seen something. */
static void found(void *ctx, uint32_t address, const uint8_t *mac,
                  enum discover_how how, const char *name)
{
	struct sweep *s = ctx;
	struct sight_device *d = NULL;
	int64_t now = clock_ticks();

	if (!find_host(s, address)) {
		if (s->hosts == HOSTS)
			return;
		s->host[s->hosts++] = (struct host){ .address = address };
		if (how == DISCOVER_ARP && now - s->begin > 500)
			s->lossy = true;
	}
	if (how == DISCOVER_MAYBE) {
		d = sight_find(s->sight, address);
		s->maybe = s->maybe || !d;
	} else {
		d = sight_find(s->sight, address);
		if (!d) {
			d = sight_device(s->sight, address, name);
			if (d)
				discover_ask(s->discover, address, now);
		}
		s->short_of_memory = s->short_of_memory || !d;
	}
	if (d && mac)
		memcpy(d->mac, mac, sizeof(d->mac));
}

static void call(void *ctx, uint32_t address, uint16_t port,
                 const char *dialect, const char *note)
{
	struct sweep *s = ctx;
	struct host *h = find_host(s, address);
	const struct dialect *d = dialect_find(dialect);
	struct host_call *c;

	if (!h || !d || h->left_alone || h->calls == HOST_CALLS ||
	    h->called >= HOST_CALLS)
		return;
	c = &h->call[h->calls];
	*c = (struct host_call){ .port = port, .dialect = d->name };
	if (note) {
		size_t len = strlen(note) + 1;

		c->note = malloc(len);
		if (!c->note) {
			s->short_of_memory = true;
			return;
		}
		memcpy(c->note, note, len);
	}
	h->calls++;
	h->called++;
}

/* Whatever a connection was, it is over. */
static void drop(struct sweep *s, size_t i)
{
	struct line *l = &s->line[i];

	socket_close(l->socket);
	carry_free(l->carry);
	free(l->note);
	s->host[l->host].open--;
	*l = s->line[--s->lines];
}

static void leave_alone(struct sweep *s, struct host *h)
{
	(void)s;
	h->left_alone = true;
	for (size_t i = 0; i < h->calls; i++) {
		free(h->call[i].note);
		carry_free(h->call[i].again);
	}
	h->calls = 0;
}

static void note_bad(struct sweep *s, struct host *h)
{
	if (++h->bad >= BAD_MOST && !h->left_alone)
		leave_alone(s, h);
}

/* Send what waits; false when the other side is gone. */
static bool send_out(struct line *l)
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

/* Do what a talk asks for; the line may be gone afterwards. */
static void obey(struct sweep *s, size_t i, enum carry_next next)
{
	struct line *l = &s->line[i];
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

static void answered(struct sweep *s, struct line *l, int64_t now,
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
	struct line *l = &s->line[i];
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
	struct line *l = &s->line[i];

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
	struct line *l = &s->line[i];
	uint8_t chunk[8192];
	long n = socket_read(l->socket, chunk, sizeof(chunk));

	if (n == SOCKET_LATER)
		return;
	l->heard = now;
	obey(s, i,
	     n > 0 ? carry_take(l->carry, chunk, (size_t)n)
	           : carry_over(l->carry, TALK_CLOSED));
}

/* Give up what takes too long; false when the line is gone. */
static bool check_time(struct sweep *s, size_t i, int64_t now)
{
	struct line *l = &s->line[i];
	struct host *h = &s->host[l->host];
	enum carry_next next;

	if (!l->open) {
		unsigned tries = l->slot >= 0 ? h->tries[l->slot] : TRIES;

		if (now - l->started < host_patience(h, tries))
			return true;
		if (l->slot >= 0)
			h->port[l->slot] = HOST_SILENT;
		drop(s, i);
		return false;
	}
	if (now - l->heard < QUIET && now - l->started < TALK_MOST)
		return true;
	if (!carry_heard(l->carry) || now - l->started >= TALK_MOST)
		note_bad(s, h);
	next = carry_over(l->carry, TALK_SILENCE);
	obey(s, i, next == CARRY_ON ? CARRY_CLOSE : next);
	return false;
}

/* The next thing to do with a device; false when there is none. */
static bool pick(struct sweep *s, struct host *h, struct line *l)
{
	bool talks = s->setup->level > TALK_PORTS;
	int slot;

	*l = (struct line){ .socket = SOCKET_NONE, .slot = -1 };
	if (h->calls > 0) {
		struct host_call *c = &h->call[0];

		l->port = c->port;
		l->dialect = c->dialect ? dialect_find(c->dialect) : NULL;
		l->note = c->note;
		l->carry = c->again;
		memmove(c, c + 1, --h->calls * sizeof(*c));
		return true;
	}
	slot = host_next(h, s->ports, s->lossy ? TRIES_LOSSY : TRIES);
	if (slot < 0)
		return false;
	l->slot = slot;
	l->port = (uint16_t)s->port[slot]->port;
	if (talks && s->port[slot]->speaks)
		l->dialect = dialect_find(s->port[slot]->speaks);
	return true;
}

static bool start_one(struct sweep *s, size_t index, int64_t now)
{
	struct host *h = &s->host[index];
	enum socket_state state;
	struct line l;

	if (!pick(s, h, &l))
		return false;
	l.host = index;
	l.started = now;
	host_started(h, now);
	if (l.slot >= 0) {
		h->port[l.slot] = HOST_TRYING;
		h->tries[l.slot]++;
	}
	l.socket = socket_connect(h->address, l.port, &state);
	s->line[s->lines++] = l;
	if (state == SOCKET_OPEN) {
		opened(s, s->lines - 1, now);
	} else if (state != SOCKET_WAITING) {
		if (state == SOCKET_REFUSED)
			answered(s, &s->line[s->lines - 1], now, HOST_REFUSED);
		else if (l.slot >= 0)
			h->port[l.slot] = HOST_SILENT;
		drop(s, s->lines - 1);
	}
	return true;
}

/* Start what may be started; when there will be more to start. */
static int64_t start(struct sweep *s, int64_t now)
{
	int64_t next = INT64_MAX, when;

	for (size_t i = 0; i < s->hosts; i++) {
		struct host *h = &s->host[i];

		for (;;) {
			if (!host_may(h, now, &when)) {
				next = when < next ? when : next;
				break;
			}
			if (s->lines >= s->most || !start_one(s, i, now))
				break;
		}
	}
	return next;
}

static bool busy(struct sweep *s)
{
	unsigned tries = s->lossy ? TRIES_LOSSY : TRIES;

	if (s->lines > 0)
		return true;
	for (size_t i = 0; i < s->hosts; i++) {
		const struct host *h = &s->host[i];

		if (!h->left_alone &&
		    (h->calls > 0 || host_next(h, s->ports, tries) >= 0))
			return true;
	}
	return false;
}

/* Wait until something happens, at most until then. */
static void wait_for(struct sweep *s, int64_t now, int64_t until)
{
	intptr_t other[32];
	size_t others = discover_sockets(s->discover, other, 32);
	int64_t left = until - now;

	for (size_t i = 0; i < s->lines; i++) {
		struct line *l = &s->line[i];
		bool write =
		    !l->open || (l->carry && carry_out(l->carry)->len > 0);

		s->wait[i] = (struct socket_wait){ l->socket, write, false };
	}
	for (size_t i = 0; i < others; i++)
		s->wait[s->lines + i] =
		    (struct socket_wait){ other[i], false, false };
	if (left > POLL_MOST)
		left = POLL_MOST;
	socket_poll(s->wait, s->lines + others, left > 0 ? (unsigned)left : 0);
}

/* From the last to the first: a line that ends is replaced by the last. */
static void serve(struct sweep *s, int64_t now)
{
	for (size_t i = s->lines; i-- > 0;) {
		struct line *l = &s->line[i];

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

/* Milliseconds until the next connection is given up. */
static int64_t next_timeout(const struct sweep *s)
{
	int64_t next = INT64_MAX;

	for (size_t i = 0; i < s->lines; i++) {
		const struct line *l = &s->line[i];
		const struct host *h = &s->host[l->host];
		unsigned tries = l->slot >= 0 ? h->tries[l->slot] : TRIES;
		int64_t t = l->open ? l->heard + QUIET
		                    : l->started + host_patience(h, tries);

		if (l->open && l->started + TALK_MOST < t)
			t = l->started + TALK_MOST;
		next = t < next ? t : next;
	}
	return next;
}

/* Search longer where that may bring something. */
static void extend(struct sweep *s)
{
	if (s->lossy)
		discover_extend(s->discover, s->begin + SEARCH_LOSSY);
	if (!s->maybe)
		return;
	for (size_t i = 0; i < s->hosts; i++)
		if (!sight_find(s->sight, s->host[i].address)) {
			discover_extend(s->discover, s->begin + SEARCH_MAYBE);
			return;
		}
	s->maybe = false;
}

static bool loop(struct sweep *s)
{
	int64_t end = s->begin + s->setup->deadline;

	for (;;) {
		int64_t now = clock_ticks(), until, next;

		if (now >= end)
			return false;
		until = discover_step(s->discover, now);
		next = start(s, now);
		until = next < until ? next : until;
		next = next_timeout(s);
		until = next < until ? next : until;
		extend(s);
		if (!busy(s) && discover_done(s->discover, now))
			return true;
		wait_for(s, now, until < end ? until : end);
		serve(s, clock_ticks());
	}
}

static void clear(struct sweep *s)
{
	while (s->lines > 0)
		drop(s, s->lines - 1);
	for (size_t i = 0; i < s->hosts; i++)
		leave_alone(s, &s->host[i]);
	discover_free(s->discover);
	free(s->wait);
	free(s->line);
	free(s->host);
}

static void list_ports(struct sweep *s)
{
	const struct baseline *b = s->setup->baseline;

	for (size_t i = 0; i < b->lan_ports && s->ports < HOST_PORTS; i++)
		if (strcmp(b->lan_port[i].transport, "tcp") == 0)
			s->port[s->ports++] = &b->lan_port[i];
}

bool sweep_run(const struct sweep_setup *setup, struct sight *sight)
{
	struct sweep s = { .setup = setup, .sight = sight };
	bool ok = false;

	s.most = socket_prepare();
	s.begin = clock_ticks();
	s.plan = (struct talk_plan){ .level = setup->level,
		                     .now = setup->now,
		                     .roots = setup->roots,
		                     .sight = sight,
		                     .baseline = setup->baseline,
		                     .call = call,
		                     .ctx = &s };
	list_ports(&s);
	s.host = calloc(HOSTS, sizeof(*s.host));
	s.line = calloc(s.most, sizeof(*s.line));
	s.wait = calloc(s.most + 32, sizeof(*s.wait));
	if (s.host && s.line && s.wait)
		s.discover = discover_new(setup->range, setup->ranges, &s.plan,
		                          found, &s, s.begin);
	if (s.discover)
		ok = loop(&s) && !s.short_of_memory;
	clear(&s);
	return ok;
}
