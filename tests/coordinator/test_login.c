/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/guess.h"
#include "coordinator/invitation.h"
#include "coordinator/lockbox.h"
#include "coordinator/second.h"
#include "coordinator/setting.h"
#include "coordinator/totp.h"
#include "tests/coordinator/visitor.h"

#include "tests/coordinator/store.h"

#include <stdlib.h>

/* Somebody of the team, with the telephone. */
struct person {
	struct visitor v;
	char secret[TOTP_SECRET];
	char backup[MEMBER_CODE];
};

static char folder[] = "/tmp/test-login-XXXXXX";
static struct keyring *keys;

#define PASSWORD "Le chat dort au soleil"

/* The text between two marks of the last page. */
static void cut(char *out, size_t size, const struct visitor *v,
                const char *before, char end)
{
	const char *at = strstr(buf_text(&v->c.out.body), before);
	const char *to;

	assert_non_null(at);
	at += strlen(before);
	to = strchr(at, end);
	assert_non_null(to);
	assert_true((size_t)(to - at) < size);
	snprintf(out, size, "%.*s", (int)(to - at), at);
}

static void read_secret(struct person *p)
{
	cut(p->secret, sizeof(p->secret), &p->v, "?secret=", '&');
	assert_int_equal(strlen(p->secret), TOTP_SECRET - 1);
}

static const char *code_of(const struct person *p)
{
	static char form[32];
	char code[TOTP_CODE];

	assert_true(totp_code(code, p->secret, p->v.c.now / TOTP_STEP));
	snprintf(form, sizeof(form), "code=%s", code);
	return form;
}

/* From a link to a telephone that is set up. */
static void join(struct person *p, struct db *db, const char *name)
{
	char token[RANDOM_TOKEN];
	char path[80];
	char form[200];
	struct err e;

	visitor_init(&p->v, db);
	p->v.c.service.keys = keys;
	assert_true(invitation_make(db, name[0] == '!' ? "" : name, CLIENT_NOW,
	                            token, &e));
	snprintf(path, sizeof(path), "/invitation/%s", token);
	assert_int_equal(visitor_get(&p->v, path), 200);
	snprintf(form, sizeof(form),
	         "name=%s&display=Zo%%C3%%A9&password=" PASSWORD
	         "&again=" PASSWORD,
	         name[0] == '!' ? name + 1 : name);
	visitor_post(&p->v, path, form);
	assert_true(visitor_sent_to(&p->v, "/connexion/code"));
	assert_int_equal(visitor_get(&p->v, "/connexion/code"), 200);
	read_secret(p);
	assert_int_equal(visitor_post(&p->v, "/connexion/code", code_of(p)),
	                 200);
	cut(p->backup, sizeof(p->backup), &p->v, "<li><code>", '<');
	assert_int_equal(visitor_get(&p->v, "/compte"), 200);
}

static void remove_folder(const char *path)
{
	char command[64];

	snprintf(command, sizeof(command), "rm -rf -- %s", path);
	assert_int_equal(system(command), 0);
}

/* An account that nobody has chosen a password for yet. */
static void hire(struct db *db, const char *name, enum role role)
{
	const struct member m = { .name = name,
		                  .display = name,
		                  .role = role,
		                  .made_at = CLIENT_NOW };
	struct err e;
	bool made;

	assert_true(member_make(db, &m, &made, &e));
	assert_true(made);
}

/* The administrator, who did all that before: it takes time. */
static void settle(struct person *p, struct db *db)
{
	static char stored[PASSWORD_TEXT];
	char codes[MEMBER_CODES][MEMBER_CODE];
	char sealed[LOCKBOX_TEXT];
	struct err e;

	if (!stored[0])
		assert_true(password_make(stored, PASSWORD, &e));
	visitor_init(&p->v, db);
	p->v.c.service.keys = keys;
	hire(db, "chef", ROLE_ADMINISTRATOR);
	totp_derive(p->secret, "a telephone");
	assert_true(member_limit(db, "chef", ROLE_ADMINISTRATOR, NULL, 0, &e));
	assert_true(member_set_password(db, "chef", stored, &e));
	assert_true(lockbox_seal(sealed, keys, "chef", p->secret, &e));
	assert_true(
	    member_set_totp(db, "chef", sealed, CLIENT_NOW / TOTP_STEP, &e));
	assert_true(member_make_codes(db, "chef", codes, &e));
	snprintf(p->backup, sizeof(p->backup), "%s", codes[0]);
	visitor_prepare(&p->v, "GET", "/");
	assert_true(
	    visit_begin(&p->v.c.request, &p->v.c.out, "chef", VISIT_FULL, &e));
	visitor_keep(&p->v);
	assert_int_equal(visitor_get(&p->v, "/compte"), 200);
}

