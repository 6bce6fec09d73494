/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/visit.h"

#include "coordinator/member.h"
#include "coordinator/token.h"
#include "core/random.h"

#include <string.h>

/*
 * With the prefix a browser takes it over HTTPS alone, for this very host.
 * Lax, not Strict: whoever follows a link in a message is to stay signed in.
 * Nothing but a POST with its csrf field changes anything.
 */
#define COOKIE        "garde"
#define COOKIE_SECURE "__Host-garde"
#define SEEN          60 /* seconds between two notes of a visit's last sign */

static const char visit_row[] =
    "SELECT s.account, s.stage, s.csrf, s.seen_at, a.display, a.role, a.lang"
    " FROM session s JOIN account a ON a.name = s.account"
    " WHERE s.token = $1 AND s.expires > $2 AND s.seen_at > $3"
    " AND a.disabled_at IS NULL";
static const char visit_seen[] =
    "UPDATE session SET seen_at = $2 WHERE token = $1";
static const char visit_insert[] =
    "INSERT INTO session (token, account, stage, csrf, made_at, seen_at,"
    " expires) VALUES ($1, $2, $3, $4, $5, $5, $6)";
static const char visit_delete[] = "DELETE FROM session WHERE token = $1";
static const char visit_delete_all[] = "DELETE FROM session WHERE account = $1";
static const char visit_delete_old[] =
    "DELETE FROM session WHERE expires <= $1 OR seen_at <= $2";

static const char *cookie_name(const struct request *r)
{
	return r->secure ? COOKIE_SECURE : COOKIE;
}

/* The value of our cookie, "" when there is none that could be ours. */
static const char *cookie_value(const struct request *r)
{
	const char *value = request_cookie(r, cookie_name(r));

	return token_valid(value) ? value : "";
}

static bool set_cookie(struct request *r, struct response *out,
                       const char *value, struct err *e)
{
	out->set_cookie =
	    arena_fmt(r->arena, "%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s",
	              cookie_name(r), value, r->secure ? "; Secure" : "",
	              value[0] ? "" : "; Max-Age=0");
	return out->set_cookie || err_set(e, "no memory is left");
}

/* What a guest's forms give back: it follows from the cookie. */
static const char *guest_csrf(struct request *r, const char *cookie)
{
	char hash[HASH_TEXT];
	const char *csrf;

	if (!cookie[0])
		return "";
	token_hash(hash, "guest", cookie);
	csrf = arena_strdup(r->arena, hash);
	return csrf ? csrf : "";
}

static bool read_row(struct visit *v, struct request *r, const char *hash,
                     int64_t *seen, struct err *e)
{
	struct db_rows *rows = db_query(r->db, visit_row,
	                                DB_VALUES(db_text(hash), db_int(r->now),
	                                          db_int(r->now - VISIT_IDLE)),
	                                e);

	if (!rows)
		return false;
	if (db_next(rows)) {
		v->stage = strcmp(db_column_text(rows, 1), "full") == 0
		               ? VISIT_FULL
		               : VISIT_PASSWORD;
		v->account = db_column_copy(rows, 0, r->arena);
		v->csrf = db_column_copy(rows, 2, r->arena);
		*seen = db_column_int(rows, 3);
		v->display = db_column_copy(rows, 4, r->arena);
		v->role = member_role(db_column_text(rows, 5));
		lang_parse(db_column_text(rows, 6), &v->lang);
	}
	if (!db_end(rows, e))
		return false;
	return !arena_full(r->arena) || err_set(e, "no memory is left");
}

bool visit_find(struct visit *v, struct request *r, struct err *e)
{
	char hash[HASH_TEXT];
	int64_t seen = r->now;

	*v = (struct visit){ .cookie = cookie_value(r),
		             .account = "",
		             .display = "",
		             .lang = r->lang };
	v->csrf = guest_csrf(r, v->cookie);
	if (!v->cookie[0] || !r->db)
		return true;
	token_hash(hash, "session", v->cookie);
	if (!read_row(v, r, hash, &seen, e))
		return false;
	return seen > r->now - SEEN ||
	       db_run(r->db, visit_seen,
	              DB_VALUES(db_text(hash), db_int(r->now)), NULL, e);
}

static bool forget(struct request *r, struct err *e)
{
	char hash[HASH_TEXT];
	const char *cookie = cookie_value(r);

	if (!cookie[0])
		return true;
	token_hash(hash, "session", cookie);
	return db_run(r->db, visit_delete, DB_VALUES(db_text(hash)), NULL, e);
}

bool visit_begin(struct request *r, struct response *out, const char *account,
                 enum visit_stage stage, struct err *e)
{
	char cookie[RANDOM_TOKEN];
	char csrf[RANDOM_TOKEN];
	char hash[HASH_TEXT];
	int64_t longest = stage == VISIT_FULL ? VISIT_LONGEST : VISIT_PENDING;

	if (!random_token(cookie, e) || !random_token(csrf, e) || !forget(r, e))
		return false;
	token_hash(hash, "session", cookie);
	r->csrf = arena_strdup(r->arena, csrf);
	return r->csrf && set_cookie(r, out, cookie, e) &&
	       db_run(
		   r->db, visit_insert,
		   DB_VALUES(db_text(hash), db_text(account),
	                     db_text(stage == VISIT_FULL ? "full" : "password"),
	                     db_text(csrf), db_int(r->now),
	                     db_int(r->now + longest)),
		   NULL, e);
}

bool visit_end(struct request *r, struct response *out, struct err *e)
{
	return forget(r, e) && set_cookie(r, out, "", e);
}

bool visit_end_all(struct db *db, const char *account, struct err *e)
{
	return db_run(db, visit_delete_all, DB_VALUES(db_text(account)), NULL,
	              e);
}

bool visit_guest(struct request *r, struct response *out, struct err *e)
{
	char cookie[RANDOM_TOKEN];

	if (r->csrf && r->csrf[0])
		return true;
	if (!random_token(cookie, e) || !set_cookie(r, out, cookie, e))
		return false;
	r->csrf = guest_csrf(r, cookie);
	return r->csrf[0] || err_set(e, "no memory is left");
}

bool visit_sweep(struct db *db, int64_t now, struct err *e)
{
	return db_run(db, visit_delete_old,
	              DB_VALUES(db_int(now), db_int(now - VISIT_IDLE)), NULL,
	              e);
}
