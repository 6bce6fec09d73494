/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/smb2.h"

#include <string.h>

#define FRAME_BYTES 4
#define HEAD_BYTES  64
#define FROM_SERVER 0x00000001u /* flag of a head */
#define PIPE_BYTES  8192u       /* most that a pipe may say at once */
#define CREDITS     32          /* that we ask for each time */

/* Start a message; its length is framed by finish(). */
static size_t head(struct smb_line *l, struct buf *out,
                   enum smb_command command)
{
	size_t start = out->len;

	wire_put_32(out, 0);
	wire_put_32(out, 0x424d53fe);
	wire_put_16(out, HEAD_BYTES);
	wire_put_16(out, l->dialect > 0x0202); /* credits it costs */
	wire_put_32(out, 0);
	wire_put_16(out, (uint16_t)command);
	wire_put_16(out, CREDITS);
	wire_put_32(out, 0);
	wire_put_32(out, 0);
	wire_put_64(out, l->message++);
	wire_put_32(out, 0);
	wire_put_32(out, l->tree);
	wire_put_64(out, l->session);
	wire_put_zeros(out, 16); /* not signed */
	if (l->credits > 0)
		l->credits--;
	return start;
}

static void finish(struct buf *out, size_t start)
{
	uint32_t len = (uint32_t)(out->len - start - FRAME_BYTES);

	wire_set_32(out, start,
	            (len & 0xff) << 24 | (len & 0xff00) << 8 |
	                (len >> 8 & 0xff00));
}