/* Name and password; what comes next. */
static int sign_in(struct visitor *v, const char *name, const char *password)
{
	char form[200];

	v->cookie[0] = '\0';
	assert_int_equal(visitor_get(v, "/connexion"), 200);
	snprintf(form, sizeof(form), "name=%s&password=%s", name, password);
	return visitor_post(v, "/connexion", form);
}

/* Both; fails when it does not work. */
static void come_in(struct person *p, const char *name)
{
	p->v.c.now += 60;
	assert_int_equal(sign_in(&p->v, name, PASSWORD), 303);
	assert_int_equal(visitor_get(&p->v, "/connexion/code"), 200);
	assert_int_equal(visitor_post(&p->v, "/connexion/code", code_of(p)),
	                 303);
	assert_int_equal(visitor_get(&p->v, "/compte"), 200);
}

static int64_t number(struct db *db, const char *sql)
{
	int64_t n = -1;
	struct err e;

	assert_true(db_number(db, sql, DB_NOTHING, &n, &e));
	return n;
}

static void the_first_link_works_once(struct db *db)
{
	struct person p;
	struct visitor other;
	char token[RANDOM_TOKEN];
	char path[80];
	struct err e;

	assert_true(invitation_first(db, CLIENT_NOW, token, &e));
	assert_true(token[0] != '\0');
	snprintf(path, sizeof(path), "/invitation/%s", token);
	join(&p, db, "!chef");
	assert_int_equal(number(db, "SELECT COUNT(*) FROM account"), 1);
	assert_int_equal(number(db, "SELECT COUNT(*) FROM scope"
	                            " WHERE kind = 'all'"),
	                 1);
	/* The one before was replaced, and now there is an administrator. */
	visitor_init(&other, db);
	assert_int_equal(visitor_get(&other, path), 404);
	assert_true(invitation_first(db, CLIENT_NOW, token, &e));
	assert_string_equal(token, "");
	assert_true(invitation_make(db, "", CLIENT_NOW, token, &e));
	snprintf(path, sizeof(path), "/invitation/%s", token);
	assert_int_equal(visitor_get(&other, path), 404);
	assert_int_equal(visitor_get(&other, "/invitation/x"), 404);
	visitor_clear(&other);
	visitor_clear(&p.v);
}

static void a_link_is_used_up_and_ends(struct db *db)
{
	static const char form[] = "password=Un+tabouret+vert"
				   "&again=Un+tabouret+vert";
	struct person p;
	struct visitor other;
	char token[RANDOM_TOKEN];
	char path[80];
	struct err e;

	settle(&p, db);
	assert_true(invitation_make(db, "chef", CLIENT_NOW, token, &e));
	snprintf(path, sizeof(path), "/invitation/%s", token);
	visitor_init(&other, db);
	assert_int_equal(visitor_get(&other, path), 200);
	assert_int_equal(visitor_post(&other, path, "password=court&again=x"),
	                 422);
	assert_true(visitor_has(&other, "error-password"));
	assert_true(visitor_has(&other, "error-again"));
	other.c.now += INVITATION_LASTS;
	assert_int_equal(visitor_post(&other, path, form), 404);
	other.c.now -= INVITATION_LASTS;
	assert_int_equal(visitor_post(&other, path, form), 303);
	/* The telephone is still the old one: its code is asked for. */
	assert_int_equal(visitor_get(&other, "/connexion/code"), 200);
	assert_false(visitor_has(&other, "otpauth"));
	assert_int_equal(visitor_post(&other, path, form), 404);
	/* And the owner was signed out by it. */
	assert_int_equal(visitor_get(&p.v, "/compte"), 303);
	visitor_clear(&other);
	visitor_clear(&p.v);
}

