/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/invitation.h"

#include "coordinator/member.h"
#include "coordinator/token.h"

static const char invitation_clear[] =
    "DELETE FROM invitation WHERE account = $1 OR expires <= $2";
static const char invitation_insert[] =
    "INSERT INTO invitation (token, account, expires) VALUES ($1, $2, $3)";
static const char invitation_row[] =
    "SELECT account FROM invitation WHERE token = $1 AND expires > $2";
static const char invitation_delete[] =
    "DELETE FROM invitation WHERE token = $1 AND expires > $2";

bool invitation_make(struct db *db, const char *account, int64_t now,
                     char token[RANDOM_TOKEN], struct err *e)
{
	int64_t lasts = account[0] ? INVITATION_LASTS : INVITATION_FIRST;
	char hash[HASH_TEXT];

	if (!random_token(token, e))
		return false;
	token_hash(hash, "invitation", token);
	return db_run(db, invitation_clear,
	              DB_VALUES(db_text(account), db_int(now)), NULL, e) &&
	       db_run(db, invitation_insert,
	              DB_VALUES(db_text(hash), db_text(account),
	                        db_int(now + lasts)),
	              NULL, e);
}

bool invitation_first(struct db *db, int64_t now, char token[RANDOM_TOKEN],
                      struct err *e)
{
	int64_t administrators;

	token[0] = '\0';
	if (!member_administrators(db, &administrators, e))
		return false;
	return administrators > 0 || invitation_make(db, "", now, token, e);
}

bool invitation_find(struct db *db, const char *token, int64_t now,
                     struct arena *a, const char **account, struct err *e)
{
	char hash[HASH_TEXT];
	struct db_rows *rows;

	*account = NULL;
	if (!token_valid(token))
		return true;
	token_hash(hash, "invitation", token);
	rows = db_query(db, invitation_row,
	                DB_VALUES(db_text(hash), db_int(now)), e);
	if (!rows)
		return false;
	if (db_next(rows))
		*account = db_column_copy(rows, 0, a);
	return db_end(rows, e);
}

bool invitation_use(struct db *db, const char *token, int64_t now, bool *right,
                    struct err *e)
{
	char hash[HASH_TEXT];
	int64_t changed = 0;

	token_hash(hash, "invitation", token);
	if (!db_run(db, invitation_delete,
	            DB_VALUES(db_text(hash), db_int(now)), &changed, e))
		return false;
	*right = changed == 1;
	return true;
}
