/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/ntlmssp.h"
#include "checks/probe/net/smb1.h"
#include "checks/probe/net/smb2.h"
#include "checks/probe/net/srvsvc.h"
#include "checks/probe/net/talk.h"

#include "core/ipv4.h"

#include <openssl/rand.h>
#include <stdio.h>
#include <string.h>

/*
 * Shares of files. The first connection speaks SMB 2 and 3: what is
 * negotiated, what the challenge tells, and when the look is thorough the
 * shares that nobody in particular, then a guest, is let into. The second
 * asks whether SMB 1 is spoken too. Port 139 says the same behind a NetBIOS
 * session; nothing is said there where 445 answers.
 */

#define NETBIOS    139
#define DIRECT     445
#define FRAME_MOST (24u << 10)
#define WORDS_MOST (16u << 10) /* of ours */

/* What is waited for. */
enum step {
	STEP_NETBIOS,
	STEP_NEGOTIATE,
	STEP_CHALLENGE,
	STEP_ENTER,
	STEP_IPC,
	STEP_PIPE,
	STEP_BIND,
	STEP_LIST,
	STEP_SHARE,
	STEP_LEAVE,
	STEP_OLD
};

/* As whom. */
enum who { NOBODY, GUEST, NO_MORE };

struct smb {
	struct smb2 c;
	enum who who;
	bool spoken; /* SMB 2 is */
	bool listed;
	bool told;
	struct srvsvc list;
	size_t share; /* being connected to */
	uint32_t access[SRVSVC_MOST];
};

/* Port 139 of a device whose port 445 answers too. */
static bool says_twice(const struct talk *t)
{
	const struct sight *sight = t->plan->sight;
	const struct device_port *list = sight->ports.data;
	char text[16];

	if (t->port != NETBIOS)
		return false;
	ipv4_format(text, t->address);
	for (size_t i = 0; i < sight->ports.count; i++)
		if (list[i].port == DIRECT &&
		    strcmp(list[i].address, text) == 0)
			return true;
	return false;
}

static void sign(struct talk *t, const char *code, const char *value)
{
	if (!says_twice(t))
		talk_sign(t, code, "%s", value);
}

/* Ask for a NetBIOS session (RFC 1002 4.3.2): names of 16 letters, each in
 * two halves. */
static void say_netbios(struct talk *t)
{
	static const char *const names[2] = { "*SMBSERVER      ",
		                              "GARDE          " };

	wire_put_32(&t->out, 0x44000081);
	for (int i = 0; i < 2; i++) {
		wire_put_8(&t->out, 32);
		for (int j = 0; j < 16; j++) {
			uint8_t c = (uint8_t)names[i][j];

			wire_put_8(&t->out, (uint8_t)('A' + (c >> 4)));
			wire_put_8(&t->out, (uint8_t)('A' + (c & 15)));
		}
		wire_put_8(&t->out, 0);
	}
}

static void tell_shares(struct talk *t)
{
	struct smb *s = t->state;

	for (size_t i = 0; !s->told && i < s->list.count; i++) {
		const char *name = srvsvc_name(&s->list, i);

		if (s->access[i] & SMB2_MAY_WRITE)
			sign(t, "smb-guest-write", name);
		else if (s->access[i] & SMB2_MAY_READ)
			sign(t, "smb-guest-read", name);
	}
	s->told = true;
}

/* Nothing more on this connection. */
static enum talk_next finish(struct talk *t)
{
	tell_shares(t);
	return t->turn == 0 ? TALK_AGAIN : TALK_END;
}

static enum talk_next say_hello(struct talk *t)
{
	struct smb *s = t->state;
	struct buf token;

	buf_init(&token, WORDS_MOST);
	ntlmssp_hello(&token);
	s->c.session = 0;
	s->c.tree = 0;
	smb2_session_setup(&s->c, &t->out, token.data, token.len);
	buf_clear(&token);
	t->step = STEP_CHALLENGE;
	return TALK_WAIT;
}

