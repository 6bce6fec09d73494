/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/audit.h"
#include "coordinator/identity.h"
#include "coordinator/invitation.h"
#include "coordinator/member.h"
#include "coordinator/setting.h"
#include "coordinator/threshold.h"
#include "core/base64.h"
#include "core/date.h"
#include "tests/coordinator/client.h"
#include "tests/coordinator/store.h"

static int64_t number(struct db *db, const char *sql)
{
	int64_t n = -1;
	struct err e;

	assert_true(db_number(db, sql, DB_NOTHING, &n, &e));
	return n;
}

static void run(struct db *db, const char *sql)
{
	struct err e;

	if (!db_run(db, sql, DB_NOTHING, NULL, &e))
		fail_msg("%s: %s", sql, e.text);
}

/* "chef" administers, with a password; there are two districts. */
static void begin(struct client *c, struct db *db)
{
	const struct member chef = { .name = "chef",
		                     .display = "Camille",
		                     .role = ROLE_ADMINISTRATOR };
	struct err e;
	bool made;

	client_init(c, db);
	assert_true(member_make(db, &chef, &made, &e));
	assert_true(member_limit(db, "chef", ROLE_ADMINISTRATOR, NULL, 0, &e));
	assert_true(member_set_password(db, "chef", "x", &e));
	run(db, "INSERT INTO commune (insee, name, folded, department, region,"
	        " epci, epci_name, population, joined_at) VALUES"
	        " ('01001', 'Nord', 'nord', '01', '84', '200000001', 'Pays',"
	        " 100, 0), ('02002', 'Sud', 'sud', '02', '84', '', '', 100,"
	        " 0)");
}

static void who_is_invited_has_a_role_and_a_scope(struct db *db)
{
	struct client c;

	begin(&c, db);
	assert_int_equal(client_get(&c, "/equipe"), 200);
	assert_true(client_has(&c, "value=\"department:01\""));
	assert_true(client_has(&c, "value=\"epci:200000001\""));
	/* Something is wrong each time, and is said beside. */
	assert_int_equal(client_post(&c, "/equipe",
	                             "name=-x&display=&role=adviser&part=all:"),
	                 422);
	assert_true(client_has(&c, "id=\"error-name\""));
	assert_true(client_has(&c, "id=\"error-display\""));
	assert_int_equal(client_post(&c, "/equipe",
	                             "name=lea&display=L%C3%A9a&role=boss"
	                             "&part=all:"),
	                 422);
	assert_int_equal(client_post(&c, "/equipe",
	                             "name=lea&display=L%C3%A9a&role=adviser"
	                             "&part=department:99"),
	                 422);
	assert_int_equal(number(db, "SELECT COUNT(*) FROM account"), 1);
	assert_int_equal(client_post(&c, "/equipe",
	                             "name=Lea&display=L%C3%A9a&role=adviser"
	                             "&part=department:01&part=epci:200000001"
	                             "&part=epci:9&part=x"),
	                 200);
	assert_true(client_has(&c, INVITATION_PATH));
	assert_int_equal(number(db, "SELECT COUNT(*) FROM scope"
	                            " WHERE account = 'lea'"),
	                 2);
	assert_int_equal(number(db, "SELECT COUNT(*) FROM invitation"
	                            " WHERE account = 'lea'"),
	                 1);
	assert_int_equal(client_post(&c, "/equipe",
	                             "name=lea&display=x&role=reader"
	                             "&part=all:"),
	                 422);
	assert_int_equal(number(db, "SELECT COUNT(*) FROM scope"
	                            " WHERE account = 'lea'"),
	                 2);
	client_clear(&c);
}

static void there_is_always_an_administrator(struct db *db)
{
	struct client c;

	begin(&c, db);
	assert_int_equal(
	    client_post(&c, "/equipe/chef", "role=reader&part=all:"), 409);
	assert_int_equal(client_post(&c, "/equipe/chef/depart", ""), 409);
	assert_int_equal(client_post(&c, "/equipe/chef/telephone", ""), 409);
	assert_int_equal(number(db, "SELECT COUNT(*) FROM account WHERE"
	                            " role = 'administrator' AND"
	                            " disabled_at IS NULL AND"
	                            " password = 'x'"),
	                 1);
	assert_int_equal(number(db, "SELECT COUNT(*) FROM scope"
	                            " WHERE kind = 'all'"),
	                 1);
	/* A second one that has no password yet does not count. */
	assert_int_equal(
	    client_post(&c, "/equipe", "name=lea&display=L&role=administrator"),
	    200);
	assert_int_equal(
	    client_post(&c, "/equipe/chef", "role=reader&part=all:"), 409);
	run(db, "UPDATE account SET password = 'y' WHERE name = 'lea'");
	assert_int_equal(
	    client_post(&c, "/equipe/chef", "role=reader&part=all:"), 303);
	client_clear(&c);
}

