/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_HTTP_ANSWER_H
#define CHECKS_PROBE_NET_HTTP_ANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HTTP_ANSWER_TEXT 160 /* bytes of a field that are kept */

/* What is known of an answer while its bytes come in. */
enum http_answer_state {
	HTTP_ANSWER_MORE, /* it has not all come */
	HTTP_ANSWER_DONE, /* it has */
	HTTP_ANSWER_NONE  /* this is no HTTP */
};

/* An answer (RFC 9110, RFC 9112). Texts are "" where there is none. */
struct http_answer {
	int status;
	bool basic;      /* 401: Basic is asked for */
	bool other_auth; /* 401: something else may be used */
	char server[HTTP_ANSWER_TEXT];
	char realm[HTTP_ANSWER_TEXT];
	char location[HTTP_ANSWER_TEXT]; /* also that of a page that moves on */
	char title[HTTP_ANSWER_TEXT];
	char *body; /* NUL-terminated, NULs made spaces; owned */
	size_t len; /* of body */
	bool whole; /* all of the body is there */
};

/*
 * Whether len bytes are a whole answer; closed: no more will come. What is
 * not yet there in full when a connection ends can still be read.
 */
enum http_answer_state http_answer_state(const uint8_t *data, size_t len,
                                         bool closed);

/*
 * Read as much of an answer as len bytes hold. False when that is not even
 * its headers, or memory ran out. The caller clears it in any case.
 */
bool http_answer_read(struct http_answer *a, const uint8_t *data, size_t len,
                      bool closed);
void http_answer_clear(struct http_answer *a);

#endif
