/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/discover.h"

#include "checks/probe/net/arp.h"
#include "core/clock.h"
#include "core/ipv4.h"
#include "core/link.h"
#include "core/text.h"

#include <stdlib.h>
#include <string.h>

#define NUDGE_PORT 9 /* discard (RFC 863): nobody answers, nobody minds */
#define LOOK_FIRST \
	5             /* milliseconds between the first looks at the table: how
                           fast a device answers is seen by them */
#define LOOK_SOON  60 /* milliseconds that these go on */
#define LOOK_EVERY 20 /* milliseconds between the later ones */
#define NUDGES     64 /* of one socket */
#define SEARCH     1350 /* milliseconds: the system asks again after 1000 */
#define AGAIN      400  /* milliseconds before a datagram is sent again */
#define TIMES      3    /* that a device is asked: floods of others lose some */
#define LISTEN     1600 /* milliseconds that answers to these are taken */
#define GROUPED    2800 /* the same of a group's: 3 seconds were promised */
#define RANGES     4
#define LINKS      32
#define NEIGHBOURS 1024
#define DATAGRAMS  28   /* four ranges, seven questions */
#define DATAGRAM   9000 /* bytes: larger ones are cut */
#define BURST      512  /* datagrams read at once: what a socket may hold */

/* One kind of question: its socket and who is still to be asked again. */
struct inquiry {
	const struct datagram *datagram;
	intptr_t socket;
	struct buf text;
	int64_t again; /* when the group is asked again, 0: no more */
	int64_t until; /* when its answers are no more taken */
};

/* A device that the questions went to. */
struct asked {
	uint32_t address;
	uint32_t
	    heard; /* bit i: it answered inquiry i, and is not asked again */
	unsigned times; /* that it was asked */
	int64_t again;
};

_Static_assert(DATAGRAMS <= 32, "a bit of asked.heard for each inquiry");

struct discover {
	const struct lan_network *range;
	size_t ranges;
	const struct talk_plan *plan;
	void (*found)(void *ctx, uint32_t address, const uint8_t *mac,
	              enum discover_how how, const char *name);
	void *ctx;
	struct inquiry inquiry[DATAGRAMS];
	size_t inquiries;
	struct asked *asked;
	size_t askeds, room;
	struct link_neighbour *neighbour;
	struct link_address link[LINKS]; /* addresses of our own */
	size_t links;
	struct arp *arp[RANGES]; /* of each range, NULL: the system asks */
	int64_t begin, asked_all;
	int64_t look;  /* at the table, next */
	int64_t until; /* the search goes on */
	bool lacking;  /* somebody could not be asked for want of room here */
};

void discover_bounds(const struct lan_network *r, uint32_t *first,
                     uint32_t *last)
{
	/* The ends of a range are its network and its broadcast. */
	uint32_t ends = r->bits < 31 ? 1 : 0;

	*first = r->network + ends;
	*last = (r->network | ~ipv4_mask(r->bits)) - ends;
}

bool discover_inside(const struct lan_network *r, uint32_t address)
{
	uint32_t first, last;

	discover_bounds(r, &first, &last);
	return address >= first && address <= last && address != r->own;
}

static const struct lan_network *range_of(const struct discover *d,
                                          uint32_t address)
{
	/* Our other address in a network that we are plugged into twice. */
	for (size_t i = 0; i < d->links; i++)
		if (d->link[i].address == address)
			return NULL;
	for (size_t i = 0; i < d->ranges; i++)
		if (discover_inside(&d->range[i], address))
			return &d->range[i];
	return NULL;
}

/*
 * One byte to every address makes the system ask who has it. What waits for
 * the answer fills a socket: a new one now and then.
 */
static bool nudge(const struct lan_network *r)
{
	bool all = true;
	uint32_t first, last;
	intptr_t s = SOCKET_NONE;
	unsigned sent = 0;

	discover_bounds(r, &first, &last);
	for (uint32_t a = first; a <= last; a++) {
		if (a == r->own)
			continue;
		if (sent++ % NUDGES == 0) {
			socket_close(s);
			s = socket_datagram(r->own);
			all = all && s != SOCKET_NONE;
		}
		socket_write_to(s, "", 1, a, NUDGE_PORT);
	}
	socket_close(s);
	return all;
}