void smb2_negotiate(struct smb_line *l, struct buf *out,
                    const uint8_t id[SMB2_ID_BYTES])
{
	static const uint16_t dialects[] = { 0x0202, 0x0210, 0x0300, 0x0302,
		                             0x0311 };
	size_t count = sizeof(dialects) / sizeof(dialects[0]);
	size_t start = head(l, out, SMB_NEGOTIATE);

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

void smb2_session_setup(struct smb_line *l, struct buf *out, const void *token,
                        size_t len)
{
	size_t start = head(l, out, SMB_SESSION_SETUP);

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
static void bare(struct smb_line *l, struct buf *out, enum smb_command command)
{
	size_t start = head(l, out, command);

	wire_put_32(out, 4);
	finish(out, start);
}

static void logoff(struct smb_line *l, struct buf *out)
{
	l->tree = 0;
	bare(l, out, SMB_LOGOFF);
	l->session = 0;
}

static void tree_connect(struct smb_line *l, struct buf *out,
                         const char *server, const char *share)
{
	size_t start, path;

	l->tree = 0;
	start = head(l, out, SMB_TREE_CONNECT);
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

static void tree_disconnect(struct smb_line *l, struct buf *out)
{
	bare(l, out, SMB_TREE_DISCONNECT);
	l->tree = 0;
}

static void pipe_open(struct smb_line *l, struct buf *out, const char *name)
{
	size_t start = head(l, out, SMB_CREATE);
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

static void pipe_ask(struct smb_line *l, struct buf *out, const void *data,
                     size_t len)
{
	size_t start = head(l, out, SMB_IOCTL);

	wire_put_16(out, 57);
	wire_put_16(out, 0);
	wire_put_32(out, 0x0011c017); /* FSCTL_PIPE_TRANSCEIVE */
	buf_add(out, l->file, sizeof(l->file));
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

static void pipe_read(struct smb_line *l, struct buf *out)
{
	size_t start = head(l, out, SMB_READ);

	wire_put_16(out, 49);
	wire_put_16(out, 0);
	wire_put_32(out, PIPE_BYTES);
	wire_put_64(out, 0);
	buf_add(out, l->file, sizeof(l->file));
	wire_put_zeros(out, 17);
	finish(out, start);
}

static void pipe_close(struct smb_line *l, struct buf *out)
{
	size_t start = head(l, out, SMB_CLOSE);

	wire_put_16(out, 24);
	wire_put_16(out, 0);
	wire_put_32(out, 0);
	buf_add(out, l->file, sizeof(l->file));
	finish(out, start);
}

static enum smb_heard parse(struct smb_line *l, struct smb_answer *a,
                            struct wire m)
{
	*a = (struct smb_answer){ .whole = m };
	if (!wire_has(m, 0, HEAD_BYTES + 2) || wire_32(m, 0) != 0x424d53fe ||
	    wire_16(m, 4) != HEAD_BYTES || !(wire_32(m, 16) & FROM_SERVER))
		return SMB_FOREIGN;
	a->command = (enum smb_command)wire_16(m, 12);
	a->status = wire_32(m, 8);
	l->credits += wire_16(m, 14);
	if (wire_64(m, 24) + 1 != l->message || a->status == SMB_PENDING)
		return SMB_ASIDE;
	if (a->command == SMB_SESSION_SETUP)
		l->session = wire_64(m, 40);
	if (a->command == SMB_TREE_CONNECT && a->status == SMB_OK)
		l->tree = wire_32(m, 36);
	return SMB_ANSWER;
}

/* Whether the answer is good and has that size of its fixed part. */
static bool good(const struct smb_answer *a, uint16_t size)
{
	return wire_16(a->whole, HEAD_BYTES) == size &&
	       wire_has(a->whole, HEAD_BYTES, size & ~1u);
}

bool smb2_negotiated(struct smb_line *l, const struct smb_answer *a,
                     bool *is_signed)
{
	enum { SIGN_REQUIRED = 2 };
	uint16_t dialect = wire_16(a->whole, HEAD_BYTES + 4);

	if (a->status != SMB_OK || !good(a, 65) || dialect < 0x0202 ||
	    dialect > 0x0311)
		return false;
	l->dialect = dialect;
	*is_signed = wire_16(a->whole, HEAD_BYTES + 2) & SIGN_REQUIRED;
	return true;
}

bool smb2_token(const struct smb_answer *a, struct wire *token)
{
	if (a->status != SMB_GO_ON || !good(a, 9))
		return false;
	*token = wire_part(a->whole, wire_16(a->whole, HEAD_BYTES + 4),
	                   wire_16(a->whole, HEAD_BYTES + 6));
	return true;
}

static bool entered(const struct smb_answer *a, unsigned *flags)
{
	if (a->status != SMB_OK || !good(a, 9))
		return false;
	*flags = wire_16(a->whole, HEAD_BYTES + 2);
	return true;
}

static bool tree(const struct smb_answer *a, unsigned *access)
{
	enum { DISK = 1, SECRET = 0x8000 };

	if (a->status != SMB_OK || !good(a, 16))
		return false;
	*access = 0;
	if (wire_8(a->whole, HEAD_BYTES + 2) == DISK &&
	    !(wire_32(a->whole, HEAD_BYTES + 4) & SECRET))
		*access = wire_32(a->whole, HEAD_BYTES + 12) &
		          (SMB_MAY_READ | SMB_MAY_WRITE);
	return true;
}

static bool pipe_opened(struct smb_line *l, const struct smb_answer *a)
{
	if (a->status != SMB_OK || !good(a, 89))
		return false;
	memcpy(l->file, a->whole.data + HEAD_BYTES + 64, sizeof(l->file));
	return true;
}

static bool pipe_said(const struct smb_answer *a, struct wire *data)
{
	struct wire m = a->whole;

	if (a->status != SMB_OK && a->status != SMB_PARTLY)
		return false;
	if (a->command == SMB_IOCTL && good(a, 49))
		*data = wire_part(m, wire_32(m, HEAD_BYTES + 32),
		                  wire_32(m, HEAD_BYTES + 36));
	else if (a->command == SMB_READ && good(a, 17))
		*data = wire_part(m, wire_8(m, HEAD_BYTES + 2),
		                  wire_32(m, HEAD_BYTES + 4));
	else
		return false;
	return data->len > 0;
}

const struct smb_version smb2_version = {
	.logoff = logoff,
	.tree_connect = tree_connect,
	.tree_disconnect = tree_disconnect,
	.pipe_open = pipe_open,
	.pipe_ask = pipe_ask,
	.pipe_read = pipe_read,
	.pipe_close = pipe_close,
	.parse = parse,
	.entered = entered,
	.tree = tree,
	.pipe_opened = pipe_opened,
	.pipe_said = pipe_said,
};
