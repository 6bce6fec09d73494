/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_TEAM_H
#define COORDINATOR_TEAM_H

#include "coordinator/member.h"
#include "coordinator/request.h"
#include "core/random.h"

/*
 * What administrators do about accounts. Each is one transaction, is in the
 * log, and none leaves the service without an administrator.
 */
enum team_result {
	TEAM_DONE,
	TEAM_TAKEN,  /* the name is another's */
	TEAM_LAST,   /* the last administrator stays one */
	TEAM_ABSENT, /* no such account */
	TEAM_SELF    /* another administrator has to do that */
};

/* Make an account, and the token of the link that its owner begins with. */
bool team_invite(struct request *r, const struct member *m,
                 const struct member_scope *scope, size_t scopes,
                 char token[RANDOM_TOKEN], enum team_result *result,
                 struct err *e);

/* Another role, other communes: its visits end. */
bool team_limit(struct request *r, const char *name, enum role role,
                const struct member_scope *scope, size_t scopes,
                enum team_result *result, struct err *e);

/*
 * A link to choose a new password with. With telephone, that and the backup
 * codes are forgotten, and so is the password: all begins anew.
 */
bool team_renew(struct request *r, const char *name, bool telephone,
                char token[RANDOM_TOKEN], enum team_result *result,
                struct err *e);

/* Let an account sign in no more, or again. */
bool team_disable(struct request *r, const char *name, bool disabled,
                  enum team_result *result, struct err *e);

#endif
