/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_TEAM_SCOPE_H
#define COORDINATOR_TEAM_SCOPE_H

#include "coordinator/member.h"
#include "coordinator/request.h"

/* The parts of the region that a form gives somebody. */
struct team_scope {
	struct member_scope part[REQUEST_FIELDS];
	size_t count;
};

/*
 * Take them from the form: those alone that some commune of the region is in;
 * the rest is left out.
 */
bool team_scope_take(struct request *r, struct team_scope *scope,
                     struct err *e);

/*
 * The boxes to tick: all, the départements, the EPCIs, with those ticked that
 * the account has; name NULL: what the form had. error is an id, or NULL.
 */
bool team_scope_draw(struct request *r, struct response *out, const char *name,
                     const char *error, struct err *e);

#endif
