/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/checks/secured.h"

/* Every dialect that starts TLS, with a server of every version. */

/* A dialect, what the server says, and what we must have said, in plain. */
static const struct mood {
	const char *what;
	const char *dialect;
	enum talk_level level;
	struct secured_line line[6];
	const char *said;
	size_t said_len; /* 0: a string */
	const char *service;
	const char *sign;    /* or NULL */
	const char *product; /* or NULL: not looked at */
} moods[] = {
	{ "imaps",
	  "imaps",
	  TALK_NORMAL,
	  { { NULL, "", 0, START },
	    { NULL, "* OK [CAPABILITY IMAP4] Dovecot ready.\r\n", 0, STAY },
	    { "LOGOUT", "* BYE\r\na3 OK\r\n", 0, CLOSE } },
	  "a3 LOGOUT\r\n",
	  0,
	  "imaps",
	  NULL,
	  "Dovecot ready." },
	{ "pop3s",
	  "pop3s",
	  TALK_NORMAL,
	  { { NULL, "", 0, START },
	    { NULL, "+OK ready\r\n", 0, STAY },
	    { "QUIT", "+OK\r\n", 0, CLOSE } },
	  "QUIT\r\n",
	  0,
	  "pop3s",
	  NULL,
	  "ready" },
	{ "smtps",
	  "smtps",
	  TALK_NORMAL,
	  { { NULL, "", 0, START },
	    { NULL, "220 x ESMTP Postfix\r\n", 0, STAY },
	    { "QUIT", "221 x\r\n", 0, CLOSE } },
	  "QUIT\r\n",
	  0,
	  "smtps",
	  NULL,
	  "Postfix" },
	{ "ftps",
	  "ftps",
	  TALK_NORMAL,
	  { { NULL, "", 0, START },
	    { NULL, "220-FileZilla\r\n hello\r\n220 ready\r\n", 0, STAY },
	    { "QUIT", "221 x\r\n", 0, CLOSE } },
	  "QUIT\r\n",
	  0,
	  "ftps",
	  NULL,
	  "FileZilla" },
	{ "ldaps",
	  "ldaps",
	  TALK_NORMAL,
	  { { NULL, "", 0, START } },
	  BYTES("\x30\x05\x02\x01\x02\x42\x00"),
	  "ldaps",
	  NULL,
	  "" },
	{ "SMTP, a password in clear beside STARTTLS",
	  "smtp",
	  TALK_NORMAL,
	  { { NULL, "220 x ESMTP\r\n", 0, STAY },
	    { "EHLO", "250-x\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n", 0, STAY },
	    { "STARTTLS", "220 go\r\n", 0, START },
	    { "QUIT", "221 x\r\n", 0, CLOSE } },
	  "EHLO garde.invalid\r\nSTARTTLS\r\nQUIT\r\n",
	  0,
	  "smtp",
	  "smtp-cleartext",
	  "" },
	{ "POP3",
	  "pop3",
	  TALK_NORMAL,
	  { { NULL, "+OK\r\n", 0, STAY },
	    { "CAPA", "+OK\r\nSTLS\r\nSASL\r\n.\r\n", 0, STAY },
	    { "STLS", "+OK go\r\n", 0, START },
	    { "QUIT", "+OK\r\n", 0, CLOSE } },
	  "CAPA\r\nSTLS\r\nQUIT\r\n",
	  0,
	  "pop3",
	  NULL,
	  "" },
	{ "IMAP",
	  "imap",
	  TALK_NORMAL,
	  { { NULL, "* OK x\r\n", 0, STAY },
	    { "CAPABILITY", "* CAPABILITY LOGINDISABLED STARTTLS\r\na1 OK\r\n",
	      0, STAY },
	    { "STARTTLS", "a2 OK go\r\n", 0, START },
	    { "LOGOUT", "* BYE\r\na3 OK\r\n", 0, CLOSE } },
	  "a1 CAPABILITY\r\na2 STARTTLS\r\na3 LOGOUT\r\n",
	  0,
	  "imap",
	  NULL,
	  "x" },
	{ "PostgreSQL",
	  "postgresql",
	  TALK_NORMAL,
	  { { NULL, "S", 0, START } },
	  BYTES("\0\0\0\x08\x04\xd2\x16\x2f"),
	  "postgresql",
	  NULL,
	  "" },
	{ "VNC",
	  "vnc",
	  TALK_NORMAL,
	  { { NULL, "RFB 003.008\n", 0, STAY },
	    { "RFB", BYTES("\x01\x13\x00\x02"), STAY },
	    { "\x02", BYTES("\x00\x01\x00\x00\x01\x05"), STAY },
	    { "\x01\x05", "\x01", 0, START } },
	  BYTES("RFB 003.008\n\x13\x00\x02\x00\x00\x01\x05"),
	  "vnc",
	  NULL,
	  "RFB 3.8" },
};

