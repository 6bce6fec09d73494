/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_OUTSIDE_WEB_SERVER_H
#define TESTS_OUTSIDE_WEB_SERVER_H

#include <openssl/ssl.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/*
 * A web and mail server that plays the Internet's: what it says depends on
 * the name it is asked for.
 */

/* One host and how it behaves. */
struct web_host {
	const char *name;
	SSL_CTX *tls;       /* what it shows on 443 */
	const char *plain;  /* behaviour on 80: see below */
	const char *secure; /* behaviour on 443 */
};

/*
 * Behaviours: "200", "403 body", "301 https://%s/" (%s is the host asked)
 * and any other status; "hsts" (200 with HSTS); "slow" (a byte a second),
 * "endless" (a body), "headers" (that never end), "mute" (nothing),
 * "nonsense" (not HTTP), "close", "old" (Date of ten years ago), "twice" (a
 * 103 before the 200). The host 17.cut.fr sends 17 bytes of an answer and
 * closes, 17.trim.fr 17 bytes of a handshake.
 */

/* Pages of one path, whatever the host behaves like. */
struct web_page {
	const char *host;
	const char *path;
	const char *body;
};

struct web_server {
	const char *address;
	const int *ports; /* 0-ended; 443 speaks TLS, 25 mail */
	const struct web_host *host;
	size_t hosts;
	const struct web_page *page;
	size_t pages;
	SSL_CTX *tls;   /* shown to whoever asks for no host of the list */
	bool alone;     /* and to all others */
	SSL_CTX *mail;  /* of STARTTLS, or NULL: not offered */
	int log;        /* file that each request is written to */
	const int *cut; /* in memory that is shared: bytes that "cut" sends,
	                    of TLS as well when that is *cut_tls */
	const int *cut_tls;
};

/* Serve until killed, in a child; its number. Ends with the test. */
pid_t web_server_start(const struct web_server *w);

#endif
