/* SPDX-License-Identifier: Apache-2.0 */
/* mount() is Linux's own. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "coordinator/intake.h"
#include "coordinator/migrate.h"
#include "tests/coordinator/sealed.h"
#include "tests/coordinator/store.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#define REPORTS 60

static struct sealed sealed;
static char disk[] = "/tmp/garde-full-XXXXXX";
static char ballast[64];
static char where[600];

/* A disk of some megabytes, one of them taken up by something else. */
static bool mount_disk(void)
{
	char *megabyte;
	int fd;

	assert_non_null(mkdtemp(disk));
	if (mount("none", disk, "tmpfs", 0, "size=3m") != 0)
		return false;
	snprintf(ballast, sizeof(ballast), "%s/ballast", disk);
	snprintf(where, sizeof(where), "%s/garde.db", disk);
	fd = open(ballast, O_WRONLY | O_CREAT, 0600);
	megabyte = calloc(1, 1u << 20);
	assert_non_null(megabyte);
	assert_int_equal(write(fd, megabyte, 1u << 20), 1 << 20);
	free(megabyte);
	close(fd);
	return true;
}

static void check_counts(struct db *db, int64_t acknowledged)
{
	int64_t n = -1;
	struct err e;

	assert_true(
	    db_number(db, "SELECT COUNT(*) FROM receipt", DB_NOTHING, &n, &e));
	assert_int_equal(n, acknowledged);
	n = -1;
	assert_true(
	    db_number(db, "SELECT COUNT(*) FROM report", DB_NOTHING, &n, &e));
	assert_int_equal(n, acknowledged);
}

static void check(struct db *db, int64_t acknowledged)
{
	struct db_rows *rows;
	struct err e;

	check_counts(db, acknowledged);
	rows = db_query(db, "PRAGMA integrity_check", DB_NOTHING, &e);
	assert_non_null(rows);
	assert_true(db_next(rows));
	assert_string_equal(db_column_text(rows, 0), "ok");
	assert_true(db_end(rows, &e));
}

static int send(struct intake *intake, const struct sealed_kit *kit,
                unsigned number)
{
	struct buf b;
	struct intake_result r;

	sealed_report(&b, &sealed, kit, 3, 0, SEALED_NOW - 5000 + number);
	intake_take(intake, b.data, b.len, "file", SEALED_NOW, &r);
	buf_clear(&b);
	if (r.status >= 500)
		assert_true(r.retry_after > 0);
	return r.status;
}

/* Nothing is acknowledged that is not there; with room it goes on. */
static void full_disk(void **state)
{
	struct sealed_kit kit;
	struct intake *intake;
	struct db *db;
	struct err e;
	int64_t taken = 0;
	unsigned refused = 0;

	(void)state;
	if (!mount_disk())
		skip();
	db = db_open(where, &e);
	assert_non_null(db);
	assert_true(migrate_run(db, SEALED_NOW, &e));
	sealed_commune(&kit, db, 777);
	intake = intake_new(where, sealed.keys, 1, &e);
	assert_non_null(intake);
	for (unsigned i = 0; i < REPORTS; i++) {
		int status = send(intake, &kit, i);

		if (status == 201)
			taken++;
		else if (status == 507)
			refused++;
		else
			fail_msg("%d", status);
	}
	assert_true(taken > 0);
	assert_true(refused > 0);
	check(db, taken);
	assert_int_equal(unlink(ballast), 0);
	assert_int_equal(send(intake, &kit, REPORTS + 1), 201);
	check(db, taken + 1);
	intake_free(intake);
	db_close(db);
	umount(disk);
	rmdir(disk);
}

static void do_sql(struct db *db, const char *sql)
{
	struct err e;

	if (!db_script(db, sql, &e))
		fail_msg("%s: %s", sql, e.text);
}

/* A database of PostgreSQL that is on the small disk; where is its address. */
static struct db *open_small(struct db *server)
{
	const struct passwd *user = getpwnam("postgres");
	char data[64], sql[128];
	struct db *db;
	struct err e;

	snprintf(data, sizeof(data), "%s/data", disk);
	assert_int_equal(mkdir(data, 0700), 0);
	if (user)
		assert_int_equal(chown(data, user->pw_uid, user->pw_gid), 0);
	assert_int_equal(chmod(disk, 0755), 0);
	snprintf(sql, sizeof(sql), "CREATE TABLESPACE small LOCATION '%s'",
	         data);
	do_sql(server, sql);
	do_sql(server, "CREATE DATABASE small TABLESPACE small");
	snprintf(where, sizeof(where), "postgresql:///small%s",
	         strchr(store_where(), '?'));
	db = db_open(where, &e);
	assert_non_null(db);
	assert_true(migrate_run(db, SEALED_NOW, &e));
	return db;
}

/* All of the disk but some kilobytes. */
static void fill_disk(void)
{
	static char part[64u << 10];
	struct statvfs v;
	int fd;

	snprintf(ballast, sizeof(ballast), "%s/ballast", disk);
	fd = open(ballast, O_WRONLY | O_CREAT, 0600);
	assert_true(fd >= 0);
	/* The server writes there as well. */
	while (statvfs(disk, &v) == 0 && v.f_bavail * v.f_bsize > 512u << 10)
		assert_int_equal(write(fd, part, sizeof(part)), sizeof(part));
	close(fd);
}

/*
 * The same of PostgreSQL's disk: 53100. Its log is elsewhere: without room for
 * that it ends, which test_outage.c tries.
 */