static void help_ends_what_was(struct db *db)
{
	static const char session[] =
	    "INSERT INTO session (token, account, stage, csrf, made_at,"
	    " seen_at, expires) VALUES ('t', 'lea', 'full', 'c', 0, 0, 0)";
	static const char *const deeds[] = { "/equipe/lea/depart",
		                             "/equipe/lea/telephone",
		                             "/equipe/lea" };
	struct client c;

	begin(&c, db);
	assert_int_equal(client_post(&c, "/equipe",
	                             "name=lea&display=L&role=adviser"
	                             "&part=all:"),
	                 200);
	run(db, "UPDATE account SET password = 'y', totp = 'z'"
	        " WHERE name = 'lea'");
	for (size_t i = 0; i < 3; i++) {
		run(db, session);
		assert_int_equal(
		    client_post(&c, deeds[i], "role=reader&part=all:"), 200);
		/* Who is shut out is not asked to sign in again. */
		assert_int_equal(
		    client_has(&c, "Ce compte ne peut plus se connecter"),
		    i == 0);
		assert_int_equal(number(db, "SELECT COUNT(*) FROM session"), 0);
	}
	assert_int_equal(number(db, "SELECT COUNT(*) FROM account WHERE"
	                            " name = 'lea' AND role = 'reader' AND"
	                            " password = '' AND totp = '' AND"
	                            " disabled_at IS NOT NULL"),
	                 1);
	assert_int_equal(client_post(&c, "/equipe/lea/retour", ""), 200);
	assert_int_equal(client_post(&c, "/equipe/lea/lien", ""), 200);
	assert_true(client_has(&c, INVITATION_PATH));
	assert_int_equal(client_post(&c, "/equipe/nobody/lien", ""), 404);
	assert_int_equal(client_get(&c, "/equipe/nobody"), 404);
	assert_int_equal(number(db, "SELECT COUNT(*) FROM audit"
	                            " WHERE action LIKE 'team-%'"),
	                 6);
	client_clear(&c);
}

static void only_administrators_manage(struct db *db)
{
	static const char *const pages[] = { "/equipe", "/equipe/chef",
		                             "/journal", "/reglages" };
	struct client c;

	begin(&c, db);
	for (int role = ROLE_READER; role < ROLE_ADMINISTRATOR; role++)
		for (size_t i = 0; i < 4; i++) {
			c.role = (enum role)role;
			assert_int_equal(client_get(&c, pages[i]), 403);
			assert_int_equal(
			    client_post(&c, "/equipe",
			                "name=lea&display=L&role=reader"
			                "&part=all:"),
			    403);
			assert_int_equal(client_post(&c, "/reglages", "name=x"),
			                 403);
		}
	assert_int_equal(number(db, "SELECT COUNT(*) FROM account"), 1);
	client_clear(&c);
}

static void settings_are_judged_and_kept(struct db *db)
{
	struct threshold t;
	struct setting s;
	struct client c;
	struct err e;

	begin(&c, db);
	assert_int_equal(
	    client_post(&c, "/reglages",
	                "name=Syndicat&email=x&url=javascript%3A1&phone=z"),
	    422);
	assert_true(client_has(&c, "id=\"error-email\""));
	assert_true(client_has(&c, "id=\"error-url\""));
	assert_true(client_has(&c, "id=\"error-phone\""));
	assert_true(client_has(&c, "value=\"Syndicat\""));
	assert_int_equal(number(db, "SELECT COUNT(*) FROM setting"), 0);
	assert_int_equal(
	    client_post(&c, "/reglages",
	                "name=+Syndicat+%3Cb%3E&email=a%40exemple.fr"
	                "&url=https%3A%2F%2Fgarde.exemple.fr"
	                "&phone=04+00+00+00+00&address=1+rue%0D%0AVille"
	                "&number-2-name=Gendarmerie&number-2-phone=17"),
	    200);
	assert_true(client_has(&c, "value=\"Syndicat &lt;b&gt;\""));
	assert_true(setting_read(&s, db, c.arena, &e));
	assert_string_equal(s.name, "Syndicat <b>");
	assert_string_equal(s.url, "https://garde.exemple.fr");
	assert_int_equal(s.numbers, 1);
	assert_string_equal(s.number[0].name, "Gendarmerie");
	assert_string_equal(s.number[0].phone, "17");
	assert_true(client_has(&c, "id=\"silence-months\""));
	assert_int_equal(
	    client_post(&c, "/reglages", "silence-months=61&soon-days=x"), 422);
	assert_true(client_has(&c, "id=\"error-silence-months\""));
	assert_true(client_has(&c, "id=\"error-soon-days\""));
	assert_int_equal(
	    client_post(&c, "/reglages", "silence-months=1&soon-days=365"),
	    200);
	assert_true(threshold_read(&t, db, &e));
	assert_int_equal(t.silence, 1);
	assert_int_equal(t.soon, 365);
	assert_int_equal(client_post(&c, "/reglages", ""), 200);
	assert_true(threshold_read(&t, db, &e));
	assert_int_equal(t.silence, THRESHOLD_SILENCE);
	assert_int_equal(t.soon, THRESHOLD_SOON);
	assert_int_equal(
	    client_post(&c, "/reglages", "number-1-name=Sans+num%C3%A9ro"),
	    422);
	client_clear(&c);
}

