/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_LOGIN_H
#define COORDINATOR_LOGIN_H

#include "coordinator/member.h"
#include "coordinator/password.h"
#include "coordinator/request.h"
#include "coordinator/totp.h"
#include "coordinator/visit.h"
#include "core/err.h"

#include <stdint.h>

/*
 * Find out who asks, from the session's cookie: fills account, display, role,
 * csrf and lang of the request in, in its arena. Nobody is no failure.
 */
bool login_identify(struct request *r, struct err *e);

/* Whether the form's csrf field is that of the session, in constant time. */
bool login_genuine(const struct request *r);

/* How a try to sign in ended; each that was made is in the log. */
enum login_result {
	LOGIN_RIGHT,
	LOGIN_WRONG,
	LOGIN_WAIT, /* too many wrong ones: nothing was looked at */
	LOGIN_BUSY  /* too many sign in at once */
};

/*
 * Try a name and a password. A name that nobody has takes as long and ends
 * alike. m is who it is when RIGHT; *wait are the seconds of WAIT.
 */
bool login_password(struct request *r, const char *typed, const char *password,
                    enum login_result *result, struct member *m, int64_t *wait,
                    struct err *e);

/*
 * Try the password of an account again, before something that its owner alone
 * may do.
 */
bool login_again(struct request *r, const char *account, const char *password,
                 enum login_result *result, int64_t *wait, struct err *e);

/* Try a code of the telephone, or one of the backup codes. */
bool login_code(struct request *r, const struct member *m, const char *typed,
                enum login_result *result, int64_t *wait, struct err *e);

/* The secret that this browser is offered for a new telephone of m. */
void login_offer(char out[TOTP_SECRET], const struct visit *v,
                 const struct member *m);

/*
 * Judge a new password of an account: as password_judge(), and no name of a
 * commune of the region.
 */
bool login_judge(struct request *r, const char *account, const char *display,
                 const char *password, enum password_flaw *flaw, struct err *e);

/* The id of words for a flaw; NULL for FINE. */
const char *login_flaw(enum password_flaw flaw);

/*
 * Where to go after: wanted if it is a path of this service, "/" otherwise.
 */
const char *login_next(const char *wanted);

/* The path of the page to sign in on, to come back here afterwards. */
const char *login_path(const struct request *r);

/* A path as the value of a query, in a; "" when memory ran out. */
const char *login_escape(struct arena *a, const char *path);

#endif
