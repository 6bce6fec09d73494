/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "listened.h"

/* What makes others lose their way in a capture: each a trap of its own. */
static const struct captured_manner plain = { .link = 1 };
static const struct captured_manner middle = { .link = 1, .middle = true };

static const struct captured_end me = { 10, 40000 };
static const struct captured_end ftp = { 20, 21 };
static const struct captured_end web = { 20, 80 };

static void say(struct captured_talk *t, int side, const char *text)
{
	captured_say(t, side, text, strlen(text));
}

/* The capture ends here: what was heard of it, and no doubt about it. */
static void expect(struct captured *c, const char *heard)
{
	struct listened l;

	listened_to(&l, captured_file(c));
	assert_string_equal(l.text, heard);
	listened_clear(&l);
	buf_clear(&c->file);
}

static void say_login(struct captured_talk *t)
{
	say(t, 1, "220 FTP\r\n");
	say(t, 0, "USER a\r\n");
	say(t, 1, "331\r\n");
	say(t, 0, "PASS b\r\n");
	say(t, 1, "230\r\n");
}

/* A large body of which little is kept, and what comes behind it. */
static void test_cut_body(void **state)
{
	static const struct captured_manner cut = { .link = 1, .snaplen = 150 };
	struct captured_talk t;
	struct captured c;
	struct listened l;
	char body[5000];

	(void)state;
	memset(body, 'x', sizeof(body));
	captured_init(&c, &cut);
	captured_open(&t, &c, me, web);
	say(&t, 0, "POST / HTTP/1.1\r\nContent-Length: 5000\r\n\r\n");
	captured_say(&t, 0, body, sizeof(body));
	say(&t, 1, "HTTP/1.1 200 OK\r\n\r\n");
	say(&t, 0, "GET / HTTP/1.1\r\nAuthorization: Basic YTpi\r\n\r\n");
	listened_to(&l, captured_file(&c));
	assert_string_equal(l.text, "http 1");
	/* Nothing was cut off where a password may stand. */
	assert_int_equal(l.facts.listen_logins.fact.state, FACT_KNOWN);
	listened_clear(&l);
	buf_clear(&c.file);
}

/* Content cut off where a password may stand: none cannot be said. */
static void test_cut_words(void **state)
{
	static const size_t snaplens[] = { 14, 33, 34, 54, 58, 60 };

	(void)state;
	for (size_t i = 0; i < sizeof(snaplens) / sizeof(snaplens[0]); i++) {
		struct captured_manner cut = { .link = 1,
			                       .snaplen = snaplens[i] };
		struct captured_talk t;
		struct captured c;
		struct listened l;

		captured_init(&c, &cut);
		captured_open(&t, &c, me, ftp);
		say_login(&t);
		listened_to(&l, captured_file(&c));
		assert_string_equal(l.text, "");
		assert_int_equal(l.facts.listen_logins.fact.state, FACT_FAILED);
		listened_clear(&l);
		buf_clear(&c.file);
	}
}

/* A segment that the capture never saw is given up, the rest is not. */
static void test_missed(void **state)
{
	struct captured_talk t;
	struct captured c;

	(void)state;
	for (int way = 0; way < 3; way++) {
		captured_init(&c, &plain);
		captured_open(&t, &c, me, ftp);
		say(&t, 1, "220 FTP\r\n");
		t.next[0] += 8; /* "USER a" */
		say(&t, 0, "PASS b\r\n");
		for (int i = 0; i < 40 && way == 1; i++)
			say(&t, 0, "NOOP\r\n");
		if (way == 2)
			captured_segment(&t, 0, t.next[0], CAPTURED_RST, "", 0);
		expect(&c, "ftp 1");
	}
	/* Most of a page that was sent, and then a password. */
	captured_init(&c, &plain);
	captured_open(&t, &c, me, web);
	say(&t, 0, "POST / HTTP/1.1\r\nContent-Length: 3000000\r\n\r\n");
	t.next[0] += 3000000;
	say(&t, 0, "GET / HTTP/1.1\r\nAuthorization: Basic YTpi\r\n\r\n");
	expect(&c, "http 1");
}