/* A picture of that size, whose middle is not looked at. */
static size_t picture(unsigned char out[80], unsigned wide, unsigned high)
{
	memset(out, 0, 80);
	memcpy(out, "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR", 16);
	out[18] = (unsigned char)(wide >> 8);
	out[19] = (unsigned char)wide;
	out[22] = (unsigned char)(high >> 8);
	out[23] = (unsigned char)high;
	memcpy(out + 72, "IEND\xae\x42\x60\x82", 8);
	return 80;
}

static void a_logo_is_a_small_picture(struct db *db)
{
	static unsigned char large[SETTING_LOGO + 1];
	unsigned char png[80];
	char path[90];
	struct setting s;
	struct client c;
	struct err e;
	size_t len;

	begin(&c, db);
	len = picture(png, 1025, 10);
	assert_int_equal(
	    client_upload(&c, "/reglages/logo", "logo", "a.png", png, len),
	    422);
	len = picture(png, 10, 0);
	assert_int_equal(
	    client_upload(&c, "/reglages/logo", "logo", "a.png", png, len),
	    422);
	memcpy(large, png, 80);
	assert_int_equal(client_upload(&c, "/reglages/logo", "logo", "a.png",
	                               large, sizeof(large)),
	                 422);
	assert_int_equal(client_upload(&c, "/reglages/logo", "logo", "a.svg",
	                               "<svg onload=alert(1)>", 21),
	                 422);
	len = picture(png, 200, 80);
	assert_int_equal(
	    client_upload(&c, "/reglages/logo", "logo", "a.png", png, len),
	    200);
	assert_true(setting_read(&s, db, c.arena, &e));
	snprintf(path, sizeof(path), "/logo/%s", s.logo);
	assert_true(client_has(&c, path));
	assert_int_equal(client_get(&c, path), 200);
	assert_string_equal(c.out.type, "image/png");
	assert_int_equal(c.out.body.len, len);
	assert_memory_equal(c.out.body.data, png, len);
	/* No file: none any more. */
	assert_int_equal(client_post(&c, "/reglages/logo", ""), 200);
	assert_int_equal(client_get(&c, path), 404);
	client_clear(&c);
}

/* The certificate and the key of an authority, or of a leaf of one. */
static void make_pem(char certificate[4096], char all[4096], int64_t now,
                     const char *issuer, const char *issuer_key)
{
	struct buf b;
	struct err e;
	char *key;

	buf_init(&b, 4095);
	assert_true(
	    identity_make(&b, "Racine <b>", now, issuer, issuer_key, &e));
	snprintf(all, 4096, "%s", buf_text(&b));
	snprintf(certificate, 4096, "%s", buf_text(&b));
	key = strstr(certificate, "-----BEGIN PRIVATE");
	assert_non_null(key);
	*key = '\0';
	buf_clear(&b);
}

static int bring(struct client *c, const char *pem)
{
	return client_upload(c, "/reglages/autorite", "roots", "ca.pem", pem,
	                     strlen(pem));
}

