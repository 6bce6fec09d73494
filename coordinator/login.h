/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_LOGIN_H
#define COORDINATOR_LOGIN_H

#include "coordinator/request.h"
#include "core/err.h"

/*
 * Find out who asks, from the session's cookie: fills account, display, role,
 * csrf and lang of the request in. Nobody is no failure.
 */
bool login_identify(struct request *r, struct err *e);

/* Whether the form's csrf field is that of the session, in constant time. */
bool login_genuine(const struct request *r);

#endif
