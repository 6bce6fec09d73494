/* SPDX-License-Identifier: Apache-2.0 */
#include "client.h"
#include "store.h"

#include "coordinator/gazetteer.h"
#include "coordinator/keyring.h"
#include "coordinator/renewal.h"
#include "coordinator/setting.h"
#include "core/date.h"
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const enum db_kind kinds[] = { DB_SQLITE, DB_POSTGRESQL };

static char folder[] = "/tmp/test-kits-XXXXXX";
static char programs[64];
static struct keyring *keys;

static void run(struct db *db, const char *sql)
{
	struct err e;

	if (!db_run(db, sql, DB_NOTHING, NULL, &e))
		fail_msg("%s: %s", sql, e.text);
}

static int64_t number(struct db *db, const char *sql)
{
	int64_t n = -1;
	struct err e;

	if (!db_number(db, sql, DB_NOTHING, &n, &e))
		fail_msg("%s", e.text);
	return n;
}

static void begin(struct client *c, enum db_kind kind)
{
	struct err e;

	client_init(c, store_fresh(kind));
	c->service.state = folder;
	c->service.programs = programs;
	c->service.keys = keys;
	assert_true(setting_write(c->db, "name", "Syndicat", &e));
	run(c->db, "INSERT INTO scope (account, kind, code)"
	           " VALUES ('chef', 'all', ''),"
	           " ('oise', 'department', '60')");
}

static void end(struct client *c)
{
	client_clear(c);
	store_end(c->db);
}

/* Send the hidden fields of the page that counted, as a browser does. */
static int confirm(struct client *c)
{
	static const char mark[] = "name=\"ligne\" value=\"";
	char *page = strdup(client_body(c));
	char *at = page;

	assert_non_null(page);
	client_prepare(c, "POST", "/kits/tableau");
	while ((at = strstr(at, mark))) {
		char *end = strchr(at += strlen(mark), '"');
		char *value = arena_alloc(c->arena, (size_t)(end - at) + 1, 1);

		assert_non_null(value);
		assert_true((size_t)(end - at) <= REQUEST_VALUE);
		memcpy(value, at, (size_t)(end - at));
		client_add(c, "ligne", value, NULL, 0);
		at = end;
	}
	client_add(c, "csrf", CLIENT_CSRF, NULL, 0);
	assert_true(c->request.forms <= REQUEST_FIELDS);
	free(page);
	route_serve(&c->request, &c->out);
	return c->out.status;
}

/* Add a table of communes, both steps. */
static void enrol(struct client *c, const char *table)
{
	assert_int_equal(client_upload(c, "/kits/tableau", "tableau", "t.csv",
	                               table, strlen(table)),
	                 200);
	assert_int_equal(confirm(c), 200);
}

static void communes_are_added_after_a_count(void **state)
{
	static const char table[] =
	    "insee;site\n60001;abancourt.fr\n75038;\n85001;\n";

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct client c;

		begin(&c, kinds[i]);
		assert_int_equal(client_get(&c, "/kits/ajout"), 200);
		assert_int_equal(client_get(&c, "/kits/ajout?departement=975"),
		                 200);
		assert_true(client_has(&c, ">1 commune à ajouter<"));
		assert_int_equal(number(c.db, "SELECT COUNT(*) FROM commune"),
		                 0);
		assert_int_equal(
		    client_post(&c, "/kits/ajout", "departement=975&epci="),
		    200);
		assert_int_equal(number(c.db, "SELECT COUNT(*) FROM commune"),
		                 1);
		assert_int_equal(client_post(&c, "/kits/ajout", "epci="), 303);
		assert_int_equal(client_upload(&c, "/kits/tableau", "tableau",
		                               "t.csv", table, strlen(table)),
		                 200);
		assert_true(client_has(&c, ">2 communes à ajouter<"));
		assert_true(client_has(&c, "1 ligne est à corriger"));
		assert_true(client_has(&c, "Ligne 3"));
		assert_true(client_has(&c, "L&#39;Haÿ-les-Roses"));
		assert_int_equal(number(c.db, "SELECT COUNT(*) FROM commune"),
		                 1);
		assert_int_equal(confirm(&c), 200);
		assert_true(client_has(&c, "2 communes sont ajoutées"));
		assert_int_equal(number(c.db, "SELECT COUNT(*) FROM commune"
		                              " WHERE insee <> '60001'"
		                              " OR site = 'abancourt.fr'"),
		                 3);
		client_upload(&c, "/kits/tableau", "tableau", "t.csv", table,
		              strlen(table));
		assert_true(client_has(&c, "2 sont déjà là"));
		assert_int_equal(client_upload(&c, "/kits/tableau", "tableau",
		                               "t.csv", "x", 1),
		                 200);
		assert_true(client_has(&c, "CSV"));
		c.role = ROLE_ADVISER;
		assert_int_equal(client_get(&c, "/kits/ajout"), 403);
		end(&c);
	}
}

