/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/audit.h"

#include "core/random.h"
#include "core/text.h"

#define DETAIL 400 /* bytes that are kept */

static const char audit_insert[] =
    "INSERT INTO audit (insee, at, id, account, action, detail, address)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7)";

bool audit_note(struct request *r, const char *action, const char *insee,
                const char *detail, struct err *e)
{
	return audit_note_of(r, r->account, action, insee, detail, e);
}

bool audit_note_of(struct request *r, const char *account, const char *action,
                   const char *insee, const char *detail, struct err *e)
{
	char id[RANDOM_TOKEN];
	char clean[DETAIL];
	char address[64];

	if (!random_token(id, e))
		return false;
	text_clean(clean, sizeof(clean), detail ? detail : "");
	text_clean(address, sizeof(address), r->peer ? r->peer : "");
	return db_run(r->db, audit_insert,
	              DB_VALUES(db_text(insee ? insee : ""), db_int(r->now),
	                        db_text(id), db_text(account ? account : ""),
	                        db_text(action), db_text(clean),
	                        db_text(address)),
	              NULL, e);
}
