/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/listen/ear.h"

#include "checks/probe/fact.h"
#include "checks/probe/net/listen/arp.h"
#include "checks/probe/net/listen/datagram.h"
#include "checks/probe/net/listen/fragment.h"
#include "checks/probe/net/listen/frame.h"
#include "checks/probe/net/listen/stream.h"
#include "core/rows.h"

#include <stdlib.h>

#define LOST_PART 20 /* one packet of so many may be lost */

struct ear {
	uint64_t packets;
	int64_t first; /* microseconds */
	int64_t last;
	struct hearing heard;
	struct arp arp;
	struct fragments fragments;
	struct streams streams;
};

struct ear *ear_new(void)
{
	struct ear *e = calloc(1, sizeof(*e));

	if (e)
		e->streams.heard = &e->heard;
	return e;
}

void ear_free(struct ear *e)
{
	free(e);
}

static void hear_ip(struct ear *e, const struct frame *frame)
{
	struct packet p;

	if (!packet_parse(&p, frame->data, frame->len))
		return;
	if (p.fragment && !fragment_join(&e->fragments, &p))
		return;
	if (p.fragment)
		return;
	if (p.protocol == PACKET_TCP)
		stream_take(&e->streams, &p);
	else if (p.protocol == PACKET_UDP)
		datagram_take(&e->heard, &p);
}

void ear_hear(struct ear *e, enum capture_link link,
              const struct capture_packet *p)
{
	struct frame frame;

	if (e->packets++ == 0 || p->time < e->first)
		e->first = p->time;
	if (e->packets == 1 || p->time > e->last)
		e->last = p->time;
	frame_parse(&frame, link, p->data, p->len);
	if (frame.kind == FRAME_IP)
		hear_ip(e, &frame);
	else if (frame.kind == FRAME_ARP)
		arp_take(&e->arp, &e->heard, frame.data, frame.len, p->time);
}

/* Why what was not heard may have been there all the same, or NULL. */
static const char *doubt(const struct ear *e, const struct ear_session *s)
{
	if (s->doubt)
		return s->doubt;
	if (e->packets == 0)
		return "nothing was heard";
	if (e->heard.cut)
		return "the capture keeps only the head of each packet";
	if (s->lost > e->packets / LOST_PART)
		return "too many packets came too fast";
	return NULL;
}

static void judge(struct fact *fact, struct arena *a, const char *why)
{
	fact->state = FACT_KNOWN;
	fact->why = NULL;
	if (why)
		fact_unknown(fact, a, FACT_FAILED, "%s", why);
}

static void tell_logins(const struct ear *e, struct facts *f, struct arena *a,
                        const char *why)
{
	struct rows rows;

	rows_init(&rows, a, sizeof(struct cleartext));
	for (int i = 0; i < HEARD_LOGINS; i++) {
		uint64_t count = e->heard.login[i];
		struct cleartext *row = count ? rows_add(&rows) : NULL;

		if (!row)
			continue;
		row->protocol = hearing_login_name((enum hearing_login)i);
		row->count = (int64_t)count;
	}
	f->listen_logins.row = rows.data;
	f->listen_logins.count = rows.count;
	if (!why && !e->heard.spoken && rows.count == 0)
		why = "no conversation was heard";
	judge(&f->listen_logins.fact, a, why);
}

static void tell_events(const struct ear *e, struct facts *f, struct arena *a,
                        const char *why)
{
	struct rows rows;

	rows_init(&rows, a, sizeof(struct heard));
	for (int i = 0; i < HEARD_EVENTS; i++) {
		uint64_t count = e->heard.event[i];
		struct heard *row = count ? rows_add(&rows) : NULL;

		if (!row)
			continue;
		row->code = hearing_event_code((enum hearing_event)i);
		row->count = (int64_t)count;
	}
	f->listen_events.row = rows.data;
	f->listen_events.count = rows.count;
	judge(&f->listen_events.fact, a, why);
}

void ear_end(struct ear *e, const struct ear_session *s, struct facts *f,
             struct arena *a)
{
	int64_t span = (e->last - e->first + 999999) / 1000000;
	size_t servers;
	const char *why;

	stream_end(&e->streams);
	why = doubt(e, s);
	servers = e->heard.servers;
	fact_int(&f->listen_seconds, s->seconds >= 0 ? s->seconds : span);
	fact_int(&f->listen_packets, (int64_t)e->packets);
	tell_logins(e, f, a, why);
	tell_events(e, f, a, why);
	fact_int(&f->listen_dhcp_servers, (int64_t)servers);
	/* That there are two is certain, however badly one listened. */
	if (servers < 2)
		judge(&f->listen_dhcp_servers.fact, a, why);
}
