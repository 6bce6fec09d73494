/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_AUDIT_H
#define COORDINATOR_AUDIT_H

#include "coordinator/request.h"
#include "core/err.h"

/*
 * Note that who asks did or read something. The words of an action are
 * "audit-ACTION" in words/: the page of the log shows them. insee "" when it is
 * about no commune. False and e when it could not be noted: then it is not to be done
 * or shown either.
 */
bool audit_note(struct request *r, const char *action, const char *insee,
                const char *detail, struct err *e);

/* The same about an account that is not signed in: "" for an unknown one. */
bool audit_note_of(struct request *r, const char *account, const char *action,
                   const char *insee, const char *detail, struct err *e);

#endif
