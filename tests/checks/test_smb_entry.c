/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/net/wire.h"
#include "tests/checks/spoken.h"

/*
 * A server that does as its mood says: who is let in where, and what is made
 * of it. It answers each message of ours as MS-SMB2 wants it.
 */

#define DENIED   UINT32_C(0xc0000022)
#define DISABLED UINT32_C(0xc0000072)
#define NO_LOGON UINT32_C(0xc000006d)
#define FULL     UINT32_C(0x001f01ff)
#define READER   UINT32_C(0x001200a9)

struct entry {
	uint32_t status; /* of a session */
	uint16_t flags;
	uint32_t ipc, pipe; /* status */
	uint32_t access;    /* to the share; 0: none */
};

static const struct mood {
	const char *what;
	uint16_t mode; /* of signing */
	struct entry nobody, guest;
	const char *signs;
	const char *said;
	uint8_t kind;   /* of the share, 0: a folder */
	uint32_t flags; /* of the share */
	bool stingy;    /* with credits */
	bool slow;      /* says each time that it is at work */
	bool refused;   /* the list is */
	bool twice;     /* each answer comes twice */
} moods[] = {
	{ "Windows 10",
	  1,
	  { 0, 2, 0, DENIED, 0 },
	  { DISABLED, 0, 0, 0, 0 },
	  "smb-sign-optional;",
	  .said = "NSSTCLSS" },
	{ "Windows 11 of 2024",
	  3,
	  { DENIED, 0, 0, 0, 0 },
	  { DISABLED, 0, 0, 0, 0 },
	  "",
	  .said = "NSSSS" },
	{ "nobody gets no list",
	  3,
	  { 0, 2, DENIED, 0, 0 },
	  { NO_LOGON, 0, 0, 0, 0 },
	  "",
	  .said = "NSSTLSS" },
	{ "guests may write",
	  1,
	  { 0, 2, 0, DENIED, 0 },
	  { 0, 1, 0, 0, FULL },
	  "smb-sign-optional;smb-guest-write Public;",
	  .said = "NSSTCLSSTCIIXDTDL" },
	{ "guests may read",
	  3,
	  { DENIED, 0, 0, 0, 0 },
	  { 0, 1, 0, 0, READER },
	  "smb-guest-read Public;",
	  .said = "NSSSSTCIIXDTDL" },
	{ "nobody sees, guests read",
	  3,
	  { 0, 2, 0, 0, 0 },
	  { 0, 1, 0, 0, READER },
	  "smb-null-session 2;smb-guest-read Public;",
	  .said = "NSSTCIIXDTLSSTDL" },
	{ "nobody reads, guests write",
	  3,
	  { 0, 2, 0, 0, READER },
	  { 0, 1, 0, 0, FULL },
	  "smb-null-session 2;smb-guest-write Public;",
	  .said = "NSSTCIIXDTDLSSTDL" },
	{ "all that is asked is known",
	  3,
	  { 0, 0, 0, 0, FULL },
	  { 0, 1, 0, 0, FULL },
	  "smb-null-session 2;smb-guest-write Public;",
	  .said = "NSSTCIIXDTDL" },
	{ "someone's account",
	  3,
	  { DENIED, 0, 0, 0, 0 },
	  { 0, 0, 0, 0, FULL },
	  "",
	  .said = "NSSSSL" },
	{ "an encrypted guest",
	  3,
	  { DENIED, 0, 0, 0, 0 },
	  { 0, 5, 0, 0, FULL },
	  "",
	  .said = "NSSSSL" },
	{ "an encrypted nobody",
	  3,
	  { 0, 6, 0, 0, FULL },
	  { DENIED, 0, 0, 0, 0 },
	  "",
	  .said = "NSSLSS" },
	{ "an encrypted share",
	  3,
	  { DENIED, 0, 0, 0, 0 },
	  { 0, 1, 0, 0, FULL },
	  "",
	  .said = "NSSSSTCIIXDTDL",
	  .flags = 0x8000 },
	{ "a printer in disguise",
	  3,
	  { DENIED, 0, 0, 0, 0 },
	  { 0, 1, 0, 0, FULL },
	  "",
	  .said = "NSSSSTCIIXDTDL",
	  .kind = 3 },
	{ "one may pass, not read",
	  3,
	  { DENIED, 0, 0, 0, 0 },
	  { 0, 1, 0, 0, 0x001200a0 },
	  "",
	  .said = "NSSSSTCIIXDTDL" },
	{ "one may add to files",
	  3,
	  { DENIED, 0, 0, 0, 0 },
	  { 0, 1, 0, 0, 4 },
	  "",
	  .said = "NSSSSTCIIXDTDL" },
	{ "few credits",
	  3,
	  { 0, 2, 0, 0, READER },
	  { DENIED, 0, 0, 0, 0 },
	  "smb-null-session 2;smb-guest-read Public;",
	  .said = "NSSTCIITLSS",
	  .stingy = true },
	{ "at work",
	  3,
	  { 0, 2, 0, 0, READER },
	  { DENIED, 0, 0, 0, 0 },
	  "smb-null-session 2;smb-guest-read Public;",
	  .said = "NSSTCIIXDTDLSS",
	  .slow = true },
	{ "the list is refused",
	  3,
	  { 0, 2, 0, 0, FULL },
	  { 0, 1, 0, 0, FULL },
	  "",
	  .said = "NSSTCIIXDLSSTCIIXDL",
	  .refused = true },
	{ "an echo",
	  3,
	  { 0, 2, 0, 0, READER },
	  { DENIED, 0, 0, 0, 0 },
	  "smb-null-session 2;smb-guest-read Public;",
	  .said = "NSSTCIIXDTDLSS",
	  .twice = true },
};