static void a_cookie_is_worth_nothing_after_rights_change(struct db *db)
{
	struct person p;
	char before[128];
	char guest[128];
	char password[128];

	settle(&p, db);
	snprintf(before, sizeof(before), "%s", p.v.cookie);
	p.v.cookie[0] = '\0';
	p.v.c.now += 60;
	assert_int_equal(visitor_get(&p.v, "/connexion"), 200);
	snprintf(guest, sizeof(guest), "%s", p.v.cookie);
	assert_int_equal(
	    visitor_post(&p.v, "/connexion", "name=chef&password=" PASSWORD),
	    303);
	snprintf(password, sizeof(password), "%s", p.v.cookie);
	assert_string_not_equal(guest, password);
	/* Not in yet. */
	assert_int_equal(visitor_get(&p.v, "/compte"), 303);
	assert_int_equal(visitor_get(&p.v, "/connexion/code"), 200);
	assert_int_equal(visitor_post(&p.v, "/connexion/code", code_of(&p)),
	                 303);
	assert_string_not_equal(password, p.v.cookie);
	assert_int_equal(visitor_get(&p.v, "/compte"), 200);
	/* What somebody else may have planted or seen before. */
	snprintf(p.v.cookie, sizeof(p.v.cookie), "%s", password);
	assert_int_equal(visitor_get(&p.v, "/compte"), 303);
	assert_true(visitor_sent_to(&p.v, "/connexion?next=/compte"));
	snprintf(p.v.cookie, sizeof(p.v.cookie), "%s", guest);
	assert_int_equal(visitor_get(&p.v, "/compte"), 303);
	/* The other browser is still signed in, until it signs out. */
	snprintf(p.v.cookie, sizeof(p.v.cookie), "%s", before);
	assert_int_equal(visitor_get(&p.v, "/compte"), 200);
	assert_int_equal(visitor_post(&p.v, "/deconnexion", ""), 303);
	assert_string_equal(p.v.cookie, "");
	snprintf(p.v.cookie, sizeof(p.v.cookie), "%s", before);
	assert_int_equal(visitor_get(&p.v, "/compte"), 303);
	visitor_clear(&p.v);
}

static void forms_need_their_own_token(struct db *db)
{
	struct person p;
	struct person q;
	char mine[128];

	settle(&p, db);
	hire(db, "lea", ROLE_READER);
	join(&q, db, "lea");
	snprintf(mine, sizeof(mine), "%s", p.v.csrf);
	p.v.csrf[0] = '\0';
	assert_int_equal(visitor_post(&p.v, "/compte/langue", "lang=en"), 403);
	assert_int_equal(visitor_post(&p.v, "/compte/langue", "lang=en&csrf="),
	                 403);
	snprintf(p.v.csrf, sizeof(p.v.csrf), "%s", q.v.csrf);
	assert_int_equal(visitor_post(&p.v, "/compte/langue", "lang=en"), 403);
	assert_int_equal(number(db, "SELECT COUNT(*) FROM account"
	                            " WHERE lang = 'en'"),
	                 0);
	snprintf(p.v.csrf, sizeof(p.v.csrf), "%s", mine);
	assert_int_equal(visitor_post(&p.v, "/compte/langue", "lang=en"), 200);
	assert_int_equal(number(db, "SELECT COUNT(*) FROM account"
	                            " WHERE lang = 'en'"),
	                 1);
	/* The form to sign in has one too. */
	q.v.cookie[0] = '\0';
	q.v.csrf[0] = '\0';
	assert_int_equal(
	    visitor_post(&q.v, "/connexion", "name=chef&password=" PASSWORD),
	    403);
	visitor_clear(&q.v);
	visitor_clear(&p.v);
}