static void full_postgresql(void **state)
{
	struct sealed_kit kit;
	struct intake *intake;
	struct db *server, *db;
	struct err e;
	int64_t taken = 0;
	unsigned refused = 0;

	(void)state;
	snprintf(disk, sizeof(disk), "/tmp/garde-full-XXXXXX");
	assert_non_null(mkdtemp(disk));
	if (mount("none", disk, "tmpfs", 0, "size=96m") != 0)
		skip();
	server = store_empty(DB_POSTGRESQL);
	db = open_small(server);
	sealed_commune(&kit, db, 777);
	intake = intake_new(where, sealed.keys, 1, &e);
	assert_non_null(intake);
	assert_int_equal(send(intake, &kit, 0), 201);
	taken++;
	fill_disk();
	for (unsigned i = 1; i <= 4 * REPORTS; i++) {
		int status = send(intake, &kit, i);

		taken += status == 201;
		refused += status == 507;
		if (status != 201 && status != 507)
			fail_msg("%d", status);
	}
	assert_true(taken > 1);
	assert_true(refused > 0);
	check_counts(db, taken);
	assert_int_equal(unlink(ballast), 0);
	assert_int_equal(send(intake, &kit, 4 * REPORTS + 1), 201);
	check_counts(db, taken + 1);
	intake_free(intake);
	db_close(db);
	/* It is all there for who starts it again. */
	store_signal(SIGQUIT);
	store_start();
	db = db_open(where, &e);
	assert_non_null(db);
	check_counts(db, taken + 1);
	db_close(db);
	do_sql(server, "DROP DATABASE small");
	do_sql(server, "DROP TABLESPACE small");
	store_end(server);
	assert_int_equal(umount(disk), 0);
	assert_int_equal(rmdir(disk), 0);
}

#ifdef FAULT_SHIM
static char shim[64]; /* a link: LD_PRELOAD ends at a space */

/* The n-th write or sync fails, as of a dying disk. */
static int import(const char *file, const char *store, const char *fault)
{
	int status;
	pid_t pid;

	fflush(NULL);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		int null = open("/dev/null", O_RDWR);

		dup2(null, 1);
		dup2(null, 2);
		if (fault) {
			setenv("LD_PRELOAD", shim, 1);
			setenv("FAULT", fault, 1);
		}
		execl(COORDINATOR_PROGRAM, COORDINATOR_PROGRAM, "import", file,
		      "--state", sealed.state, "--store", store, (char *)NULL);
		_exit(99);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static int64_t receipts(const char *store)
{
	struct err e;
	struct db *db = db_open(store, &e);
	int64_t n = -1;

	assert_non_null(db);
	assert_true(
	    db_number(db, "SELECT COUNT(*) FROM receipt", DB_NOTHING, &n, &e));
	check(db, n);
	db_close(db);
	return n;
}

/* Whether the command felt it. */
static bool try_fault(const char *file, const struct buf *whole,
                      const char *fault)
{
	char store[64];
	struct err e;
	int ending;

	snprintf(store, sizeof(store), "%s/try.db", disk);
	assert_true(file_replace(store, whole->data, whole->len, &e));
	ending = import(file, store, fault);
	if (ending == 0)
		assert_int_equal(receipts(store), 1);
	else
		assert_in_range(ending, 1, 3);
	/* What failed may be there or not; another try brings it in. */
	assert_in_range(receipts(store), 0, 1);
	assert_int_equal(import(file, store, NULL), 0);
	assert_int_equal(receipts(store), 1);
	assert_true(file_remove(store));
	return ending != 0;
}

static void dying_disk(void **state)
{
	static const struct {
		const char *call;
		int error;
		unsigned most;
	} faults[] = {
		{ "pwrite", EIO, 60 },
		{ "pwrite", ENOSPC, 60 },
		{ "fdatasync", EIO, 12 },
	};
	unsigned step = getenv("GARDE_NIGHTLY") ? 1 : 11;
	struct sealed_kit kit;
	struct buf b, whole;
	char file[64], fault[32], command[64];
	struct err e;
	struct db *db;

	(void)state;
	snprintf(disk, sizeof(disk), "/tmp/garde-full-XXXXXX");
	assert_non_null(mkdtemp(disk));
	snprintf(shim, sizeof(shim), "%s/shim.so", disk);
	assert_int_equal(symlink(FAULT_SHIM, shim), 0);
	snprintf(where, sizeof(where), "%s/garde.db", disk);
	snprintf(file, sizeof(file), "%s/one.garde", disk);
	db = db_open(where, &e);
	assert_non_null(db);
	assert_true(migrate_run(db, SEALED_NOW, &e));
	sealed_commune(&kit, db, 777);
	db_close(db);
	buf_init(&whole, 64u << 20);
	assert_true(file_read(where, &whole, &e));
	sealed_report(&b, &sealed, &kit, 3, 0, INT64_C(1600000000));
	assert_true(file_replace(file, b.data, b.len, &e));
	buf_clear(&b);
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		unsigned felt = 0;

		for (unsigned n = 1; n <= faults[i].most;
		     n += n < 4 ? 1 : step) {
			snprintf(fault, sizeof(fault), "%s:%u:%d",
			         faults[i].call, n, faults[i].error);
			felt += try_fault(file, &whole, fault);
		}
		assert_true(felt > 0);
	}
	buf_clear(&whole);
	snprintf(command, sizeof(command), "rm -rf -- %s", disk);
	assert_int_equal(system(command), 0);
}
#endif

static int prepare(void **state)
{
	(void)state;
	sealed_open(&sealed);
	return 0;
}

static int tidy(void **state)
{
	(void)state;
	sealed_close(&sealed);
	return 0;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(full_disk),
		cmocka_unit_test(full_postgresql),
#ifdef FAULT_SHIM
		cmocka_unit_test(dying_disk),
#endif
	};

	return cmocka_run_group_tests(tests, prepare, tidy);
}