/*
 * A department's table takes several fields; what somebody changed on the way
 * is judged again; a country's does not fit.
 */
static void a_long_table_comes_back_whole(void **state)
{
	struct arena *a = arena_new(GAZETTEER_BYTES);
	struct gazetteer g;
	struct client c;
	struct buf table;
	struct err e;

	(void)state;
	begin(&c, DB_SQLITE);
	buf_init(&table, 4u << 20);
	assert_true(a && gazetteer_read(&g, a, &e));
	buf_str(&table, "insee,site,mail,phone\n");
	for (size_t i = 0; i < 300; i++)
		buf_fmt(&table, "%s,www.%s.exemple.fr,%s.fr,03 44 00 00 00\n",
		        g.commune[i].insee, g.commune[i].insee,
		        g.commune[i].insee);
	enrol(&c, buf_text(&table));
	assert_int_equal(
	    number(c.db, "SELECT COUNT(*) FROM commune WHERE phone ="
	                 " '03 44 00 00 00' AND mail = insee || '.fr' AND"
	                 " site = 'www.' || insee || '.exemple.fr'"),
	    300);
	for (size_t i = 300; i < g.communes && i < 20000; i++)
		buf_fmt(&table, "%s,www.%s.exemple.fr,%s.fr,03 44 00 00 00\n",
		        g.commune[i].insee, g.commune[i].insee,
		        g.commune[i].insee);
	client_upload(&c, "/kits/tableau", "tableau", "t.csv", buf_text(&table),
	              table.len);
	assert_true(client_has(&c, "Coupez-le en deux"));
	client_prepare(&c, "POST", "/kits/tableau");
	client_add(&c, "ligne", "60002;<b>;x;1|99999;;;|60003;;;|", NULL, 0);
	client_add(&c, "csrf", CLIENT_CSRF, NULL, 0);
	route_serve(&c.request, &c.out);
	assert_int_equal(c.out.status, 200);
	assert_true(client_has(&c, "2 lignes sont à corriger"));
	assert_int_equal(number(c.db, "SELECT COUNT(*) FROM commune"), 301);
	buf_clear(&table);
	arena_free(a);
	end(&c);
}

/* The kit of a commune elsewhere is neither made, seen nor revoked. */
static void kits_are_made_in_ones_scope_alone(void **state)
{
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct client c;
		struct stat st;

		begin(&c, kinds[i]);
		enrol(&c, "insee\n60001\n85001\n");
		c.account = "oise";
		c.role = ROLE_READER;
		assert_int_equal(client_get(&c, "/kits"), 200);
		assert_true(client_has(&c, "Abancourt"));
		assert_false(client_has(&c, "/communes/85001"));
		assert_false(client_has(&c, "checkbox"));
		assert_int_equal(client_post(&c, "/kits", "insee=60001"), 403);
		c.role = ROLE_ADVISER;
		assert_int_equal(
		    client_post(&c, "/kits", "insee=60001&insee=85001"), 200);
		assert_string_equal(c.out.type, "application/zip");
		assert_int_equal(fstat(c.out.file, &st), 0);
		assert_true(st.st_size > 1000 && st.st_nlink == 0);
		assert_int_equal(number(c.db, "SELECT COUNT(*) FROM kit"), 1);
		/* What the page showed, in one go. */
		assert_int_equal(
		    client_post(&c, "/kits", "page=1&ici=60001+85001+x+"), 200);
		assert_string_equal(c.out.type, "application/zip");
		assert_int_equal(number(c.db, "SELECT COUNT(*) FROM kit"), 2);
		assert_int_equal(client_post(&c, "/communes/85001/kit", ""),
		                 404);
		assert_int_equal(client_get(&c, "/communes/85001/kit"), 404);
		assert_int_equal(client_post(&c, "/kits", "insee=85001"), 200);
		assert_int_equal(c.out.file, -1);
		assert_int_equal(client_post(&c, "/communes/60001/kit", ""),
		                 200);
		assert_true(c.out.file >= 0);
		assert_int_equal(number(c.db, "SELECT COUNT(*) FROM audit"
		                              " WHERE action = 'kit-made'"),
		                 3);
		c.forged = true;
		assert_int_equal(client_post(&c, "/communes/60001/kit", ""),
		                 403);
		end(&c);
	}
}

