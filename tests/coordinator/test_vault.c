/* SPDX-License-Identifier: Apache-2.0 */
/* mount() is Linux's own. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "coordinator/lockbox.h"
#include "coordinator/vault.h"
#include "core/arena.h"
#include "core/run.h"
#include "tests/coordinator/sealed.h"
#include "tests/coordinator/store.h"

#include <dirent.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#define SECRET "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

static char folder[] = "/tmp/test-vault-XXXXXX";

static const char *path(const char *name)
{
	static char paths[4][96];
	static unsigned turn;
	char *out = paths[turn++ % 4];

	snprintf(out, sizeof(paths[0]), "%s/%s", folder, name);
	return out;
}

/* What the command says, in French; its ending. */
static int tell(struct buf *out, const char *order, const char *file,
                const char *state, const char *store)
{
	const char *const argv[] = { COORDINATOR_PROGRAM, order, file,
		                     "--state",           state, "--lang=fr",
		                     "--store",           store, NULL };
	int status = -1;
	struct err e;

	buf_clear(out);
	buf_init(out, 1u << 20);
	if (!run_command(argv, 60000, out, &status, &e))
		fail_msg("%s", e.text);
	return status;
}

/* Two kits that hold, one that was revoked, and somebody with a telephone. */
static struct db *filled(enum db_kind kind)
{
	static const char sql[] =
	    "INSERT INTO account (name, display, role, password, totp,"
	    " totp_step, made_at, lang)"
	    " VALUES ('chef', 'C', 'administrator', '', $1, 0, 0, 'fr')";
	struct db *db = store_fresh(kind);
	struct sealed_kit kit;
	struct keyring *keys;
	char sealed[LOCKBOX_TEXT];
	struct err e;

	for (unsigned i = 1; i <= 3; i++)
		sealed_commune(&kit, db, 1000 + i);
	assert_true(db_run(db, "UPDATE kit SET expires = 4000000000", NULL, 0,
	                   NULL, &e));
	assert_true(db_run(db, "UPDATE kit SET revoked_at = 5 WHERE insee = $1",
	                   DB_VALUES(db_text(kit.insee)), NULL, &e));
	assert_int_equal(mkdir(path("from"), 0700), 0);
	keys = keyring_open(path("from"), "Essai", SEALED_NOW, true, &e);
	assert_non_null(keys);
	assert_true(lockbox_seal(sealed, keys, "chef", SECRET, &e));
	assert_true(db_run(db, sql, DB_VALUES(db_text(sealed)), NULL, &e));
	keyring_close(keys);
	return db;
}

/* Whether the telephone's secret of a store opens with a state's key. */
static bool opens(struct db *db, const char *state)
{
	char secret[LOCKBOX_SECRET] = "", totp[LOCKBOX_TEXT];
	struct err e;
	struct keyring *keys = keyring_open(state, "", SEALED_NOW, false, &e);
	struct db_rows *rows =
	    db_query(db, "SELECT totp FROM account", DB_NOTHING, &e);
	bool ok;

	assert_true(keys && rows && db_next(rows));
	snprintf(totp, sizeof(totp), "%s", db_column_text(rows, 0));
	assert_true(db_end(rows, &e));
	ok = lockbox_open(secret, keys, "chef", totp, &e);
	keyring_close(keys);
	return ok && strcmp(secret, SECRET) == 0;
}

/* On another machine, with all that it needs, and told what it cannot know. */
static void restored(enum db_kind kind)
{
	struct db *db = filled(kind);
	struct db *to;
	struct buf out;
	struct err e;

	buf_init(&out, 1u << 20);
	assert_int_equal(
	    tell(&out, "backup", path("b.garde"), path("from"), store_where()),
	    0);
	store_end(db);
	to = store_fresh(kind);
	assert_int_equal(mkdir(path("to"), 0700), 0);
	assert_int_equal(
	    tell(&out, "restore", path("b.garde"), path("to"), store_where()),
	    0);
	assert_non_null(strstr(buf_text(&out), "contient 2 kits valables"));
	assert_non_null(strstr(buf_text(&out), "retirez-le encore"));
	assert_null(strstr(buf_text(&out), "code de téléphone"));
	assert_true(opens(to, path("to")));
	store_end(to);
	/* The same without the key of the telephones. */
	db = db_open(path("b.garde"), &e);
	assert_true(db && db_script(db,
	                            "DELETE FROM vault_file"
	                            " WHERE name = '" KEYRING_BOX "'",
	                            &e));
	db_close(db);
	to = store_fresh(kind);
	assert_int_equal(mkdir(path("bare"), 0700), 0);
	assert_int_equal(
	    tell(&out, "restore", path("b.garde"), path("bare"), store_where()),
	    0);
	assert_non_null(strstr(buf_text(&out), "code de téléphone"));
	assert_non_null(strstr(buf_text(&out), "invite NOM"));
	assert_false(opens(to, path("bare")));
	store_end(to);
	buf_clear(&out);
}

static void clean(void)
{
	char command[64];

	snprintf(command, sizeof(command), "rm -rf -- %s/*", folder);
	assert_int_equal(system(command), 0);
}

static void restored_sqlite(void **state)
{
	(void)state;
	restored(DB_SQLITE);
	clean();
}

static void restored_postgresql(void **state)
{
	(void)state;
	restored(DB_POSTGRESQL);
	clean();
}

static unsigned files(const char *in)
{
	DIR *names = opendir(in);
	const struct dirent *one;
	unsigned n = 0;

	assert_non_null(names);
	while ((one = readdir(names)))
		n += one->d_name[0] != '.';
	closedir(names);
	return n;
}

/* Nothing is left of a backup that found no room, wherever it ended. */
static void no_room(void **state)
{
	struct db *db = filled(DB_SQLITE);
	struct transfer_sum *sum =
	    calloc(transfer_tables(), sizeof(struct transfer_sum));
	const char *disk = path("disk");
	unsigned failed = 0;
	bool done = false;
	struct err e;

	(void)state;
	assert_non_null(sum);
	assert_int_equal(mkdir(disk, 0700), 0);
	for (unsigned kb = 8; !done && kb < 4096; kb += kb / 4) {
		char size[32];

		snprintf(size, sizeof(size), "size=%uk", kb);
		if (mount("none", path("disk"), "tmpfs", 0, size) != 0)
			skip();
		done = vault_write(path("disk/b.garde"), store_where(),
		                   path("from"), SEALED_NOW, sum, &e);
		failed += !done;
		assert_int_equal(files(path("disk")), done ? 1 : 0);
		umount(path("disk"));
	}
	assert_true(done);
	assert_true(failed > 5);
	free(sum);
	store_end(db);
	clean();
}

static int prepare(void **state)
{
	(void)state;
	assert_non_null(mkdtemp(folder));
	return 0;
}

static int tidy(void **state)
{
	(void)state;
	return rmdir(folder);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(restored_sqlite),
		cmocka_unit_test(restored_postgresql),
		cmocka_unit_test(no_room),
	};

	return cmocka_run_group_tests(tests, prepare, tidy);
}
