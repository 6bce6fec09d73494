/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/login.h"

#include "coordinator/audit.h"
#include "coordinator/guess.h"
#include "coordinator/lockbox.h"
#include "coordinator/second.h"
#include "coordinator/setting.h"
#include "coordinator/token.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define NEXT 300 /* bytes of a path to go on to */

static const char login_communes[] = "SELECT name FROM commune";

bool login_identify(struct request *r, struct err *e)
{
	struct visit v;

	r->account = r->display = r->csrf = "";
	r->role = ROLE_NOBODY;
	if (!visit_find(&v, r, e))
		return false;
	r->csrf = v.csrf;
	if (v.stage != VISIT_GUEST)
		r->lang = v.lang;
	if (v.stage != VISIT_FULL)
		return true;
	r->account = v.account;
	r->display = v.display;
	r->role = v.role;
	return true;
}

bool login_genuine(const struct request *r)
{
	return token_same(r->csrf, request_form(r, "csrf"));
}

/* Compare; what cannot be for lack of room is no failure. */
static bool compare(const char *stored, const char *password,
                    enum login_result *result, bool *renew, struct err *e)
{
	bool right = false;

	*result = LOGIN_WRONG;
	/* Nobody's password, whoever it is: not worth the work. */
	*renew = false;
	if (!password[0])
		return true;
	if (!password_check(stored, password, &right, renew, e)) {
		if (e->sys != EBUSY)
			return false;
		*result = LOGIN_BUSY;
		return true;
	}
	if (right)
		*result = LOGIN_RIGHT;
	return true;
}

static bool renewed(struct request *r, const char *account,
                    const char *password, struct err *e)
{
	char stored[PASSWORD_TEXT];

	/* Next time, when it is not possible now. */
	return !password_make(stored, password, e) ||
	       member_set_password(r->db, account, stored, e);
}

static bool refuse(struct request *r, const struct member *m,
                   enum login_result result, struct err *e)
{
	/* A name that nobody has may be a password typed too early. */
	return result != LOGIN_WRONG ||
	       audit_note_of(r, m->name, "sign-in-refused", "", "", e);
}

bool login_password(struct request *r, const char *typed, const char *password,
                    enum login_result *result, struct member *m, int64_t *wait,
                    struct err *e)
{
	char name[MEMBER_NAME + 1];
	bool renew = false;

	if (!member_name_parse(name, typed))
		name[0] = '\0';
	*result = LOGIN_WAIT;
	if (!guess_try(r->db, GUESS_ADDRESS, r->peer, r->now, wait, e))
		return false;
	if (*wait)
		return true;
	if (!guess_try(r->db, GUESS_NAME, name, r->now, wait, e))
		return false;
	if (*wait)
		return true;
	if (!member_find(m, r->db, name, r->arena, e) ||
	    !compare(m->disabled_at ? "" : m->password, password, result,
	             &renew, e))
		return false;
	if (*result != LOGIN_RIGHT)
		return refuse(r, m, *result, e);
	return guess_right(r->db, GUESS_ADDRESS, r->peer, e) &&
	       guess_right(r->db, GUESS_NAME, name, e) &&
	       (!renew || renewed(r, name, password, e)) &&
	       audit_note_of(r, name, "password-right", "", "", e);
}

bool login_again(struct request *r, const char *account, const char *password,
                 enum login_result *result, int64_t *wait, struct err *e)
{
	struct member m;
	bool renew;

	*result = LOGIN_WAIT;
	if (!guess_try(r->db, GUESS_CODE, account, r->now, wait, e))
		return false;
	if (*wait)
		return true;
	if (!member_find(&m, r->db, account, r->arena, e) ||
	    !compare(m.password, password, result, &renew, e))
		return false;
	return *result == LOGIN_RIGHT
	           ? guess_right(r->db, GUESS_CODE, account, e)
	           : refuse(r, &m, *result, e);
}

