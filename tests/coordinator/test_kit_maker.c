/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/kit_maker.h"

#include "coordinator/enrolment.h"
#include "coordinator/setting.h"
#include "core/date.h"
#include "core/file.h"
#include "core/json.h"
#include "core/signature.h"
#include "report/kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "store.h"
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NOW INT64_C(1795336200)

static const enum db_kind kinds[] = { DB_SQLITE, DB_POSTGRESQL };

static char folder[] = "/tmp/test-kit-XXXXXX";
static struct arena *arena;
static struct gazetteer g;
static struct keyring *keys;

static const char *in_folder(const char *name)
{
	static char path[300];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return path;
}

static int run(const char *what)
{
	char command[900];

	snprintf(command, sizeof(command), "cd %s && { %s; } >said 2>&1",
	         folder, what);
	return system(command);
}

static void write_settings(struct db *db)
{
	struct err e;

	assert_true(setting_write(db, "name", "Syndicat <de> l’Oise", &e));
	assert_true(setting_write(db, "phone", "03 44 00 00 01", &e));
	assert_true(
	    setting_write(db, SETTING_ROOTS, keyring_identity(keys), &e));
}

static void write_kit(struct db *db, const struct roster_commune *c)
{
	struct kit_maker_order order = { .now = NOW,
		                         .expires = NOW + 548 * DATE_DAY,
		                         .by = "eve" };
	struct kit_maker *m;
	struct err e;

	m = kit_maker_open(db, keys, in_folder("programs"), &e);
	assert_non_null(m);
	assert_true(kit_maker_has_windows(m));
	assert_true(enrolment_write(db, c, 1, NOW, &e));
	assert_true(kit_maker_write(m, db, folder, c, &order, &e));
	kit_maker_close(m);
}

static struct roster_commune abancourt(void)
{
	return (struct roster_commune){
		.commune = gazetteer_find(&g, "60001"),
		.site = "www.abancourt.fr",
		.mail = "abancourt.fr",
		.phone = "",
	};
}

/* The agent's own eyes on what was made; the token is in no store. */
static void check_kit(struct db *db)
{
	static const char sql[] =
	    "SELECT token, expires, made_by FROM kit WHERE insee = $1 AND id = $2";
	char signer[HASH_TEXT];
	char hash[HASH_TEXT];
	struct db_rows *rows;
	struct buf text;
	struct buf signature;
	struct kit kit;
	struct err e;
	cJSON *json;

	buf_init(&text, KIT_BYTES);
	buf_init(&signature, SIGNATURE_BYTES);
	assert_true(
	    file_read(in_folder("garde-abancourt-60/kit.json"), &text, &e));
	assert_true(
	    file_read(in_folder("garde-abancourt-60/kit.p7s"), &signature, &e));
	assert_true(signature_check(signature.data, signature.len, text.data,
	                            text.len, signer, &e));
	text.data[text.len / 2] ^= 1;
	assert_false(signature_check(signature.data, signature.len, text.data,
	                             text.len, signer, &e));
	text.data[text.len / 2] ^= 1;
	json = json_parse(text.data, text.len, &e);
	assert_true(kit_from_json(&kit, json, arena, &e));
	assert_string_equal(kit.commune.name, "Abancourt");
	assert_string_equal(kit.commune.department, "60");
	assert_string_equal(kit.commune.site, "www.abancourt.fr");
	assert_string_equal(kit.coordinator.name, "Syndicat <de> l’Oise");
	assert_string_equal(kit.certificates, keyring_certificate(keys));
	assert_string_equal(kit.roots, keyring_identity(keys));
	assert_non_null(kit.baseline);
	rows =
	    db_query(db, sql, DB_VALUES(db_text("60001"), db_text(kit.id)), &e);
	assert_non_null(rows);
	assert_true(db_next(rows));
	hash_sha256(hash, kit.token, strlen(kit.token));
	assert_string_equal(db_column_text(rows, 0), hash);
	assert_int_equal(db_column_int(rows, 1), kit.expires);
	assert_string_equal(db_column_text(rows, 2), "eve");
	assert_true(db_end(rows, &e));
	cJSON_Delete(json);
	buf_clear(&text);
	buf_clear(&signature);
}

static void a_kit_is_whole_and_its_token_is_kept_hashed(void **state)
{
	struct roster_commune c = abancourt();
	struct stat st;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct db *db = store_fresh(kinds[i]);

		write_settings(db);
		write_kit(db, &c);
		assert_int_equal(
		    stat(in_folder("garde-60001-abancourt.zip"), &st), 0);
		assert_int_equal(st.st_mode & 0777, 0600);
		assert_int_equal(
		    run("rm -rf garde-abancourt-60; unzip -tq garde-60001-abancourt.zip && unzip -q garde-60001-abancourt.zip"),
		    0);
		assert_int_equal(
		    run("test -x garde-abancourt-60/garde && cmp garde-abancourt-60/Garde.exe programs/Garde.exe && cmp garde-abancourt-60/lisezmoi-3.png '" SOURCE_DIR
		        "/packaging/windows/lisezmoi-3.png'"),
		    0);
		assert_int_equal(
		    run("grep -q 'Syndicat &lt;de&gt;' garde-abancourt-60/LISEZMOI.html && grep -q '03 44 00 00 01' garde-abancourt-60/LISEZMOI.html && grep -q 'commune Abancourt' garde-abancourt-60/LISEZMOI.html"),
		    0);
		assert_int_equal(
		    run("unzip -Z1 garde-60001-abancourt.zip | tr '\\n' ' ' | grep -qx 'garde-abancourt-60/LISEZMOI.html garde-abancourt-60/lisezmoi-1.png garde-abancourt-60/lisezmoi-2.png garde-abancourt-60/lisezmoi-3.png garde-abancourt-60/Garde.exe garde-abancourt-60/garde garde-abancourt-60/baseline.json garde-abancourt-60/kit.json garde-abancourt-60/kit.p7s '"),
		    0);
		check_kit(db);
		store_end(db);
	}
}

