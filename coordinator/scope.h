/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_SCOPE_H
#define COORDINATOR_SCOPE_H

#include "coordinator/request.h"

/*
 * Whose communes an account sees, as SQL: every statement that reads or
 * changes what is a commune's joins "commune c" and has this in its WHERE,
 * with the account as $1. The three lists are read once a statement.
 */
#define SCOPE                                                                \
	" (EXISTS (SELECT 1 FROM scope WHERE account = $1 AND kind = 'all')" \
	" OR c.department IN (SELECT code FROM scope WHERE account = $1"     \
	" AND kind = 'department')"                                          \
	" OR c.epci IN (SELECT code FROM scope WHERE account = $1"           \
	" AND kind = 'epci')) "

/*
 * The same wall, and a way to what is behind it: for who sees some districts
 * alone, they are looked up by (department, epci), and no other row is read.
 * It only ever takes rows away. SQLite uses the index for a list that is no
 * UNION itself.
 */
#define SCOPE_NEAR                                                     \
	" (c.department, c.epci) IN (SELECT d.department, d.epci FROM" \
	" (SELECT k.department, k.epci FROM commune k"                 \
	" WHERE k.department IN (SELECT code FROM scope"               \
	" WHERE account = $1 AND kind = 'department')"                 \
	" UNION SELECT k.department, k.epci FROM commune k"            \
	" WHERE k.epci IN (SELECT code FROM scope"                     \
	" WHERE account = $1 AND kind = 'epci')) d) AND" SCOPE

/*
 * A statement that lists or counts is written once, STATEMENT(scope), and kept
 * as two: static const char *const sql[SCOPE_TEXTS] = SCOPE_BOTH(STATEMENT).
 */
#define SCOPE_TEXTS 2
#define SCOPE_BOTH(statement)                           \
	{                                               \
		statement(SCOPE), statement(SCOPE_NEAR) \
	}

/*
 * Which of both costs who asks least; the store is asked once a request. The
 * first, which is right for all, when it does not answer.
 */
const char *scope_pick(struct request *r, const char *const sql[SCOPE_TEXTS]);

#endif
