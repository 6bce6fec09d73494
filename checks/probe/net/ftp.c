/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/talk.h"
#include "checks/probe/net/talk_certificate.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

/*
 * FTP (RFC 959), TLS by AUTH (RFC 4217). At level thorough we come as the
 * anonymous guest of RFC 1635 and look at the list of the first folder, and
 * of those in it that are called like copies. The list comes over a second
 * connection (ftp_data.c). Nothing is stored, made or deleted.
 */

#define TEXT 200

enum step {
	STEP_GREETING,
	STEP_AUTH, /* AUTH TLS was said */
	STEP_TLS,  /* and accepted */
	STEP_USER,
	STEP_PASS,
	STEP_FOLDER, /* CWD */
	STEP_PASSIVE,
	STEP_LIST,
	STEP_QUIT,
};

struct ftp_state {
	enum step step;
	int code;         /* of the reply that comes, 0: none yet */
	bool no_tls;      /* TLS did not come about: go on without */
	bool printer;     /* takes print jobs: no guest wanted */
	char first[TEXT]; /* line of the reply */
};

static const struct {
	const char *text;
	const char *kind;
} hints[] = {
	{ "JD FTP", "printer" },      { "FTP print", "printer" },
	{ "RICOH", "printer" },       { "KONICA", "printer" },
	{ "Lexmark", "printer" },     { "XEROX", "printer" },
	{ "EPSON", "printer" },       { "Canon", "printer" },
	{ "KYOCERA", "printer" },     { "TOSHIBA", "printer" },
	{ "SHARP", "printer" },       { "Brother", "printer" },
	{ "Synology", "storage" },    { "NASFTPD", "storage" },
	{ "QNAP", "storage" },        { "ReadyNAS", "storage" },
	{ "LinkStation", "storage" }, { "Freebox", "router" },
	{ "Livebox", "router" },
};

static enum talk_next say(struct talk *t, enum step step, const char *verb,
                          const char *what)
{
	struct ftp_state *s = t->state;

	s->step = step;
	buf_fmt(&t->out, what ? "%s %s\r\n" : "%s\r\n", verb, what);
	return TALK_WAIT;
}

static enum talk_next quit(struct talk *t)
{
	say(t, STEP_QUIT, "QUIT", NULL);
	return TALK_END;
}

static enum talk_next come_as_guest(struct talk *t)
{
	const struct ftp_state *s = t->state;

	if (t->plan->level < TALK_THOROUGH || s->printer)
		return quit(t);
	return say(t, STEP_USER, "USER", "anonymous");
}

static enum talk_next open_talk(struct talk *t)
{
	struct ftp_state *s = t->state;

	s->code = 0;
	if (t->secure) {
		talk_certificate(t, "ftp");
		return come_as_guest(t);
	}
	s->step = STEP_GREETING;
	return TALK_WAIT;
}

/* Without the frame that some draw around their name. */
static void tell_product(struct talk *t)
{
	const struct ftp_state *s = t->state;
	char product[TEXT];
	size_t n;

	snprintf(product, sizeof(product), "%s",
	         s->first + strspn(s->first, " -*=#"));
	n = strlen(product);
	while (n > 0 && strchr(" -*=#", product[n - 1]))
		product[--n] = '\0';
	talk_product(t, t->service ? NULL : "ftp", product);
}

static enum talk_next hear_greeting(struct talk *t)
{
	struct ftp_state *s = t->state;

	if (s->code == 120)
		return TALK_WAIT;
	if (s->code != 220)
		return TALK_END;
	tell_product(t);
	for (size_t i = 0; i < sizeof(hints) / sizeof(*hints); i++)
		if (text_has(s->first, hints[i].text)) {
			s->printer = strcmp(hints[i].kind, "printer") == 0;
			sight_kind(t->plan->sight, t->address, hints[i].kind,
			           SIGHT_LIKELY);
			break;
		}
	/* A look into a folder comes after one that asked about TLS. */
	if (s->no_tls || t->note)
		return come_as_guest(t);
	return say(t, STEP_AUTH, "AUTH", "TLS");
}

static enum talk_next hear_auth(struct talk *t)
{
	struct ftp_state *s = t->state;

	if (s->code == 234) {
		s->step = STEP_TLS;
		return t->plan->roots ? TALK_TLS : quit(t);
	}
	/* For now, or for us: that says nothing. */
	if (s->code < 500)
		return quit(t);
	talk_sign(t, "ftp-cleartext", "%s", "");
	return come_as_guest(t);
}

