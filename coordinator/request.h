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
	const char *peer;   /* address, as the proxy tells it */
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
	const char *csrf; /* to put in every form */
};

/* What goes back. Initialised to 200, text/html and no-store. */
struct response {
	int status;
	const char *type;
	struct buf body;
	const char *location;   /* of a redirection, or NULL */
	const char *set_cookie; /* value of the header, or NULL */
	const char *filename;   /* to be saved under, or NULL */
	unsigned retry_after;   /* seconds, 0: no header */
	bool cache;             /* style sheets and pictures alone */
};

/* The value of a query or a form field; NULL when it is not there. */
const char *request_query(const struct request *r, const char *name);
const char *request_form(const struct request *r, const char *name);
const struct field *request_file(const struct request *r, const char *name);

/* 303 to a path of this service. Returns true, to end a handler with. */
bool response_redirect(struct response *out, const char *path);

#endif
