/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/sweep.h"

#include "checks/probe/net/connection.h"
#include "core/clock.h"
#include "core/ipv4.h"
#include "core/socket.h"

#include <stdlib.h>
#include <string.h>

#define HOSTS        1100 /* four ranges of 254, and a few */
#define SEARCH_LOSSY 2400 /* milliseconds: the system asks a third time */
#define SEARCH_MAYBE \
	6500          /* milliseconds: it checks what it remembers
                             after 5000 */
#define POLL_MOST 100 /* milliseconds */
#define TRIP_MOST 20  /* milliseconds: what a device found later is lent */

/* The slot of an address in the index: its host's, or the free one. */
static uint16_t *slot_of(struct sweep *s, uint32_t address)
{
	/* Neighbours lie side by side: no two of a /24 meet. */
	size_t at = (address ^ address >> 12) % SWEEP_SLOTS;

	while (s->index[at] != 0 &&
	       s->host[s->index[at] - 1].address != address)
		at = (at + 1) % SWEEP_SLOTS;
	return &s->index[at];
}

static struct host *find_host(struct sweep *s, uint32_t address)
{
	uint16_t at = *slot_of(s, address);

	return at ? &s->host[at - 1] : NULL;
}

/* A new device; how fast it answered is how long it will be waited for. */
static bool add_host(struct sweep *s, uint32_t address, int64_t trip)
{
	if (s->hosts == HOSTS)
		return false;
	*slot_of(s, address) = (uint16_t)(s->hosts + 1);
	s->host[s->hosts++] =
	    (struct host){ .address = address,
		           .trip =
		               trip < TRIP_MOST ? (unsigned)trip : TRIP_MOST };
	return true;
}

/* Discovery has seen something. */
static void found(void *ctx, uint32_t address, const uint8_t *mac,
                  enum discover_how how, const char *name)
{
	struct sweep *s = ctx;
	struct sight_device *d = NULL;
	int64_t now = clock_ticks();

	if (!find_host(s, address)) {
		if (!add_host(s, address, discover_since(s->discover, now)))
			return;
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

	/* A device may name its printer's port as the one to ask. */
	if (!h || !d || host_prints(port) || h->left_alone ||
	    h->calls == HOST_CALLS || h->called >= HOST_CALLS)
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
			if (s->connections >= s->most ||
			    !connection_start(s, i, now))
				break;
		}
	}
	return next;
}

static bool busy(const struct sweep *s)
{
	for (size_t i = 0; i < s->hosts; i++)
		if (connection_wanted(s, &s->host[i]))
			return true;
	return s->connections > 0;
}

/* Wait until something happens, at most until then. */
static void wait_for(struct sweep *s, int64_t now, int64_t until)
{
	intptr_t other[32];
	size_t others = discover_sockets(s->discover, other, 32);
	int64_t left = until - now;

	for (size_t i = 0; i < s->connections; i++) {
		struct connection *l = &s->connection[i];
		bool write =
		    !l->open || (l->carry && carry_out(l->carry)->len > 0);

		s->wait[i] = (struct socket_wait){ l->socket, write, false };
	}
	for (size_t i = 0; i < others; i++)
		s->wait[s->connections + i] =
		    (struct socket_wait){ other[i], false, false };
	if (left > POLL_MOST)
		left = POLL_MOST;
	socket_poll(s->wait, s->connections + others,
	            left > 0 ? (unsigned)left : 0);
}

/* Search longer where that may bring something. */
static void extend(struct sweep *s, int64_t now)
{
	if (s->lossy)
		discover_extend(s->discover, s->begin + SEARCH_LOSSY);
	if (!s->maybe || now >= s->begin + SEARCH_MAYBE)
		return;
	/* For a while only: it may show in another way meanwhile. */
	for (size_t i = 0; i < s->hosts; i++)
		if (!sight_find(s->sight, s->host[i].address)) {
			discover_extend(s->discover, now + POLL_MOST);
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
		next = connection_timeout(s);
		until = next < until ? next : until;
		extend(s, now);
		if (!busy(s) && discover_done(s->discover, now))
			return true;
		wait_for(s, now, until < end ? until : end);
		connection_serve(s, clock_ticks());
	}
}

static void clear(struct sweep *s)
{
	connection_clear(s);
	discover_free(s->discover);
	free(s->wait);
	free(s->connection);
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
	s.connection = calloc(s.most, sizeof(*s.connection));
	s.wait = calloc(s.most + 32, sizeof(*s.wait));
	if (s.host && s.connection && s.wait)
		s.discover = discover_new(setup->range, setup->ranges, &s.plan,
		                          found, &s, s.begin);
	if (s.discover)
		ok = loop(&s) && !s.short_of_memory &&
		     !discover_lacking(s.discover);
	clear(&s);
	return ok;
}
