/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/listen/stream.h"

#include "checks/probe/net/listen/bytes.h"

#include <string.h>

/* RFC 9293, 3.1. */
#define HEAD 20
#define FIN  0x01
#define SYN  0x02
#define RST  0x04
#define ACK  0x10

#define AHEAD 16        /* pieces of a side that wait at most */
#define JUMP  (1 << 20) /* bytes: further on it is another story */

struct segment {
	uint32_t at;
	uint8_t flags;
	int side;
	const uint8_t *data;
	size_t len;  /* bytes that are there */
	size_t size; /* bytes that it had */
};

static struct stream_flow *flow_at(struct streams *s, uint32_t index)
{
	return &s->flow[index / STREAM_WAYS][index % STREAM_WAYS];
}

static uint64_t hash_address(const uint8_t *address)
{
	uint64_t word[2];

	memcpy(word, address, sizeof(word));
	return hearing_mix(hearing_mix(0, word[0]), word[1]);
}

/* Free a piece of a side, the first one. */
static void drop_piece(struct streams *s, struct stream_wait *w, int side)
{
	uint16_t index = w->head[side];
	struct stream_piece *piece = &s->piece[index - 1];

	w->head[side] = piece->next;
	w->count[side]--;
	piece->speech = 0;
	piece->next = s->spare;
	s->spare = index;
}

/* Hand over the new bytes of a segment that begins at or before next. */
static void deliver(struct streams *s, struct stream_flow *f, int side,
                    const uint8_t *d, size_t len, size_t size, uint32_t at)
{
	struct speech *t = &s->speech[f->speech - 1];
	size_t old = f->next[side] - at;

	if (old >= size)
		return;
	f->next[side] = at + (uint32_t)size;
	if (len > old)
		speech_feed(t, side, d + old, len - old);
	if (size > len)
		speech_gap(t, side, size - (len > old ? len : old), true);
}

/* Hand over the pieces of a side that have their turn. */
static void drain(struct streams *s, struct stream_flow *f, int side)
{
	struct stream_wait *w = &s->wait[f->speech - 1];

	while (w->head[side]) {
		const struct stream_piece *p = &s->piece[w->head[side] - 1];

		if ((int32_t)(p->at - f->next[side]) > 0)
			break;
		deliver(s, f, side, p->data, p->len, p->size, p->at);
		drop_piece(s, w, side);
	}
}

/* Give up what is missing before the first piece of a side. */
static void give_up(struct streams *s, struct stream_flow *f, int side)
{
	const struct stream_wait *w = &s->wait[f->speech - 1];
	uint32_t at = s->piece[w->head[side] - 1].at;

	speech_gap(&s->speech[f->speech - 1], side, at - f->next[side], false);
	f->next[side] = at;
	drain(s, f, side);
}

static void let_go(struct streams *s, struct stream_flow *f)
{
	struct stream_wait *w;

	if (!f->speech)
		return;
	w = &s->wait[f->speech - 1];
	for (int side = 0; side < 2; side++)
		while (w->head[side])
			drop_piece(s, w, side);
	w->flow = 0;
	f->speech = 0;
}

/* The end of a conversation: nothing before its pieces will come any more. */
static void flush(struct streams *s, struct stream_flow *f)
{
	if (!f->speech)
		return;
	for (int side = 0; side < 2; side++)
		while (s->wait[f->speech - 1].head[side])
			give_up(s, f, side);
	let_go(s, f);
}

/* A speech for a flow that has none: one that was not used for long goes. */
static void make_speech(struct streams *s, struct stream_flow *f,
                        uint32_t index)
{
	struct stream_wait *w;
	struct speech *t;

	while (s->wait[s->hand].flow && s->wait[s->hand].recent) {
		s->wait[s->hand].recent = false;
		s->hand = (uint16_t)((s->hand + 1) % STREAM_SPEECHES);
	}
	w = &s->wait[s->hand];
	if (w->flow) {
		struct stream_flow *other = flow_at(s, w->flow - 1);

		flush(s, other);
		other->done = true;
	}
	t = &s->speech[s->hand];
	memset(t, 0, sizeof(*t));
	memset(w, 0, sizeof(*w));
	f->speech = (uint16_t)(s->hand + 1);
	w->flow = index + 1;
	s->hand = (uint16_t)((s->hand + 1) % STREAM_SPEECHES);
	t->heard = s->heard;
	t->client = f->client;
	t->opened = f->opened;
	for (int side = 0; side < 2; side++) {
		t->hosts[side] = hash_address(f->ends.address[side]);
		t->port[side] = f->ends.port[side];
	}
}

