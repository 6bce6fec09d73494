/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/smb2.h"

#include <string.h>

#define FRAME_BYTES 4
#define HEAD_BYTES  64
#define FROM_SERVER 0x00000001u /* flag of a head */
#define PIPE_BYTES  8192u       /* most that a pipe may say at once */
#define CREDITS     32          /* that we ask for each time */

/* Start a message; its length is framed by finish(). */
static size_t head(struct smb2 *c, struct buf *out, enum smb2_command command)
{
	size_t start = out->len;

	wire_put_32(out, 0);
	wire_put_32(out, 0x424d53fe);
	wire_put_16(out, HEAD_BYTES);
	wire_put_16(out, c->dialect > 0x0202); /* credits it costs */
	wire_put_32(out, 0);
	wire_put_16(out, (uint16_t)command);
	wire_put_16(out, CREDITS);
	wire_put_32(out, 0);
	wire_put_32(out, 0);
	wire_put_64(out, c->message++);
	wire_put_32(out, 0);
	wire_put_32(out, c->tree);
	wire_put_64(out, c->session);
	wire_put_zeros(out, 16); /* not signed */
	if (c->credits > 0)
		c->credits--;
	return start;
}

static void finish(struct buf *out, size_t start)
{
	uint32_t len = (uint32_t)(out->len - start - FRAME_BYTES);

	wire_set_32(out, start,
	            (len & 0xff) << 24 | (len & 0xff00) << 8 |
	                (len >> 8 & 0xff00));
}

void smb2_negotiate(struct smb2 *c, struct buf *out,
                    const uint8_t id[SMB2_ID_BYTES])
{
	static const uint16_t dialects[] = { 0x0202, 0x0210, 0x0300, 0x0302,
		                             0x0311 };
	size_t count = sizeof(dialects) / sizeof(dialects[0]);
	size_t start = head(c, out, SMB2_NEGOTIATE);

	wire_put_16(out, 36);
	wire_put_16(out, (uint16_t)count);
	wire_put_16(out, 1); /* we may sign, we need not */
	wire_put_16(out, 0);
	wire_put_32(out, 0); /* no capabilities */
	buf_add(out, id, SMB2_ID_BYTES);
	wire_put_32(out, 112); /* where the context is; how many */
	wire_put_32(out, 1);
	for (size_t i = 0; i < count; i++)
		wire_put_16(out, dialects[i]);
	wire_put_16(out, 0);
	/* SMB 3.1.1 wants to know a hash: SHA-512, with a salt. */
	wire_put_16(out, 1);
	wire_put_16(out, 38);
	wire_put_32(out, 0);
	wire_put_16(out, 1);
	wire_put_16(out, 32);
	wire_put_16(out, 1);
	buf_add(out, id, SMB2_ID_BYTES);
	buf_add(out, id, SMB2_ID_BYTES);
	finish(out, start);
}

void smb2_session_setup(struct smb2 *c, struct buf *out, const void *token,
                        size_t len)
{
	size_t start = head(c, out, SMB2_SESSION_SETUP);

	wire_put_16(out, 25);
	wire_put_8(out, 0); /* a session of its own */
	wire_put_8(out, 1); /* we may sign, we need not */
	wire_put_32(out, 0);
	wire_put_32(out, 0);
	wire_put_16(out, HEAD_BYTES + 24);
	wire_put_16(out, (uint16_t)len);
	wire_put_64(out, 0);
	buf_add(out, token, len);
	finish(out, start);
}

/* A message that says nothing but its command. */
static void bare(struct smb2 *c, struct buf *out, enum smb2_command command)
{
	size_t start = head(c, out, command);

	wire_put_32(out, 4);
	finish(out, start);
}

void smb2_logoff(struct smb2 *c, struct buf *out)
{
	c->tree = 0;
	bare(c, out, SMB2_LOGOFF);
	c->session = 0;
}

void smb2_tree_connect(struct smb2 *c, struct buf *out, const char *server,
                       const char *share)
{
	size_t start, path;

	c->tree = 0;
	start = head(c, out, SMB2_TREE_CONNECT);
	wire_put_16(out, 9);
	wire_put_16(out, 0);
	wire_put_16(out, HEAD_BYTES + 8);
	wire_put_16(out, 0);
	path = out->len;
	wire_put_text(out, "\\\\");
	wire_put_text(out, server);
	wire_put_text(out, "\\");
	wire_put_text(out, share);
	wire_set_16(out, path - 2, (uint16_t)(out->len - path));
	finish(out, start);
}

void smb2_tree_disconnect(struct smb2 *c, struct buf *out)
{
	bare(c, out, SMB2_TREE_DISCONNECT);
	c->tree = 0;
}

void smb2_pipe_open(struct smb2 *c, struct buf *out, const char *name)
{
	size_t start = head(c, out, SMB2_CREATE);
	size_t path;

	wire_put_16(out, 57);
	wire_put_16(out, 0);
	wire_put_32(out, 2); /* the server may act in our name */
	wire_put_zeros(out, 16);
	wire_put_32(out, 0x0012019f); /* to read, write and wait */
	wire_put_32(out, 0);
	wire_put_32(out, 7); /* shared with all */
	wire_put_32(out, 1); /* only what is there */
	wire_put_32(out, 0);
	wire_put_16(out, HEAD_BYTES + 56);
	wire_put_16(out, 0);
	wire_put_32(out, 0);
	wire_put_32(out, 0);
	path = out->len;
	wire_put_text(out, name);
	wire_set_16(out, path - 10, (uint16_t)(out->len - path));
	finish(out, start);
}

