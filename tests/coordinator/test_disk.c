/* SPDX-License-Identifier: Apache-2.0 */
/* unshare(). */
#define _GNU_SOURCE
#include "coordinator/db.h"
#include "core/buf.h"
#include "core/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sched.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * A disk that loses what was not synced, or refuses the n-th write: a layer of
 * SQLite's (a VFS) over the real one, which keeps beside each file what would
 * be left of it after a loss of power.
 */

#define FILES   8
#define OPS     4096
#define MOST    400 /* rows of a run */
#define PAYLOAD 600
#define BIG     (64u << 20)

struct op {
	sqlite3_int64 at;
	int len; /* -1: cut at that size */
	unsigned char *data;
};

struct kept {
	char path[256];
	struct buf durable;
	struct op op[OPS]; /* since the last sync */
	size_t ops;
};

struct layer {
	sqlite3_file base;
	struct kept *kept; /* NULL: none of the two that count */
	sqlite3_file *real;
};

static struct kept kept[FILES];
static size_t files;
static sqlite3_vfs *below;
static long countdown; /* calls until it happens; 0 never, then < 0 */
static int fault;      /* what the call answers; 0: the power is gone */
static bool dark;
static bool happened;
static uint64_t dice = 1;

static unsigned roll(unsigned n)
{
	dice ^= dice << 13;
	dice ^= dice >> 7;
	dice ^= dice << 17;
	return (unsigned)(dice % n);
}

/* Before each write and sync: 0 when it may go on. */
static int happens(bool writes)
{
	if (dark)
		return SQLITE_IOERR;
	/* A disk is full to those who write. */
	if (fault == SQLITE_FULL && !writes)
		return 0;
	if (countdown > 0 && --countdown == 0) {
		happened = true;
		dark = fault == 0;
		return dark ? SQLITE_IOERR : fault;
	}
	return 0;
}

static void note(struct kept *k, sqlite3_int64 at, int len, const void *data)
{
	struct op *op;

	assert_true(k->ops < OPS);
	op = &k->op[k->ops++];
	*op = (struct op){ .at = at, .len = len };
	if (len > 0) {
		op->data = malloc((size_t)len);
		assert_non_null(op->data);
		memcpy(op->data, data, (size_t)len);
	}
}

static void apply(struct buf *b, const struct op *op, int len)
{
	size_t end = (size_t)op->at + (size_t)(len > 0 ? len : 0);

	if (op->len < 0) {
		if (b->len > end)
			b->len = end;
		return;
	}
	while (b->len < end)
		assert_true(buf_char(b, '\0'));
	memcpy(b->data + op->at, op->data, (size_t)len);
}

static void settle(struct kept *k, bool all)
{
	for (size_t i = 0; i < k->ops; i++) {
		struct op *op = &k->op[i];
		unsigned fate = all ? 0 : roll(5);

		/* All of it, nothing of it, or a part. */
		if (fate < 2)
			apply(&k->durable, op, op->len);
		else if (fate == 2 && op->len > 512)
			apply(&k->durable, op,
			      512 * (int)roll((unsigned)op->len / 512));
		free(op->data);
	}
	k->ops = 0;
}

static struct layer *of(sqlite3_file *f)
{
	return (struct layer *)(void *)f;
}

#define DOWN(f, call, ...) \
	(of(f)->real->pMethods->call(of(f)->real, __VA_ARGS__))

static int layer_close(sqlite3_file *f)
{
	return of(f)->real->pMethods->xClose(of(f)->real);
}

static int layer_read(sqlite3_file *f, void *data, int len, sqlite3_int64 at)
{
	return DOWN(f, xRead, data, len, at);
}

static int layer_write(sqlite3_file *f, const void *data, int len,
                       sqlite3_int64 at)
{
	int code = happens(true);

	/* What is written when the power goes may or may not arrive. */
	if (of(f)->kept && (code == 0 || (dark && happened)))
		note(of(f)->kept, at, len, data);
	if (code != 0)
		return code == SQLITE_IOERR ? SQLITE_IOERR_WRITE : code;
	return DOWN(f, xWrite, data, len, at);
}

static int layer_truncate(sqlite3_file *f, sqlite3_int64 size)
{
	int code = happens(false);

	if (code != 0)
		return SQLITE_IOERR_TRUNCATE;
	if (of(f)->kept)
		note(of(f)->kept, size, -1, NULL);
	return DOWN(f, xTruncate, size);
}

static int layer_sync(sqlite3_file *f, int flags)
{
	int code = happens(false);

	(void)flags;
	if (code != 0)
		return SQLITE_IOERR_FSYNC;
	if (of(f)->kept)
		settle(of(f)->kept, true);
	return SQLITE_OK;
}

static int layer_size(sqlite3_file *f, sqlite3_int64 *size)
{
	return DOWN(f, xFileSize, size);
}

static int layer_lock(sqlite3_file *f, int n)
{
	return DOWN(f, xLock, n);
}

static int layer_unlock(sqlite3_file *f, int n)
{
	return DOWN(f, xUnlock, n);
}

