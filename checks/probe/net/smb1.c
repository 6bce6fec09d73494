/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/smb1.h"

#include <string.h>

#define FRAME_BYTES 4
#define HEAD_BYTES  32
#define WORDS_AT    (HEAD_BYTES + 1)
#define FROM_SERVER 0x80   /* flag of a head */
#define WIDE_NAMES  0x8000 /* flags of the second kind */
#define NT_STATUS   0x4000
#define LONG_NAMES  0x0001
#define NO_MORE     0x00ff /* no second command in the message */
#define PIPE_BYTES  8192
#define WAITING     8 /* messages that any server takes at once */

/* Commands, MS-CIFS 2.2.2.1, and ours for them. */
static const struct {
	uint8_t code;
	enum smb_command command;
} commands[] = {
	{ 0x72, SMB_NEGOTIATE },       { 0x73, SMB_SESSION_SETUP },
	{ 0x74, SMB_LOGOFF },          { 0x75, SMB_TREE_CONNECT },
	{ 0x71, SMB_TREE_DISCONNECT }, { 0xa2, SMB_CREATE },
	{ 0x04, SMB_CLOSE },           { 0x2e, SMB_READ },
	{ 0x25, SMB_IOCTL },
};

#define COMMANDS (sizeof(commands) / sizeof(commands[0]))

/* Start a message; its length is framed by finish(). */
static size_t head(struct smb_line *l, struct buf *out,
                   enum smb_command command)
{
	size_t start = out->len;
	uint8_t code = 0;

	for (size_t i = 0; i < COMMANDS; i++)
		if (commands[i].command == command)
			code = commands[i].code;
	wire_put_32(out, 0);
	wire_put_32(out, 0x424d53ff);
	wire_put_8(out, code);
	wire_put_32(out, 0);
	wire_put_8(out, 0x18); /* names as they come, of any case */
	wire_put_16(out, WIDE_NAMES | NT_STATUS | LONG_NAMES);
	wire_put_zeros(out, 12);
	wire_put_16(out, (uint16_t)l->tree);
	wire_put_16(out, 1); /* process */
	wire_put_16(out, (uint16_t)l->session);
	wire_put_16(out, (uint16_t)++l->message);
	return start;
}

static void finish(struct buf *out, size_t start)
{
	size_t len = out->len - start - FRAME_BYTES;

	wire_set_32(out, start,
	            (uint32_t)((len & 0xff) << 24 | (len & 0xff00) << 8));
}

/* The count of bytes behind the words: start it, set it. */
static size_t bytes(struct buf *out)
{
	wire_put_16(out, 0);
	return out->len;
}

static void count(struct buf *out, size_t from)
{
	wire_set_16(out, from - 2, (uint16_t)(out->len - from));
}

void smb1_negotiate(struct smb_line *l, struct buf *out)
{
	static const char dialect[] = "\x02NT LM 0.12";
	size_t start = head(l, out, SMB_NEGOTIATE);

	wire_put_8(out, 0);
	wire_put_16(out, sizeof(dialect));
	buf_add(out, dialect, sizeof(dialect));
	finish(out, start);
}

/* Whether an answer has that many words at least. */
static bool has_words(const struct smb_answer *a, uint8_t words)
{
	uint8_t there = wire_8(a->whole, HEAD_BYTES);

	return there >= words && wire_has(a->whole, WORDS_AT, 2u * there + 2);
}

/* Where the bytes behind the words are. */
static size_t bytes_at(const struct smb_answer *a)
{
	return WORDS_AT + 2u * wire_8(a->whole, HEAD_BYTES) + 2;
}

/* Bytes of the UTF-16 text at that offset, with its NUL. */
static size_t text_bytes(struct wire w, size_t at)
{
	size_t n = 0;

	while (wire_has(w, at + n, 2) && wire_16(w, at + n) != 0)
		n += 2;
	return n + 2;
}

static void text_at(struct wire w, size_t at, char *out, size_t size)
{
	struct wire none = { NULL, 0 };

	wire_text(at < w.len ? wire_part(w, at, w.len - at) : none, out, size);
}

static bool is_unicode(const struct smb_answer *a)
{
	return wire_16(a->whole, 10) & WIDE_NAMES;
}

bool smb1_negotiated(struct smb_line *l, const struct smb_answer *a,
                     struct smb1 *s)
{
	enum { SIGNED = 8, WORDS = 17, CHALLENGE = WORDS_AT + 33 };
	struct wire m = a->whole;
	size_t at;