static void a_code_works_once(struct db *db)
{
	struct person p;
	char form[64];

	settle(&p, db);
	p.v.c.now += 60;
	snprintf(form, sizeof(form), "%s", code_of(&p));
	assert_int_equal(sign_in(&p.v, "chef", PASSWORD), 303);
	visitor_get(&p.v, "/connexion/code");
	assert_int_equal(visitor_post(&p.v, "/connexion/code", form), 303);
	assert_int_equal(sign_in(&p.v, "chef", PASSWORD), 303);
	visitor_get(&p.v, "/connexion/code");
	assert_int_equal(visitor_post(&p.v, "/connexion/code", form), 403);
	assert_int_equal(visitor_get(&p.v, "/compte"), 303);
	/* A backup code instead, in other letters; and that once, too. */
	snprintf(form, sizeof(form), "code=%.4s+%.4s%.4s", p.backup,
	         p.backup + 5, p.backup + 10);
	form[5] = (char)(form[5] >= 'A' ? form[5] - 'A' + 'a' : form[5]);
	visitor_get(&p.v, "/connexion/code");
	assert_int_equal(visitor_post(&p.v, "/connexion/code", form), 303);
	assert_int_equal(number(db, "SELECT COUNT(*) FROM backup_code"), 9);
	assert_int_equal(sign_in(&p.v, "chef", PASSWORD), 303);
	visitor_get(&p.v, "/connexion/code");
	assert_int_equal(visitor_post(&p.v, "/connexion/code", form), 403);
	visitor_clear(&p.v);
}

/* Whoever reads the store signs in as nobody; nor does another's key. */
static void the_store_has_no_usable_secret(struct db *db)
{
	static const char sql[] = "SELECT totp FROM account"
				  " WHERE name = 'lea'";
	static const char both[] =
	    "UPDATE account SET totp = (SELECT totp FROM account"
	    " WHERE name = 'lea') WHERE name = 'chef'";
	struct person p, q;
	struct keyring *other;
	struct db_rows *rows;
	char state[] = "/tmp/test-login-XXXXXX";
	char code[TOTP_CODE], form[64];
	int64_t lost = -1;
	struct err e;
	const char *stored;

	settle(&p, db);
	hire(db, "lea", ROLE_READER);
	join(&q, db, "lea");
	rows = db_query(db, sql, DB_NOTHING, &e);
	assert_true(rows && db_next(rows));
	stored = db_column_text(rows, 0);
	assert_true(strlen(stored) > strlen(q.secret));
	assert_null(strstr(stored, q.secret));
	assert_false(totp_code(code, stored, 1));
	assert_true(db_end(rows, &e));
	/* One account's telephone is not another's, whoever writes there. */
	assert_true(db_run(db, both, DB_NOTHING, NULL, &e));
	assert_true(second_count_lost(db, keys, &lost, &e));
	assert_int_equal(lost, 1);
	memcpy(p.secret, q.secret, sizeof(p.secret));
	p.v.c.now += 120;
	assert_int_equal(sign_in(&p.v, "chef", PASSWORD), 303);
	visitor_get(&p.v, "/connexion/code");
	assert_int_equal(visitor_post(&p.v, "/connexion/code", code_of(&p)),
	                 403);
	/* A service with other keys: codes on paper alone are good there. */
	assert_non_null(mkdtemp(state));
	other = keyring_open(state, "Autre", CLIENT_NOW, true, &e);
	assert_non_null(other);
	assert_true(second_count_lost(db, other, &lost, &e));
	assert_int_equal(lost, 2);
	assert_true(second_count_lost(db, NULL, &lost, &e));
	assert_int_equal(lost, 2);
	q.v.c.service.keys = other;
	q.v.c.now += 180;
	assert_int_equal(sign_in(&q.v, "lea", PASSWORD), 303);
	visitor_get(&q.v, "/connexion/code");
	assert_int_equal(visitor_post(&q.v, "/connexion/code", code_of(&q)),
	                 403);
	snprintf(form, sizeof(form), "code=%s", q.backup);
	visitor_get(&q.v, "/connexion/code");
	assert_int_equal(visitor_post(&q.v, "/connexion/code", form), 303);
	q.v.c.service.keys = keys;
	q.v.c.now += 60;
	come_in(&q, "lea");
	keyring_close(other);
	remove_folder(state);
	visitor_clear(&q.v);
	visitor_clear(&p.v);
}

