/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/smb1.h"

#include <string.h>

#define FRAME_BYTES 4
#define HEAD_BYTES  32
#define NEGOTIATE   0x72
#define ANSWER      0x80   /* flag of a head */
#define UNICODE     0x8000 /* flags of the second kind */
#define NT_STATUS   0x4000
#define LONG_NAMES  0x0001

static size_t head(struct buf *out, uint8_t command)
{
	size_t start = out->len;

	wire_put_32(out, 0);
	wire_put_32(out, 0x424d53ff);
	wire_put_8(out, command);
	wire_put_32(out, 0);
	wire_put_8(out, 0x18); /* names as they come, of any case */
	wire_put_16(out, UNICODE | NT_STATUS | LONG_NAMES);
	wire_put_zeros(out, 12);
	wire_put_16(out, 0); /* tree */
	wire_put_16(out, 1); /* process */
	wire_put_16(out, 0); /* user */
	wire_put_16(out, 1); /* message */
	return start;
}

static void finish(struct buf *out, size_t start)
{
	size_t len = out->len - start - FRAME_BYTES;

	wire_set_32(out, start,
	            (uint32_t)((len & 0xff) << 24 | (len & 0xff00) << 8));
}

void smb1_negotiate(struct buf *out)
{
	static const char dialect[] = "\x02NT LM 0.12";
	size_t start = head(out, NEGOTIATE);

	wire_put_8(out, 0);
	wire_put_16(out, sizeof(dialect));
	buf_add(out, dialect, sizeof(dialect));
	finish(out, start);
}

/* Bytes of the UTF-16 text at that offset, with its NUL. */
static size_t text_bytes(struct wire w, size_t at)
{
	size_t n = 0;

	while (wire_has(w, at + n, 2) && wire_16(w, at + n) != 0)
		n += 2;
	return n + 2;
}

bool smb1_negotiated(struct smb1 *s, struct wire m)
{
	enum { SIGNS = 8, WORDS = 17, BYTES = HEAD_BYTES + 1 + 2 * WORDS };
	size_t at = BYTES + 2u + wire_8(m, BYTES - 1);

	memset(s, 0, sizeof(*s));
	if (!wire_has(m, 0, BYTES) || wire_32(m, 0) != 0x424d53ff ||
	    m.data[4] != NEGOTIATE || wire_32(m, 5) != 0 ||
	    !(m.data[9] & ANSWER) || m.data[HEAD_BYTES] != WORDS ||
	    wire_16(m, HEAD_BYTES + 1) != 0)
		return false;
	s->signs = (m.data[HEAD_BYTES + 3] & SIGNS) != 0;
	/* Behind the challenge: the domain's name, and its own. */
	at += text_bytes(m, at);
	if (wire_16(m, 10) & UNICODE && wire_has(m, at, 2))
		wire_text(wire_part(m, at, m.len - at), s->name,
		          sizeof(s->name));
	return true;
}