static void ask_group(const struct inquiry *q)
{
	socket_write_to(q->socket, q->text.data, q->text.len,
	                q->datagram->group, q->datagram->port);
}

/* Whether the baseline lists it. */
static bool listed(const struct baseline *b, const char *name)
{
	for (size_t i = 0; i < b->lan_ports; i++)
		if (strcmp(b->lan_port[i].transport, "udp") == 0 &&
		    text_is(b->lan_port[i].speaks, name))
			return true;
	return false;
}

static void open_questions(struct discover *d, int64_t now)
{
	const struct datagram *const *list = datagram_list();

	for (size_t r = 0; r < d->ranges; r++)
		for (size_t i = 0; list[i] && d->inquiries < DATAGRAMS; i++) {
			struct inquiry *q = &d->inquiry[d->inquiries];

			if (list[i]->level > d->plan->level ||
			    !listed(d->plan->baseline, list[i]->name))
				continue;
			q->datagram = list[i];
			q->socket = socket_datagram(d->range[r].own);
			buf_init(&q->text, DATAGRAM);
			list[i]->ask(d->plan, &q->text);
			if (q->socket == SOCKET_NONE || !buf_ok(&q->text)) {
				socket_close(q->socket);
				buf_clear(&q->text);
				d->lacking = true;
				continue;
			}
			d->inquiries++;
			q->until = INT64_MAX;
			if (list[i]->group) {
				ask_group(q);
				q->again = now + AGAIN;
				q->until = now + GROUPED;
			}
		}
}

struct discover *
discover_new(const struct lan_network *range, size_t ranges,
             const struct talk_plan *plan,
             void (*found)(void *ctx, uint32_t address, const uint8_t *mac,
                           enum discover_how how, const char *name),
             void *ctx, int64_t now)
{
	struct discover *d = calloc(1, sizeof(*d));

	if (d)
		d->neighbour = calloc(NEIGHBOURS, sizeof(*d->neighbour));
	if (!d || !d->neighbour) {
		free(d);
		return NULL;
	}
	d->range = range;
	d->ranges = ranges;
	d->plan = plan;
	d->found = found;
	d->ctx = ctx;
	d->begin = d->look = now;
	d->links = link_addresses(d->link, LINKS);
	for (size_t i = 0; i < ranges && i < RANGES; i++) {
		d->arp[i] = arp_new(&range[i]);
		discover_extend(d, now + (d->arp[i] ? ARP_SEARCH : SEARCH));
		if (!d->arp[i] && !nudge(&range[i]))
			d->lacking = true;
	}
	d->asked_all = clock_ticks();
	if (plan->level > TALK_PORTS)
		open_questions(d, now);
	return d;
}

void discover_free(struct discover *d)
{
	if (!d)
		return;
	for (size_t i = 0; i < d->inquiries; i++) {
		socket_close(d->inquiry[i].socket);
		buf_clear(&d->inquiry[i].text);
	}
	for (size_t i = 0; i < RANGES; i++)
		arp_free(d->arp[i]);
	free(d->asked);
	free(d->neighbour);
	free(d);
}

static void answered(void *ctx, uint32_t address, const uint8_t *mac)
{
	struct discover *d = ctx;

	if (range_of(d, address))
		d->found(d->ctx, address, mac, DISCOVER_ARP, "arp");
}

/* What we ask ourselves; when there is more to ask. */
static int64_t step_arp(struct discover *d, int64_t now)
{
	int64_t next = INT64_MAX;

	for (size_t i = 0; i < RANGES; i++) {
		int64_t when;

		if (!d->arp[i])
			continue;
		arp_step(d->arp[i], now, answered, d);
		when = arp_next(d->arp[i]);
		next = when < next ? when : next;
	}
	return next;
}

/* Whether a range is asked by ourselves: the system's memory is older. */
static bool asked_by_us(const struct discover *d, const struct lan_network *r)
{
	return d->arp[r - d->range];
}

static void look(struct discover *d)
{
	size_t count = link_neighbours(d->neighbour, NEIGHBOURS);

	for (size_t i = 0; i < count; i++) {
		const struct link_neighbour *n = &d->neighbour[i];
		const struct lan_network *r = range_of(d, n->address);

		if (r && !asked_by_us(d, r))
			d->found(d->ctx, n->address, n->mac,
			         n->fresh ? DISCOVER_ARP : DISCOVER_MAYBE,
			         "arp");
	}
}

