/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_MEMBER_H
#define COORDINATOR_MEMBER_H

#include "coordinator/db.h"
#include "coordinator/request.h"
#include "core/arena.h"
#include "core/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Who is in the coordinator's team: the tables account, scope and backup_code.
 */
#define MEMBER_NAME    40 /* letters of what one signs in with */
#define MEMBER_DISPLAY 80
#define MEMBER_SCOPES  200
#define MEMBER_CODES   10 /* backup codes that are given at once */
#define MEMBER_CODE    15 /* bytes of one: "K7QP-M2XD-9T3W" and the NUL */

struct member {
	const char *name; /* NULL: there is none */
	const char *display;
	enum role role;
	const char *password; /* as password.h stores it, "" for none yet */
	const char *totp;     /* sealed by lockbox.h, "" for none yet */
	int64_t totp_step;
	int64_t made_at;
	int64_t disabled_at; /* 0: may sign in */
	enum lang lang;
};

/* A part of the region that somebody sees. */
struct member_scope {
	const char *kind; /* "all", "department", "epci" */
	const char *code; /* "" for all */
};

/* "administrator", "adviser", "reader", and back; NOBODY for anything else. */
enum role member_role(const char *name);
const char *member_role_name(enum role role);

/*
 * What somebody typed as the name, in lower case; false when it is none: 2 to
 * 40 of a-z, 0-9, '.', '-', '_' and '@', beginning with a letter or a digit.
 */
bool member_name_parse(char out[MEMBER_NAME + 1], const char *typed);

/* The member of that name; m->name is NULL when there is none. */
bool member_find(struct member *m, struct db *db, const char *name,
                 struct arena *a, struct err *e);

/* All of them by name. */
bool member_list(struct member **out, size_t *count, struct db *db,
                 struct arena *a, struct err *e);

/* How many administrators could sign in now. */
bool member_administrators(struct db *db, int64_t *count, struct err *e);

/* Make one without password or telephone; *made is false if it is there. */
bool member_make(struct db *db, const struct member *m, bool *made,
                 struct err *e);

/* Replace role and scope; a role of administrator means all of the region. */
bool member_limit(struct db *db, const char *name, enum role role,
                  const struct member_scope *scope, size_t scopes,
                  struct err *e);

/* What a member sees. */
bool member_scope_list(struct member_scope **out, size_t *count, struct db *db,
                       const char *name, struct arena *a, struct err *e);

bool member_set_password(struct db *db, const char *name, const char *stored,
                         struct err *e);
bool member_set_lang(struct db *db, const char *name, enum lang lang,
                     struct err *e);

/* at 0: may sign in again. */
bool member_set_disabled(struct db *db, const char *name, int64_t at,
                         struct err *e);

/* Another telephone, sealed, whose code of step was right; "" and 0: none. */
bool member_set_totp(struct db *db, const char *name, const char *sealed,
                     int64_t step, struct err *e);

/* Note that the code of a step was used; *first is false if it was before. */
bool member_use_step(struct db *db, const char *name, int64_t step, bool *first,
                     struct err *e);

/* New backup codes instead of all that are left; shown once. */
bool member_make_codes(struct db *db, const char *name,
                       char out[MEMBER_CODES][MEMBER_CODE], struct err *e);

bool member_clear_codes(struct db *db, const char *name, struct err *e);

/* Use one of them up; *right is false when it is none, or was used. */
bool member_use_code(struct db *db, const char *name, const char *typed,
                     bool *right, struct err *e);

/* How many are left. */
bool member_codes(struct db *db, const char *name, int64_t *left,
                  struct err *e);

#endif
