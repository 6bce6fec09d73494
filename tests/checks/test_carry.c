/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/checks/secured.h"

/* A peer in TLS that misbehaves. */

/* What is said in TLS from the first byte; NULL lines say nothing. */
static const struct secured_line tls_first[] = { { NULL, "", 0, START },
	                                         { NULL, NULL, 0, STAY } };

/* Words that are put in behind the last plain one are not heard. */
static void test_put_in(void **state)
{
	static const struct secured_line lines[] = {
		{ NULL, "220 x ESMTP\r\n", 0, STAY },
		{ "EHLO", "250-x\r\n250 STARTTLS\r\n", 0, STAY },
		{ "STARTTLS", "220 go\r\n250 AUTH PLAIN\r\n221 x\r\n", 0,
		  START },
		{ "QUIT", "221 x\r\n", 0, CLOSE },
		{ NULL, NULL, 0, STAY },
	};
	SSL_CTX *ctx = secured_server(0);
	struct spoken s;
	struct secured p;

	(void)state;
	secured_begin(&s, TALK_NORMAL);
	secured_init(&p, ctx, lines);
	secured_converse(&s, "smtp", &p, 1);
	assert_non_null(secured_row_of(&s));
	assert_int_equal(s.sight.signs.count, 0);
	assert_string_equal(buf_text(&p.all),
	                    "EHLO garde.invalid\r\nSTARTTLS\r\nQUIT\r\n");
	secured_clear(&p);
	spoken_clear(&s);
	SSL_CTX_free(ctx);
}

/* Greeting and farewell come with the last byte of the handshake. */
static void test_gone_at_once(void **state)
{
	static const struct secured_line lines[] = {
		{ NULL, "", 0, START },
		{ NULL, "* BYE too many connections\r\n", 0, CLOSE },
		{ NULL, NULL, 0, STAY },
	};
	static const int versions[] = { 0, TLS1_2_VERSION };

	(void)state;
	for (int i = 0; i < 2; i++) {
		SSL_CTX *ctx = secured_server(versions[i]);
		struct spoken s;
		struct secured p;

		secured_begin(&s, TALK_NORMAL);
		secured_init(&p, ctx, lines);
		secured_converse(&s, "imaps", &p, 1);
		assert_non_null(secured_row_of(&s));
		secured_clear(&p);
		spoken_clear(&s);
		SSL_CTX_free(ctx);
	}
}