static int layer_reserved(sqlite3_file *f, int *out)
{
	return DOWN(f, xCheckReservedLock, out);
}

static int layer_control(sqlite3_file *f, int op, void *arg)
{
	return DOWN(f, xFileControl, op, arg);
}

static int layer_sector(sqlite3_file *f)
{
	return of(f)->real->pMethods->xSectorSize(of(f)->real);
}

static int layer_traits(sqlite3_file *f)
{
	return of(f)->real->pMethods->xDeviceCharacteristics(of(f)->real);
}

static int layer_map(sqlite3_file *f, int page, int size, int extend,
                     void volatile **out)
{
	return DOWN(f, xShmMap, page, size, extend, out);
}

static int layer_shm_lock(sqlite3_file *f, int at, int n, int flags)
{
	return DOWN(f, xShmLock, at, n, flags);
}

static void layer_barrier(sqlite3_file *f)
{
	of(f)->real->pMethods->xShmBarrier(of(f)->real);
}

static int layer_unmap(sqlite3_file *f, int drop)
{
	return DOWN(f, xShmUnmap, drop);
}

static const sqlite3_io_methods methods = {
	.iVersion = 2,
	.xClose = layer_close,
	.xRead = layer_read,
	.xWrite = layer_write,
	.xTruncate = layer_truncate,
	.xSync = layer_sync,
	.xFileSize = layer_size,
	.xLock = layer_lock,
	.xUnlock = layer_unlock,
	.xCheckReservedLock = layer_reserved,
	.xFileControl = layer_control,
	.xSectorSize = layer_sector,
	.xDeviceCharacteristics = layer_traits,
	.xShmMap = layer_map,
	.xShmLock = layer_shm_lock,
	.xShmBarrier = layer_barrier,
	.xShmUnmap = layer_unmap,
};

static struct kept *keep(const char *path)
{
	for (size_t i = 0; i < files; i++)
		if (strcmp(kept[i].path, path) == 0)
			return &kept[i];
	assert_true(files < FILES);
	snprintf(kept[files].path, sizeof(kept[files].path), "%s", path);
	buf_init(&kept[files].durable, BIG);
	return &kept[files++];
}

static int layer_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f,
                      int flags, int *out)
{
	int code;

	(void)vfs;
	of(f)->base.pMethods = NULL;
	of(f)->kept = NULL;
	of(f)->real = (sqlite3_file *)(void *)(of(f) + 1);
	code = below->xOpen(below, name, of(f)->real, flags, out);
	if (code == SQLITE_OK) {
		of(f)->base.pMethods = &methods;
		if (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL))
			of(f)->kept = keep(name);
	}
	return code;
}

static sqlite3_vfs layer;

static void begin(void)
{
	for (size_t i = 0; i < files; i++) {
		settle(&kept[i], true);
		buf_clear(&kept[i].durable);
	}
	files = 0;
	countdown = 0;
	fault = 0;
	dark = happened = false;
}

static const char sql_table[] =
    "CREATE TABLE thing (id BIGINT NOT NULL PRIMARY KEY, data BYTEA NOT NULL);"
    "CREATE INDEX thing_data ON thing (data)";
static const char sql_often[] = "PRAGMA wal_autocheckpoint = 12";
static const char sql_insert[] = "INSERT INTO thing (id, data) VALUES ($1, $2)";
static const char sql_has[] =
    "SELECT COUNT(*) FROM thing WHERE id = $1 AND LENGTH(data) = $2";
static const char sql_sound[] =
    "SELECT integrity_check = 'ok' FROM pragma_integrity_check";

static char folder[] = "/tmp/garde-disk-XXXXXX";
static char at[128];

static bool insert(void *ctx, struct db *db, struct err *e)
{
	static const unsigned char zero[PAYLOAD];
	int64_t id = *(const int64_t *)ctx;
	unsigned char data[PAYLOAD];

	memcpy(data, zero, sizeof(data));
	memcpy(data, &id, sizeof(id));
	return db_run(db, sql_insert,
	              DB_VALUES(db_int(id), db_bytes(data, sizeof(data))), NULL,
	              e);
}

static void clean(void)
{
	static const char *const endings[] = { "", "-wal", "-shm" };

	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		char path[160];

		snprintf(path, sizeof(path), "%s%s", at, endings[i]);
		assert_true(file_remove(path));
	}
}

static struct db *fresh(void)
{
	struct err e;
	struct db *db;

	clean();
	begin();
	db = db_open(at, &e);
	if (!db)
		fail_msg("%s", e.text);
	assert_true(db_script(db, sql_table, &e));
	assert_true(db_script(db, sql_often, &e));
	return db;
}

/* What the disk holds after the loss. */
static void lose_power(void)
{
	struct err e;

	clean();
	for (size_t i = 0; i < files; i++) {
		settle(&kept[i], false);
		if (!file_replace(kept[i].path,
		                  kept[i].durable.data ? kept[i].durable.data
		                                       : "",
		                  kept[i].durable.len, &e))
			fail_msg("%s", e.text);
	}
}