/* A free piece; where there is none, one that another waits with goes. */
static struct stream_piece *make_piece(struct streams *s)
{
	uint16_t index = s->spare;

	if (index) {
		s->spare = s->piece[index - 1].next;
		return &s->piece[index - 1];
	}
	if (s->touched < STREAM_PIECES)
		return &s->piece[s->touched++];
	s->victim = (uint16_t)((s->victim + 1) % STREAM_PIECES);
	return NULL;
}

/* Make room by giving up what one conversation waits for. */
static void make_room(struct streams *s)
{
	const struct stream_piece *p = &s->piece[s->victim];
	struct stream_flow *f;

	if (!p->speech || !s->wait[p->speech - 1].flow)
		return;
	f = flow_at(s, s->wait[p->speech - 1].flow - 1);
	if (f->speech)
		give_up(s, f, p->side);
}

/* Whether a side waits with all of a segment already. */
static bool waits_with(const struct streams *s, const struct stream_wait *w,
                       const struct segment *g)
{
	for (uint16_t i = w->head[g->side]; i; i = s->piece[i - 1].next)
		if (s->piece[i - 1].at == g->at &&
		    s->piece[i - 1].size >= g->size)
			return true;
	return false;
}

/* Keep a segment that came too early, in its place. */
static void keep(struct streams *s, struct stream_flow *f,
                 const struct segment *g)
{
	struct stream_wait *w = &s->wait[f->speech - 1];
	uint16_t *link = &w->head[g->side];
	struct stream_piece *p;

	if (waits_with(s, w, g))
		return;
	p = make_piece(s);
	if (!p) {
		make_room(s);
		p = make_piece(s);
		/* Our own may have been given up: all has its turn then. */
		link = &w->head[g->side];
	}
	if (!p)
		return;
	p->at = g->at;
	p->size = (uint32_t)g->size;
	p->len = (uint16_t)(g->len < STREAM_BYTES ? g->len : STREAM_BYTES);
	p->speech = f->speech;
	p->side = (uint8_t)g->side;
	memcpy(p->data, g->data, p->len);
	while (*link && (int32_t)(s->piece[*link - 1].at - g->at) <= 0)
		link = &s->piece[*link - 1].next;
	p->next = *link;
	*link = (uint16_t)(p - s->piece + 1);
	if (++w->count[g->side] > AHEAD)
		give_up(s, f, g->side);
}

static void take_data(struct streams *s, struct stream_flow *f,
                      const struct segment *g)
{
	int32_t ahead;

	if (!(f->known & 1u << g->side)) {
		f->known |= (uint8_t)(1u << g->side);
		f->next[g->side] = g->at;
	}
	ahead = (int32_t)(g->at - f->next[g->side]);
	if (ahead > JUMP || ahead < -JUMP) {
		/* Much was missed, or the numbers began anew. */
		while (s->wait[f->speech - 1].head[g->side])
			drop_piece(s, &s->wait[f->speech - 1], g->side);
		speech_gap(&s->speech[f->speech - 1], g->side,
		           ahead > 0 ? (uint64_t)ahead : UINT32_MAX, false);
		f->next[g->side] = g->at;
		ahead = 0;
	}
	if (ahead > 0) {
		keep(s, f, g);
	} else {
		deliver(s, f, g->side, g->data, g->len, g->size, g->at);
		drain(s, f, g->side);
	}
	if (s->speech[f->speech - 1].done) {
		f->done = true;
		let_go(s, f);
	}
}

/* One that opens a flow, or opens it anew. */
static void open_flow(struct streams *s, struct stream_flow *f,
                      struct segment *g)
{
	bool answer = g->flags & ACK;
	bool again = f->known & 1u << g->side && f->next[g->side] == g->at + 1;