/* What a table told stays when the official list is taken again. */
static void a_commune_is_put_in_once(void **state)
{
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct db *db = store_fresh(kinds[i]);
		struct roster_commune c = abancourt();
		int64_t count = 0;
		struct err e;

		write_settings(db);
		write_kit(db, &c);
		c.site = "";
		assert_true(enrolment_write(db, &c, 1, NOW + 1, &e));
		assert_true(enrolment_read(db, &c, arena, &e));
		assert_string_equal(c.site, "www.abancourt.fr");
		assert_true(db_number(
		    db,
		    "SELECT COUNT(*) FROM commune WHERE folded = 'abancourt 60220' AND joined_at = 1795336200",
		    DB_NOTHING, &count, &e));
		assert_int_equal(count, 1);
		assert_true(db_run(db, "UPDATE commune SET left_at = 5",
		                   DB_NOTHING, NULL, &e));
		assert_true(enrolment_write(db, &c, 1, NOW + 2, &e));
		assert_true(db_number(
		    db,
		    "SELECT COUNT(*) FROM commune c JOIN kit k ON k.insee = c.insee WHERE c.left_at IS NULL AND k.revoked_at IS NOT NULL",
		    DB_NOTHING, &count, &e));
		assert_int_equal(count, 1);
		store_end(db);
	}
}

/* Who advises its EPCI of before sees its findings no longer. */
static void findings_follow_a_commune_to_its_next_epci(void **state)
{
	static const char sql[] =
	    "INSERT INTO finding (insee, control, verdict, severity, since,"
	    " verdict_before, department, epci) SELECT insee, 'mail-spf',"
	    " 'fail', 'high', 1, '', department, epci FROM commune";
	struct gazetteer_commune moved = *gazetteer_find(&g, "60001");

	(void)state;
	moved.epci = "200000000";
	for (size_t i = 0; i < 2; i++) {
		struct db *db = store_fresh(kinds[i]);
		struct roster_commune c = abancourt();
		int64_t count = 0;
		struct err e;

		assert_true(enrolment_write(db, &c, 1, NOW, &e));
		assert_true(db_run(db, sql, DB_NOTHING, NULL, &e));
		c.commune = &moved;
		assert_true(enrolment_write(db, &c, 1, NOW + 1, &e));
		assert_true(db_number(db,
		                      "SELECT COUNT(*) FROM finding"
		                      " WHERE epci = '200000000'",
		                      DB_NOTHING, &count, &e));
		assert_int_equal(count, 1);
		store_end(db);
	}
}

static void names_of_files_hold_everywhere(void **state)
{
	static const char *const codes[][2] = {
		{ "60001", "garde-60001-abancourt.zip" },
		{ "94038", "garde-94038-l-hay-les-roses.zip" },
		{ "2A004", "garde-2A004-ajaccio.zip" },
	};
	char name[KIT_MAKER_NAME];

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		kit_maker_name(name, gazetteer_find(&g, codes[i][0]));
		assert_string_equal(name, codes[i][1]);
	}
	for (size_t i = 0; i < g.communes; i++) {
		kit_maker_name(name, &g.commune[i]);
		assert_int_equal(
		    strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-.AB"),
		    strlen(name));
	}
}

static void what_is_missing_is_told(void **state)
{
	struct db *db = store_fresh(DB_SQLITE);
	struct err e;

	(void)state;
	assert_null(kit_maker_open(db, keys, in_folder("programs"), &e));
	write_settings(db);
	assert_null(kit_maker_open(db, keys, in_folder("nowhere"), &e));
	store_end(db);
}

static int setup(void **state)
{
	struct err e;

	(void)state;
	arena = arena_new(2 * GAZETTEER_BYTES);
	if (!arena || !gazetteer_read(&g, arena, &e) || !mkdtemp(folder))
		return -1;
	keys = keyring_open(folder, "Syndicat", NOW, true, &e);
	return keys
	           ? run("mkdir programs && head -c 300000 /bin/bash >programs/Garde.exe && echo x >programs/garde && echo '{}' >programs/baseline.json")
	           : -1;
}

static int teardown(void **state)
{
	char command[100];

	(void)state;
	keyring_close(keys);
	arena_free(arena);
	snprintf(command, sizeof(command), "rm -rf %s", folder);
	return system(command);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_kit_is_whole_and_its_token_is_kept_hashed),
		cmocka_unit_test(a_commune_is_put_in_once),
		cmocka_unit_test(findings_follow_a_commune_to_its_next_epci),
		cmocka_unit_test(names_of_files_hold_everywhere),
		cmocka_unit_test(what_is_missing_is_told),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