	memset(s, 0, sizeof(*s));
	if (a->status != SMB_OK || wire_8(m, HEAD_BYTES) != WORDS ||
	    !has_words(a, WORDS) || wire_16(m, WORDS_AT) != 0)
		return false;
	l->credits = WAITING;
	s->is_signed = wire_8(m, WORDS_AT + 2) & SIGNED;
	/* Behind the challenge: the domain's name, and its own. */
	at = bytes_at(a) + wire_8(m, CHALLENGE);
	at += text_bytes(m, at);
	if (is_unicode(a))
		text_at(m, at, s->name, sizeof(s->name));
	return true;
}

void smb1_session_setup(struct smb_line *l, struct buf *out, const char *user)
{
	size_t start = head(l, out, SMB_SESSION_SETUP);
	size_t from;

	wire_put_8(out, 13);
	wire_put_32(out, NO_MORE);
	wire_put_16(out, 16644); /* most bytes we take, as Windows says */
	wire_put_16(out, WAITING);
	wire_put_16(out, 1);
	wire_put_32(out, 0);
	wire_put_16(out, user ? 0 : 1); /* nobody has a password of one NUL */
	wire_put_16(out, 0);
	wire_put_32(out, 0);
	wire_put_32(out, 0x54); /* UTF-16, 32 bits of status, NT messages */
	from = bytes(out);
	if (!user)
		wire_put_8(out, 0);
	if ((out->len - start) % 2)
		wire_put_8(out, 0);
	wire_put_text(out, user ? user : "");
	wire_put_16(out, 0);
	wire_put_zeros(out, 6); /* no domain, no system, no program */
	count(out, from);
	finish(out, start);
}

static bool entered(const struct smb_answer *a, unsigned *flags)
{
	if (a->status != SMB_OK || !has_words(a, 3))
		return false;
	*flags = wire_16(a->whole, WORDS_AT + 4) & SMB_IS_GUEST;
	return true;
}

void smb1_system(const struct smb_answer *a, char *out, size_t size)
{
	size_t at = bytes_at(a);

	*out = '\0';
	if (!is_unicode(a))
		return;
	at += at % 2;
	at += text_bytes(a->whole, at); /* of the system: "Unix" */
	text_at(a->whole, at, out, size);
}

static void logoff(struct smb_line *l, struct buf *out)
{
	size_t start = head(l, out, SMB_LOGOFF);

	wire_put_8(out, 2);
	wire_put_32(out, NO_MORE);
	wire_put_16(out, 0);
	finish(out, start);
}

static void tree_connect(struct smb_line *l, struct buf *out,
                         const char *server, const char *share)
{
	enum { TELL_ACCESS = 8 };
	size_t start, from;

	l->tree = 0;
	start = head(l, out, SMB_TREE_CONNECT);
	wire_put_8(out, 4);
	wire_put_32(out, NO_MORE);
	wire_put_16(out, TELL_ACCESS);
	wire_put_16(out, 1);
	from = bytes(out);
	wire_put_8(out, 0); /* no password */
	wire_put_text(out, "\\\\");
	wire_put_text(out, server);
	wire_put_text(out, "\\");
	wire_put_text(out, share);
	wire_put_16(out, 0);
	buf_add(out, "?????", 6);
	count(out, from);
	finish(out, start);
}

static void tree_disconnect(struct smb_line *l, struct buf *out)
{
	size_t start = head(l, out, SMB_TREE_DISCONNECT);

	wire_put_8(out, 0);
	wire_put_16(out, 0);
	finish(out, start);
	l->tree = 0;
}

static bool tree(const struct smb_answer *a, unsigned *access)
{
	struct wire service = wire_part(a->whole, bytes_at(a), 3);

	if (a->status != SMB_OK || !has_words(a, 3))
		return false;
	*access = 0;
	/* Older servers do not tell. */
	if (has_words(a, 7) && service.data &&
	    memcmp(service.data, "A:", 3) == 0)
		*access = wire_32(a->whole, WORDS_AT + 6) &
		          (SMB_MAY_READ | SMB_MAY_WRITE);
	return true;
}