/* Come as someone else, if there is more to learn that way. */
static enum talk_next next_who(struct talk *t)
{
	struct smb *s = t->state;
	bool more = !s->listed;

	for (size_t i = 0; i < s->list.count; i++)
		more = more || (s->list.share[i].kind == SRVSVC_DISK &&
		                !(s->access[i] & SMB2_MAY_WRITE));
	if (++s->who >= NO_MORE || !more)
		return finish(t);
	return say_hello(t);
}

static enum talk_next leave(struct talk *t)
{
	struct smb *s = t->state;

	smb2_logoff(&s->c, &t->out);
	t->step = STEP_LEAVE;
	return TALK_WAIT;
}

static enum talk_next heard_leave(struct talk *t, const struct smb2_answer *a)
{
	(void)a;
	return next_who(t);
}

/* Connect to the next share that may give more than is known. */
static enum talk_next next_share(struct talk *t)
{
	struct smb *s = t->state;
	char server[16];

	ipv4_format(server, t->address);
	for (; s->share < s->list.count; s->share++) {
		const struct srvsvc_share *share = &s->list.share[s->share];

		if (share->kind != SRVSVC_DISK ||
		    s->access[s->share] & SMB2_MAY_WRITE)
			continue;
		smb2_tree_connect(&s->c, &t->out, server,
		                  srvsvc_name(&s->list, s->share));
		t->step = STEP_SHARE;
		return TALK_WAIT;
	}
	return leave(t);
}

static enum talk_next heard_share(struct talk *t, const struct smb2_answer *a)
{
	struct smb *s = t->state;
	uint32_t access;
	uint8_t kind;

	if (smb2_tree(a, &kind, &access)) {
		if (kind == SMB2_SHARE_DISK)
			s->access[s->share] |= access;
		/* Logging off does the same, for who gives few credits. */
		if (s->c.credits > 1)
			smb2_tree_disconnect(&s->c, &t->out);
	}
	s->share++;
	return next_share(t);
}

static enum talk_next leave_pipe(struct talk *t)
{
	struct smb *s = t->state;

	if (s->c.credits > 2)
		smb2_pipe_close(&s->c, &t->out);
	if (s->c.credits > 1)
		smb2_tree_disconnect(&s->c, &t->out);
	s->share = 0;
	return next_share(t);
}

static enum talk_next heard_list(struct talk *t, const struct smb2_answer *a)
{
	struct smb *s = t->state;
	enum srvsvc_next piece = SRVSVC_REFUSED;
	struct wire data;

	if (smb2_pipe_said(a, &data))
		piece = srvsvc_take(&s->list, data);
	if (piece == SRVSVC_MORE) {
		smb2_pipe_read(&s->c, &t->out);
		return TALK_WAIT;
	}
	s->listed = piece == SRVSVC_LAST && srvsvc_list(&s->list);
	if (s->listed && s->who == NOBODY && s->list.total > 0) {
		char count[24];

		snprintf(count, sizeof(count), "%zu", s->list.total);
		sign(t, "smb-null-session", count);
	}
	return leave_pipe(t);
}

static enum talk_next heard_bind(struct talk *t, const struct smb2_answer *a)
{
	struct smb *s = t->state;
	struct wire data;
	struct buf ask;
	char server[16];

	if (!smb2_pipe_said(a, &data) || !srvsvc_bound(data))
		return leave_pipe(t);
	ipv4_format(server, t->address);
	buf_init(&ask, WORDS_MOST);
	srvsvc_ask(&s->list, &ask, server);
	smb2_pipe_ask(&s->c, &t->out, ask.data, ask.len);
	buf_clear(&ask);
	t->step = STEP_LIST;
	return TALK_WAIT;
}

static enum talk_next heard_pipe(struct talk *t, const struct smb2_answer *a)
{
	struct smb *s = t->state;
	struct buf bind;

