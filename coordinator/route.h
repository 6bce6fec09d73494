/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_ROUTE_H
#define COORDINATOR_ROUTE_H

#include "coordinator/request.h"

/*
 * What answers which path. A handler fills the response in; false and e when
 * the store failed: the visitor gets 503 and the log gets e. It runs only when
 * the visitor's role is at least the route's, and, for a POST of a form, when
 * its csrf field is right.
 */
struct route {
	const char *method;
	const char *path; /* "/communes/{insee}": {..} is one part */
	enum role role;
	bool (*handle)(struct request *r, struct response *out, struct err *e);
};

/* The route, with r->insee filled in; NULL and *known when only the method is wrong. */
const struct route *route_find(struct request *r, bool *known);

/* Answer a request: routes, roles, tokens, errors. Never fails. */
void route_answer(struct request *r, struct response *out);

#endif
