/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_REQUEST_H
#define COORDINATOR_REQUEST_H

#include "coordinator/db.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/lang.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What an account may do; each may do what those before may. */
enum role {
	ROLE_NOBODY, /* not signed in */
	ROLE_READER,
	ROLE_ADVISER, /* of some EPCI or départements */
	ROLE_ADMINISTRATOR
};

/* Whose communes who asks sees; scope.c finds out when it matters. */
enum reach { REACH_UNKNOWN, REACH_ALL, REACH_SOME };

/* A name and its value, decoded; values are UTF-8 without NUL. */
struct field {
	const char *name;
	const char *value;
	const void *data; /* of a file that was sent with a form, or NULL */
	size_t len;
};

struct service; /* service.h: what all requests share */

/* What somebody asked for. All lives in the arena, until it is answered. */
struct request {
	struct service *service;
	struct arena *arena;
	struct db *db; /* for this request alone; NULL where the route says */
	int64_t now;
	enum lang lang;
	const char *method; /* "GET", "POST" */
	const char *path;   /* "/communes/01001", decoded */
	const char *peer;   /* address, as the proxy tells it; "local" for
	                       whoever came by the Unix socket without one */
	bool near;          /* the visitor is on this machine */
	bool secure;        /* the visitor came by HTTPS */
	const char *cookie; /* header, or NULL */
	const char *accept_language;
	const char
	    *insee; /* the route's {insee}, {name}...: what stands there */
	struct field *query;
	size_t queries;
	struct field *form;
	size_t forms;
	const void *body; /* of a POST that is no form */
	size_t body_len;

	/* Who asks; filled in by login.c before the handler runs. */
	const char *account; /* "" for nobody */
	const char *display;
	enum role role;
	enum reach reach;
	const char *csrf; /* to put in every form */

	int64_t silence; /* months, see threshold.h; 0 until it was read */
};

/* What goes back. Initialised to 200, text/html and no-store. */
struct response {
	int status;
	const char *type;
	struct buf body;
	int file; /* -1, or what to send instead: open, closed by the server */
	const char *location;   /* of a redirection, or NULL */
	const char *set_cookie; /* value of the header, or NULL */
	const char *filename;   /* to be saved under, or NULL */
	const char *allow;      /* methods, for 405, or NULL */
	unsigned retry_after;   /* seconds, 0: no header */
	bool cache;             /* style sheets and pictures alone */
};

/* What one request may bring. */
#define REQUEST_FIELDS 64
#define REQUEST_NAME   64          /* bytes of a field's name */
#define REQUEST_VALUE  (16u << 10) /* bytes of a field's value */
#define REQUEST_FILE   (8u << 20)  /* bytes of a file in a form */
#define REQUEST_TARGET (8u << 10)  /* bytes of path and query */

/*
 * Read path and query from the first line of a request, "/communes?tri=nom";
 * or fields as forms write them, "a=1&b=%C3%A9". Into r->arena. False and e
 * for what is too much, no UTF-8, or has a control character where none
 * belongs.
 */
bool request_target(struct request *r, const char *target, struct err *e);
bool request_fields(struct arena *a, const char *text, size_t len,
                    struct field **out, size_t *count, struct err *e);

/* The language that Accept-Language asks for first; French unless English. */
enum lang request_lang(const char *accept_language);

/* The value of a cookie in the header, in r->arena; NULL when not there. */
const char *request_cookie(const struct request *r, const char *name);

/*
 * The value of a query or a form field; NULL when it is not there. The first
 * of those with that name; a file is none of them.
 */
const char *request_query(const struct request *r, const char *name);
const char *request_form(const struct request *r, const char *name);
const struct field *request_file(const struct request *r, const char *name);

/* Ready to be filled in, and freed. */
void response_init(struct response *out);
void response_clear(struct response *out);

/* 303 to a path of this service. Returns true, to end a handler with. */
bool response_redirect(struct response *out, const char *path);

#endif