/* A server that wants to know us has shown its certificate before. */
static void test_wants_us(void **state)
{
	static const struct secured_line lines[] = {
		{ NULL, "", 0, START },
		{ NULL, NULL, 0, STAY },
	};
	SSL_CTX *ctx = secured_server(0);
	struct spoken s;
	struct secured p;

	(void)state;
	SSL_CTX_set_verify(
	    ctx, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
	secured_begin(&s, TALK_NORMAL);
	secured_init(&p, ctx, lines);
	secured_converse(&s, "imaps", &p, 1);
	assert_non_null(secured_row_of(&s));
	assert_null(spoken_port(&s, 1000)->product);
	secured_clear(&p);
	spoken_clear(&s);
	SSL_CTX_free(ctx);
}

/* Whatever comes instead of TLS, nothing plain follows, and it ends. */
static void test_garbage(void **state)
{
	static const struct {
		const char *say;
		size_t len;
	} cases[] = {
		{ BYTES("* OK I speak no TLS\r\n") },
		{ BYTES("\x16\x03\x01\xff\xff\x02\x00\x00\x00") },
		{ BYTES("\x15\x03\x01\x00\x02\x02\x28") },
		{ BYTES("\x16\x03\x03\x00\x04\x0e\x00\x00\x00") },
		{ BYTES("\0\0\0\0\0\0\0\0\0\0") },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct secured_line lines[] = {
			{ NULL, "* OK x\r\n", 0, STAY },
			{ "CAPABILITY",
			  "* CAPABILITY LOGINDISABLED STARTTLS\r\na1 OK\r\n", 0,
			  STAY },
			{ "STARTTLS", "a2 OK go\r\n", 0, STAY },
			{ "\x16", cases[i].say, cases[i].len, STAY },
			{ NULL, NULL, 0, STAY },
		};
		static const char asked[] =
		    "a1 CAPABILITY\r\na2 STARTTLS\r\n\x16";
		struct spoken s;
		struct secured p;

		secured_begin(&s, TALK_NORMAL);
		secured_init(&p, NULL, lines);
		secured_converse(&s, "imap", &p, 1);
		assert_int_equal(s.sight.tls.count, 0);
		assert_memory_equal(p.all.data, asked, sizeof(asked) - 1);
		assert_null(strstr(buf_text(&p.all), "LOGOUT"));
		secured_clear(&p);
		spoken_clear(&s);
	}
}

/* A certificate for so many names; whether it was taken. */
static bool many_names(unsigned count, enum tri *named)
{
	struct certified_words words = { "Many", NULL, NOW - DAY, NOW + DAY,
		                         0 };
	struct certified many;
	struct buf names;
	struct spoken s;
	struct secured p;
	SSL_CTX *ctx;
	bool taken;

	buf_init(&names, 1 << 20);
	for (unsigned i = 0; i < count; i++)
		buf_fmt(&names, "%sDNS:host-%u.example.org", i ? "," : "", i);
	words.names = buf_text(&names);
	certified_make(&many, &secured_root, &words);
	ctx = certified_server(&many, NULL);
	secured_begin(&s, TALK_NORMAL);
	sight_name(&s.sight, SPOKEN_ADDRESS, "nas.mairie.example", "mdns");
	secured_init(&p, ctx, tls_first);
	secured_converse(&s, "ldaps", &p, 1);
	sight_judge_names(&s.sight);
	taken = secured_row_of(&s) != NULL;
	if (taken)
		*named = secured_row_of(&s)->named;
	secured_clear(&p);
	spoken_clear(&s);
	SSL_CTX_free(ctx);
	certified_free(&many);
	buf_clear(&names);
	return taken;
}

static void test_huge_certificates(void **state)
{
	enum tri named = TRI_YES;

	(void)state;
	assert_true(many_names(40, &named));
	assert_int_equal(named, TRI_NO);
	/* Not all of them are kept: nobody knows. */
	assert_true(many_names(41, &named));
	assert_int_equal(named, TRI_UNKNOWN);
	assert_true(many_names(2000, &named));
	assert_int_equal(named, TRI_UNKNOWN);
	assert_false(many_names(6000, &named));
}

/* It talks and talks in TLS; so much is listened to and no more. */
static void test_flood(void **state)
{
	static char words[200000];
	const struct secured_line lines[] = {
		{ NULL, "", 0, START },
		{ NULL, words, sizeof(words), STAY },
		{ NULL, words, sizeof(words), STAY },
		{ NULL, NULL, 0, STAY },
	};
	static const size_t steps[] = { ALL, 1400 };
	SSL_CTX *ctx = secured_server(0);

	(void)state;
	memset(words, 'x', sizeof(words));
	for (int i = 0; i < 2; i++) {
		struct spoken s;
		struct secured p;

		secured_begin(&s, TALK_NORMAL);
		secured_init(&p, ctx, lines);
		p.step = steps[i];
		assert_int_equal(secured_converse(&s, "imaps", &p, 1), 1);
		assert_non_null(secured_row_of(&s));
		assert_true(p.limit > ALL - 300000 || i == 0);
		secured_clear(&p);
		spoken_clear(&s);
	}
	SSL_CTX_free(ctx);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_put_in),
		cmocka_unit_test(test_gone_at_once),
		cmocka_unit_test(test_wants_us),
		cmocka_unit_test(test_garbage),
		cmocka_unit_test(test_huge_certificates),
		cmocka_unit_test(test_flood),
	};

	return cmocka_run_group_tests_name("carry", tests, secured_setup,
	                                   secured_teardown);
}
