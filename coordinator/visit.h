/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_VISIT_H
#define COORDINATOR_VISIT_H

#include "coordinator/request.h"
#include "core/err.h"

#include <stdbool.h>

/*
 * A browser that is known by its cookie: the rows of the table session. The
 * store has the cookie's hash alone. Whenever its rights change it gets
 * another cookie, and the one before is worth nothing.
 */
#define VISIT_IDLE    1800 /* seconds without a request: 30 minutes */
#define VISIT_LONGEST (8 * 3600)
#define VISIT_PENDING 600 /* between the password and the code */

enum visit_stage {
	VISIT_GUEST,    /* not signed in; what its forms give back follows from
	                   the cookie, nothing is stored */
	VISIT_PASSWORD, /* the password was right; the code is still to come */
	VISIT_FULL
};

struct visit {
	enum visit_stage stage;
	const char *cookie; /* "" for none */
	const char *csrf;   /* "" when there is no cookie */
	const char *account;
	const char *display;
	enum role role;
	enum lang lang;
};

/* Who asks; in the request's arena. A guest is no failure. */
bool visit_find(struct visit *v, struct request *r, struct err *e);

/*
 * Make the visit one of an account: a new cookie, what was before is ended.
 * r->csrf is the new one's.
 */
bool visit_begin(struct request *r, struct response *out, const char *account,
                 enum visit_stage stage, struct err *e);

/* Sign out: the cookie is worth nothing and the browser forgets it. */
bool visit_end(struct request *r, struct response *out, struct err *e);

/* End all visits of an account: its password, role or scope changed. */
bool visit_end_all(struct db *db, const char *account, struct err *e);

/* See that a guest's form has something to give back. */
bool visit_guest(struct request *r, struct response *out, struct err *e);

/* Forget what ended long ago. */
bool visit_sweep(struct db *db, int64_t now, struct err *e);

#endif