	if (!smb2_pipe_opened(&s->c, a))
		return leave(t);
	buf_init(&bind, WORDS_MOST);
	srvsvc_bind(&bind);
	smb2_pipe_ask(&s->c, &t->out, bind.data, bind.len);
	buf_clear(&bind);
	t->step = STEP_BIND;
	return TALK_WAIT;
}

static enum talk_next heard_ipc(struct talk *t, const struct smb2_answer *a)
{
	struct smb *s = t->state;

	if (a->status != SMB2_OK)
		return leave(t);
	smb2_pipe_open(&s->c, &t->out, "srvsvc");
	t->step = STEP_PIPE;
	return TALK_WAIT;
}

static enum talk_next heard_enter(struct talk *t, const struct smb2_answer *a)
{
	struct smb *s = t->state;
	char server[16];
	struct wire token;
	uint16_t flags;

	if (a->status != SMB2_OK || !smb2_session(a, &token, &flags))
		return next_who(t);
	/*
	 * A guest must be told so: else it is someone's account. Who gives no
	 * name is nobody (MS-NLMP 3.2.5.1.2), and Samba does not tell that.
	 */
	if ((s->who == GUEST && !(flags & (SMB2_IS_GUEST | SMB2_IS_NULL))) ||
	    flags & SMB2_IS_SECRET)
		return leave(t);
	s->share = 0;
	if (s->listed)
		return next_share(t);
	ipv4_format(server, t->address);
	smb2_tree_connect(&s->c, &t->out, server, "IPC$");
	t->step = STEP_IPC;
	return TALK_WAIT;
}

/* What the challenge tells of the machine. */
static void tell_machine(struct talk *t, const struct ntlmssp *n)
{
	struct sight *sight = t->plan->sight;
	char product[40];

	sight_name(sight, t->address, n->computer, "smb");
	sight_name(sight, t->address, n->dns, "smb");
	if (n->major == 6 && n->minor == 1 && n->build == 0) {
		/* What all versions of Samba say, and no Windows. */
		talk_product(t, NULL, "Samba");
	} else if (n->major >= 6 && n->build >= 6000) {
		snprintf(product, sizeof(product), "Windows %u.%u build %u",
		         n->major, n->minor, n->build);
		talk_product(t, NULL, product);
		sight_kind(sight, t->address, "computer", SIGHT_LIKELY);
	}
}

static enum talk_next heard_challenge(struct talk *t,
                                      const struct smb2_answer *a)
{
	struct smb *s = t->state;
	struct ntlmssp n;
	struct wire token;
	struct buf answer;
	uint16_t flags;
	bool ok;

	if (a->status != SMB2_GO_ON || !smb2_session(a, &token, &flags) ||
	    !ntlmssp_parse(&n, token))
		return finish(t);
	tell_machine(t, &n);
	if (t->plan->level < TALK_THOROUGH)
		return finish(t);
	buf_init(&answer, WORDS_MOST);
	ok = ntlmssp_answer(&answer, &n, s->who == GUEST ? "Guest" : NULL,
	                    t->plan->now);
	if (ok)
		smb2_session_setup(&s->c, &t->out, answer.data, answer.len);
	buf_clear(&answer);
	t->step = STEP_ENTER;
	return ok ? TALK_WAIT : finish(t);
}

static enum talk_next heard_negotiate(struct talk *t,
                                      const struct smb2_answer *a)
{
	struct smb *s = t->state;
	uint16_t mode;

	if (!smb2_negotiated(&s->c, a, &mode))
		return finish(t);
	s->spoken = true;
	if (!(mode & SMB2_SIGN_REQUIRED))
		sign(t, "smb-sign-optional", "");
	return say_hello(t);
}