struct server {
	const struct mood *mood;
	const struct entry *who;
	char said[100];
	size_t count;
	unsigned trees;
	bool challenged;
};

/* Behind the head of an answer: nothing but that it is an error. */
static void put_error(struct buf *b)
{
	wire_put_16(b, 9);
	wire_put_zeros(b, 7);
}

static void put_token(struct buf *b, uint16_t flags, bool challenge)
{
	static const uint8_t words[] = {
		'N', 'T', 'L',  'M',  'S', 'S', 'P', 0,  2,    0,    0,    0,
		0,   0,   0,    0,    56,  0,   0,   0,  0x05, 0x82, 0x8a, 0xe2,
		1,   2,   3,    4,    5,   6,   7,   8,  0,    0,    0,    0,
		0,   0,   0,    0,    16,  0,   16,  0,  56,   0,    0,    0,
		10,  0,   0x65, 0x4a, 0,   0,   0,   15, 1,    0,    8,    0,
		'P', 0,   'C',  0,    '-', 0,   '1', 0,  0,    0,    0,    0
	};

	wire_put_16(b, 9);
	wire_put_16(b, flags);
	wire_put_16(b, 72);
	wire_put_16(b, challenge ? sizeof(words) : 0);
	if (challenge)
		buf_add(b, words, sizeof(words));
}

static void put_negotiate(struct buf *b, const struct mood *m)
{
	wire_put_16(b, 65);
	wire_put_16(b, m->mode);
	wire_put_16(b, 0x0311);
	wire_put_zeros(b, 58);
}

static void put_tree(struct buf *b, const struct server *s, bool ipc)
{
	const struct mood *m = s->mood;

	wire_put_16(b, 16);
	wire_put_8(b, ipc ? 2 : m->kind ? m->kind : 1);
	wire_put_8(b, 0);
	wire_put_32(b, ipc ? 0 : m->flags);
	wire_put_32(b, 0);
	wire_put_32(b, ipc ? FULL : s->who->access);
}

static void put_said(struct buf *b, const void *data, size_t len)
{
	wire_put_16(b, 49);
	wire_put_zeros(b, 30);
	wire_put_32(b, 112);
	wire_put_32(b, (uint32_t)len);
	wire_put_zeros(b, 8);
	buf_add(b, data, len);
}

static void put_ack(struct buf *b)
{
	static const uint8_t ack[] = { 5,    0,    12,   3,    0x10, 0, 0, 0,
		                       36,   0,    0,    0,    1,    0, 0, 0,
		                       0xb8, 0x10, 0xb8, 0x10, 1,    0, 0, 0,
		                       0,    0,    0,    0,    1,    0, 0, 0,
		                       0,    0,    0,    0 };

	put_said(b, ack, sizeof(ack));
}