static void visits_end_by_themselves(struct db *db)
{
	struct person p;
	int64_t begun;

	settle(&p, db);
	come_in(&p, "chef");
	begun = p.v.c.now;
	p.v.c.now += VISIT_IDLE - 1;
	assert_int_equal(visitor_get(&p.v, "/compte"), 200);
	p.v.c.now += VISIT_IDLE;
	assert_int_equal(visitor_get(&p.v, "/compte"), 303);
	come_in(&p, "chef");
	begun = p.v.c.now;
	while (p.v.c.now < begun + VISIT_LONGEST - 1000) {
		p.v.c.now += 1000;
		assert_int_equal(visitor_get(&p.v, "/compte"), 200);
	}
	p.v.c.now = begun + VISIT_LONGEST;
	assert_int_equal(visitor_get(&p.v, "/compte"), 303);
	/* Between password and code there is less time. */
	assert_int_equal(sign_in(&p.v, "chef", PASSWORD), 303);
	assert_int_equal(visitor_get(&p.v, "/connexion/code"), 200);
	p.v.c.now += VISIT_PENDING;
	assert_int_equal(visitor_get(&p.v, "/connexion/code"), 303);
	visitor_clear(&p.v);
}

/* How many tries are answered before the one that has to wait. */
static int tries(struct visitor *v, const char *name)
{
	for (int i = 0; i < 12; i++)
		if (sign_in(v, name, "") == 429)
			return i;
	return -1;
}

static void guessing_is_slow_and_noted(struct db *db)
{
	struct person p;
	struct visitor v;
	char answer[2][65536];
	static const char *const names[] = { "chef", "nobody" };

	settle(&p, db);
	visitor_init(&v, db);
	for (int i = 0; i < 2; i++) {
		char peer[32];

		snprintf(peer, sizeof(peer), "192.0.2.%d", 50 + i);
		v.c.peer = peer;
		assert_int_equal(sign_in(&v, names[i], "wrong"), 403);
		snprintf(answer[i], sizeof(answer[i]), "%s",
		         buf_text(&v.c.out.body));
		assert_int_equal(tries(&v, names[i]), 4);
		assert_in_range(v.c.out.retry_after, 1, 2);
		/* From elsewhere as well, and the right one too. */
		v.c.peer = "2001:db8::1";
		assert_int_equal(sign_in(&v, names[i], PASSWORD), 429);
	}
	/* But for the name in it, and the token, nothing tells them apart. */
	for (int i = 0; i < 2; i++) {
		char *at = strstr(answer[i], "name=\"csrf\" value=\"");

		memset(at + 19, 'x', 64);
		at = strstr(answer[i], names[i]);
		assert_non_null(at);
		memmove(at, at + strlen(names[i]),
		        strlen(at + strlen(names[i])) + 1);
	}
	assert_string_equal(answer[0], answer[1]);
	assert_int_equal(number(db, "SELECT COUNT(*) FROM audit WHERE"
	                            " action = 'sign-in-refused' AND"
	                            " account = 'chef'"),
	                 5);
	assert_int_equal(number(db, "SELECT COUNT(*) FROM audit WHERE"
	                            " action = 'sign-in-refused' AND"
	                            " account = ''"),
	                 5);
	/* Never for long: a minute later the owner is in. */
	come_in(&p, "chef");
	visitor_clear(&v);
	visitor_clear(&p.v);
}

static void an_address_that_guesses_many_names_waits(struct db *db)
{
	/* The same subscriber has many of IPv6. */
	static const char *const peers[] = { "2001:db8:1:2::7",
		                             "2001:db8:1:2:3::9" };
	int64_t waited = 0;
	int64_t wait = 0;
	int free = 0;
	struct err e;

	for (int i = 0; i < 40 && wait == 0; i++, free++)
		assert_true(guess_try(db, GUESS_ADDRESS, peers[i % 2],
		                      CLIENT_NOW, &wait, &e));
	assert_int_equal(free - 1, 21);
	assert_true(guess_try(db, GUESS_ADDRESS, "2001:db8:1:3::7", CLIENT_NOW,
	                      &wait, &e));
	assert_int_equal(wait, 0);
	/* It grows, to an end; and an hour later all is forgotten. */
	for (int64_t now = CLIENT_NOW; waited < 900; now += wait) {
		assert_true(
		    guess_try(db, GUESS_ADDRESS, peers[0], now, &wait, &e));
		assert_in_range(wait, 0, 900);
		waited = wait > waited ? wait : waited;
		if (wait == 0)
			assert_true(guess_try(db, GUESS_ADDRESS, peers[0], now,
			                      &wait, &e));
		waited = wait > waited ? wait : waited;
	}
	assert_true(guess_try(db, GUESS_ADDRESS, peers[0],
	                      CLIENT_NOW + 20 * 3600, &wait, &e));
	assert_int_equal(wait, 0);
}