static void an_authority_is_shown_by_its_name_and_end(struct db *db)
{
	char good[4096], all[4096], leaf[4096], old[4096], both[9000];
	const char *kept;
	struct client c;
	struct err e;

	begin(&c, db);
	make_pem(good, all, CLIENT_NOW, NULL, NULL);
	make_pem(old, leaf, CLIENT_NOW - 30 * 366 * DATE_DAY, NULL, NULL);
	make_pem(leaf, both, CLIENT_NOW, good, strstr(all, "-----BEGIN PRI"));
	assert_int_equal(bring(&c, "-----BEGIN CERTIFICATE-----\nx\n"), 422);
	assert_int_equal(bring(&c, all), 422);
	assert_true(client_has(&c, "clé privée"));
	assert_int_equal(bring(&c, leaf), 422);
	assert_true(client_has(&c, "celui d’un site"));
	assert_int_equal(bring(&c, old), 422);
	assert_true(client_has(&c, "n’est plus valable"));
	assert_true(setting_roots(&kept, db, c.arena, &e));
	assert_null(kept);
	/* Notes around are not kept, both certificates are. */
	snprintf(both, sizeof(both), "<note>\n%s%s", good, good);
	assert_int_equal(bring(&c, both), 200);
	assert_true(client_has(&c, "CN=Racine "));
	assert_true(client_has(&c, "valable jusqu’au"));
	assert_true(client_has(&c, " 2046"));
	assert_false(client_has(&c, "Racine <b>"));
	assert_true(setting_roots(&kept, db, c.arena, &e));
	snprintf(both, sizeof(both), "%s%s", good, good);
	assert_string_equal(kept, both);
	/* It is told once it is over; and no file removes it. */
	c.now = CLIENT_NOW + 25 * 366 * DATE_DAY;
	assert_int_equal(client_get(&c, "/reglages"), 200);
	assert_true(client_has(&c, "finie depuis le"));
	assert_int_equal(client_post(&c, "/reglages/autorite", ""), 200);
	assert_true(setting_roots(&kept, db, c.arena, &e));
	assert_null(kept);
	assert_int_equal(number(db, "SELECT COUNT(*) FROM audit WHERE"
	                            " action = 'settings-roots'"),
	                 2);
	client_clear(&c);
}

static void the_log_is_read_page_by_page(struct db *db)
{
	struct client c;
	char next[200] = "/journal";
	size_t pages = 0;
	size_t lines = 0;
	struct err e;

	begin(&c, db);
	client_get(&c, "/equipe");
	for (int i = 0; i < 120; i++) {
		c.request.now = CLIENT_NOW - i / 7;
		c.request.account = i % 3 ? "chef" : "lea";
		assert_true(audit_note(&c.request, "settings",
		                       i % 2 ? "01001" : "", "<b>", &e));
	}
	for (; next[0]; pages++) {
		const char *at;

		assert_int_equal(client_get(&c, next), 200);
		assert_false(client_has(&c, "<b>"));
		for (at = client_body(&c); (at = strstr(at, "<time>")); at++)
			lines++;
		at = strstr(client_body(&c), "name=\"avant\" value=\"");
		next[0] = '\0';
		if (at)
			snprintf(next, sizeof(next), "/journal?avant=%.*s",
			         (int)strcspn(at + 20, "\""), at + 20);
	}
	assert_int_equal(pages, 3);
	assert_int_equal(lines, 120);
	client_get(&c, "/journal?compte=lea&commune=01001");
	lines = 0;
	for (const char *at = client_body(&c); (at = strstr(at, "<time>"));
	     at++)
		lines++;
	assert_int_equal(lines, 20);
	assert_true(client_has(&c, "Nord"));
	client_get(&c, "/journal?jour=2026-11-21");
	assert_false(client_has(&c, "<time>"));
	assert_int_equal(client_get(&c, "/journal?jour=x&avant=-&compte=%27"),
	                 200);
	client_clear(&c);
}

static void (*const stories[])(struct db *db) = {
	who_is_invited_has_a_role_and_a_scope,
	there_is_always_an_administrator,
	help_ends_what_was,
	only_administrators_manage,
	settings_are_judged_and_kept,
	an_authority_is_shown_by_its_name_and_end,
	a_logo_is_a_small_picture,
	the_log_is_read_page_by_page,
};

static void tell(enum db_kind kind)
{
	for (size_t i = 0; i < sizeof(stories) / sizeof(stories[0]); i++) {
		struct db *db = store_fresh(kind);

		stories[i](db);
		store_end(db);
	}
}

static void a_team_is_managed_sqlite(void **state)
{
	(void)state;
	tell(DB_SQLITE);
}

static void a_team_is_managed_postgresql(void **state)
{
	(void)state;
	tell(DB_POSTGRESQL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_team_is_managed_sqlite),
		cmocka_unit_test(a_team_is_managed_postgresql),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