/* "Public" and a printer, beside the pipe. */
static void put_list(struct buf *b, bool refused)
{
	static const char *const names[] = { "Public", "IPC$  ", "Laser1" };
	static const uint32_t types[] = { 0, 0x80000003, 1 };
	struct buf r;

	buf_init(&r, 1000);
	wire_put_32(&r, 0x03020005);
	wire_put_32(&r, 0x10);
	wire_put_32(&r, 0);
	wire_put_32(&r, 2);
	wire_put_zeros(&r, 8);
	wire_put_32(&r, 1);
	wire_put_32(&r, 1);
	wire_put_32(&r, 0x20000);
	wire_put_32(&r, refused ? 0 : 3);
	wire_put_32(&r, refused ? 0 : 0x20004);
	if (!refused)
		wire_put_32(&r, 3);
	for (uint32_t i = 0; !refused && i < 3; i++) {
		wire_put_32(&r, 0x20008 + i);
		wire_put_32(&r, types[i]);
		wire_put_32(&r, 0);
	}
	for (uint32_t i = 0; !refused && i < 3; i++) {
		wire_put_32(&r, 7);
		wire_put_32(&r, 0);
		wire_put_32(&r, 7);
		wire_put_text(&r, names[i]);
		wire_put_32(&r, 0);
	}
	wire_put_32(&r, 0);
	wire_put_32(&r, 0);
	wire_put_32(&r, refused ? 5 : 0);
	wire_set_16(&r, 8, (uint16_t)r.len);
	put_said(b, r.data, r.len);
	buf_clear(&r);
}

static uint32_t put_session(struct buf *b, struct server *s, struct wire m)
{
	bool guest = m.len > 190; /* one who has a name says more */

	s->challenged = !s->challenged;
	if (s->challenged) {
		put_token(b, 0, true);
		return UINT32_C(0xc0000016);
	}
	s->who = guest ? &s->mood->guest : &s->mood->nobody;
	if (s->who->status)
		put_error(b);
	else
		put_token(b, s->who->flags, false);
	return s->who->status;
}

/* The content of an answer, and its status. */
static uint32_t put_answer(struct buf *b, struct server *s, struct wire m)
{
	uint32_t status = 0;

	switch (wire_16(m, 12)) {
	case 0:
		put_negotiate(b, s->mood);
		return 0;
	case 1:
		return put_session(b, s, m);
	case 3:
		status = m.data[m.len - 2] == '$' ? s->who->ipc
		         : s->who->access         ? 0
		                                  : DENIED;
		if (!status)
			put_tree(b, s, m.data[m.len - 2] == '$');
		break;
	case 5:
		status = s->who->pipe;
		if (!status) {
			wire_put_16(b, 89);
			wire_put_zeros(b, 62);
			buf_add(b, "0123456789abcdef", 16);
			wire_put_64(b, 0);
		}
		break;
	case 11:
		assert_memory_equal(m.data + 72, "0123456789abcdef", 16);
		if (m.data[122] == 11)
			put_ack(b);
		else
			put_list(b, s->mood->refused);
		break;
	default:
		put_error(b);
		return 0;
	}
	if (status)
		put_error(b);
	return status;
}

static void put_head(struct buf *b, const struct server *s, struct wire m,
                     uint32_t status)
{
	wire_put_32(b, 0x424d53fe);
	wire_put_16(b, 64);
	wire_put_16(b, 1);
	wire_put_32(b, status);
	wire_put_16(b, wire_16(m, 12));
	wire_put_16(b, s->mood->stingy ? 1 : 30);
	wire_put_32(b, 1);
	wire_put_32(b, 0);
	wire_put_64(b, wire_64(m, 24));
	wire_put_32(b, 0);
	wire_put_32(b, 5);
	wire_put_64(b, 77);
	wire_put_zeros(b, 16);
}

static void put_frame(struct buf *out, const struct buf *b)
{
	wire_put_8(out, 0);
	wire_put_8(out, 0);
	wire_put_8(out, (uint8_t)(b->len >> 8));
	wire_put_8(out, (uint8_t)b->len);
	buf_add(out, b->data, b->len);
}

/* Answer one message. */
static void serve(struct server *s, struct wire m, struct buf *out)
{
	struct buf body, b;
	uint32_t status;

	assert_true(m.len >= 64 && wire_32(m, 0) == 0x424d53fe);
	assert_true(wire_16(m, 12) < 12);
	assert_true(s->count + 1 < sizeof(s->said));
	s->said[s->count++] = "NSLTDCX.R..I"[wire_16(m, 12)];
	buf_init(&body, 4096);
	buf_init(&b, 4096);
	if (s->mood->slow) {
		put_head(&b, s, m, 0x103);
		put_error(&b);
		put_frame(out, &b);
		buf_clear(&b);
	}
	status = put_answer(&body, s, m);
	put_head(&b, s, m, status);
	buf_add(&b, body.data, body.len);
	put_frame(out, &b);
	if (s->mood->twice)
		put_frame(out, &b);
	buf_clear(&body);
	buf_clear(&b);
}

