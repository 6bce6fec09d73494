/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_GUESS_H
#define COORDINATOR_GUESS_H

#include "coordinator/db.h"
#include "core/err.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Makes guessing slow: whoever was wrong a few times waits, twice as long
 * after each further try, up to a limit: nobody is locked out for good. A name
 * that no account has is treated as one that is there. After an hour without
 * a try all is forgotten.
 */
enum guess_kind {
	GUESS_NAME,    /* of an account: 60 s at most, or a stranger could keep
	                  its owner out */
	GUESS_ADDRESS, /* where from; a team may share one: 15 min at most */
	GUESS_CODE     /* of the telephone, after the right password: 15 min */
};

/*
 * Ask to try now. *wait is 0 when that may be, and the try is counted before
 * it is made, so that many at once are no way around; otherwise how many
 * seconds to wait. who is a name, an address, an account.
 */
bool guess_try(struct db *db, enum guess_kind kind, const char *who,
               int64_t now, int64_t *wait, struct err *e);

/* It was right: a name or a code begins anew, an address gets its try back. */
bool guess_right(struct db *db, enum guess_kind kind, const char *who,
                 struct err *e);

#endif