/* In one piece, in small ones, byte by byte; with every version of TLS. */
static void test_moods(void **state)
{
	static const size_t steps[] = { ALL, 100, 1 };
	static const int versions[] = { 0, TLS1_2_VERSION, TLS1_VERSION };
	static const char *const best[] = { "TLSv1.3", "TLSv1.2", "TLSv1" };

	(void)state;
	for (size_t i = 0; i < 3 * sizeof(moods) / sizeof(moods[0]); i++) {
		const struct mood *m = &moods[i / 3];
		const struct tls_service *row;
		SSL_CTX *ctx = secured_server(versions[i % 3]);
		struct spoken s;
		struct secured p;

		secured_begin(&s, m->level);
		secured_init(&p, ctx, m->line);
		p.step = steps[i % 3];
		assert_int_equal(secured_converse(&s, m->dialect, &p, 1), 1);
		row = secured_row_of(&s);
		if (!row)
			fail_msg("%s: no certificate", m->what);
		assert_string_equal(row->service, m->service);
		assert_string_equal(row->host, "192.0.2.1");
		assert_string_equal(row->subject, "nas.mairie.example");
		assert_string_equal(row->chain, "trusted");
		assert_string_equal(row->best, best[i % 3]);
		assert_int_equal(row->not_after, NOW + 90 * DAY);
		if (p.all.len !=
		        (m->said_len ? m->said_len : strlen(m->said)) ||
		    memcmp(buf_text(&p.all), m->said, p.all.len) != 0)
			fail_msg("%s: said %s", m->what, buf_text(&p.all));
		assert_int_equal(s.sight.signs.count, m->sign ? 1 : 0);
		if (m->sign)
			assert_non_null(spoken_sign(&s, m->sign));
		if (m->product) {
			const char *product = spoken_port(&s, 1000)->product;

			assert_string_equal(product ? product : "", m->product);
		}
		secured_clear(&p);
		spoken_clear(&s);
		SSL_CTX_free(ctx);
	}
}

/* It goes away after any of its bytes: what came is all that is told. */
static void test_cut(void **state)
{
	SSL_CTX *ctx = secured_server(0);

	(void)state;
	for (size_t limit = 0; limit < 1800; limit += 3) {
		const struct mood *m = &moods[limit % 2 ? 7 : 0];
		struct spoken s;
		struct secured p;

		secured_begin(&s, TALK_NORMAL);
		secured_init(&p, ctx, m->line);
		p.limit = limit;
		p.step = 200;
		assert_int_equal(secured_converse(&s, m->dialect, &p, 1), 1);
		assert_int_equal(s.sight.signs.count, 0);
		assert_true(s.sight.tls.count == 0 || limit > 500);
		secured_clear(&p);
		spoken_clear(&s);
	}
	SSL_CTX_free(ctx);
}