/* The second line of a certificate: nothing else has it. */
static void line_of(char out[65], const struct keyring *of)
{
	const char *line = strchr(keyring_certificate(of), '\n');

	assert_non_null(line);
	/* Its first ones begin as all others do: one from the middle. */
	for (int i = 0; i < 4; i++)
		line = strchr(line + 1, '\n');
	snprintf(out, 65, "%.64s", line + 1);
}

/* Whether the kit that was sent carries the certificate that line is of. */
static bool carries(const struct client *c, const char *line)
{
	char command[300];

	snprintf(command, sizeof(command),
	         "cat <&%d >%s/kit.zip && unzip -p %s/kit.zip '*/kit.json'"
	         " | grep -qF '%s'",
	         c->out.file, folder, folder, line);
	return lseek(c->out.file, 0, SEEK_SET) == 0 && system(command) == 0;
}

/* A key that was made beside a service that runs is in its next kit. */
static void kits_carry_the_newest_certificate(void **state)
{
	struct renewal r = { .next = 0 };
	char before[65], after[65];
	struct keyring *maker;
	struct client c;
	struct err e;

	(void)state;
	begin(&c, DB_SQLITE);
	line_of(before, keys);
	maker = keyring_open(folder, "Syndicat", CLIENT_NOW, false, &e);
	assert_non_null(maker);
	assert_true(keyring_renew(maker, "Syndicat", CLIENT_NOW, &e));
	line_of(after, maker);
	assert_string_not_equal(before, after);
	enrol(&c, "insee\n60001\n");
	assert_int_equal(client_post(&c, "/communes/60001/kit", ""), 200);
	assert_true(carries(&c, before));
	assert_false(carries(&c, after));
	renewal_look(&r, &c.service, CLIENT_NOW);
	assert_int_equal(client_post(&c, "/communes/60001/kit", ""), 200);
	assert_true(carries(&c, after));
	assert_false(carries(&c, before));
	keys = c.service.keys;
	renewal_clear(&r);
	keyring_close(maker);
	end(&c);
}

