/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/facts.h"
#include "checks/probe/windows/decode/share_entry.h"

#include <string.h>

/* The text as UTF-16; a | ends one of the list. */
static size_t utf16(const char *text, uint8_t *out)
{
	size_t n = 0;

	for (; *text; text++) {
		out[n++] = *text == '|' ? 0 : (uint8_t)*text;
		out[n++] = 0;
	}
	return n;
}

static void entries_hold(void **state)
{
	static const struct {
		const char *text;
		const char *path; /* NULL: none */
		int64_t type;
		bool ok;
	} cases[] = {
		{ "CSCFlags=0|MaxUses=4294967295|Path=C:\\Commun|"
		  "Permissions=0|ShareName=Commun|Type=0||",
		  "C:\\Commun", 0, true },
		{ "Path=C:\\Commun|Type=0", "C:\\Commun", 0, true },
		{ "Path=HP,LocalsplOnly|Type=1||", "HP,LocalsplOnly", 1, true },
		{ "Type=2147483651||", NULL, 2147483651, true },
		{ "Path=C:\\A||Type=1||", "C:\\A", CELL_UNKNOWN, true },
		{ "path=C:\\A|Remark=Type=1||", NULL, CELL_UNKNOWN, false },
		{ "Path=C:\\A|Type=x||", "C:\\A", CELL_UNKNOWN, false },
		{ "Type=-1||", NULL, CELL_UNKNOWN, false },
		{ "", NULL, CELL_UNKNOWN, false },
		{ "|", NULL, CELL_UNKNOWN, false },
	};
	struct arena *a = arena_new(4096);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct share_entry entry;
		uint8_t data[512];
		size_t len = utf16(cases[i].text, data);

		print_message("%s\n", cases[i].text);
		assert_int_equal(share_entry_parse(data, len, a, &entry),
		                 cases[i].ok);
		if (!cases[i].ok)
			continue;
		assert_int_equal(entry.type, cases[i].type);
		if (cases[i].path)
			assert_string_equal(entry.path, cases[i].path);
		else
			assert_null(entry.path);
	}
	arena_free(a);
}

/* Accents, pairs, and halves of them. */
static void letters_come_through(void **state)
{
	static const uint8_t data[] = { 'P',  0,   'a',  0,    't', 0,    'h',
		                        0,    '=', 0,    'C',  0,   ':',  0,
		                        0xe9, 0,   0x3d, 0xd8, 0,   0xde, 0x3d,
		                        0xd8, 0,   0,    0,    0,   0x41 };
	struct arena *a = arena_new(4096);
	struct share_entry entry;

	(void)state;
	assert_true(share_entry_parse(data, sizeof(data), a, &entry));
	assert_string_equal(entry.path,
	                    "C:\xc3\xa9\xf0\x9f\x98\x80\xef\xbf\xbd");
	arena_free(a);
}

static void names_are_listed(void **state)
{
	uint8_t data[128];
	size_t len = utf16("COMCFG|srvsvc|DFS$||late|", data);

	(void)state;
	assert_true(share_entry_listed(data, len, "SRVSVC"));
	assert_true(share_entry_listed(data, len, "dfs$"));
	assert_false(share_entry_listed(data, len, "srv"));
	assert_false(share_entry_listed(data, len, "late"));
	assert_false(share_entry_listed(data, 0, "srvsvc"));
	assert_false(share_entry_listed(NULL, 0, "srvsvc"));
	assert_true(share_entry_listed(data, 12, "COMCFG"));
}

/* A text that is no path of this world is damage, not half a path. */
static void long_texts_are_damage(void **state)
{
	static uint8_t data[10000];
	struct arena *a = arena_new(65536);
	struct share_entry entry;
	size_t len = utf16("Path=", data);

	(void)state;
	for (; len < sizeof(data); len += 2)
		data[len] = 'a';
	assert_false(share_entry_parse(data, sizeof(data), a, &entry));
	assert_false(share_entry_listed(data, sizeof(data), "a"));
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(entries_hold),
		cmocka_unit_test(letters_come_through),
		cmocka_unit_test(names_are_listed),
		cmocka_unit_test(long_texts_are_damage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
