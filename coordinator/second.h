/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_SECOND_H
#define COORDINATOR_SECOND_H

#include "coordinator/login.h"
#include "coordinator/member.h"
#include "coordinator/request.h"

/* The second factor as pages show it: a secret to take over, backup codes. */

/* A QR code, the secret as text and as an address. */
bool second_draw(struct request *r, struct response *out, const char *secret,
                 const char *account, struct err *e);

/*
 * Make the secret m's, if the code typed is one of it; new backup codes are in
 * codes. Result is RIGHT, WRONG or WAIT with *wait in seconds.
 */
bool second_set(struct request *r, const struct member *m, const char *secret,
                const char *typed, enum login_result *result, int64_t *wait,
                char codes[MEMBER_CODES][MEMBER_CODE], struct err *e);

/*
 * Whether the code typed is one of m's telephone, and of which step: false,
 * with a line in the log, when its secret was sealed with another key.
 */
bool second_check(const struct request *r, const struct member *m,
                  const char *typed, int64_t *step);

/* How many accounts have a telephone whose secret keys do not open. */
struct keyring;
bool second_count_lost(struct db *db, const struct keyring *keys, int64_t *lost,
                       struct err *e);

/* The page that shows them, once; next is where one goes on. Returns true. */
bool second_show_codes(struct request *r, struct response *out,
                       char codes[MEMBER_CODES][MEMBER_CODE], const char *next);

#endif
