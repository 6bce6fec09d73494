/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/scope.h"

const char *scope_pick(struct request *r, const char *const sql[SCOPE_TEXTS])
{
	static const char all[] = "SELECT COUNT(*) FROM scope"
				  " WHERE account = $1 AND kind = 'all'";
	int64_t n = 0;
	struct err ignored;

	if (r->reach == REACH_UNKNOWN) {
		if (!db_number(r->db, all, DB_VALUES(db_text(r->account)), &n,
		               &ignored))
			return sql[0];
		r->reach = n > 0 ? REACH_ALL : REACH_SOME;
	}
	return sql[r->reach == REACH_SOME];
}
