/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/net/backup_listing.h"
#include "checks/probe/net/listing_date.h"
#include "core/date.h"
#include "tests/fuzz/builtin.h"

#include <stdio.h>
#include <string.h>

#define NOW INT64_C(1795348800) /* 2026-11-22T12:00:00Z */
#define MB  (INT64_C(1) << 20)

static const struct {
	const char *name;
	bool folder;
	int64_t size;
	bool inside;
	bool copy;
	bool look; /* into that folder */
} names[] = {
	{ "sauvegarde-mairie-20261002.tar.gz", false, 500, false, true, false },
	{ "Backup_Mairie.ZIP", false, 500, false, true, false },
	{ "save 2026.7z", false, 500, false, true, false },
	{ "mysql_dump.sql.gz", false, 500, false, true, false },
	{ "bkp1.tar", false, 500, false, true, false },
	{ "PC-ACCUEIL.mrimg", false, 500, false, true, false },
	{ "c_drive.tib", false, 500, false, true, false },
	{ "Job1D2026-11-20.vbk", false, 500, false, true, false },
	{ "9f1.vhdx", false, CELL_UNKNOWN, false, true, false },
	{ "mairie.bak", false, 5 * MB, false, true, false },
	{ "mairie.bak", false, 500, false, false, false },
	{ "index.html.bak", false, CELL_UNKNOWN, false, false, false },
	{ "backup.bak", false, 500, false, true, false },
	{ "backup.zip", false, 0, false, false, false },
	{ "budget.zip", false, 500, false, false, false },
	{ "budget.zip", false, 500, true, true, false },
	{ "lisezmoi.txt", false, 500, true, false, false },
	{ "backup.txt", false, 500, false, false, false },
	{ "notice-sauvegarde.pdf", false, 500, false, false, false },
	{ "saved.zip", false, 500, false, false, false },
	{ "unsave.zip", false, 500, false, false, false },
	{ "WindowsImageBackup", true, CELL_UNKNOWN, false, true, true },
	{ "filehistory", true, CELL_UNKNOWN, false, true, true },
	{ "iMac.sparsebundle", true, CELL_UNKNOWN, false, true, true },
	{ "Sauvegardes", true, CELL_UNKNOWN, false, false, true },
	{ "documents", true, CELL_UNKNOWN, false, false, false },
	{ "..", true, CELL_UNKNOWN, false, false, false },
	{ "", false, 500, true, false, false },
	{ "a/backup.zip", false, 500, false, false, false },
	{ "backup\rDELE x", true, CELL_UNKNOWN, false, false, false },
	{ "backup\xff", true, CELL_UNKNOWN, false, false, false },
};

static void test_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct backup_listing l;

		backup_listing_init(&l, builtin_baseline(), NOW,
		                    names[i].inside);
		backup_listing_add(&l, names[i].name, names[i].folder,
		                   names[i].size, NOW - 100);
		if ((l.count == 1) != names[i].copy ||
		    (l.folders == 1) != names[i].look)
			fail_msg("row %zu, %s: %zu %zu", i, names[i].name,
			         l.count, l.folders);
	}
}

