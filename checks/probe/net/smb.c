/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/nbss.h"
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

#define NETBIOS       139
#define DIRECT        445
#define PIPE_PATIENCE 3500 /* milliseconds */
#define FRAME_MOST    (24u << 10)
#define WORDS_MOST    (16u << 10) /* of ours */

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
	struct smb_line line;
	const struct smb_version *version; /* spoken now */
	enum who who;
	bool spoken; /* SMB 2 is */
	bool listed;
	struct srvsvc list;
	size_t share;                /* being connected to */
	uint8_t access[SRVSVC_MOST]; /* SMB_MAY_ */
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

static void tell_shares(struct talk *t)
{
	struct smb *s = t->state;

	for (size_t i = 0; i < s->list.count; i++) {
		const char *name = srvsvc_name(&s->list, i);

		if (s->access[i] & SMB_MAY_WRITE)
			sign(t, "smb-guest-write", name);
		else if (s->access[i] & SMB_MAY_READ)
			sign(t, "smb-guest-read", name);
	}
}

/* Nothing more on this connection. */
static enum talk_next finish(struct talk *t)
{
	tell_shares(t);
	return t->turn == 0 ? TALK_AGAIN : TALK_END;
}

static const char *who(const struct smb *s)
{
	return s->who == GUEST ? "Guest" : NULL;
}

static enum talk_next say_hello(struct talk *t)
{
	struct smb *s = t->state;
	struct buf token;

	s->line.session = 0;
	s->line.tree = 0;
	if (s->version == &smb1_version) {
		smb1_session_setup(&s->line, &t->out, who(s));
		t->step = STEP_ENTER;
		return TALK_WAIT;
	}
	buf_init(&token, WORDS_MOST);
	ntlmssp_hello(&token);
	smb2_session_setup(&s->line, &t->out, token.data, token.len);
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
		                !(s->access[i] & SMB_MAY_WRITE));
	if (++s->who >= NO_MORE || !more)
		return finish(t);
	return say_hello(t);
}

static enum talk_next leave(struct talk *t)
{
	struct smb *s = t->state;

	s->version->logoff(&s->line, &t->out);
	t->step = STEP_LEAVE;
	return TALK_WAIT;
}

static enum talk_next heard_leave(struct talk *t, const struct smb_answer *a)
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
		    s->access[s->share] & SMB_MAY_WRITE)
			continue;
		s->version->tree_connect(&s->line, &t->out, server,
		                         srvsvc_name(&s->list, s->share));
		t->step = STEP_SHARE;
		return TALK_WAIT;
	}
	return leave(t);
}

static enum talk_next heard_share(struct talk *t, const struct smb_answer *a)
{
	struct smb *s = t->state;
	unsigned access;

	if (s->version->tree(a, &access)) {
		s->access[s->share] |= (uint8_t)access;
		/* Logging off does the same, for who gives few credits. */
		if (s->line.credits > 1)
			s->version->tree_disconnect(&s->line, &t->out);
	}
	s->share++;
	return next_share(t);
}

static enum talk_next leave_pipe(struct talk *t)
{
	struct smb *s = t->state;

	if (s->line.credits > 2)
		s->version->pipe_close(&s->line, &t->out);
	if (s->line.credits > 1)
		s->version->tree_disconnect(&s->line, &t->out);
	s->share = 0;
	return next_share(t);
}

static enum talk_next heard_list(struct talk *t, const struct smb_answer *a)
{
	struct smb *s = t->state;
	enum srvsvc_next piece = SRVSVC_REFUSED;
	struct wire data;

