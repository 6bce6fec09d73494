/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/member.h"

#include <string.h>

static const char member_columns[] =
    "SELECT name, display, role, password, totp, totp_step, made_at,"
    " disabled_at, lang FROM account WHERE name = $1";
static const char member_columns_all[] =
    "SELECT name, display, role, password, totp, totp_step, made_at,"
    " disabled_at, lang FROM account ORDER BY name";
static const char member_count[] =
    "SELECT COUNT(*) FROM account WHERE role = 'administrator'"
    " AND disabled_at IS NULL AND password <> ''";
static const char member_insert[] =
    "INSERT INTO account (name, display, role, password, totp, totp_step,"
    " made_at, lang) VALUES ($1, $2, $3, '', '', 0, $4, $5)"
    " ON CONFLICT (name) DO NOTHING";
static const char member_role_set[] =
    "UPDATE account SET role = $2 WHERE name = $1";
static const char member_scope_clear[] = "DELETE FROM scope WHERE account = $1";
static const char member_scope_insert[] =
    "INSERT INTO scope (account, kind, code) VALUES ($1, $2, $3)"
    " ON CONFLICT (account, kind, code) DO NOTHING";
static const char member_scope_rows[] =
    "SELECT kind, code FROM scope WHERE account = $1 ORDER BY kind, code";
static const char member_password_set[] =
    "UPDATE account SET password = $2 WHERE name = $1";
static const char member_lang_set[] =
    "UPDATE account SET lang = $2 WHERE name = $1";
static const char member_disabled_set[] =
    "UPDATE account SET disabled_at = $2 WHERE name = $1";
static const char member_totp_set[] =
    "UPDATE account SET totp = $2, totp_step = $3 WHERE name = $1";
static const char member_step_use[] =
    "UPDATE account SET totp_step = $2 WHERE name = $1 AND totp_step < $2";

static const char *const roles[] = { [ROLE_NOBODY] = "",
	                             [ROLE_READER] = "reader",
	                             [ROLE_ADVISER] = "adviser",
	                             [ROLE_ADMINISTRATOR] = "administrator" };

enum role member_role(const char *name)
{
	for (int i = ROLE_READER; i <= ROLE_ADMINISTRATOR; i++)
		if (strcmp(roles[i], name) == 0)
			return (enum role)i;
	return ROLE_NOBODY;
}

const char *member_role_name(enum role role)
{
	return roles[role];
}

bool member_name_parse(char out[MEMBER_NAME + 1], const char *typed)
{
	size_t n = 0;

	for (; *typed == ' '; typed++)
		;
	for (; *typed && *typed != ' '; typed++) {
		char c = *typed;

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (n == MEMBER_NAME ||
		    !strchr(n ? "abcdefghijklmnopqrstuvwxyz0123456789.-_@"
		              : "abcdefghijklmnopqrstuvwxyz0123456789",
		            c))
			return false;
		out[n++] = c;
	}
	out[n] = '\0';
	return n >= 2 && typed[strspn(typed, " ")] == '\0';
}

static void read_row(struct member *m, const struct db_rows *rows,
                     struct arena *a)
{
	m->name = db_column_copy(rows, 0, a);
	m->display = db_column_copy(rows, 1, a);
	m->role = member_role(db_column_text(rows, 2));
	m->password = db_column_copy(rows, 3, a);
	m->totp = db_column_copy(rows, 4, a);
	m->totp_step = db_column_int(rows, 5);
	m->made_at = db_column_int(rows, 6);
	m->disabled_at = db_column_int(rows, 7);
	m->lang = LANG_FR;
	lang_parse(db_column_text(rows, 8), &m->lang);
}

/* End a result; what was read is whole when no memory was lacking. */
static bool finish(struct db_rows *rows, const struct arena *a, struct err *e)
{
	if (!db_end(rows, e))
		return false;
	return !arena_full(a) || err_set(e, "no memory is left");
}

bool member_find(struct member *m, struct db *db, const char *name,
                 struct arena *a, struct err *e)
{
	struct db_rows *rows =
	    db_query(db, member_columns, DB_VALUES(db_text(name)), e);

	*m = (struct member){ .password = "", .totp = "" };
	if (!rows)
		return false;
	if (db_next(rows))
		read_row(m, rows, a);
	return finish(rows, a, e);
}