static const struct {
	enum smb2_command command;
	enum talk_next (*heard)(struct talk *t, const struct smb2_answer *a);
} steps[] = {
	[STEP_NEGOTIATE] = { SMB2_NEGOTIATE, heard_negotiate },
	[STEP_CHALLENGE] = { SMB2_SESSION_SETUP, heard_challenge },
	[STEP_ENTER] = { SMB2_SESSION_SETUP, heard_enter },
	[STEP_IPC] = { SMB2_TREE_CONNECT, heard_ipc },
	[STEP_PIPE] = { SMB2_CREATE, heard_pipe },
	[STEP_BIND] = { SMB2_IOCTL, heard_bind },
	[STEP_LIST] = { SMB2_IOCTL, heard_list },
	[STEP_SHARE] = { SMB2_TREE_CONNECT, heard_share },
	[STEP_LEAVE] = { SMB2_LOGOFF, heard_leave },
};

/* The answer of a server that was asked for SMB 1 alone. */
static enum talk_next heard_old(struct talk *t, struct wire m)
{
	struct smb *s = t->state;
	struct smb1 old;

	if (!smb1_negotiated(&old, m))
		return TALK_END;
	sign(t, "smb1", "");
	if (s->spoken)
		return TALK_END;
	sight_name(t->plan->sight, t->address, old.name, "smb");
	if (!old.signs)
		sign(t, "smb-sign-optional", "");
	return TALK_END;
}

static enum talk_next heard(struct talk *t, struct wire m)
{
	struct smb *s = t->state;
	struct smb2_answer a;

	if (t->step == STEP_OLD)
		return heard_old(t, m);
	switch (smb2_parse(&s->c, &a, m)) {
	case SMB2_FOREIGN:
		return finish(t);
	case SMB2_ASIDE:
		return TALK_WAIT;
	case SMB2_ANSWER:
		break;
	}
	/* The rest of a list is read, not asked for. */
	if (t->step == STEP_LIST && a.command == SMB2_READ)
		return heard_list(t, &a);
	return a.command == steps[t->step].command ? steps[t->step].heard(t, &a)
	                                           : TALK_WAIT;
}

static enum talk_next negotiate(struct talk *t)
{
	struct smb *s = t->state;
	uint8_t id[SMB2_ID_BYTES] = { 0 };

	if (t->turn > 0) {
		smb1_negotiate(&t->out);
		t->step = STEP_OLD;
		return TALK_WAIT;
	}
	/* Servers join connections of one id, where they must not. */
	RAND_bytes(id, sizeof(id));
	smb2_negotiate(&s->c, &t->out, id);
	t->step = STEP_NEGOTIATE;
	return TALK_WAIT;
}

static enum talk_next smb_open(struct talk *t)
{
	if (t->port != NETBIOS)
		return negotiate(t);
	if (says_twice(t))
		return TALK_END;
	say_netbios(t);
	t->step = STEP_NETBIOS;
	return TALK_WAIT;
}

static enum talk_next smb_hear(struct talk *t)
{
	enum { MESSAGE = 0, ACCEPTED = 0x82, STILL_THERE = 0x85 };
	struct wire in = { t->in, t->len };
	enum talk_next next = TALK_WAIT;
	size_t len;

	if (t->len < 4)
		return TALK_WAIT;
	len = (size_t)t->in[1] << 16 | (size_t)t->in[2] << 8 | t->in[3];
	if (len > FRAME_MOST)
		return finish(t);
	if (t->len < 4 + len)
		return TALK_WAIT;
	if (t->step == STEP_NETBIOS)
		next = t->in[0] == ACCEPTED ? negotiate(t) : TALK_END;
	else if (t->in[0] == MESSAGE)
		next = heard(t, wire_part(in, 4, len));
	else if (t->in[0] != STILL_THERE)
		next = finish(t);
	talk_eat(t, 4 + len);
	return next;
}

static enum talk_next smb_close(struct talk *t, enum talk_over why)
{
	if (why == TALK_FLOOD || t->step == STEP_NETBIOS) {
		tell_shares(t);
		return TALK_END;
	}
	return finish(t);
}

const struct dialect dialect_smb = {
	.name = "smb",
	.state = sizeof(struct smb),
	.most = FRAME_MOST + 4,
	.open = smb_open,
	.hear = smb_hear,
	.close = smb_close,
};
