/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_ROUTE_H
#define COORDINATOR_ROUTE_H

#include "coordinator/request.h"

/* How a route is treated. */
enum route_kind {
	ROUTE_PAGE,   /* has the store, who asks, and forms with their token */
	ROUTE_UPLOAD, /* the same, and its form may bring a file */
	ROUTE_API,    /* r->body as it came; nobody is signed in, no store */
	ROUTE_BARE    /* neither store nor session nor body */
};

/*
 * What answers which path. A handler fills the response in; false and e when
 * the store failed: the visitor gets 503 and the log gets e. It runs only when
 * the visitor's role is at least the route's, and, for a POST of a form, when
 * its csrf field is right. GET answers HEAD too.
 */
struct route {
	const char *method;
	const char *path; /* "/communes/{insee}": {..} is one part */
	enum role role;
	enum route_kind kind;
	bool (*handle)(struct request *r, struct response *out, struct err *e);
};

/* What handles each, in page_x.c. */
#define ROUTE(method, path, role, kind, handler) \
	bool handler(struct request *r, struct response *out, struct err *e);
#include "coordinator/routes.def"
#undef ROUTE

/*
 * The route, with r->insee filled in: what stands in the place of {..}. NULL
 * when there is none: then *allow says which methods there are, or is NULL.
 */
const struct route *route_find(struct request *r, const char **allow);

/* The route of a GET of that path, as routes.def writes it; or NULL. */
const struct route *route_of(const char *path);

/* Most bytes that the body of a request to that route may have. */
size_t route_body(const struct route *route);

/*
 * Answer a request whose visitor is known: roles, tokens, errors. Never
 * fails. r->db is there when the route wants it.
 */
void route_serve(struct request *r, struct response *out);

/*
 * Answer a request: takes a connection to the store, finds out who asks, and
 * serves. Never fails.
 */
void route_answer(struct request *r, struct response *out);

#endif