bool member_list(struct member **out, size_t *count, struct db *db,
                 struct arena *a, struct err *e)
{
	struct db_rows *rows = db_query(db, member_columns_all, DB_NOTHING, e);
	size_t room = 0;

	*out = NULL;
	*count = 0;
	if (!rows)
		return false;
	while (db_next(rows)) {
		if (*count == room) {
			struct member *more = arena_alloc(
			    a, room = room ? 2 * room : 16, sizeof(**out));

			if (!more)
				break;
			if (*count)
				memcpy(more, *out, *count * sizeof(**out));
			*out = more;
		}
		read_row(&(*out)[(*count)++], rows, a);
	}
	return finish(rows, a, e);
}

bool member_administrators(struct db *db, int64_t *count, struct err *e)
{
	*count = 0;
	return db_number(db, member_count, DB_NOTHING, count, e);
}

bool member_make(struct db *db, const struct member *m, bool *made,
                 struct err *e)
{
	int64_t changed = 0;

	if (!db_run(db, member_insert,
	            DB_VALUES(db_text(m->name), db_text(m->display),
	                      db_text(roles[m->role]), db_int(m->made_at),
	                      db_text(lang_name(m->lang))),
	            &changed, e))
		return false;
	*made = changed == 1;
	return true;
}

static bool add_scope(struct db *db, const char *name, const char *kind,
                      const char *code, struct err *e)
{
	return db_run(db, member_scope_insert,
	              DB_VALUES(db_text(name), db_text(kind), db_text(code)),
	              NULL, e);
}

bool member_limit(struct db *db, const char *name, enum role role,
                  const struct member_scope *scope, size_t scopes,
                  struct err *e)
{
	if (!db_run(db, member_role_set,
	            DB_VALUES(db_text(name), db_text(roles[role])), NULL, e) ||
	    !db_run(db, member_scope_clear, DB_VALUES(db_text(name)), NULL, e))
		return false;
	if (role == ROLE_ADMINISTRATOR)
		return add_scope(db, name, "all", "", e);
	for (size_t i = 0; i < scopes; i++)
		if (!add_scope(db, name, scope[i].kind, scope[i].code, e))
			return false;
	return true;
}

bool member_scope_list(struct member_scope **out, size_t *count, struct db *db,
                       const char *name, struct arena *a, struct err *e)
{
	struct db_rows *rows =
	    db_query(db, member_scope_rows, DB_VALUES(db_text(name)), e);

	*count = 0;
	*out = arena_alloc(a, MEMBER_SCOPES, sizeof(**out));
	if (!rows)
		return false;
	while (*out && *count < MEMBER_SCOPES && db_next(rows)) {
		(*out)[*count].kind = db_column_copy(rows, 0, a);
		(*out)[*count].code = db_column_copy(rows, 1, a);
		(*count)++;
	}
	return finish(rows, a, e);
}

bool member_set_password(struct db *db, const char *name, const char *stored,
                         struct err *e)
{
	return db_run(db, member_password_set,
	              DB_VALUES(db_text(name), db_text(stored)), NULL, e);
}

bool member_set_lang(struct db *db, const char *name, enum lang lang,
                     struct err *e)
{
	return db_run(db, member_lang_set,
	              DB_VALUES(db_text(name), db_text(lang_name(lang))), NULL,
	              e);
}

bool member_set_disabled(struct db *db, const char *name, int64_t at,
                         struct err *e)
{
	return db_run(db, member_disabled_set,
	              DB_VALUES(db_text(name), at ? db_int(at) : db_null()),
	              NULL, e);
}

bool member_set_totp(struct db *db, const char *name, const char *sealed,
                     int64_t step, struct err *e)
{
	return db_run(db, member_totp_set,
	              DB_VALUES(db_text(name), db_text(sealed), db_int(step)),
	              NULL, e);
}

bool member_use_step(struct db *db, const char *name, int64_t step, bool *first,
                     struct err *e)
{
	int64_t changed = 0;

	if (!db_run(db, member_step_use, DB_VALUES(db_text(name), db_int(step)),
	            &changed, e))
		return false;
	*first = changed == 1;
	return true;
}
