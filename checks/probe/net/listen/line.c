/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/listen/line.h"

#include "checks/probe/net/listen/tongue.h"
#include "core/text.h"

#include <string.h>

#define TLS_HANDSHAKE 0x16 /* a record's first byte (RFC 8446, 5.1) */

/* Keep n bytes of the line that is coming, as far as there is room. */
static void keep(struct speech_half *half, const uint8_t *d, size_t n)
{
	size_t room = SPEECH_BYTES - 1 - half->filled;

	if (n > room) {
		half->long_line = true;
		n = room;
	}
	memcpy(half->u.text + half->filled, d, n);
	half->filled += n;
}

static void end_line(struct speech *t, int side)
{
	struct speech_half *half = &t->half[side];
	char *text = (char *)half->u.text;
	size_t n = half->filled;

	if (n && text[n - 1] == '\r')
		n--;
	text[n] = '\0';
	half->filled = 0;
	half->long_line = false;
	t->tongue->line(t, side, text);
}

/* Take what goes to one line or to what is skipped; how many bytes. */
static size_t take(struct speech *t, int side, const uint8_t *d, size_t n)
{
	struct speech_half *half = &t->half[side];
	const uint8_t *end;

	if (half->skip) {
		if (half->skip < n)
			n = (size_t)half->skip;
		half->skip -= n;
		return n;
	}
	if (half->filled == 0 && d[0] == TLS_HANDSHAKE) {
		speech_switch(t, &tongue_tls);
		return 0;
	}
	end = memchr(d, '\n', n);
	keep(half, d, end ? (size_t)(end - d) : n);
	if (!end)
		return n;
	end_line(t, side);
	return (size_t)(end - d) + 1;
}

void line_feed(struct speech *t, int side, const uint8_t *d, size_t n)
{
	const struct tongue *tongue = t->tongue;

	if (!tongue->replies && !speech_asks(t, side))
		return;
	while (n && !t->done) {
		size_t taken = take(t, side, d, n);

		d += taken;
		n -= taken;
		if (t->tongue != tongue) {
			speech_feed(t, side, d, n);
			return;
		}
	}
}

void line_gap(struct speech *t, int side, uint64_t n, bool cut)
{
	struct speech_half *half = &t->half[side];
	uint64_t skipped = n < half->skip ? n : half->skip;

	half->skip -= skipped;
	if (skipped == n)
		return;
	/* What was cut off may be the password that we look for. */
	if (cut && speech_asks(t, side))
		t->heard->cut = true;
	/* Who speaks in lines begins a segment with one. */
	half->filled = 0;
	half->long_line = false;
}

char *line_after(char *text, const char *command)
{
	size_t n = strlen(command);
	char was = '\0';
	bool same;

	if (strlen(text) < n)
		return NULL;
	was = text[n];
	if (was != '\0' && was != ' ' && was != '\t')
		return NULL;
	text[n] = '\0';
	same = text_same(text, command);
	text[n] = was;
	return same ? text_trim(text + n) : NULL;
}
