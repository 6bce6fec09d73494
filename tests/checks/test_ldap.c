/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/net/tls_service.h"
#include "core/err.h"
#include "tests/checks/spoken.h"

#include <openssl/ssl.h>

#define START                                  \
	"\x30\x1d\x02\x01\x01\x77\x18\x80\x16" \
	"1.3.6.1.4.1.1466.20037"
#define UNBIND "\x30\x05\x02\x01\x02\x42\x00"

/* An answer to StartTLS, and whether TLS begins then. */
static const struct {
	const char *what;
	const char *words;
	size_t len;
	bool tls;
	bool unbind;
} cases[] = {
#define WORDS(text) text, sizeof(text) - 1
	{ "OpenLDAP with a certificate",
	  WORDS("\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x00\x04\x00\x04\x00"),
	  true, false },
	{ "Active Directory: long lengths, the name of the extension",
	  WORDS("\x30\x84\x00\x00\x00\x28\x02\x01\x01\x78\x84\x00\x00\x00\x1f"
	        "\x0a\x01\x00\x04\x00\x04\x00\x8a\x16"
	        "1.3.6.1.4.1.1466.20037"),
	  true, false },
	{ "OpenLDAP as installed",
	  WORDS("\x30\x2b\x02\x01\x01\x78\x26\x0a\x01\x02\x04\x00\x04\x1f"
	        "unsupported extended operation"),
	  false, true },
	{ "unavailable",
	  WORDS("\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x34\x04\x00\x04\x00"),
	  false, true },
	{ "another message",
	  WORDS("\x30\x0c\x02\x01\x02\x78\x07\x0a\x01\x00\x04\x00\x04\x00"),
	  false, true },
	{ "another answer",
	  WORDS("\x30\x0c\x02\x01\x01\x61\x07\x0a\x01\x00\x04\x00\x04\x00"),
	  false, true },
	{ "a wide number",
	  WORDS("\x30\x0d\x02\x02\x00\x01\x78\x07\x0a\x01\x00\x04\x00\x04"),
	  false, true },
	{ "a wide result",
	  WORDS("\x30\x0d\x02\x01\x01\x78\x08\x0a\x02\x00\x00\x04\x00\x04"),
	  false, true },
	{ "no length", WORDS("\x30\x80\x02\x01\x01\x78\x07\x0a\x01\x00"), false,
	  true },
	{ "a length beyond counting", WORDS("\x30\x85\xff\xff\xff\xff\xff"),
	  false, true },
	{ "not all there", WORDS("\x30\x0c\x02\x01\x01\x78\x07\x0a\x01"), false,
	  false },
	{ "a message that ends before its answer",
	  WORDS("\x30\x03\x02\x01\x01\x78\x07\x0a\x01\x00"), false, true },
	{ "text", WORDS("220 hello\r\n"), false, true },
	{ "nothing", WORDS(""), false, false },
#undef WORDS
};

static void test_cases(void **state)
{
	struct err e;
	SSL_CTX *roots = tls_roots_new(NULL, &e);

	(void)state;
	assert_non_null(roots);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		for (size_t step = 1; step < 64; step += 21) {
			size_t ask = sizeof(START) - 1, more;
			struct spoken s;
			const char *said;

			spoken_init(&s, TALK_NORMAL);
			s.plan.roots = roots;
			spoken_feed(&s, "ldap", 389, NULL, cases[i].words,
			            cases[i].len, step, TALK_CLOSED);
			said = buf_text(&s.said);
			assert_true(s.said.len >= ask);
			assert_memory_equal(said, START, ask);
			more = s.said.len - ask;
			/* 0x16: a handshake begins. */
			if ((more > 20 && said[ask] == 0x16) != cases[i].tls ||
			    (more == 7 && memcmp(said + ask, UNBIND, 7) == 0) !=
			        cases[i].unbind)
				fail_msg("%s: %zu bytes more", cases[i].what,
				         more);
			assert_int_equal(s.connections, 1);
			spoken_clear(&s);
		}
	}
	SSL_CTX_free(roots);
}

/* Without TLS of our own there is nothing to ask. */
static void test_no_tls_here(void **state)
{
	static const char *const names[] = { "ldap", "ldaps" };

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct spoken s;

		spoken_init(&s, TALK_THOROUGH);
		spoken_feed(&s, names[i], 389, NULL, "\x30", 1, 1, TALK_CLOSED);
		assert_int_equal(s.said.len, 0);
		spoken_clear(&s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_no_tls_here),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