/* Remote desktops: TLS, then what the old way says, on new connections. */
static void test_rdp(void **state)
{
#define ANSWER(type, value) \
	"\x03\0\0\x13\x0e\xd0\0\0\x12\x34\0" type "\x1f\x08\0" value "\0\0\0"
	static const struct secured_line nla[] = {
		{ "\x03", BYTES(ANSWER("\x02", "\x02")), START },
		{ NULL, NULL, 0, STAY },
	};
	static const struct secured_line broken[] = {
		{ "\x03", BYTES(ANSWER("\x02", "\x02")), STAY },
		{ "\x16", "no", 0, STAY },
		{ NULL, NULL, 0, STAY },
	};
	static const struct secured_line required[] = {
		{ "\x03", BYTES(ANSWER("\x03", "\x05")), STAY },
		{ NULL, NULL, 0, STAY },
	};
	static const struct secured_line tls_alone[] = {
		{ "\x03", BYTES(ANSWER("\x02", "\x01")), START },
		{ NULL, NULL, 0, STAY },
	};
	static const struct {
		const struct secured_line *first, *second;
		unsigned connections, certificates, signs;
	} cases[] = {
		{ nla, required, 2, 1, 1 },
		{ nla, tls_alone, 2, 1, 2 },
		{ broken, required, 2, 0, 1 },
		{ broken, tls_alone, 2, 0, 2 },
		{ tls_alone, required, 1, 1, 2 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		SSL_CTX *ctx = secured_server(0);
		struct spoken s;
		struct secured p[2];

		secured_begin(&s, TALK_NORMAL);
		secured_init(&p[0], ctx, cases[i].first);
		secured_init(&p[1], ctx, cases[i].second);
		assert_int_equal(secured_converse(&s, "rdp", p, 2),
		                 cases[i].connections);
		assert_int_equal(s.sight.tls.count, cases[i].certificates);
		assert_int_equal(s.sight.signs.count, cases[i].signs);
		assert_non_null(spoken_sign(&s, "rdp-exposed"));
		secured_clear(&p[0]);
		secured_clear(&p[1]);
		spoken_clear(&s);
		SSL_CTX_free(ctx);
	}
}

/* MySQL in TLS: the number of the packets goes on. */
static void test_mysql(void **state)
{
#define ZEROS "\0\0\0\0\0\0\0\0\0\0"
	static const char greeting[] =
	    "\x45\0\0\0\x0a"
	    "9.1\0"
	    "\x1f\0\0\0"
	    "12345678\0\xff\xff\xff\x02\0\xff\xdf\x15" ZEROS "123456789012\0"
	    "caching_sha2_password";
	static const struct secured_line lines[] = {
		{ NULL, greeting, sizeof(greeting) - 1, STAY },
		{ "!", "", 0, START }, /* 33: the character set */
		{ "root", BYTES("\x07\0\0\x03\0\0\0\x02\0\0\0"), STAY },
		{ NULL, NULL, 0, STAY },
	};
	SSL_CTX *ctx = secured_server(0);

	(void)state;
	for (int level = TALK_NORMAL; level <= TALK_THOROUGH; level++) {
		struct spoken s;
		struct secured p;

		secured_begin(&s, (enum talk_level)level);
		secured_init(&p, ctx, lines);
		p.step = 20;
		assert_int_equal(secured_converse(&s, "mysql", &p, 1), 1);
		assert_non_null(secured_row_of(&s));
		assert_int_equal(s.sight.signs.count,
		                 level == TALK_THOROUGH ? 1 : 0);
		assert_int_equal(secured_find(&p.all, "root") > 0,
		                 level == TALK_THOROUGH);
		secured_clear(&p);
		spoken_clear(&s);
	}
	SSL_CTX_free(ctx);
}

/* Without authorities of ours there is no TLS, and nothing breaks. */
static void test_no_tls_here(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(moods) / sizeof(moods[0]); i++) {
		struct spoken s;
		struct secured p;
		SSL_CTX *ctx = secured_server(0);

		secured_begin(&s, moods[i].level);
		s.plan.roots = NULL;
		secured_init(&p, ctx, moods[i].line);
		assert_int_equal(secured_converse(&s, moods[i].dialect, &p, 1),
		                 1);
		assert_int_equal(s.sight.tls.count, 0);
		assert_int_equal(s.sight.signs.count, moods[i].sign ? 1 : 0);
		secured_clear(&p);
		spoken_clear(&s);
		SSL_CTX_free(ctx);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_moods),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_rdp),
		cmocka_unit_test(test_mysql),
		cmocka_unit_test(test_no_tls_here),
	};

	return cmocka_run_group_tests_name("starttls", tests, secured_setup,
	                                   secured_teardown);
}