static const struct {
	const char *line;
	const char *name; /* of the copy, NULL: none */
	const char *time; /* NULL: unknown */
	const char *folder;
} lines[] = {
	{ "-rw-r--r--    1 0        0           53 Nov 21 10:05 backup.zip",
	  "backup.zip", "2026-11-21T10:05:00Z", NULL },
	{ "-rw-r--r--    1 0        0           53 Dec 21 10:05 backup.zip",
	  "backup.zip", "2025-12-21T10:05:00Z", NULL },
	{ "-rw-r--r--    1 0        0           53 Dec 21  2024 backup.zip\r\n",
	  "backup.zip", "2024-12-21T00:00:00Z", NULL },
	{ "-rw-rw-rw-   1 user group  53 Jan  3  2026 my old save.zip",
	  "my old save.zip", "2026-01-03T00:00:00Z", NULL },
	{ "-rwxrwxrwx 1 owner 53 Jan  3  2026 backup.7z", "backup.7z",
	  "2026-01-03T00:00:00Z", NULL },
	{ "-rw-r--r-- 1 ftp ftp 53 2026-01-03 04:05 backup.7z", "backup.7z",
	  "2026-01-03T04:05:00Z", NULL },
	{ "-rw-r--r-- 1 may mar 53 2026-01-03 04:05:06 backup.7z", "backup.7z",
	  "2026-01-03T04:05:06Z", NULL },
	{ "-rw-r--r-- 1 0 0 53 Jan  3  2031 backup.7z", "backup.7z", NULL,
	  NULL },
	{ "-rw-r--r-- 1 0 0 53 Foo  3  2025 backup.7z", NULL, NULL, NULL },
	{ "-rw-r--r-- 1 0 0 53 Jan 33  2025 backup.7z", NULL, NULL, NULL },
	{ "-rw-r--r-- 1 0 0 0 Jan  3  2025 backup.7z", NULL, NULL, NULL },
	{ "lrwxrwxrwx 1 0 0 9 Jan  3  2025 backup.zip -> /x", NULL, NULL,
	  NULL },
	{ "drwxr-xr-x 2 0 0 4096 Jan  3  2025 Sauvegardes", NULL, NULL,
	  "Sauvegardes" },
	{ "total 12", NULL, NULL, NULL },
	{ "11-21-26  03:10PM              1024 backup.zip", "backup.zip",
	  "2026-11-21T15:10:00Z", NULL },
	{ "11-21-2026  12:10AM              1024 backup 1.zip", "backup 1.zip",
	  "2026-11-21T00:10:00Z", NULL },
	{ "11-21-26  03:10PM       <DIR>          backup", NULL, NULL,
	  "backup" },
	{ "21/11/2026  15:10              1024 backup.zip", "backup.zip",
	  "2026-11-21T15:10:00Z", NULL },
	{ "01-01-99  15:10              1024 backup.zip", "backup.zip",
	  "1999-01-01T15:10:00Z", NULL },
	{ "type=file;size=53;modify=20261121031000;UNIX.mode=0644; backup.zip",
	  "backup.zip", "2026-11-21T03:10:00Z", NULL },
	{ "Modify=20261121031000.123;Type=file;Size=53; a; backup.zip",
	  "a; backup.zip", "2026-11-21T03:10:00Z", NULL },
	{ "type=dir;modify=20261121031000; backups", NULL, NULL, "backups" },
	{ "type=cdir;modify=20261121031000; .", NULL, NULL, NULL },
	{ "modify=20261121031000; backup.zip", NULL, NULL, NULL },
	{ "type=file;size=53;modify=2026; backup.zip", "backup.zip", NULL,
	  NULL },
	{ "", NULL, NULL, NULL },
	{ "backup.zip", NULL, NULL, NULL },
};

static void check(const struct backup_listing *l, const char *what,
                  const char *name, const char *time, const char *folder)
{
	char text[DATE_TEXT] = "";

	if (l->newest != CELL_UNKNOWN)
		date_format(text, l->newest);
	if (strcmp(l->name, name ? name : "") != 0 ||
	    (l->count > 0) != (name != NULL))
		fail_msg("%s: name %s", what, l->name);
	if (strcmp(text, time ? time : "") != 0)
		fail_msg("%s: time %s", what, text);
	if (l->folders != (folder ? 1u : 0u) ||
	    (folder && strcmp(l->folder[0], folder) != 0))
		fail_msg("%s: folder %s", what, l->folder[0]);
}

static void test_lines(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		struct backup_listing l;
		char line[300];

		snprintf(line, sizeof(line), "%s", lines[i].line);
		backup_listing_init(&l, builtin_baseline(), NOW, false);
		backup_listing_line(&l, line);
		check(&l, lines[i].line, lines[i].name, lines[i].time,
		      lines[i].folder);
	}
}

static const struct {
	const char *html;
	bool listing;
	const char *name;
	const char *time;
	const char *folder;
} pages[] = {
	{ "<html><head><title>Index of /</title></head><body><h1>Index of "
	  "/</h1><hr><pre><a href=\"../\">../</a>\n"
	  "<a href=\"old-backup.zip\">old-backup.zip</a>   21-Nov-2025 10:05   "
	  "12\n<a href=\"new%20backup.zip\">new backup.zip</a>  20-Oct-2026 "
	  "10:05 12\n</pre>",
	  true, "new backup.zip", "2026-10-20T10:05:00Z", NULL },
	{ "<title>Index of /</title><table><tr><td><a href=\"?C=M;O=A\">x</a>"
	  "<tr><td><a href=\"backup/\">backup/</a></td><td "
	  "align=\"right\">2026-10-20 10:05  </td><td>-</td></tr>",
	  true, NULL, NULL, "backup" },
	{ "<TITLE>Index of /</TITLE><tr><td class=\"n\"><a "
	  "href=\"dump.sql.gz\">d</a></td><td class=\"m\">2026-Oct-20 "
	  "10:05:09</td>",
	  true, "dump.sql.gz", "2026-10-20T10:05:09Z", NULL },
	{ "<A HREF=\"/\">[To Parent Directory]</A><br><br>10/20/2026  3:10 PM  "
	  "12 <A HREF=\"/copies/backup.zip\">backup.zip</A><br>",
	  true, "backup.zip", "2026-10-20T15:10:00Z", NULL },
	{ "[To Parent Directory]<br>10/11/2026  3:10 PM  12 <A "
	  "HREF=\"/backup.zip\">backup.zip</A><br>",
	  true, "backup.zip", NULL, NULL },
	{ "<title>Directory listing for /</title><li><a "
	  "href=\"backup.zip\">backup.zip</a></li>",
	  true, "backup.zip", NULL, NULL },
	{ "<title>Index of /</title><a href=\"backup.zip", true, NULL, NULL,
	  NULL },
	{ "<title>Index of /</title><a name=x>backup.zip</a><a", true, NULL,
	  NULL, NULL },
	{ "<title>Index of /</title><a href=\"backup%2ezip%3f\">x</a>", true,
	  NULL, NULL, NULL },
	{ "<title>Mairie</title><a href=\"backup.zip\">backup.zip</a>", false,
	  NULL, NULL, NULL },
};