static void pipe_open(struct smb_line *l, struct buf *out, const char *name)
{
	size_t start = head(l, out, SMB_CREATE);
	size_t from;

	wire_put_8(out, 24);
	wire_put_32(out, NO_MORE);
	wire_put_8(out, 0);
	wire_put_16(out, (uint16_t)(2 * strlen(name) + 2));
	wire_put_32(out, 0);
	wire_put_32(out, 0);
	wire_put_32(out, 0x0012019f); /* to read, write and wait */
	wire_put_64(out, 0);
	wire_put_32(out, 0);
	wire_put_32(out, 7); /* shared with all */
	wire_put_32(out, 1); /* only what is there */
	wire_put_32(out, 0);
	wire_put_32(out, 2); /* the server may act in our name */
	wire_put_8(out, 0);
	from = bytes(out);
	wire_put_8(out, 0);
	wire_put_text(out, "\\");
	wire_put_text(out, name);
	wire_put_16(out, 0);
	count(out, from);
	finish(out, start);
}

static bool pipe_opened(struct smb_line *l, const struct smb_answer *a)
{
	if (a->status != SMB_OK || !has_words(a, 34))
		return false;
	memcpy(l->file, a->whole.data + WORDS_AT + 5, 2);
	return true;
}

static void pipe_ask(struct smb_line *l, struct buf *out, const void *data,
                     size_t len)
{
	enum { TRANSACT = 0x26, WORDS = 16 };
	size_t start = head(l, out, SMB_IOCTL);
	/* Behind the words: their count, a byte to be even, "\PIPE\". */
	size_t at = WORDS_AT + 2 * WORDS + 2 + 1 + 14;
	size_t from;

	wire_put_8(out, WORDS);
	wire_put_16(out, 0);
	wire_put_16(out, (uint16_t)len);
	wire_put_16(out, 0);
	wire_put_16(out, PIPE_BYTES);
	wire_put_16(out, 0);
	wire_put_16(out, 0);
	wire_put_32(out, 0); /* without a time limit */
	wire_put_16(out, 0);
	wire_put_16(out, 0);
	wire_put_16(out, (uint16_t)at);
	wire_put_16(out, (uint16_t)len);
	wire_put_16(out, (uint16_t)at);
	wire_put_16(out, 2);
	wire_put_16(out, TRANSACT);
	buf_add(out, l->file, 2);
	from = bytes(out);
	wire_put_8(out, 0);
	wire_put_text(out, "\\PIPE\\");
	wire_put_16(out, 0);
	buf_add(out, data, len);
	count(out, from);
	finish(out, start);
}

static void pipe_read(struct smb_line *l, struct buf *out)
{
	size_t start = head(l, out, SMB_READ);

	wire_put_8(out, 12);
	wire_put_32(out, NO_MORE);
	buf_add(out, l->file, 2);
	wire_put_32(out, 0);
	wire_put_16(out, PIPE_BYTES);
	wire_put_zeros(out, 12);
	wire_put_16(out, 0);
	finish(out, start);
}

static void pipe_close(struct smb_line *l, struct buf *out)
{
	size_t start = head(l, out, SMB_CLOSE);

	wire_put_8(out, 3);
	buf_add(out, l->file, 2);
	wire_put_32(out, UINT32_MAX); /* its time stays as it is */
	wire_put_16(out, 0);
	finish(out, start);
}

static bool pipe_said(const struct smb_answer *a, struct wire *data)
{
	struct wire m = a->whole;

	if (a->status != SMB_OK && a->status != SMB_PARTLY)
		return false;
	if (a->command == SMB_IOCTL && has_words(a, 10) &&
	    wire_16(m, WORDS_AT + 16) == 0)
		*data = wire_part(m, wire_16(m, WORDS_AT + 14),
		                  wire_16(m, WORDS_AT + 12));
	else if (a->command == SMB_READ && has_words(a, 12))
		*data = wire_part(m, wire_16(m, WORDS_AT + 12),
		                  wire_16(m, WORDS_AT + 10));
	else
		return false;
	return data->len > 0;
}

static enum smb_heard parse(struct smb_line *l, struct smb_answer *a,
                            struct wire m)
{
	*a = (struct smb_answer){ .command = SMB_OTHER, .whole = m };
	if (!wire_has(m, 0, HEAD_BYTES + 3) || wire_32(m, 0) != 0x424d53ff ||
	    !(m.data[9] & FROM_SERVER))
		return SMB_FOREIGN;
	for (size_t i = 0; i < COMMANDS; i++)
		if (commands[i].code == m.data[4])
			a->command = commands[i].command;
	a->status = wire_32(m, 5);
	if (wire_16(m, 30) != (l->message & 0xffff))
		return SMB_ASIDE;
	if (a->command == SMB_SESSION_SETUP)
		l->session = wire_16(m, 28);
	if (a->command == SMB_TREE_CONNECT && a->status == SMB_OK)
		l->tree = wire_16(m, 24);
	return SMB_ANSWER;
}

const struct smb_version smb1_version = {
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