static void note_heard(struct discover *d, uint32_t address, size_t inquiry)
{
	for (size_t i = 0; i < d->askeds; i++)
		if (d->asked[i].address == address)
			d->asked[i].heard |= (uint32_t)1 << inquiry;
}

static void hear(struct discover *d, const struct inquiry *q)
{
	uint8_t data[DATAGRAM];

	for (int i = 0; i < BURST; i++) {
		uint32_t address;
		uint16_t port;
		long n = socket_read_from(q->socket, data, sizeof(data),
		                          &address, &port);

		if (n <= 0)
			return;
		if (!range_of(d, address))
			continue;
		d->found(d->ctx, address, NULL, DISCOVER_WORD,
		         q->datagram->name);
		note_heard(d, address, (size_t)(q - d->inquiry));
		q->datagram->hear(d->plan, address, data, (size_t)n);
	}
}

static void ask_device(const struct discover *d, struct asked *a, int64_t now)
{
	const struct lan_network *r = range_of(d, a->address);

	/* Each time it is waited for longer than the last. */
	a->times++;
	a->again = now + AGAIN * (int64_t)a->times;
	for (size_t i = 0; r && i < d->inquiries; i++) {
		const struct inquiry *q = &d->inquiry[i];

		if (a->heard & (uint32_t)1 << i)
			continue;
		/* The box itself too: its answer to all may get lost. */
		if (!q->datagram->group ||
		    a->address == d->plan->sight->gateway)
			socket_write_to(q->socket, q->text.data, q->text.len,
			                a->address, q->datagram->port);
	}
}

void discover_ask(struct discover *d, uint32_t address, int64_t now)
{
	if (d->plan->level == TALK_PORTS)
		return;
	if (d->askeds == d->room) {
		size_t room = d->room ? 2 * d->room : 16;
		struct asked *more =
		    realloc(d->asked, room * sizeof(*d->asked));

		d->lacking = d->lacking || !more;
		if (!more)
			return;
		d->asked = more;
		d->room = room;
	}
	d->asked[d->askeds] = (struct asked){ .address = address };
	ask_device(d, &d->asked[d->askeds++], now);
	discover_extend(d, now + LISTEN);
}

int64_t discover_step(struct discover *d, int64_t now)
{
	int64_t pause = now - d->begin < LOOK_SOON ? LOOK_FIRST : LOOK_EVERY;
	int64_t next = step_arp(d, now);

	if (next > now + pause)
		next = now + pause;
	if (now >= d->look && now < d->until) {
		look(d);
		d->look = now + pause;
	}
	for (size_t i = 0; i < d->inquiries; i++) {
		struct inquiry *q = &d->inquiry[i];

		if (now >= q->until) {
			socket_close(q->socket);
			q->socket = SOCKET_NONE;
		} else if (q->again != 0 && now >= q->again) {
			ask_group(q);
			q->again = 0;
		}
		if (q->socket != SOCKET_NONE)
			hear(d, q);
	}
	for (size_t i = 0; i < d->askeds; i++)
		if (d->asked[i].times < TIMES && now >= d->asked[i].again)
			ask_device(d, &d->asked[i], now);
	return next;
}

size_t discover_sockets(const struct discover *d, intptr_t *out, size_t room)
{
	size_t n = 0;

	for (size_t i = 0; i < RANGES && n < room; i++)
		if (d->arp[i])
			out[n++] = arp_socket(d->arp[i]);
	for (size_t i = 0; i < d->inquiries && n < room; i++)
		if (d->inquiry[i].socket != SOCKET_NONE)
			out[n++] = d->inquiry[i].socket;
	return n;
}

int64_t discover_since(const struct discover *d, int64_t now)
{
	int64_t asked = d->asked_all;

	for (size_t i = 0; i < RANGES; i++)
		if (d->arp[i] && arp_asked(d->arp[i]) > asked)
			asked = arp_asked(d->arp[i]);
	return now > asked ? now - asked : 0;
}

void discover_extend(struct discover *d, int64_t until)
{
	if (until > d->until)
		d->until = until;
}

bool discover_lacking(const struct discover *d)
{
	return d->lacking;
}

bool discover_done(const struct discover *d, int64_t now)
{
	return now >= d->until;
}
