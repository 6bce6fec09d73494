/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/net/tls_service.h"
#include "core/text.h"
#include "tests/checks/certified.h"

#include <unistd.h>

/* Handshakes in memory: a server of some mood, and what is read of it. */

#define NOW  INT64_C(1795305600) /* 2026-11-22 */
#define DAY  INT64_C(86400)
#define PAST (NOW - 5 * DAY)
#define SOON (NOW + 20 * DAY)
#define FAR  (NOW + 400 * DAY)

/* Who signs in these tests. */
enum signer {
	ROOT,     /* the authority that everybody knows */
	BETWEEN,  /* one that the root signed, sent along */
	NOT_SENT, /* the same, not sent along */
	ENDED,    /* one that the root signed, over since */
	STRANGER, /* an authority that nobody knows */
	ITSELF,   /* nobody */
	SIGNERS
};

static const char *const issuers[SIGNERS] = {
	[ROOT] = "Root",          [BETWEEN] = "Between",
	[NOT_SENT] = "Between 2", [ENDED] = "Between 3",
	[STRANGER] = "Stranger",  [ITSELF] = "Mairie",
};
static struct certified signers[SIGNERS];
static char roots[64];

static const struct mood {
	const char *what;
	const char *names;
	enum signer signer;
	int64_t from;
	int64_t to;
	int version;      /* newest that the server speaks, 0: any */
	const char *name; /* asked for */
	const char *chain;
	enum tri named;
	const char *best;
} moods[] = {
	{ "fine", "DNS:mairie.example", ROOT, PAST, SOON, 0, "mairie.example",
	  "trusted", TRI_YES, "TLSv1.3" },
	{ "one between", "DNS:mairie.example", BETWEEN, PAST, SOON, 0,
	  "mairie.example", "trusted", TRI_YES, "TLSv1.3" },
	{ "one between, not sent", "DNS:mairie.example", NOT_SENT, PAST, SOON,
	  0, "mairie.example", "untrusted", TRI_YES, "TLSv1.3" },
	{ "one between that ended", "DNS:mairie.example", ENDED, PAST, SOON, 0,
	  "mairie.example", "broken", TRI_YES, "TLSv1.3" },
	{ "ended: told by its date", "DNS:mairie.example", ROOT,
	  PAST - 90 * DAY, PAST, 0, "mairie.example", "trusted", TRI_YES,
	  "TLSv1.3" },
	{ "not begun", "DNS:mairie.example", ROOT, SOON, FAR, 0,
	  "mairie.example", "trusted", TRI_YES, "TLSv1.3" },
	{ "ended and unknown", "DNS:mairie.example", STRANGER, PAST - 90 * DAY,
	  PAST, 0, "mairie.example", "untrusted", TRI_YES, "TLSv1.3" },
	{ "unknown authority", "DNS:mairie.example", STRANGER, PAST, SOON, 0,
	  "mairie.example", "untrusted", TRI_YES, "TLSv1.3" },
	{ "its own", "DNS:nas.local", ITSELF, PAST, FAR, 0, NULL, "self-signed",
	  TRI_UNKNOWN, "TLSv1.3" },
	{ "its own, for another name", "DNS:nas.local", ITSELF, PAST, FAR, 0,
	  "192.0.2.7", "self-signed", TRI_NO, "TLSv1.3" },
	{ "its own, old", "DNS:nas.local", ITSELF, PAST, FAR, TLS1_VERSION,
	  NULL, "self-signed", TRI_UNKNOWN, "TLSv1" },
	{ "other name", "DNS:hebergeur.example", ROOT, PAST, SOON, 0,
	  "mairie.example", "trusted", TRI_NO, "TLSv1.3" },
	{ "under a star", "DNS:*.mairie.example", ROOT, PAST, SOON, 0,
	  "www.mairie.example", "trusted", TRI_YES, "TLSv1.3" },
	{ "too far under a star", "DNS:*.mairie.example", ROOT, PAST, SOON, 0,
	  "a.www.mairie.example", "trusted", TRI_NO, "TLSv1.3" },
	{ "an address", "IP:192.0.2.7", ROOT, PAST, SOON, 0, "192.0.2.7",
	  "trusted", TRI_YES, "TLSv1.3" },
	{ "another address", "IP:192.0.2.7", ROOT, PAST, SOON, 0, "192.0.2.8",
	  "trusted", TRI_NO, "TLSv1.3" },
	{ "an IPv6 address", "IP:2001:db8::7", ROOT, PAST, SOON, 0,
	  "2001:db8::7", "trusted", TRI_YES, "TLSv1.3" },
	{ "TLS 1.2", "DNS:mairie.example", ROOT, PAST, SOON, TLS1_2_VERSION,
	  "mairie.example", "trusted", TRI_YES, "TLSv1.2" },
	{ "TLS 1.1", "DNS:mairie.example", ROOT, PAST, SOON, TLS1_1_VERSION,
	  "mairie.example", "trusted", TRI_YES, "TLSv1.1" },
	{ "TLS 1.0", "DNS:mairie.example", ROOT, PAST, SOON, TLS1_VERSION,
	  "mairie.example", "trusted", TRI_YES, "TLSv1" },
};