	/* Where only the answers are heard, one begins a new story too. */
	if (!again && (!answer || f->done)) {
		flush(s, f);
		f->known = 0;
		f->done = false;
	}
	g->at++;
	if (again)
		return;
	f->known |= (uint8_t)(1u << g->side);
	f->next[g->side] = g->at;
	f->client = (uint8_t)(answer ? !g->side : g->side);
	f->opened = true;
}

/* The flow of these ends, or the oldest of its set made into it. */
static struct stream_flow *find_flow(struct streams *s,
                                     const struct stream_ends *ends, bool make,
                                     uint32_t *index)
{
	uint64_t hash = hash_address(ends->address[0]);
	struct stream_flow *set, *oldest;
	uint32_t at;

	hash = hearing_mix(hash, hash_address(ends->address[1]));
	hash = hearing_mix(hash, (uint64_t)ends->port[0] << 16 | ends->port[1]);
	at = (uint32_t)(hash >> 32) & (STREAM_SETS - 1);
	set = s->flow[at];
	oldest = set;
	for (uint32_t i = 0; i < STREAM_WAYS; i++) {
		if (set[i].used &&
		    memcmp(&set[i].ends, ends, sizeof(*ends)) == 0) {
			*index = at * STREAM_WAYS + i;
			return &set[i];
		}
		if (set[i].used < oldest->used)
			oldest = &set[i];
	}
	if (!make)
		return NULL;
	flush(s, oldest);
	memset(oldest, 0, sizeof(*oldest));
	oldest->ends = *ends;
	*index = at * STREAM_WAYS + (uint32_t)(oldest - set);
	return oldest;
}

/* The ends of a segment, the lower first, and which of them speaks. */
static int order(struct stream_ends *ends, const struct packet *p)
{
	unsigned from = bytes_be16(p->data), to = bytes_be16(p->data + 2);
	int way = memcmp(p->source, p->target, 16);
	int side = way > 0 || (way == 0 && from > to);

	memcpy(ends->address[side], p->source, 16);
	memcpy(ends->address[!side], p->target, 16);
	ends->port[side] = (uint16_t)from;
	ends->port[!side] = (uint16_t)to;
	return side;
}

static bool parse(struct segment *g, const struct packet *p)
{
	size_t head;

	if (p->len < HEAD)
		return false;
	head = (size_t)(p->data[12] >> 4) * 4;
	if (head < HEAD || head > p->size)
		return false;
	g->at = bytes_be32(p->data + 4);
	g->flags = p->data[13];
	g->size = p->size - head;
	g->len = p->len > head ? p->len - head : 0;
	g->data = p->data + (p->len > head ? head : p->len);
	return true;
}

/* A byte that was said before, repeated to see if the other is still there. */
static bool keeps_alive(const struct stream_flow *f, const struct segment *g)
{
	return !(f->known & 1u << g->side) && g->size == 1 &&
	       (g->len == 0 || g->data[0] == 0);
}

void stream_take(struct streams *s, const struct packet *p)
{
	struct stream_ends ends;
	struct stream_flow *f;
	struct segment g;
	uint32_t index;

	if (!parse(&g, p))
		return;
	g.side = order(&ends, p);
	f = find_flow(s, &ends, g.size > 0 || g.flags & SYN, &index);
	if (!f)
		return;
	if (++s->clock == 0)
		s->clock = 1;
	f->used = s->clock;
	if (g.flags & SYN)
		open_flow(s, f, &g);
	s->heard->spoken = s->heard->spoken || g.size > 0;
	if (g.size > 0 && !f->done && !keeps_alive(f, &g)) {
		if (!f->speech)
			make_speech(s, f, index);
		s->wait[f->speech - 1].recent = true;
		take_data(s, f, &g);
	}
	if (g.flags & RST)
		flush(s, f);
}

void stream_end(struct streams *s)
{
	for (uint32_t i = 0; i < STREAM_SETS * STREAM_WAYS; i++)
		flush(s, flow_at(s, i));
}