static void test_pages(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(pages) / sizeof(*pages); i++) {
		struct backup_listing l;

		backup_listing_init(&l, builtin_baseline(), NOW, false);
		if (backup_listing_page(&l, pages[i].html) != pages[i].listing)
			fail_msg("%s", pages[i].html);
		check(&l, pages[i].html, pages[i].name, pages[i].time,
		      pages[i].folder);
	}
}

/* The newest is told, and only three folders are looked into. */
static void test_many(void **state)
{
	struct arena *a = arena_new(1u << 20);
	const struct device_sign *sign;
	struct backup_listing l;
	struct sight s;
	char name[40];

	(void)state;
	sight_init(&s, a);
	sight_device(&s, 1, "tcp");
	backup_listing_init(&l, builtin_baseline(), NOW, false);
	backup_listing_tell(&l, &s, 1, 21);
	assert_int_equal(s.signs.count, 0);
	for (int i = 0; i < 9; i++) {
		snprintf(name, sizeof(name), "backup%d", i);
		backup_listing_add(&l, name, true, CELL_UNKNOWN, NOW);
		snprintf(name, sizeof(name), "backup%d.zip", i);
		backup_listing_add(&l, name, false, 7, NOW - (i - 4) * (i - 4));
	}
	assert_int_equal(l.folders, 3);
	backup_listing_tell(&l, &s, 1, 21);
	assert_int_equal(s.signs.count, 1);
	sign = s.signs.data;
	assert_string_equal(sign->value, "backup4.zip");
	assert_int_equal(sign->time, NOW);
	assert_int_equal(sign->port, 21);

	/* Another list of the same port: the newest of both. */
	backup_listing_init(&l, builtin_baseline(), NOW, false);
	backup_listing_add(&l, "older-backup.zip", false, 7, NOW - 50);
	backup_listing_tell(&l, &s, 1, 21);
	assert_string_equal(sign->value, "backup4.zip");
	backup_listing_add(&l, "newer-backup.zip", false, 7, NOW + 50);
	backup_listing_tell(&l, &s, 1, 21);
	assert_int_equal(s.signs.count, 1);
	assert_string_equal(sign->value, "newer-backup.zip");
	assert_int_equal(sign->time, NOW + 50);
	backup_listing_tell(&l, &s, 1, 873);
	assert_int_equal(s.signs.count, 2);
	arena_free(a);
}

static void test_dates(void **state)
{
	static const char *const none[] = {
		"",           "x",           "2026",
		"2026-13-01", "2026-11-22-", "1-Foo-2026",
		"1.2.3.4",    "12345-11-22", "10/11/2026 10:00",
		"99:99",
	};
	int64_t time = 7;

	(void)state;
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		if (i != 4 && listing_date_anywhere(none[i], &time))
			fail_msg("%s", none[i]);
	assert_true(listing_date_anywhere("x 1-Jan-2026 25:00", &time));
	assert_int_equal(time, 1767225600);
	assert_true(
	    listing_date_anywhere("13:05PM 2026-01-01 11:00 PM", &time));
	assert_int_equal(time, 1767225600 + 23 * 3600);
	assert_false(listing_date_digits("2026112203", &time));
	assert_false(listing_date_digits("20261122031000Z", &time));
	assert_false(listing_date_digits("20261122251000", &time));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names), cmocka_unit_test(test_lines),
		cmocka_unit_test(test_pages), cmocka_unit_test(test_many),
		cmocka_unit_test(test_dates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