static enum talk_next let_in(struct talk *t)
{
	if (!t->note)
		talk_sign(t, "ftp-anonymous", "%s", "");
	else
		return say(t, STEP_FOLDER, "CWD", t->note);
	return say(t, STEP_PASSIVE, "PASV", NULL);
}

/* "227 Entering Passive Mode (192,0,2,1,195,80)": the port; 0: none. */
static uint16_t passive_port(const char *line)
{
	const char *s = strpbrk(line, "0123456789");
	unsigned number[6] = { 0 };

	/* The address is not used: only this device is talked to. */
	for (int i = 0; s && i < 6; i++) {
		size_t n = strspn(s, "0123456789");

		if (n == 0 || n > 3)
			return 0;
		for (size_t j = 0; j < n; j++)
			number[i] = number[i] * 10 + (unsigned)(s[j] - '0');
		s += n;
		if (number[i] > 255 || (i < 5 && *s++ != ','))
			return 0;
	}
	return (uint16_t)(number[4] * 256 + number[5]);
}

static enum talk_next hear_passive(struct talk *t)
{
	const struct ftp_state *s = t->state;
	uint16_t port = s->code == 227 ? passive_port(s->first) : 0;
	char note[TEXT];

	/* Data comes from a high port; others are not called for a guest. */
	if (port < 1024)
		return quit(t);
	snprintf(note, sizeof(note), "%u %s", t->port, t->note ? t->note : "/");
	talk_call(t->plan, t->address, port, "ftp-data", note);
	return say(t, STEP_LIST, "LIST", NULL);
}

static enum talk_next hear_reply(struct talk *t)
{
	const struct ftp_state *s = t->state;

	switch (s->step) {
	case STEP_GREETING:
		return hear_greeting(t);
	case STEP_AUTH:
		return hear_auth(t);
	case STEP_USER:
		if (s->code == 331)
			return say(t, STEP_PASS, "PASS", "garde@");
		return s->code == 230 ? let_in(t) : quit(t);
	case STEP_PASS:
		return s->code == 230 ? let_in(t) : quit(t);
	case STEP_FOLDER:
		if (s->code != 250)
			return quit(t);
		return say(t, STEP_PASSIVE, "PASV", NULL);
	case STEP_PASSIVE:
		return hear_passive(t);
	case STEP_LIST:
		return s->code < 200 ? TALK_WAIT : quit(t);
	case STEP_TLS:
	case STEP_QUIT:
		break;
	}
	return TALK_END;
}

/* The three digits of a line, and whether it ends its reply; 0: none. */
static int reply_code(const char *line, bool *last)
{
	int code = 0;

	for (int i = 0; i < 3; i++) {
		if (line[i] < '0' || line[i] > '9')
			return 0;
		code = code * 10 + (line[i] - '0');
	}
	*last = line[3] != '-';
	return code;
}

static enum talk_next hear(struct talk *t)
{
	struct ftp_state *s = t->state;
	char line[TEXT];

	while (talk_line(t, line, sizeof(line))) {
		bool last = false;
		int code = reply_code(line, &last);
		enum talk_next next;

		/* Who does not begin with a code does not speak FTP. */
		if (s->code == 0) {
			if (code < 100 || code > 599)
				return TALK_END;
			s->code = code;
			s->first[0] = '\0';
		}
		if (!s->first[0] && code == s->code && line[3])
			snprintf(s->first, sizeof(s->first), "%s", line + 4);
		if (code != s->code || !last)
			continue;
		next = hear_reply(t);
		if (next != TALK_WAIT)
			return next;
		s->code = 0;
	}
	return TALK_WAIT;
}

static enum talk_next close_talk(struct talk *t, enum talk_over why)
{
	struct ftp_state *s = t->state;

	(void)why;
	if (s->step != STEP_TLS || t->secure || s->no_tls ||
	    t->plan->level < TALK_THOROUGH)
		return TALK_END;
	s->no_tls = true;
	return TALK_AGAIN;
}

const struct dialect dialect_ftp = {
	.name = "ftp",
	.state = sizeof(struct ftp_state),
	.speaks_first = true,
	.open = open_talk,
	.hear = hear,
	.close = close_talk,
};
