/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/windows/decode/copy_command.h"

#include "checks/probe/windows/decode/backup_name.h"
#include "core/date.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

static void knows_what_copies(void **state)
{
	static const struct {
		const char *line;
		const char *tool; /* NULL: it copies nothing */
		const char *source;
		const char *target;
		const char *place;
	} cases[] = {
		{ "robocopy C:\\Data E:\\Data /MIR /R:1", "robocopy",
		  "C:\\Data", "E:\\Data", NULL },
		{ "C:\\Windows\\System32\\ROBOCOPY.EXE /E \"C:\\Mes fichiers\" "
		  "\"\\\\nas\\copie du soir\"",
		  "robocopy", "C:\\Mes fichiers", "\\\\nas\\copie du soir",
		  NULL },
		{ "if exist E:\\ robocopy C:\\Data E:\\Data", "robocopy",
		  "C:\\Data", "E:\\Data", NULL },
		{ "robocopy C:\\Data", NULL, NULL, NULL, NULL },
		{ "xcopy C:\\Data E:\\Data /E /Y", "xcopy", "C:\\Data",
		  "E:\\Data", NULL },
		{ "xcopy C:\\a.txt E:\\", NULL, NULL, NULL, NULL },
		{ "restic.exe -r E:\\depot backup C:\\Data", "restic",
		  "C:\\Data", "E:\\depot", NULL },
		{ "restic_0.17_windows_amd64.exe backup --repo=s3:host/b "
		  "C:\\Data",
		  "restic", "C:\\Data", "s3:host/b", "cloud" },
		{ "restic backup C:\\Data", "restic", "C:\\Data", "F:\\repo",
		  NULL },
		{ "restic forget -r E:\\depot", NULL, NULL, NULL, NULL },
		{ "restic -r rest:https://u:p@nas:8000/x backup C:\\", "restic",
		  "C:\\", "rest:https://nas:8000/x", "network" },
		{ "borg create E:\\borg::today C:\\Data", "borg", NULL,
		  "E:\\borg", NULL },
		{ "rclone sync C:\\Data drive:Data", "rclone", "C:\\Data",
		  "drive:Data", "cloud" },
		{ "rclone copy C:\\Data E:\\Data", "rclone", "C:\\Data",
		  "E:\\Data", NULL },
		{ "rclone ls drive:Data", NULL, NULL, NULL, NULL },
		{ "rclone sync --sftp-pass hush C:\\Data nas:Data", "rclone",
		  "C:\\Data", "nas:Data", "cloud" },
		{ "rclone copy C:\\Data nas,user=u,pass=hush:Data", "rclone",
		  "C:\\Data", "nas", "cloud" },
		{ "rclone copy C:\\Data E:\\a,pass=1", "rclone", "C:\\Data",
		  "E:\\a,pass=1", NULL },
		{ "Duplicati.CommandLine.exe backup "
		  "ftp://nas/x?auth-username=u&auth-password=hush C:\\Data",
		  "duplicati", "C:\\Data", "ftp://nas/x", "cloud" },
		{ "kopia snapshot create --password hush C:\\Data", "kopia",
		  "C:\\Data", NULL, NULL },
		{ "\"C:\\Program Files\\7-Zip\\7z.exe\" a "
		  "E:\\sauve\\2026-11-20.7z C:\\Data",
		  "7-zip", "C:\\Data", "E:\\sauve\\", NULL },
		{ "7z x E:\\a.7z", NULL, NULL, NULL, NULL },
		{ "7z a a.7z C:\\Data", "7-zip", "C:\\Data", NULL, NULL },
		{ "wbadmin start backup -backupTarget:E: -include:C: -quiet",
		  "windows-backup", "C:", "E:", NULL },
		{ "wbadmin get versions", NULL, NULL, NULL, NULL },
		{ "FreeFileSync.exe C:\\soir.ffs_batch", "freefilesync", NULL,
		  NULL, NULL },
		{ "FreeFileSync.exe", NULL, NULL, NULL, NULL },
		{ "SyncBackFree.exe Mairie", "syncback", NULL, NULL, NULL },
		{ "\"C:\\Program Files\\Macrium\\Reflect\\reflect.exe\" -e -w "
		  "-full \"C:\\Users\\clerk\\Documents\\Reflect\\Mairie.xml\"",
		  "macrium", NULL, NULL, NULL },
		{ "reflect.exe", NULL, NULL, NULL, NULL },
		{ "notepad.exe robocopyist", NULL, NULL, NULL, NULL },
		{ "", NULL, NULL, NULL, NULL },
	};
	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct command_line line;
		struct copy_command c = { 0 };
		bool copies;

		command_line_split(cases[i].line, a, &line);
		copies = copy_command_read(&line, "F:\\repo", a, &c);
		if (copies != (cases[i].tool != NULL))
			print_message("%s\n", cases[i].line);
		assert_int_equal(copies, cases[i].tool != NULL);
		if (!copies)
			continue;
		assert_string_equal(c.tool, cases[i].tool);
		assert_true(c.source == cases[i].source ||
		            text_is(c.source, cases[i].source));
		assert_true(c.target == cases[i].target ||
		            text_is(c.target, cases[i].target));
		assert_true(c.place == cases[i].place ||
		            text_is(c.place, cases[i].place));
	}
	arena_free(a);
}

struct seen {
	char text[400];
	size_t len;
	int lines;
};

static bool see(void *ctx, const struct command_line *line)
{
	struct seen *s = ctx;

	for (size_t i = 0; i < line->words; i++)
		s->len +=
		    (size_t)snprintf(s->text + s->len, sizeof(s->text) - s->len,
		                     "[%s]", line->word[i]);
	s->lines++;
	return s->lines < 5;
}

static void follows_a_script(void **state)
{
	static const struct {
		const char *script;
		const char *seen;
	} cases[] = {
		{ "@echo off\r\nset DST=E:\\Mes copies\r\n"
		  "rem robocopy a b\r\n:: robocopy c d\r\n"
		  "robocopy C:\\x \"%dst%\\x\" /E & robocopy y \"%DST%\"\r\n",
		  "[robocopy][C:\\x][E:\\Mes copies\\x][/E]"
		  "[robocopy][y][E:\\Mes copies]" },
		{ "set \"A=1\"\nset A=%A%2\nx %A% %B% 100%",
		  "[x][12][%B%][100%]" },
		{ "a&&b||c", "[a][b][c]" },
		{ "x \"a & b\"", "[x][a & b]" },
		{ "1\n2\n3\n4\n5\n6", "[1][2][3][4][5]" },
		{ "", "" },
	};
	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct seen s = { .len = 0 };

		command_line_script(cases[i].script, a, see, &s);
		assert_string_equal(s.text, cases[i].seen);
	}
	arena_free(a);
}

static void reads_the_time_in_a_name(void **state)
{
	static const char *const bad[] = {
		"Backup 2026-11-20 18300",   "backup 2026-11-20 183000",
		"Backup 2026-13-20 183000",  "Backup 2026-11-20 253000",
		"Backup 2026-11-20 183000x", "",
	};
	int64_t time, wanted;

	(void)state;
	assert_true(backup_name_time("Backup 2026-11-20 183000", &time));
	assert_true(date_parse("2026-11-20T18:30:00Z", &wanted));
	assert_int_equal(time, wanted);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(backup_name_time(bad[i], &time));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(knows_what_copies),
		cmocka_unit_test(follows_a_script),
		cmocka_unit_test(reads_the_time_in_a_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
