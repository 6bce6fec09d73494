/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_SCOPE_H
#define COORDINATOR_SCOPE_H

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

#endif
