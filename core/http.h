/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_HTTP_H
#define CORE_HTTP_H

#include "core/buf.h"
#include "core/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Ordinary requests, over HTTP and HTTPS only. Nothing is followed, kept or
 * sent besides the request and what is to be handed over: whoever asks judges every jump first.
 */

#define HTTP_FIELD 2048 /* bytes of one header that is kept */

/* Why there is no answer. */
enum http_fault {
	HTTP_FINE,        /* there is one, whatever its status */
	HTTP_NO_LIBRARY,  /* this system has no libcurl */
	HTTP_NO_MEMORY,   /* here */
	HTTP_BAD_ADDRESS, /* not one of http or https */
	HTTP_NO_NAME,     /* the name has no address that could be found */
	HTTP_NO_ANSWER,   /* refused, unreachable, closed */
	HTTP_LATE,        /* the deadline came first */
	HTTP_PROXY,       /* the proxy refuses, or wants a password */
	HTTP_TLS,         /* no common way to encrypt */
	HTTP_CERTIFICATE, /* its certificate is not to be trusted */
	HTTP_NONSENSE     /* it does not speak HTTP, or its headers never end */
};

/* What to ask for. */
struct http_ask {
	const char *url;         /* the host in ASCII */
	const char *address;     /* numeric ones, with commas between, to go to
	                        instead of asking what the name's are */
	const char *proxy;       /* as proxy_find() has it, NULL: straight */
	const char *roots;       /* file of authorities besides the system's */
	const char *authorities; /* the same as PEM text, or NULL */
	const void *post;        /* bytes to hand over, NULL: only ask */
	size_t post_len;
	const char *content_type; /* of them: "application/cms" */
	bool any_certificate;     /* to see what is behind a bad one */
	bool head;                /* ask for the headers only */
	unsigned deadline;        /* milliseconds for the whole */
	size_t limit; /* bytes of body that are wanted; 0: headers are enough */
};

/* What came back. */
struct http_answer {
	enum http_fault fault;
	struct err why;        /* set unless FINE */
	int status;            /* of HTTP: 200 */
	bool cut;              /* the body is longer than the limit */
	char to[HTTP_FIELD];   /* absolute address it sends on to, or "" */
	char hsts[HTTP_FIELD]; /* Strict-Transport-Security, or "" */
	int64_t date;          /* what time the server says it is, 0: nothing */
	int64_t retry_after;   /* seconds that it asks to wait, 0: nothing */
	struct buf body;
};

/* Ask; true when FINE. The caller ends with http_clear() either way. */
bool http_ask(const struct http_ask *ask, struct http_answer *out);

/* Free the body. */
void http_clear(struct http_answer *answer);

#endif