/* Both ends talk until both are content. */
static void shake(SSL *client, SSL *server)
{
	int one = 0, other = 0;

	for (int i = 0; i < 50 && (one != 1 || other != 1); i++) {
		if (one != 1)
			one = SSL_do_handshake(client);
		if (other != 1)
			other = SSL_do_handshake(server);
	}
	assert_int_equal(one, 1);
	assert_int_equal(other, 1);
}

static SSL *connect_to(SSL_CTX *here, SSL_CTX *there, SSL **server)
{
	SSL *client = SSL_new(here);
	BIO *a, *b;

	*server = SSL_new(there);
	assert_int_equal(BIO_new_bio_pair(&a, 1 << 16, &b, 1 << 16), 1);
	SSL_set_bio(client, a, a);
	SSL_set_bio(*server, b, b);
	SSL_set_connect_state(client);
	SSL_set_accept_state(*server);
	shake(client, *server);
	return client;
}

/* One mood as client sees it; texts live in a. */
static bool look(const struct mood *m, SSL_CTX *here, struct arena *a,
                 struct tls_service *out)
{
	const struct certified_words words = { "Mairie", m->names, m->from,
		                               m->to, 0 };
	const struct certified *signer =
	    m->signer == ITSELF ? NULL : &signers[m->signer];
	struct certified c;
	SSL_CTX *there;
	SSL *client, *server;
	bool ok;

	certified_make(&c, signer, &words);
	there = certified_server(
	    &c, m->signer == BETWEEN || m->signer == ENDED ? signer : NULL);
	if (m->version)
		SSL_CTX_set_max_proto_version(there, m->version);
	client = connect_to(here, there, &server);
	/* Whoever forgets to ask here must not believe in it. */
	assert_int_not_equal(SSL_get_verify_result(client), X509_V_OK);
	memset(out, 0, sizeof(*out));
	ok = tls_service_read(client, m->name, NOW, a, out);
	SSL_free(client);
	SSL_free(server);
	SSL_CTX_free(there);
	certified_free(&c);
	return ok;
}