static void codes_are_not_guessed_either(struct db *db)
{
	struct person p;
	int refused = 0;

	settle(&p, db);
	p.v.c.now += 60;
	assert_int_equal(sign_in(&p.v, "chef", PASSWORD), 303);
	visitor_get(&p.v, "/connexion/code");
	for (int i = 0; i < 10; i++)
		refused +=
		    visitor_post(&p.v, "/connexion/code", "code=000000") == 403;
	assert_int_equal(refused, 5);
	visitor_clear(&p.v);
}

static void next_stays_here(struct db *db)
{
	static const struct {
		const char *wanted;
		const char *next;
	} cases[] = {
		{ "/communes/01001?tri=nom", "/communes/01001?tri=nom" },
		{ "//evil.example", "/" },
		{ "/\\evil.example", "/" },
		{ "https://evil.example", "/" },
		{ "/a\r\nSet-Cookie: x=y", "/" },
		{ "/a b", "/" },
		{ "javascript:alert(1)", "/" },
		{ "", "/" },
		{ "/\tx", "/" },
		{ "/é", "/" },
		{ NULL, "/" },
	};
	struct person p;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(login_next(cases[i].wanted), cases[i].next);
	settle(&p, db);
	p.v.c.now += 60;
	p.v.cookie[0] = '\0';
	assert_int_equal(visitor_get(&p.v, "/connexion?next=//evil.example"),
	                 200);
	assert_false(visitor_has(&p.v, "evil"));
	assert_int_equal(visitor_post(&p.v, "/connexion",
	                              "name=chef&password=" PASSWORD
	                              "&next=/communes%3Ftri%3Dnom%26x%3D1"),
	                 303);
	assert_string_equal(
	    p.v.c.out.location,
	    "/connexion/code?next=/communes%3Ftri%3Dnom%26x%3D1");
	assert_int_equal(
	    visitor_get(&p.v,
	                "/connexion/code?next=/communes%3Ftri%3Dnom%26x%3D1"),
	    200);
	assert_true(visitor_has(&p.v, "value=\"/communes?tri=nom&amp;x=1\""));
	visitor_clear(&p.v);
}

static void cookies_are_kept_from_others(struct db *db)
{
	struct person p;

	settle(&p, db);
	come_in(&p, "chef");
	p.v.cookie[0] = '\0';
	visitor_get(&p.v, "/connexion");
	assert_true(text_begins(p.v.c.out.set_cookie, "__Host-garde="));
	assert_true(text_ends(p.v.c.out.set_cookie,
	                      "; Path=/; HttpOnly; SameSite=Lax; Secure"));
	assert_int_equal(strcspn(p.v.c.out.set_cookie, ";"), 13 + 43);
	/* Without HTTPS on this machine alone there is no Secure. */
	p.v.c.plain = true;
	p.v.cookie[0] = '\0';
	visitor_get(&p.v, "/connexion");
	assert_true(text_begins(p.v.c.out.set_cookie, "garde="));
	assert_true(text_ends(p.v.c.out.set_cookie,
	                      "; Path=/; HttpOnly; SameSite=Lax"));
	visitor_clear(&p.v);
}

/* What stands in the store does not let anybody in. */
static void the_store_has_no_cookie_and_no_link(struct db *db)
{
	static const char sql[] = "SELECT token FROM session";
	struct person p;
	struct db_rows *rows;
	struct err e;

	settle(&p, db);
	rows = db_query(db, sql, DB_NOTHING, &e);
	assert_non_null(rows);
	while (db_next(rows)) {
		assert_int_equal(strlen(db_column_text(rows, 0)), 64);
		assert_null(strstr(p.v.cookie, db_column_text(rows, 0)));
	}
	assert_true(db_end(rows, &e));
	assert_int_equal(number(db, "SELECT COUNT(*) FROM account"
	                            " WHERE password LIKE '%chat%'"),
	                 0);
	visitor_clear(&p.v);
}

