/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/windows/decode/smbios.h"

#include <string.h>

/* The eight bytes before the structures; the length is filled in. */
#define HEADER "\0\3\2\0\0\0\0\0"

#define BIOS                                             \
	"\0\x15\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x08\0" \
	"American Megatrends\0\0"
#define VIRTUAL_BIOS                                     \
	"\0\x15\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x10\0" \
	"SeaBIOS\0\0"
#define SYSTEM_LAPTOP          \
	"\1\x08\1\0\1\2\3\0"   \
	"LENOVO\0"             \
	"20XW  ThinkPad X1 \0" \
	"1.0\0\0"
#define BOARD          \
	"\2\x05\2\0\1" \
	"Board & Co\0\0"
#define CHASSIS(type) "\3\x06\3\0\1" type "Case\0\0"
#define NO_TEXTS       \
	"\x20\x04\4\0" \
	"\0\0"
#define END "\x7f\x04\5\0\0\0"

#define TABLE(text)                    \
	{                              \
		text, sizeof(text) - 1 \
	}

static const struct {
	struct {
		const char *bytes;
		size_t len;
	} table;
	bool ok;
	int64_t chassis;
	bool virtual;
	const char *bios;
	const char *maker;
	const char *model;
	const char *board;
} cases[] = {
	{ TABLE(HEADER BIOS SYSTEM_LAPTOP BOARD CHASSIS("\x0a") END), true, 10,
	  false, "American Megatrends", "LENOVO", "20XW  ThinkPad X1",
	  "Board & Co" },
	/* A locked desktop; the second chassis is a docking station's. */
	{ TABLE(HEADER NO_TEXTS CHASSIS("\x83") CHASSIS("\x0c") END), true, 3,
	  false, "", "", "", "" },
	{ TABLE(HEADER VIRTUAL_BIOS NO_TEXTS END), true, 0, true, "SeaBIOS", "",
	  "", "" },
	/* Nothing behind the end counts. */
	{ TABLE(HEADER NO_TEXTS END CHASSIS("\x0a")), true, 0, false, "", "",
	  "", "" },
	/* The texts are cut off. */
	{ TABLE(HEADER CHASSIS("\x09") "\1\x08\1\0\1\2\3\0"
	                               "LEN"),
	  true, 9, false, "", "LEN", "", "" },
	/* A text that is not there. */
	{ TABLE(HEADER "\1\x08\1\0\7\xff\3\0"
	               "A\0\0" END),
	  true, 0, false, "", "", "", "" },
	/* A structure longer than what is left, or shorter than its head. */
	{ TABLE(HEADER CHASSIS("\x09") "\1\xff\1\0\1\2\3\0"), false, 9, false,
	  "", "", "", "" },
	{ TABLE(HEADER "\3\x03\3\0\1\0\0"), false, 0, false, "", "", "", "" },
	{ TABLE(HEADER), false, 0, false, "", "", "", "" },
	{ TABLE("\0\3\2\0"), false, 0, false, "", "", "", "" },
	{ TABLE(HEADER "\3"), false, 0, false, "", "", "", "" },
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t len = cases[i].table.len;
		uint8_t table[256];
		struct smbios s;

		memcpy(table, cases[i].table.bytes, len);
		if (len >= 8)
			table[4] = (uint8_t)(len - 8);
		assert_int_equal(smbios_parse(&s, table, len), cases[i].ok);
		assert_int_equal(s.chassis, cases[i].chassis);
		assert_int_equal(s.virtual, cases[i].virtual);
		assert_string_equal(s.bios, cases[i].bios);
		assert_string_equal(s.maker, cases[i].maker);
		assert_string_equal(s.model, cases[i].model);
		assert_string_equal(s.board, cases[i].board);
	}
}

/* What stands behind the length that it says is not read. */
static void test_length(void **state)
{
	static const char table[] = HEADER NO_TEXTS CHASSIS("\x09") END;
	uint8_t copy[sizeof(table)];
	struct smbios s;

	(void)state;
	memcpy(copy, table, sizeof(table));
	copy[4] = 6;
	assert_true(smbios_parse(&s, copy, sizeof(table) - 1));
	assert_int_equal(s.chassis, 0);
	copy[5] = 0xff; /* and more than is there is not either */
	assert_true(smbios_parse(&s, copy, sizeof(table) - 1));
	assert_int_equal(s.chassis, 9);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_length),
	};

	return cmocka_run_group_tests_name("smbios", tests, NULL, NULL);
}
