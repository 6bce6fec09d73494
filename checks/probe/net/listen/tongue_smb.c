/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/listen/tongue.h"

#include "checks/probe/net/listen/bytes.h"
#include "checks/probe/net/listen/ntlm.h"

#include <string.h>

#define HEAD 4 /* of a NetBIOS session message (RFC 1002, 4.3.1) */

/* MS-SMB 2.2.3.1 and 2.2.4. */
#define NEGOTIATE     0x72
#define SESSION_SETUP 0x73
#define REPLY         0x80
#define NO_CHOICE     0xFFFF

/*
 * SMB 1 counts once it is agreed on: a question that also offers it is that
 * of every old client, whatever the server then chooses.
 */
static bool is_smb1(const uint8_t *d, size_t n)
{
	if (d[4] != NEGOTIATE)
		return true;
	return n >= 35 && d[9] & REPLY && d[32] > 0 &&
	       bytes_le16(d + 33) != NO_CHOICE;
}

/* An answer to the challenge without NTLMSSP (MS-CIFS 2.2.4.53.1). */
static bool is_old_setup(const uint8_t *d, size_t n)
{
	unsigned lm, nt;

	if (n < 51 || d[4] != SESSION_SETUP || d[9] & REPLY || d[32] != 13)
		return false;
	lm = bytes_le16(d + 47);
	nt = bytes_le16(d + 49);
	return nt == 24 || (nt == 0 && lm == 24);
}

static void message(struct speech *t, const uint8_t *d, size_t n)
{
	static const uint8_t smb1[4] = { 0xFF, 'S', 'M', 'B' };
	static const uint8_t smb2[4] = { 0xFE, 'S', 'M', 'B' };

	if (n < 32)
		return;
	if (memcmp(d, smb1, sizeof(smb1)) == 0) {
		if (!t->counted && is_smb1(d, n)) {
			t->counted = true;
			t->heard->event[HEARD_SMB1]++;
		}
		if (is_old_setup(d, n) ||
		    (d[4] == SESSION_SETUP && ntlm_is_old(d, n)))
			t->heard->event[HEARD_NTLMV1]++;
	} else if (memcmp(d, smb2, sizeof(smb2)) == 0) {
		/* SESSION_SETUP is command 1 (MS-SMB2 2.2.1). */
		if (bytes_le16(d + 12) == 1 && ntlm_is_old(d, n))
			t->heard->event[HEARD_NTLMV1]++;
	}
}

/* Whether a message seems to begin here, after some was missed. */
static bool begins(const uint8_t *d, size_t n)
{
	return n >= 8 && d[0] == 0 && d[4] >= 0xFC &&
	       memcmp(d + 5, "SMB", 3) == 0;
}

/* Bytes that a half wants before it looks at the message. */
static size_t wanted(const struct speech_half *half)
{
	uint32_t size;

	if (half->filled < HEAD)
		return HEAD;
	size = bytes_be32(half->u.text) & 0xFFFFFF;
	return HEAD + (size < SPEECH_BYTES - HEAD ? size : SPEECH_BYTES - HEAD);
}

static size_t take(struct speech *t, struct speech_half *half, const uint8_t *d,
                   size_t n)
{
	size_t want;

	if (half->skip) {
		if (half->skip < n)
			n = (size_t)half->skip;
		half->skip -= n;
		return n;
	}
	want = wanted(half) - half->filled;
	if (n > want)
		n = want;
	memcpy(half->u.text + half->filled, d, n);
	half->filled += n;
	if (half->filled >= HEAD && half->filled == wanted(half)) {
		half->skip =
		    HEAD + (bytes_be32(half->u.text) & 0xFFFFFF) - half->filled;
		message(t, half->u.text + HEAD, half->filled - HEAD);
		half->filled = 0;
	}
	return n;
}

static void smb_feed(struct speech *t, int side, const uint8_t *d, size_t n)
{
	struct speech_half *half = &t->half[side];

	/* Heard from its middle, a message may be half over. */
	if (half->phase == 0) {
		half->phase = 1;
		half->lost = !t->opened;
	}
	if (half->lost && !begins(d, n))
		return;
	half->lost = false;
	while (n) {
		size_t taken = take(t, half, d, n);

		d += taken;
		n -= taken;
	}
}

static void smb_gap(struct speech *t, int side, uint64_t n, bool cut)
{
	struct speech_half *half = &t->half[side];

	(void)t;
	(void)cut;
	if (n <= half->skip) {
		half->skip -= n;
		return;
	}
	half->skip = 0;
	half->filled = 0;
	half->lost = true;
}

const struct tongue tongue_smb = {
	.name = "smb",
	.replies = true,
	.feed = smb_feed,
	.gap = smb_gap,
};