/* Only one of the two is heard, as on some ports of a switch. */
static void test_one_side(void **state)
{
	static const struct {
		uint16_t port;
		const char *said;
		const char *heard;
	} cases[] = {
		{ 21, "USER a\r\nPASS b\r\n", "ftp 1" },
		{ 2121, "USER a\r\nPASS b\r\n", "ftp 1" },
		{ 110, "USER a\r\nPASS b\r\n", "pop3 1" },
		{ 143, "x LOGIN a b\r\n", "imap 1" },
		{ 1143, "x CAPABILITY\r\ny LOGIN a b\r\n", "imap 1" },
		{ 25, "EHLO x\r\nAUTH LOGIN\r\nYW5uYQ==\r\nc2VjcmV0\r\n",
		  "smtp 1" },
		{ 25, "EHLO x\r\nAUTH PLAIN\r\nQUIT\r\n", "" },
		{ 5900, "RFB 003.008\n\x02", "vnc 1" },
		{ 8888, "GET / HTTP/1.0\r\nauthorization: basic YTpi\r\n\r\n",
		  "http 1" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct captured_end server = { 20, cases[i].port };
		struct captured_talk t;
		struct captured c;

		captured_init(&c, &middle);
		captured_open(&t, &c, me, server);
		say(&t, 0, cases[i].said);
		expect(&c, cases[i].heard);
	}
}

/* Long after its opening: a byte that only keeps it alive comes first. */
static void test_kept_alive(void **state)
{
	struct captured_talk t;
	struct captured c;

	(void)state;
	captured_init(&c, &middle);
	captured_open(&t, &c, me, ftp);
	captured_segment(&t, 0, t.next[0] - 1, CAPTURED_ACK, "\0", 1);
	say(&t, 0, "PASS b\r\n");
	captured_segment(&t, 0, t.next[0] - 1, CAPTURED_ACK, "\0", 1);
	say(&t, 0, "PASS c\r\n");
	expect(&c, "ftp 2");
}

/* The same ends again, ended, reset or forgotten. */
static void test_again(void **state)
{
	struct captured_talk t;
	struct captured c;

	(void)state;
	captured_init(&c, &plain);
	for (int i = 0; i < 4; i++) {
		captured_open(&t, &c, me, ftp);
		/* The opening comes twice: nothing begins anew. */
		captured_segment(&t, 0, t.next[0] - 1, CAPTURED_SYN, "", 0);
		say_login(&t);
		if (i == 1)
			captured_close(&t);
		if (i == 2)
			captured_segment(&t, 0, t.next[0], CAPTURED_RST, "", 0);
	}
	/* One that is understood and done, then another one there. */
	captured_open(&t, &c, me, ftp);
	say(&t, 1, "SSH-2.0-x\r\n");
	captured_open(&t, &c, me, ftp);
	say_login(&t);
	expect(&c, "ftp 5");
}

/* A conversation that is not forgotten among others, whole or scanned. */
static void test_crowd(void **state)
{
	struct captured_talk t, other;
	struct captured c;

	(void)state;
	captured_init(&c, &plain);
	captured_open(&t, &c, me, ftp);
	say(&t, 1, "220 FTP\r\n");
	say(&t, 0, "USER a\r\n");
	for (unsigned i = 0; i < 900; i++) {
		const struct captured_end from = { (uint8_t)(100 + i % 100),
			                           (uint16_t)(2000 + i) };

		captured_open(&other, &c, from, web);
		say(&other, 0, "GET / HTTP/1.1\r\n");
	}
	say(&t, 0, "PASS b\r\n");
	/* Far more than there is room for: nothing breaks. */
	for (unsigned i = 0; i < 40000; i++) {
		const struct captured_end from = { (uint8_t)(100 + i % 100),
			                           (uint16_t)(1024 + i) };

		captured_open(&other, &c, from, web);
		if (i % 8)
			continue;
		say(&other, 0, "GET / HTTP/1.1\r\n");
		/* One that waits for what never comes. */
		other.next[0] += 10;
		say(&other, 0, "Authorization: Basic YTpi\r\n");
	}
	captured_open(&t, &c, me, ftp);
	say_login(&t);
	expect(&c, "ftp 2");
}

/* Lengths of nothing: cards that cut large packets themselves. */
static void test_offloaded(void **state)
{
	uint8_t d[20 + 20 + 8] = { 0x45 };
	struct captured c;

	(void)state;
	d[8] = 64;
	d[9] = 6;
	memcpy(d + 12, "\x0A\0\0\1\x0A\0\0\2", 8);
	d[20] = 0x9C;
	d[23] = 21;
	d[32] = 0x50;
	memcpy(d + 40, "PASS b\r\n", 8);
	captured_init(&c, &plain);
	captured_frame(&c, 0x0800, d, sizeof(d));
	expect(&c, "ftp 1");
}

/* Headers without end, lengths that lie: left out, and the next is heard. */
static void test_nonsense(void **state)
{
	static const struct captured_manner deep = { .link = 1, .tags = 20 };
	struct captured_talk t;
	struct captured c;
	uint8_t d[400];

	(void)state;
	captured_init(&c, &deep);
	captured_open(&t, &c, me, ftp);
	say_login(&t);
	expect(&c, "");
	captured_init(&c, &plain);
	for (unsigned i = 0; i < 256; i++) {
		memset(d, (int)i, sizeof(d));
		captured_frame(&c, 0x0800, d, i);
		captured_frame(&c, 0x86DD, d, i);
		captured_frame(&c, 0x0806, d, i);
		d[0] = 0x45;
		captured_frame(&c, 0x0800, d, i);
		d[0] = 0x60;
		captured_frame(&c, 0x86DD, d, i);
		/* A chain of headers that never ends. */
		memset(d, 0, sizeof(d));
		d[0] = 0x60;
		d[5] = 0xFF;
		captured_frame(&c, 0x86DD, d, 40 + i);
	}
	captured_open(&t, &c, me, ftp);
	say_login(&t);
	expect(&c, "ftp 1");
}

/* Fragments that overlap, lie about the end, or never come all. */
static void test_fragments(void **state)
{
	struct captured_end to = { 20, 5355 };
	struct captured c;
	char big[20000];

	(void)state;
	memset(big, 'x', sizeof(big));
	captured_init(&c, &plain);
	for (unsigned i = 0; i < 200; i++) {
		c.number = (uint16_t)i;
		put_ip(&c, 10, 20, 17, big, 24, i * 8 % 512, true);
		put_ip(&c, 10, 20, 17, big, 16, 8, i % 2);
		put_ip(&c, 10, 20, 17, big, 1000, 16000, false);
		put_ip(&c, 10, 20, 17, big, 1000, 65528, true);
		put_ip(&c, 10, 20, 17, big, 7, 64, true);
	}
	/* The first that came counts: the second one lies. */
	c.number = 9999;
	put_ip(&c, 10, 20, 17, "\x9C\x40\x14\xEB\0\x20\0\0", 8, 0, true);
	put_ip(&c, 10, 20, 17, "\0\1\0\0\0\1\0\0", 8, 8, true);
	put_ip(&c, 10, 20, 17, "\0\1\x80\0\0\1\0\0", 8, 8, true);
	put_ip(&c, 10, 20, 17, "\0\0\0\0\2pc\0", 8, 16, true);
	put_ip(&c, 10, 20, 17, "\0\1\0\1", 4, 24, false);
	captured_udp(&c, me, to, "\0\1\0\0\0\1\0\0\0\0\0\0\2pc\0\0\1\0\1", 20);
	expect(&c, "llmnr 2");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cut_body),
		cmocka_unit_test(test_cut_words),
		cmocka_unit_test(test_missed),
		cmocka_unit_test(test_one_side),
		cmocka_unit_test(test_kept_alive),
		cmocka_unit_test(test_again),
		cmocka_unit_test(test_crowd),
		cmocka_unit_test(test_offloaded),
		cmocka_unit_test(test_nonsense),
		cmocka_unit_test(test_fragments),
	};

	return cmocka_run_group_tests_name("listening_traps", tests, NULL,
	                                   NULL);
}