/* Let a server of that mood and the dialect talk until the end. */
static void converse(struct spoken *k, struct server *s)
{
	struct carry *c = carry_new(&k->plan, dialect_find("smb"),
	                            SPOKEN_ADDRESS, 445, NULL, NULL);
	enum carry_next next;
	struct buf out, in;

	buf_init(&out, 64u << 10);
	buf_init(&in, 64u << 10);
	sight_port(&k->sight, SPOKEN_ADDRESS, 445, "tcp", NULL, NULL);
	next = carry_open(c);
	while (next == CARRY_ON) {
		struct wire w;
		size_t at = 0;

		buf_clear(&in);
		buf_add(&in, carry_out(c)->data, carry_out(c)->len);
		carry_sent(c, in.len);
		w = (struct wire){ (const uint8_t *)in.data, in.len };
		buf_clear(&out);
		while (wire_has(w, at, 4)) {
			size_t n = (size_t)w.data[at + 2] << 8 | w.data[at + 3];

			serve(s, wire_part(w, at + 4, n), &out);
			at += 4 + n;
		}
		assert_int_equal(at, w.len);
		assert_true(out.len > 0 && buf_ok(&out));
		next = carry_take(c, out.data, out.len);
	}
	assert_int_equal(next, CARRY_AGAIN);
	/* Who is asked for SMB 1 closes. */
	assert_int_equal(carry_open(c), CARRY_ON);
	assert_int_equal(carry_over(c, TALK_CLOSED), CARRY_CLOSE);
	carry_free(c);
	buf_clear(&out);
	buf_clear(&in);
}

static void test_moods(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(moods) / sizeof(moods[0]); i++) {
		struct server s = { .mood = &moods[i] };
		const struct device_sign *list;
		struct spoken k;
		char text[400] = "";
		size_t n = 0;

		spoken_init(&k, TALK_THOROUGH);
		converse(&k, &s);
		list = k.sight.signs.data;
		for (size_t j = 0; j < k.sight.signs.count; j++)
			n += (size_t)snprintf(
			    text + n, sizeof(text) - n, "%s%s%s;", list[j].code,
			    list[j].value ? " " : "",
			    list[j].value ? list[j].value : "");
		if (strcmp(text, moods[i].signs) != 0 ||
		    strcmp(s.said, moods[i].said) != 0)
			fail_msg("%s: %s %s", moods[i].what, text, s.said);
		assert_string_equal(spoken_port(&k, 445)->product,
		                    "Windows 10.0 build 19045");
		assert_string_equal(sight_find(&k.sight, SPOKEN_ADDRESS)->kind,
		                    "computer");
		spoken_clear(&k);
	}
}

/* Port 139 of a device that answers on 445 is left alone. */
static void test_twice(void **state)
{
	struct spoken k;

	(void)state;
	spoken_init(&k, TALK_THOROUGH);
	sight_port(&k.sight, SPOKEN_ADDRESS, 445, "tcp", NULL, NULL);
	spoken_feed(&k, "smb", 139, NULL, "\x82\0\0", 4, 4, TALK_CLOSED);
	assert_int_equal(k.said.len, 0);
	assert_int_equal(k.connections, 1);
	spoken_clear(&k);
}

/* What is no SMB, or says it does not speak it. */
static void test_others(void **state)
{
	static const struct {
		uint16_t port;
		const char *words;
		size_t len;
		unsigned connections;
	} cases[] = {
		{ 445, "", 0, 2 },
		{ 445, "SSH-2.0-x\r\n", 11, 2 },
		{ 445, "\0\0\0\4abcd", 8, 2 },
		{ 445, "\0\0\0\0\0\0\0\0", 8, 2 },
		{ 139, "\x83\0\0\1\x82", 5, 1 }, /* no such name here */
		{ 139, "\x82\0\0\0", 4, 2 },
		{ 139, "", 0, 1 },
		/* SMB 1 without the dialect, and an answer of SMB 2 to it */
		{ 445,
		  "\xff\xfe\xfd\0\0\0\x23\xffSMB\x72\0\0\0\0\x88\3\xc0"
		  "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\1\xff\xff\0\0",
		  3 + 4 + 37, 2 },
		{ 445, "\xff\xfe\xfd\0\0\0\x44\xfeSMB\x40", 3 + 4 + 68, 2 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char words[100] = { 0 };
		struct spoken k;

		memcpy(words, cases[i].words,
		       cases[i].len < 45 ? cases[i].len : 12);
		spoken_init(&k, TALK_THOROUGH);
		spoken_feed(&k, "smb", cases[i].port, NULL, words, cases[i].len,
		            3, TALK_SILENCE);
		assert_int_equal(k.sight.signs.count, 0);
		assert_int_equal(k.sight.names.count, 0);
		assert_int_equal(k.connections, cases[i].connections);
		spoken_clear(&k);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_moods),
		cmocka_unit_test(test_twice),
		cmocka_unit_test(test_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
