/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/listen/fragment.h"

#include <string.h>

static bool same(const struct fragment_slot *s, const struct packet *p)
{
	return s->used && s->number == p->number &&
	       s->protocol == p->protocol &&
	       memcmp(s->source, p->source, 16) == 0 &&
	       memcmp(s->target, p->target, 16) == 0;
}

/* The datagram's slot, else the oldest one made empty. */
static struct fragment_slot *find(struct fragments *t, const struct packet *p)
{
	struct fragment_slot *oldest = &t->slot[0];

	for (size_t i = 0; i < FRAGMENT_SLOTS; i++) {
		struct fragment_slot *s = &t->slot[i];

		if (same(s, p))
			return s;
		if (!s->used || (oldest->used &&
		                 (int32_t)(s->touched - oldest->touched) < 0))
			oldest = s;
	}
	memcpy(oldest->source, p->source, 16);
	memcpy(oldest->target, p->target, 16);
	oldest->number = p->number;
	oldest->protocol = p->protocol;
	oldest->used = true;
	oldest->size = 0;
	oldest->units = 0;
	memset(oldest->there, 0, sizeof(oldest->there));
	return oldest;
}

/* Copy what is not there yet, eight bytes at a time. */
static void fill(struct fragment_slot *s, const struct packet *p)
{
	for (size_t done = 0; done < p->size; done += 8) {
		size_t unit = (p->offset + done) / 8;
		size_t n = p->size - done < 8 ? p->size - done : 8;
		uint8_t bit = (uint8_t)(1u << (unit % 8));

		if (s->there[unit / 8] & bit)
			continue;
		s->there[unit / 8] |= bit;
		s->units++;
		memcpy(s->data + unit * 8, p->data + done, n);
	}
}

bool fragment_join(struct fragments *t, struct packet *p)
{
	size_t end = p->offset + p->size;
	struct fragment_slot *s;

	if (p->len < p->size || end > FRAGMENT_BYTES || p->size == 0 ||
	    (p->more && p->size % 8 != 0))
		return false;
	s = find(t, p);
	s->touched = ++t->clock;
	fill(s, p);
	if (!p->more && s->size == 0)
		s->size = end;
	if (s->size == 0 || s->units < (s->size + 7) / 8)
		return false;
	/* More units than the last one said: somebody plays. */
	s->used = false;
	if (s->units > (s->size + 7) / 8)
		return false;
	p->data = s->data;
	p->len = s->size;
	p->size = s->size;
	p->fragment = false;
	return !p->ipv6 || packet_extend(p);
}
