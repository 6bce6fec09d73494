/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/listen/speech.h"

#include "checks/probe/net/listen/tongue.h"

#include <string.h>

void speech_switch(struct speech *t, const struct tongue *tongue)
{
	memset(t->half, 0, sizeof(t->half));
	t->phase = 0;
	t->tongue = tongue;
}

bool speech_asks(const struct speech *t, int side)
{
	return side == t->client;
}

/* Keep what was said first until it is known what is spoken; how much. */
static size_t listen_in(struct speech *t, int side, const uint8_t *d, size_t n)
{
	struct speech_half *half = &t->half[side];
	size_t room = SPEECH_BYTES - half->filled;

	if (n > room)
		n = room;
	memcpy(half->u.text + half->filled, d, n);
	half->filled += n;
	half->heard = true;
	return n;
}

/* It is known: say again what was said, from where it begins. */
static void begin(struct speech *t, int side, size_t from)
{
	uint8_t said[SPEECH_BYTES];
	size_t n = t->half[side].filled - from;
	bool heard = t->half[!side].heard;

	memcpy(said, t->half[side].u.text + from, n);
	memset(t->half, 0, sizeof(t->half));
	t->half[!side].heard = heard;
	speech_feed(t, side, said, n);
}

void speech_feed(struct speech *t, int side, const uint8_t *d, size_t n)
{
	if (t->done || n == 0)
		return;
	if (!t->tongue) {
		size_t taken = listen_in(t, side, d, n);
		size_t from = 0;

		t->tongue = tongue_guess(t, side, t->half[side].u.text,
		                         t->half[side].filled, &from);
		if (t->tongue)
			begin(t, side, from);
		else if (t->half[side].filled == SPEECH_BYTES)
			t->done = true;
		speech_feed(t, side, d + taken, n - taken);
		return;
	}
	t->half[side].heard = true;
	t->tongue->feed(t, side, d, n);
}

void speech_gap(struct speech *t, int side, uint64_t n, bool cut)
{
	if (t->done)
		return;
	if (t->tongue)
		t->tongue->gap(t, side, n, cut);
	else if (cut)
		t->heard->cut = true;
}

bool speech_first(struct speech *t, enum hearing_login login)
{
	uint64_t hash = hearing_mix(t->hosts[t->client], t->hosts[!t->client]);

	hash = hearing_mix(hash, t->port[!t->client]);
	return hearing_once(t->heard, hearing_mix(hash, login));
}
