/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/listen/tongue.h"

#include "checks/probe/net/listen/bytes.h"

#include <string.h>

/* RFC 6143 and its registry of security types. */
#define VERSION_BYTES  12
#define NONE           1
#define PASSWORD       2
#define TIGHT          16
#define VENCRYPT       19
#define VENCRYPT_PLAIN 256

#define KEPT 64 /* bytes of each side */

/* The security that was agreed on, 0 while it is not known. */
static uint32_t security(const struct speech *t)
{
	const struct speech_half *client = &t->half[t->client];
	const struct speech_half *server = &t->half[!t->client];
	const uint8_t *said = client->u.text;

	if (client->filled < VERSION_BYTES)
		return 0;
	/* Until 3.6 the server decides alone. */
	if (memcmp(said, "RFB 003.00", 10) == 0 && said[10] < '7')
		return server->filled >= VERSION_BYTES + 4
		           ? bytes_be32(server->u.text + VERSION_BYTES)
		           : 0;
	if (client->filled == VERSION_BYTES)
		return 0;
	if (said[VERSION_BYTES] != VENCRYPT)
		return said[VERSION_BYTES];
	/* Its own version, 2 bytes, then what was chosen of its kinds. */
	return client->filled >= VERSION_BYTES + 7
	           ? bytes_be32(said + VERSION_BYTES + 3)
	           : 0;
}

static void vnc_feed(struct speech *t, int side, const uint8_t *d, size_t n)
{
	struct speech_half *half = &t->half[side];
	size_t room = KEPT - half->filled;
	uint32_t agreed;

	if (n > room)
		n = room;
	memcpy(half->u.text + half->filled, d, n);
	half->filled += n;
	agreed = security(t);
	/* What is typed in such a session passes in clear, passwords too. */
	if (agreed == NONE || agreed == PASSWORD || agreed == TIGHT ||
	    agreed == VENCRYPT_PLAIN)
		t->heard->login[HEARD_VNC]++;
	t->done = agreed != 0 || half->filled == KEPT;
}

static void vnc_gap(struct speech *t, int side, uint64_t n, bool cut)
{
	(void)side;
	(void)n;
	if (cut)
		t->heard->cut = true;
	t->done = true;
}

const struct tongue tongue_vnc = {
	.name = "vnc",
	.replies = true,
	.feed = vnc_feed,
	.gap = vnc_gap,
};