static bool equal(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static void test_moods(void **state)
{
	struct err e;
	SSL_CTX *here = tls_roots_new(roots, &e);

	(void)state;
	assert_non_null(here);
	for (size_t i = 0; i < sizeof(moods) / sizeof(moods[0]); i++) {
		const struct mood *m = &moods[i];
		struct arena *a = arena_new(1 << 16);
		struct tls_service s;

		assert_true(look(m, here, a, &s));
		if (!equal(s.chain, m->chain) || s.named != m->named ||
		    !equal(s.best, m->best) || s.not_before != m->from ||
		    s.not_after != m->to)
			fail_msg("%s: chain %s, named %d, best %s", m->what,
			         s.chain ? s.chain : "-", (int)s.named,
			         s.best ? s.best : "-");
		assert_true(text_has(m->names, s.subject) ||
		            (text_begins(m->names, "IP:") &&
		             equal(s.subject, "Mairie")));
		assert_string_equal(s.issuer, issuers[m->signer]);
		arena_free(a);
	}
	SSL_CTX_free(here);
}

#ifndef _WIN32
/* A machine without authorities cannot say that one is unknown. */
static void test_no_authority_here(void **state)
{
	static const struct mood fine = {
		"fine", "DNS:mairie.example", ROOT, PAST,    SOON,
		0,      "mairie.example",     NULL, TRI_YES, NULL
	};
	static const struct mood own = {
		"own", "DNS:mairie.example", ITSELF, PAST, SOON, 0, NULL,
		NULL,  TRI_UNKNOWN,          NULL
	};
	struct arena *a = arena_new(1 << 16);
	struct tls_service s;
	struct err e;
	SSL_CTX *here;

	(void)state;
	setenv("SSL_CERT_FILE", "/nowhere/file", 1);
	setenv("SSL_CERT_DIR", "/nowhere/folder", 1);
	here = tls_roots_new(NULL, &e);
	assert_non_null(here);
	assert_true(look(&fine, here, a, &s));
	assert_null(s.chain);
	assert_true(look(&own, here, a, &s));
	assert_string_equal(s.chain, "self-signed");
	SSL_CTX_free(here);
	unsetenv("SSL_CERT_FILE");
	unsetenv("SSL_CERT_DIR");
	arena_free(a);
}

/* With the system's authorities alone, ours is a stranger. */
static void test_system_authorities(void **state)
{
	static const struct mood fine = {
		"fine", "DNS:mairie.example", ROOT, PAST,    SOON,
		0,      "mairie.example",     NULL, TRI_YES, NULL
	};
	struct arena *a = arena_new(1 << 16);
	struct tls_service s;
	struct err e;
	SSL_CTX *here;

	(void)state;
	setenv("SSL_CERT_FILE", roots, 1);
	here = tls_roots_new(NULL, &e);
	assert_true(look(&fine, here, a, &s));
	assert_string_equal(s.chain, "trusted");
	SSL_CTX_free(here);
	unsetenv("SSL_CERT_FILE");
	arena_free(a);
}
#endif

static void test_bad_roots(void **state)
{
	struct err e;

	(void)state;
	assert_null(tls_roots_new("/nowhere/roots.pem", &e));
	assert_non_null(strstr(e.text, "/nowhere/roots.pem"));
	assert_null(tls_roots_new(SOURCE_DIR "/LICENSE", &e));
}

static int setup(void **state)
{
	static const struct certified_words words[SIGNERS] = {
		[ROOT] = { "Root", NULL, PAST - 900 * DAY, FAR, 1 },
		[BETWEEN] = { "Between", NULL, PAST - 900 * DAY, FAR, 1 },
		[NOT_SENT] = { "Between 2", NULL, PAST - 900 * DAY, FAR, 1 },
		[ENDED] = { "Between 3", NULL, PAST - 900 * DAY, PAST, 1 },
		[STRANGER] = { "Stranger", NULL, PAST - 900 * DAY, FAR, 1 },
	};
	int fd;

	(void)state;
	for (int i = 0; i < ITSELF; i++)
		certified_make(&signers[i],
		               i == ROOT || i == STRANGER ? NULL
		                                          : &signers[ROOT],
		               &words[i]);
	strcpy(roots, "/tmp/garde-test-roots-XXXXXX");
	fd = mkstemp(roots);
	if (fd < 0)
		return -1;
	close(fd);
	certified_write(&signers[ROOT], roots);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	for (int i = 0; i < ITSELF; i++)
		certified_free(&signers[i]);
	return unlink(roots);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_moods),
#ifndef _WIN32
		cmocka_unit_test(test_no_authority_here),
		cmocka_unit_test(test_system_authorities),
#endif
		cmocka_unit_test(test_bad_roots),
	};

	return cmocka_run_group_tests_name("tls_service", tests, setup,
	                                   teardown);
}
