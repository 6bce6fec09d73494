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

#include <errno.h>
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#define REPORTS 60

static struct sealed sealed;
static char disk[] = "/tmp/garde-full-XXXXXX";
static char ballast[64];
static char where[64];

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

static void check(struct db *db, int64_t acknowledged)
{
	int64_t n = -1;
	struct db_rows *rows;
	struct err e;

	assert_true(
	    db_number(db, "SELECT COUNT(*) FROM receipt", DB_NOTHING, &n, &e));
	assert_int_equal(n, acknowledged);
	n = -1;
	assert_true(
	    db_number(db, "SELECT COUNT(*) FROM report", DB_NOTHING, &n, &e));
	assert_int_equal(n, acknowledged);
	rows = db_query(db, "PRAGMA integrity_check", DB_NOTHING, &e);
	assert_non_null(rows);
	assert_true(db_next(rows));
	assert_string_equal(db_column_text(rows, 0), "ok");
	assert_true(db_end(rows, &e));
}

static int send(struct intake *intake, const struct sealed_kit *kit,
                unsigned number)
{
	struct document d;
	struct buf b;
	struct intake_result r;

	sealed_document(&d, &sealed, 3, 0, SEALED_NOW - 5000 + number);
	buf_init(&b, ENVELOPE_BYTES);
	sealed_submission(&b, &sealed, kit, &d);
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
	};

	return cmocka_run_group_tests(tests, prepare, tidy);
}
