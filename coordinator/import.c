/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/import.h"

#include "coordinator/scope.h"
#include "core/date.h"
#include "core/random.h"
#include "core/text.h"

#include <string.h>
#include <strings.h>

static const struct {
	int status;
	const char *words;
} said[] = {
	{ 201, "import-said-201" }, { 200, "import-said-200" },
	{ 400, "import-said-400" }, { 401, "import-said-401" },
	{ 409, "import-said-409" }, { 413, "import-said-413" },
	{ 415, "import-said-415" }, { 422, "import-said-422" },
	{ 507, "import-said-507" },
};

/* Whether the first line is one of an e-mail's head (RFC 5322), or of mbox. */
static bool is_mail(const char *text, size_t len)
{
	static const char *const heads[] = {
		"from ",
		"from:",
		"return-path:",
		"received:",
		"delivered-to:",
		"x-",
		"mime-version:",
		"message-id:",
		"date:",
		"subject:",
		"to:",
		"arc-",
		"dkim-signature:",
		"authentication-results:",
		"reply-to:",
		"content-type:",
	};
	/* The file of a message that Outlook saves (MS-CFB). */
	static const char outlook[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

	if (len >= sizeof(outlook) &&
	    memcmp(text, outlook, sizeof(outlook) - 1) == 0)
		return true;
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		size_t n = strlen(heads[i]);

		if (len > n && strncasecmp(text, heads[i], n) == 0)
			return true;
	}
	return false;
}

int import_status(int status, const void *data, size_t len)
{
	return status == 400 && data && is_mail(data, len) ? IMPORT_MAIL
	                                                   : status;
}

bool import_mail_name(const char *name)
{
	static const char *const ends[] = { ".eml", ".msg", ".mbox" };

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		size_t n = strlen(ends[i]);
		size_t len = strlen(name);

		if (len > n && strcasecmp(name + len - n, ends[i]) == 0)
			return true;
	}
	return false;
}

const char *import_words(int status)
{
	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++)
		if (said[i].status == status)
			return said[i].words;
	return "import-said-503";
}

bool import_note(struct request *r, const char *name, int status,
                 const char *insee, const char *number, struct err *e)
{
	static const char insert[] =
	    "INSERT INTO import (at, id, account, name, status, insee, number)"
	    " VALUES ($1, $2, $3, $4, $5, $6, $7)";
	static const char forget[] = "DELETE FROM import WHERE at < $1";
	char id[RANDOM_TOKEN];
	char clean[IMPORT_NAME];

	text_clean(clean, sizeof(clean), name);
	return random_token(id, e) &&
	       db_run(r->db, insert,
	              DB_VALUES(db_int(r->now), db_text(id),
	                        db_text(r->account), db_text(clean),
	                        db_int(status), db_text(insee),
	                        db_text(number)),
	              NULL, e) &&
	       db_run(r->db, forget,
	              DB_VALUES(db_int(r->now - IMPORT_DAYS * DATE_DAY)), NULL,
	              e);
}

static void read_row(struct import *out, const struct db_rows *rows)
{
	out->at = db_column_int(rows, 0);
	text_clean(out->name, sizeof(out->name), db_column_text(rows, 1));
	out->status = (int)db_column_int(rows, 2);
	text_clean(out->insee, sizeof(out->insee), db_column_text(rows, 3));
	text_clean(out->number, sizeof(out->number), db_column_text(rows, 4));
	text_clean(out->who, sizeof(out->who), db_column_text(rows, 5));
	text_clean(out->commune, sizeof(out->commune), db_column_text(rows, 6));
}

bool import_list(struct request *r, struct import out[IMPORT_ROWS],
                 size_t *count, struct err *e)
{
	static const char sql[] =
	    "SELECT i.at, i.name, i.status, i.insee, i.number,"
	    " COALESCE(a.display, i.account), COALESCE(c.name, '')"
	    " FROM import i LEFT JOIN account a ON a.name = i.account"
	    " LEFT JOIN commune c ON c.insee = i.insee AND" SCOPE
	    "WHERE i.account = $1 OR EXISTS (SELECT 1 FROM scope"
	    " WHERE account = $1 AND kind = 'all')"
	    " ORDER BY i.at DESC, i.id LIMIT 50";
	struct db_rows *rows =
	    db_query(r->db, sql, DB_VALUES(db_text(r->account)), e);

	_Static_assert(IMPORT_ROWS == 50, "as the statement says");
	if (!rows)
		return false;
	*count = 0;
	while (*count < IMPORT_ROWS && db_next(rows))
		read_row(&out[(*count)++], rows);
	return db_end(rows, e);
}