	if (s->version->pipe_said(a, &data))
		piece = srvsvc_take(&s->list, data);
	if (piece == SRVSVC_MORE) {
		s->version->pipe_read(&s->line, &t->out);
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

static enum talk_next heard_bind(struct talk *t, const struct smb_answer *a)
{
	struct smb *s = t->state;
	struct wire data;
	struct buf ask;
	char server[16];

	if (!s->version->pipe_said(a, &data) || !srvsvc_bound(data))
		return leave_pipe(t);
	ipv4_format(server, t->address);
	buf_init(&ask, WORDS_MOST);
	srvsvc_ask(&s->list, &ask, server);
	s->version->pipe_ask(&s->line, &t->out, ask.data, ask.len);
	buf_clear(&ask);
	t->step = STEP_LIST;
	return TALK_WAIT;
}

static enum talk_next heard_pipe(struct talk *t, const struct smb_answer *a)
{
	struct smb *s = t->state;
	struct buf bind;

	if (!s->version->pipe_opened(&s->line, a))
		return leave(t);
	buf_init(&bind, WORDS_MOST);
	srvsvc_bind(&bind);
	s->version->pipe_ask(&s->line, &t->out, bind.data, bind.len);
	buf_clear(&bind);
	t->step = STEP_BIND;
	return TALK_WAIT;
}

static enum talk_next heard_ipc(struct talk *t, const struct smb_answer *a)
{
	struct smb *s = t->state;

	if (a->status != SMB_OK)
		return leave(t);
	s->version->pipe_open(&s->line, &t->out, "srvsvc");
	/* Samba starts the program behind it when the first one asks. */
	t->patience = PIPE_PATIENCE;
	t->step = STEP_PIPE;
	return TALK_WAIT;
}

/* What it runs on, as SMB 1 tells. */
static void tell_old_system(struct talk *t, const struct smb_answer *a)
{
	char system[64];

	smb1_system(a, system, sizeof(system));
	talk_product(t, NULL, system);
}

static enum talk_next heard_enter(struct talk *t, const struct smb_answer *a)
{
	struct smb *s = t->state;
	char server[16];
	unsigned flags;

	if (!s->version->entered(a, &flags))
		return next_who(t);
	if (s->version == &smb1_version)
		tell_old_system(t, a);
	/*
	 * A guest must be told so: else it is someone's account. Who gives no
	 * name is nobody (MS-NLMP 3.2.5.1.2), and Samba does not tell that.
	 */
	if ((s->who == GUEST && !(flags & (SMB_IS_GUEST | SMB_IS_NULL))) ||
	    flags & SMB_IS_SECRET)
		return leave(t);
	s->share = 0;
	if (s->listed)
		return next_share(t);
	ipv4_format(server, t->address);
	s->version->tree_connect(&s->line, &t->out, server, "IPC$");
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
                                      const struct smb_answer *a)
{
	struct smb *s = t->state;
	struct ntlmssp n;
	struct wire token;
	struct buf answer;
	bool ok;

	if (!smb2_token(a, &token) || !ntlmssp_parse(&n, token))
		return finish(t);
	tell_machine(t, &n);
	if (t->plan->level < TALK_THOROUGH)
		return finish(t);
	buf_init(&answer, WORDS_MOST);
	ok = ntlmssp_answer(&answer, &n, who(s), t->plan->now);
	if (ok)
		smb2_session_setup(&s->line, &t->out, answer.data, answer.len);
	buf_clear(&answer);
	t->step = STEP_ENTER;
	return ok ? TALK_WAIT : finish(t);
}

static enum talk_next heard_negotiate(struct talk *t,
                                      const struct smb_answer *a)
{
	struct smb *s = t->state;
	bool is_signed;

	if (!smb2_negotiated(&s->line, a, &is_signed))
		return finish(t);
	s->spoken = true;
	if (!is_signed)
		sign(t, "smb-sign-optional", "");
	return say_hello(t);
}

/* The answer of a server that was asked for SMB 1 alone. */
static enum talk_next heard_old(struct talk *t, const struct smb_answer *a)
{
	struct smb *s = t->state;
	struct smb1 old;

	if (!smb1_negotiated(&s->line, a, &old))
		return TALK_END;
	sign(t, "smb1", "");
	if (s->spoken)
		return TALK_END;
	sight_name(t->plan->sight, t->address, old.name, "smb");
	if (!old.is_signed)
		sign(t, "smb-sign-optional", "");
	return t->plan->level < TALK_THOROUGH || old.is_signed ? TALK_END
	                                                       : say_hello(t);
}

static const struct {
	enum smb_command command;
	enum talk_next (*heard)(struct talk *t, const struct smb_answer *a);
} steps[] = {
	[STEP_NEGOTIATE] = { SMB_NEGOTIATE, heard_negotiate },
	[STEP_CHALLENGE] = { SMB_SESSION_SETUP, heard_challenge },
	[STEP_ENTER] = { SMB_SESSION_SETUP, heard_enter },
	[STEP_IPC] = { SMB_TREE_CONNECT, heard_ipc },
	[STEP_PIPE] = { SMB_CREATE, heard_pipe },
	[STEP_BIND] = { SMB_IOCTL, heard_bind },
	[STEP_LIST] = { SMB_IOCTL, heard_list },
	[STEP_SHARE] = { SMB_TREE_CONNECT, heard_share },
	[STEP_OLD] = { SMB_NEGOTIATE, heard_old },
	[STEP_LEAVE] = { SMB_LOGOFF, heard_leave },
};

static enum talk_next heard(struct talk *t, struct wire m)
{
	struct smb *s = t->state;
	struct smb_answer a;

	switch (s->version->parse(&s->line, &a, m)) {
	case SMB_FOREIGN:
		return finish(t);
	case SMB_ASIDE:
		return TALK_WAIT;
	case SMB_ANSWER:
		break;
	}
	/* The rest of a list is read, not asked for. */
	if (t->step == STEP_LIST && a.command == SMB_READ)
		return heard_list(t, &a);
	return a.command == steps[t->step].command ? steps[t->step].heard(t, &a)
	                                           : TALK_WAIT;
}

static enum talk_next negotiate(struct talk *t)
{
	struct smb *s = t->state;
	uint8_t id[SMB2_ID_BYTES] = { 0 };

	memset(&s->line, 0, sizeof(s->line));
	s->who = NOBODY;
	s->version = t->turn == 0 ? &smb2_version : &smb1_version;
	if (t->turn > 0) {
		smb1_negotiate(&s->line, &t->out);
		t->step = STEP_OLD;
		return TALK_WAIT;
	}
	/* Servers join connections of one id, where they must not. */
	RAND_bytes(id, sizeof(id));
	smb2_negotiate(&s->line, &t->out, id);
	t->step = STEP_NEGOTIATE;
	return TALK_WAIT;
}

static enum talk_next smb_open(struct talk *t)
{
	if (t->port != NETBIOS)
		return negotiate(t);
	if (says_twice(t))
		return TALK_END;
	nbss_ask(&t->out);
	t->step = STEP_NETBIOS;
	return TALK_WAIT;
}

static enum talk_next smb_hear(struct talk *t)
{
	struct wire in = { t->in, t->len }, content;
	enum talk_next next = TALK_WAIT;
	uint8_t kind;
	size_t size;

	if (!nbss_frame(in, &kind, &content, &size))
		return size > FRAME_MOST ? finish(t) : TALK_WAIT;
	if (t->step == STEP_NETBIOS)
		next = kind == NBSS_ACCEPTED ? negotiate(t) : TALK_END;
	else if (kind == NBSS_MESSAGE)
		next = heard(t, content);
	else if (kind != NBSS_ALIVE)
		next = finish(t);
	talk_eat(t, size);
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
	.most = FRAME_MOST,
	.open = smb_open,
	.hear = smb_hear,
	.close = smb_close,
};