static void check(const bool *done)
{
	struct err e;
	struct db *db = db_open(at, &e);
	int64_t sound = 0;

	if (!db)
		fail_msg("%s", e.text);
	assert_true(db_number(db, sql_sound, DB_NOTHING, &sound, &e));
	assert_int_equal(sound, 1);
	for (int64_t i = 0; i < MOST; i++) {
		int64_t n = 0;

		if (!done[i])
			continue;
		if (!db_number(db, sql_has,
		               DB_VALUES(db_int(i), db_int(PAYLOAD)), &n, &e))
			fail_msg("%s", e.text);
		if (n != 1)
			fail_msg("row %d was committed and is gone", (int)i);
	}
	db_close(db);
}

static void committed_rows_outlive_a_loss_of_power(void **state)
{
	unsigned points = getenv("GARDE_NIGHTLY") ? 10000 : 300;
	unsigned reached = 0, kept_rows = 0;

	(void)state;
	for (unsigned p = 0; p < points; p++) {
		bool done[MOST] = { false };
		struct db *db = fresh();
		struct err e;

		dice = p * UINT64_C(2654435761) + 1;
		countdown = 1 + (long)roll(400);
		for (int64_t i = 0; i < 60 && !dark; i++) {
			done[i] = db_transact(db, insert, &i, &e);
			kept_rows += done[i];
		}
		reached += happened;
		/* Its end must not write any more. */
		dark = true;
		db_close(db);
		lose_power();
		begin();
		check(done);
	}
	print_message("%u points, %u rows\n", reached, kept_rows);
	assert_true(reached > points / 2);
	assert_true(kept_rows > points);
}

/* The n-th write or sync fails once: told, nothing false, and it goes on. */
static void fail_each(int code, enum db_fault expected)
{
	bool more = true;
	unsigned told = 0;

	for (long n = 1; more; n++) {
		bool done[MOST] = { false };
		struct db *db = fresh();
		struct err e;
		int64_t i;

		countdown = n;
		fault = code;
		for (i = 0; i < 25; i++) {
			bool before = happened;

			done[i] = db_transact(db, insert, &i, &e);
			if (done[i])
				continue;
			/* Only what failed was refused, once. */
			assert_false(before);
			assert_true(happened);
			assert_int_equal(db_fault(db), expected);
			told++;
		}
		more = happened;
		countdown = 0;
		i = 30;
		assert_true(db_transact(db, insert, &i, &e));
		done[i] = true;
		db_close(db);
		begin();
		check(done);
	}
	assert_true(told > 20);
}

static void a_disk_error_is_told_and_passes(void **state)
{
	(void)state;
	fail_each(SQLITE_IOERR, DB_BROKEN);
}

/* A real full disk: 1 MB of memory, in a view of the system of its own. */
static int on_a_full_disk(void)
{
	bool done[MOST] = { false };
	char fill[200];
	struct db *db;
	struct err e;
	int64_t i = 0;
	FILE *f;

	if (unshare(CLONE_NEWNS) != 0 ||
	    mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
	    mount("none", folder, "tmpfs", 0, "size=1m") != 0)
		return 10;
	snprintf(at, sizeof(at), "%s/full.db", folder);
	db = db_open(at, &e);
	if (!db || !db_script(db, sql_table, &e))
		return 11;
	snprintf(fill, sizeof(fill), "%s/fill", folder);
	f = fopen(fill, "w");
	if (!f)
		return 12;
	for (int n = 0; n < 600 * 1024; n++)
		fputc('x', f);
	fclose(f);
	while (i < MOST && (done[i] = db_transact(db, insert, &i, &e)))
		i++;
	if (i < 10 || i == MOST || db_fault(db) != DB_FULL)
		return 13;
	if (db_transact(db, insert, &i, &e) || db_fault(db) != DB_FULL)
		return 14;
	/* Somebody makes room. */
	remove(fill);
	if (!(done[i] = db_transact(db, insert, &i, &e)))
		return 15;
	db_close(db);
	check(done);
	return 0;
}

static void a_full_disk_is_told_and_passes(void **state)
{
	int status = -1;
	pid_t pid;

	(void)state;
	sqlite3_vfs_unregister(&layer);
	pid = fork();
	if (pid == 0)
		_exit(on_a_full_disk());
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	sqlite3_vfs_register(&layer, 1);
	fail_each(SQLITE_FULL, DB_FULL);
}

static int setup(void **state)
{
	(void)state;
	if (!mkdtemp(folder))
		return -1;
	snprintf(at, sizeof(at), "%s/region.db", folder);
	sqlite3_initialize();
	below = sqlite3_vfs_find(NULL);
	layer = *below;
	layer.zName = "layer";
	layer.pNext = NULL;
	layer.szOsFile = (int)sizeof(struct layer) + below->szOsFile;
	layer.xOpen = layer_open;
	return sqlite3_vfs_register(&layer, 1);
}

static int teardown(void **state)
{
	(void)state;
	clean();
	begin();
	return rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(committed_rows_outlive_a_loss_of_power),
		cmocka_unit_test(a_disk_error_is_told_and_passes),
		cmocka_unit_test(a_full_disk_is_told_and_passes),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