void smb2_pipe_ask(struct smb2 *c, struct buf *out, const void *data,
                   size_t len)
{
	size_t start = head(c, out, SMB2_IOCTL);

	wire_put_16(out, 57);
	wire_put_16(out, 0);
	wire_put_32(out, 0x0011c017); /* FSCTL_PIPE_TRANSCEIVE */
	buf_add(out, c->file, sizeof(c->file));
	wire_put_32(out, HEAD_BYTES + 56);
	wire_put_32(out, (uint32_t)len);
	wire_put_32(out, 0);
	wire_put_32(out, 0);
	wire_put_32(out, 0);
	wire_put_32(out, PIPE_BYTES);
	wire_put_32(out, 1); /* a control of the file system */
	wire_put_32(out, 0);
	buf_add(out, data, len);
	finish(out, start);
}

void smb2_pipe_read(struct smb2 *c, struct buf *out)
{
	size_t start = head(c, out, SMB2_READ);

	wire_put_16(out, 49);
	wire_put_16(out, 0);
	wire_put_32(out, PIPE_BYTES);
	wire_put_64(out, 0);
	buf_add(out, c->file, sizeof(c->file));
	wire_put_zeros(out, 17);
	finish(out, start);
}

void smb2_pipe_close(struct smb2 *c, struct buf *out)
{
	size_t start = head(c, out, SMB2_CLOSE);

	wire_put_16(out, 24);
	wire_put_16(out, 0);
	wire_put_32(out, 0);
	buf_add(out, c->file, sizeof(c->file));
	finish(out, start);
}

enum smb2_heard smb2_parse(struct smb2 *c, struct smb2_answer *a, struct wire m)
{
	*a = (struct smb2_answer){ .whole = m };
	if (!wire_has(m, 0, HEAD_BYTES + 2) || wire_32(m, 0) != 0x424d53fe ||
	    wire_16(m, 4) != HEAD_BYTES || !(wire_32(m, 16) & FROM_SERVER))
		return SMB2_FOREIGN;
	a->command = (enum smb2_command)wire_16(m, 12);
	a->status = wire_32(m, 8);
	c->credits += wire_16(m, 14);
	if (wire_64(m, 24) >= c->message || a->status == SMB2_PENDING)
		return SMB2_ASIDE;
	if (a->command == SMB2_SESSION_SETUP)
		c->session = wire_64(m, 40);
	if (a->command == SMB2_TREE_CONNECT && a->status == SMB2_OK)
		c->tree = wire_32(m, 36);
	return SMB2_ANSWER;
}

/* Whether the answer is good and has that size of its fixed part. */
static bool good(const struct smb2_answer *a, uint16_t size)
{
	return wire_16(a->whole, HEAD_BYTES) == size &&
	       wire_has(a->whole, HEAD_BYTES, size & ~1u);
}

bool smb2_negotiated(struct smb2 *c, const struct smb2_answer *a,
                     uint16_t *mode)
{
	uint16_t dialect = wire_16(a->whole, HEAD_BYTES + 4);

	if (a->status != SMB2_OK || !good(a, 65) || dialect < 0x0202 ||
	    dialect > 0x0311)
		return false;
	c->dialect = dialect;
	*mode = wire_16(a->whole, HEAD_BYTES + 2);
	return true;
}

bool smb2_session(const struct smb2_answer *a, struct wire *token,
                  uint16_t *flags)
{
	if (!good(a, 9))
		return false;
	*flags = wire_16(a->whole, HEAD_BYTES + 2);
	*token = wire_part(a->whole, wire_16(a->whole, HEAD_BYTES + 4),
	                   wire_16(a->whole, HEAD_BYTES + 6));
	return true;
}

bool smb2_tree(const struct smb2_answer *a, uint8_t *kind, uint32_t *access)
{
	enum { SECRET = 0x8000 };
	uint32_t mask = wire_32(a->whole, HEAD_BYTES + 12);

	if (a->status != SMB2_OK || !good(a, 16))
		return false;
	*kind = wire_8(a->whole, HEAD_BYTES + 2);
	/* Reading and writing data; adding to it alone is no way in. */
	*access = wire_32(a->whole, HEAD_BYTES + 4) & SECRET
	              ? 0
	              : mask & (SMB2_MAY_READ | SMB2_MAY_WRITE);
	return true;
}

bool smb2_pipe_opened(struct smb2 *c, const struct smb2_answer *a)
{
	if (a->status != SMB2_OK || !good(a, 89))
		return false;
	memcpy(c->file, a->whole.data + HEAD_BYTES + 64, sizeof(c->file));
	return true;
}

bool smb2_pipe_said(const struct smb2_answer *a, struct wire *data)
{
	struct wire m = a->whole;

	if (a->status != SMB2_OK && a->status != SMB2_PARTLY)
		return false;
	if (a->command == SMB2_IOCTL && good(a, 49))
		*data = wire_part(m, wire_32(m, HEAD_BYTES + 32),
		                  wire_32(m, HEAD_BYTES + 36));
	else if (a->command == SMB2_READ && good(a, 17))
		*data = wire_part(m, wire_8(m, HEAD_BYTES + 2),
		                  wire_32(m, HEAD_BYTES + 4));
	else
		return false;
	return data->len > 0;
}
