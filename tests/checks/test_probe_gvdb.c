/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/linux/gvdb.h"
#include "core/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Made by "dconf compile" of Debian 12. */
#define DATABASE TESTS_DIR "/fuzz/corpus/gvdb/dconf-user"

static struct buf file;

static int set_up(void **state)
{
	struct err e;

	(void)state;
	buf_init(&file, 1u << 20);
	return !file_read(DATABASE, &file, &e);
}

static int tear_down(void **state)
{
	(void)state;
	buf_clear(&file);
	return 0;
}

static void reads_every_simple_type(void **state)
{
	static const struct {
		const char *key;
		const char *value; /* NULL: not found */
	} cases[] = {
		{ "/org/gnome/deja-dup/last-backup", "2026-11-20T08:15:30Z" },
		{ "/org/gnome/deja-dup/periodic", "true" },
		{ "/org/gnome/deja-dup/periodic-period", "7" },
		{ "/org/gnome/deja-dup/backend", "drive" },
		{ "/org/gnome/deja-dup/include-list", "$HOME\n/srv/Documents" },
		{ "/org/gnome/deja-dup/drive/uuid", "1234-ABCD" },
		{ "/org/gnome/desktop/screensaver/lock-enabled", "false" },
		{ "/org/gnome/desktop/screensaver/lock-delay", "0" },
		{ "/org/gnome/desktop/session/idle-delay", "900" },
		{ "/test/signed", "-5" },
		{ "/test/big", "18446744073709551615" },
		{ "/test/long", "-9000000000" },
		{ "/test/empty", "" },
		{ "/test/double", NULL },
		{ "/test/none", NULL },
		{ "/test", NULL },
		{ "/test/", NULL },
		{ "test/big", NULL },
		{ "big", NULL },
		{ "/org/gnome/deja-dup/", NULL },
		{ "", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char out[100];
		bool found = gvdb_find(file.data, file.len, cases[i].key, out,
		                       sizeof(out));

		if (found != (cases[i].value != NULL))
			fail_msg("%s", cases[i].key);
		if (found)
			assert_string_equal(out, cases[i].value);
	}
}

static void refuses_what_does_not_fit(void **state)
{
	char out[8];

	(void)state;
	assert_false(gvdb_find(file.data, file.len,
	                       "/org/gnome/deja-dup/last-backup", out,
	                       sizeof(out)));
	assert_false(gvdb_find(file.data, file.len,
	                       "/org/gnome/deja-dup/include-list", out,
	                       sizeof(out)));
	assert_false(
	    gvdb_find(file.data, file.len, "/test/big", out, sizeof(out)));
	assert_true(gvdb_find(file.data, file.len,
	                      "/org/gnome/deja-dup/backend", out, sizeof(out)));
}

/* Cut anywhere, or with any byte changed: no crash, and no wild text. */
static void survives_damage(void **state)
{
	char *copy = malloc(file.len);
	char out[100];

	(void)state;
	assert_non_null(copy);
	for (size_t cut = 0; cut < file.len; cut++) {
		char *exact = malloc(cut + 1);

		memcpy(exact, file.data, cut);
		gvdb_find(exact, cut, "/org/gnome/deja-dup/backend", out,
		          sizeof(out));
		free(exact);
	}
	for (size_t i = 0; i < file.len; i++) {
		memcpy(copy, file.data, file.len);
		copy[i] = (char)~copy[i];
		if (gvdb_find(copy, file.len, "/org/gnome/deja-dup/backend",
		              out, sizeof(out)))
			assert_true(strlen(out) < sizeof(out));
	}
	memcpy(copy, file.data, file.len);
	copy[0] = 'g';
	assert_false(gvdb_find(copy, file.len, "/org/gnome/deja-dup/backend",
	                       out, sizeof(out)));
	free(copy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_every_simple_type),
		cmocka_unit_test(refuses_what_does_not_fit),
		cmocka_unit_test(survives_damage),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