static void a_kit_is_found_by_its_state_and_revoked(void **state)
{
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct client c;

		begin(&c, kinds[i]);
		enrol(&c, "insee\n60001\n60002\n85001\n");
		assert_int_equal(client_get(&c, "/communes/60001/kit"), 200);
		assert_true(client_has(&c, "n’a pas encore de kit"));
		run(c.db, "INSERT INTO kit (insee, id, token, made_at, made_by,"
		          " expires, used_at) VALUES ('60001', '60001-a', 'x',"
		          " 1, '', 1795348900, 5), ('60002', '60002-a', 'x', 1,"
		          " '', 1995348900, NULL), ('85001', '85001-a', 'x', 1,"
		          " '', 1795348700, 5)");
		assert_int_equal(client_get(&c, "/kits?etat=1"), 200);
		assert_true(client_has(&c, "/85001/kit"));
		assert_false(client_has(&c, "/60001/kit"));
		client_get(&c, "/kits?etat=2");
		assert_true(client_has(&c, "/60001/kit"));
		assert_false(client_has(&c, "/60002/kit"));
		client_get(&c, "/kits?etat=3");
		assert_true(client_has(&c, "/60002/kit"));
		assert_false(client_has(&c, "/60001/kit"));
		/* By name, code, EPCI, département and the day it ends. */
		client_get(&c, "/kits?q=ABANCOURT");
		assert_true(client_has(&c, "/60001/kit"));
		assert_false(client_has(&c, "/60002/kit"));
		client_get(&c, "/kits?q=60002");
		assert_true(client_has(&c, "/60002/kit"));
		assert_false(client_has(&c, "/60001/kit"));
		client_get(&c, "/kits?dep=85");
		assert_true(client_has(&c, "/85001/kit"));
		assert_false(client_has(&c, "/60001/kit"));
		client_get(&c, "/kits?epci=000000000");
		assert_true(client_has(&c, "Aucune commune ne correspond"));
		client_get(&c, "/kits?fin=2026-11-22");
		assert_true(client_has(&c, "/60001/kit"));
		assert_false(client_has(&c, "/60002/kit"));
		assert_false(client_has(&c, "/85001/kit"));
		client_get(&c, "/kits?q=a%26%22&etat=9&fin=x");
		assert_true(
		    client_has(&c, "href=\"/kits?q=a%26%22&amp;etat=1\""));
		client_get(&c, "/kits?apres=60002");
		assert_true(client_has(&c, "/85001/kit"));
		assert_false(client_has(&c, "/60002/kit"));
		assert_int_equal(client_get(&c, "/communes/60001/kit"), 200);
		assert_true(client_has(&c, "60001-a"));
		assert_int_equal(client_post(&c, "/communes/60001/kit/retrait",
		                             "id=60002-a"),
		                 303);
		assert_int_equal(number(c.db, "SELECT COUNT(revoked_at)"
		                              " FROM kit"),
		                 0);
		client_post(&c, "/communes/60001/kit/retrait", "id=60001-a");
		assert_int_equal(number(c.db, "SELECT COUNT(*) FROM kit WHERE"
		                              " revoked_at = 1795348800"),
		                 1);
		c.service.keys = NULL;
		assert_int_equal(client_post(&c, "/communes/60001/kit", ""),
		                 200);
		assert_int_equal(c.out.file, -1);
		end(&c);
	}
}

/* One thing at a time, to whoever can mend it. */
static void why_there_is_no_kit_is_told(void **state)
{
	struct client c;
	struct err e;

	(void)state;
	begin(&c, DB_SQLITE);
	enrol(&c, "insee\n60001\n");
	c.service.programs = "/nowhere";
	client_post(&c, "/kits", "insee=60001");
	assert_true(client_has(&c, "Le serveur n’a pas les programmes"));
	assert_true(setting_write(c.db, "name", "", &e));
	client_post(&c, "/kits", "insee=60001");
	assert_true(client_has(&c, "Écrivez d’abord le nom du coordinateur"));
	c.service.demo = true;
	client_post(&c, "/kits", "insee=60001");
	assert_true(client_has(&c, "la visite ne fait pas de kits"));
	assert_int_equal(number(c.db, "SELECT COUNT(*) FROM kit"), 0);
	end(&c);
}

static void an_old_key_is_told(void **state)
{
	struct client c;

	(void)state;
	begin(&c, DB_SQLITE);
	client_get(&c, "/kits");
	assert_false(client_has(&c, "key renew"));
	c.now += 366 * DATE_DAY;
	client_get(&c, "/kits");
	assert_true(client_has(&c, "key renew"));
	end(&c);
}

static int setup(void **state)
{
	char command[200];
	struct err e;

	(void)state;
	if (!mkdtemp(folder))
		return -1;
	keys = keyring_open(folder, "Syndicat", CLIENT_NOW, true, &e);
	snprintf(programs, sizeof(programs), "%s/programs", folder);
	snprintf(command, sizeof(command), "mkdir %s && echo x >%s/Garde.exe",
	         programs, programs);
	return keys ? system(command) : -1;
}

static int teardown(void **state)
{
	char command[100];

	(void)state;
	keyring_close(keys);
	snprintf(command, sizeof(command), "rm -rf %s", folder);
	return system(command);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(communes_are_added_after_a_count),
		cmocka_unit_test(a_long_table_comes_back_whole),
		cmocka_unit_test(kits_are_made_in_ones_scope_alone),
		cmocka_unit_test(kits_carry_the_newest_certificate),
		cmocka_unit_test(a_kit_is_found_by_its_state_and_revoked),
		cmocka_unit_test(why_there_is_no_kit_is_told),
		cmocka_unit_test(an_old_key_is_told),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