static void a_new_password_ends_all_other_visits(struct db *db)
{
	struct person p;
	struct visitor other;

	settle(&p, db);
	other = p.v;
	other.c.arena = NULL;
	response_init(&other.c.out);
	come_in(&p, "chef");
	assert_int_equal(visitor_get(&other, "/compte"), 200);
	assert_int_equal(visitor_post(&p.v, "/compte/mot-de-passe",
	                              "present=faux&password=Un+tabouret+vert"
	                              "&again=Un+tabouret+vert"),
	                 422);
	assert_true(visitor_has(&p.v, "id=\"error-present\""));
	assert_int_equal(visitor_get(&other, "/compte"), 200);
	assert_int_equal(visitor_post(&p.v, "/compte/mot-de-passe",
	                              "present=" PASSWORD
	                              "&password=Un+tabouret+vert"
	                              "&again=Un+tabouret+vert"),
	                 200);
	assert_int_equal(visitor_get(&p.v, "/compte"), 200);
	assert_int_equal(visitor_get(&other, "/compte"), 303);
	visitor_clear(&other);
	visitor_clear(&p.v);
}

static void another_telephone_takes_the_place(struct db *db)
{
	struct person p;
	char old[TOTP_SECRET];
	char form[100];

	settle(&p, db);
	snprintf(old, sizeof(old), "%s", p.secret);
	assert_int_equal(visitor_get(&p.v, "/compte/second-facteur"), 200);
	read_secret(&p);
	assert_string_not_equal(old, p.secret);
	snprintf(form, sizeof(form), "sure=faux&%s", code_of(&p));
	assert_int_equal(visitor_post(&p.v, "/compte/second-facteur", form),
	                 422);
	snprintf(form, sizeof(form), "sure=" PASSWORD "&code=000000");
	assert_int_equal(visitor_post(&p.v, "/compte/second-facteur", form),
	                 422);
	snprintf(form, sizeof(form), "sure=" PASSWORD "&%s", code_of(&p));
	assert_int_equal(visitor_post(&p.v, "/compte/second-facteur", form),
	                 200);
	come_in(&p, "chef");
	visitor_clear(&p.v);
}

static void (*const stories[])(struct db *db) = {
	the_first_link_works_once,
	a_link_is_used_up_and_ends,
	a_cookie_is_worth_nothing_after_rights_change,
	forms_need_their_own_token,
	a_code_works_once,
	the_store_has_no_usable_secret,
	visits_end_by_themselves,
	guessing_is_slow_and_noted,
	an_address_that_guesses_many_names_waits,
	codes_are_not_guessed_either,
	next_stays_here,
	cookies_are_kept_from_others,
	the_store_has_no_cookie_and_no_link,
	a_new_password_ends_all_other_visits,
	another_telephone_takes_the_place,
};

static void tell(enum db_kind kind)
{
	for (size_t i = 0; i < sizeof(stories) / sizeof(stories[0]); i++) {
		struct db *db = store_fresh(kind);

		stories[i](db);
		store_end(db);
	}
}

static void signing_in_is_safe_sqlite(void **state)
{
	(void)state;
	tell(DB_SQLITE);
}

static void signing_in_is_safe_postgresql(void **state)
{
	(void)state;
	tell(DB_POSTGRESQL);
}

static int prepare(void **state)
{
	struct err e;

	(void)state;
	assert_non_null(mkdtemp(folder));
	keys = keyring_open(folder, "Essai", CLIENT_NOW, true, &e);
	assert_non_null(keys);
	return 0;
}

static int tidy(void **state)
{
	(void)state;
	keyring_close(keys);
	remove_folder(folder);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(signing_in_is_safe_sqlite),
		cmocka_unit_test(signing_in_is_safe_postgresql),
	};

	return cmocka_run_group_tests(tests, prepare, tidy);
}