/* Whether the code is right, and is used up by that. */
static bool use(struct request *r, const struct member *m, const char *typed,
                bool *right, bool *backup, struct err *e)
{
	int64_t step;

	*right = *backup = false;
	if (second_check(r, m, typed, &step))
		return member_use_step(r->db, m->name, step, right, e);
	if (!member_use_code(r->db, m->name, typed, right, e))
		return false;
	*backup = *right;
	return true;
}

bool login_code(struct request *r, const struct member *m, const char *typed,
                enum login_result *result, int64_t *wait, struct err *e)
{
	bool right;
	bool backup;

	*result = LOGIN_WAIT;
	if (!guess_try(r->db, GUESS_CODE, m->name, r->now, wait, e))
		return false;
	if (*wait)
		return true;
	if (!use(r, m, typed, &right, &backup, e))
		return false;
	*result = right ? LOGIN_RIGHT : LOGIN_WRONG;
	if (!right)
		return audit_note_of(r, m->name, "code-refused", "", "", e);
	return guess_right(r->db, GUESS_CODE, m->name, e) &&
	       audit_note_of(r, m->name, backup ? "sign-in-backup" : "sign-in",
	                     "", "", e);
}

void login_offer(char out[TOTP_SECRET], const struct visit *v,
                 const struct member *m)
{
	char seed[HASH_TEXT];
	char whole[HASH_TEXT + LOCKBOX_TEXT];

	/* Bound to the telephone before: after each there is another offer. */
	token_hash(seed, "totp", v->cookie);
	snprintf(whole, sizeof(whole), "%s%s", seed, m->totp);
	totp_derive(out, whole);
}

bool login_judge(struct request *r, const char *account, const char *display,
                 const char *password, enum password_flaw *flaw, struct err *e)
{
	const char *names[3] = { account, display };
	struct setting s;
	struct db_rows *rows;

	if (!setting_read(&s, r->db, r->arena, e))
		return false;
	names[2] = s.name;
	*flaw = password_judge(password, names, 3);
	if (*flaw != PASSWORD_FINE)
		return true;
	/* All of the region: its names are no secret, and none is told. */
	rows = db_query(r->db, login_communes, DB_NOTHING, e);
	if (!rows)
		return false;
	while (*flaw == PASSWORD_FINE && db_next(rows))
		if (password_is_name(password, db_column_text(rows, 0)))
			*flaw = PASSWORD_NAME;
	return db_end(rows, e);
}

const char *login_flaw(enum password_flaw flaw)
{
	static const char *const ids[] = {
		[PASSWORD_SHORT] = "password-short",
		[PASSWORD_LONG] = "password-long",
		[PASSWORD_COMMON] = "password-common",
		[PASSWORD_NAME] = "password-name",
	};

	return ids[flaw];
}

const char *login_next(const char *wanted)
{
	/* One slash, then nothing that a browser or a header takes otherwise. */
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789-_.~/?=&%+,";

	if (!wanted || wanted[0] != '/' || wanted[1] == '/' ||
	    strlen(wanted) > NEXT || wanted[strspn(wanted, plain)])
		return "/";
	return wanted;
}

const char *login_escape(struct arena *a, const char *path)
{
	size_t n = 0;
	char *out = arena_alloc(a, strlen(path) * 3 + 1, 1);

	for (; out && *path; path++) {
		if (strchr("?=&%+", *path))
			n += (size_t)snprintf(out + n, 4, "%%%02X",
			                      (unsigned char)*path);
		else
			out[n++] = *path;
	}
	return out ? out : "";
}

const char *login_path(const struct request *r)
{
	const char *path = NULL;

	if (strcmp(r->method, "GET") == 0 &&
	    strcmp(login_next(r->path), "/") != 0)
		path = arena_fmt(r->arena, "/connexion?next=%s",
		                 login_escape(r->arena, r->path));
	return path ? path : "/connexion";
}
