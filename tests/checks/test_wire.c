/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/net/nbss.h"
#include "checks/probe/net/wire.h"

#include <string.h>

static const uint8_t bytes[] = { 1, 2, 3, 4, 5, 6, 7, 0x88, 9 };

static void test_read(void **state)
{
	struct wire w = { bytes, sizeof(bytes) };

	(void)state;
	assert_int_equal(wire_8(w, 8), 9);
	assert_int_equal(wire_16(w, 7), 0x0988);
	assert_int_equal(wire_32(w, 5), 0x09880706u);
	assert_true(wire_64(w, 0) == UINT64_C(0x8807060504030201));
	assert_int_equal(wire_8(w, 9), 0);
	assert_int_equal(wire_16(w, 8), 0);
	assert_int_equal(wire_32(w, SIZE_MAX), 0);
	assert_true(wire_64(w, 2) == 0);
	assert_true(wire_has(w, 9, 0));
	assert_false(wire_has(w, 10, 0));
	assert_false(wire_has(w, 1, SIZE_MAX));
}

static void test_part(void **state)
{
	struct wire w = { bytes, sizeof(bytes) };

	(void)state;
	assert_int_equal(wire_part(w, 2, 7).len, 7);
	assert_ptr_equal(wire_part(w, 2, 7).data, bytes + 2);
	assert_int_equal(wire_part(w, 2, 8).len, 0);
	assert_int_equal(wire_part(w, SIZE_MAX, 2).len, 0);
	assert_null(wire_part(w, 2, 0).data);
}

static void test_text(void **state)
{
	static const struct {
		const char *what;
		size_t len;
		const char *text;
	} cases[] = {
		{ "P\0C\0", 4, "PC" },
		{ "P\0C\0\0\0x\0", 8, "PC" },
		{ "P\0C", 3, "P" },
		{ "\xe9\0", 2, "é" },
		{ "\xac\x20", 2, "€" },
		{ "\x3d\xd8\x00\xde", 4, "😀" },
		{ "\x3d\xd8x\0", 4, "\xef\xbf\xbdx" }, /* half of a pair */
		{ "\x00\xde", 2, "\xef\xbf\xbd" },
		{ "\x3d\xd8", 2, "\xef\xbf\xbd" },
		{ "", 0, "" },
		{ "a\0b\0c\0d\0e\0f\0g\0h\0", 16, "abcdefg" }, /* cut */
		{ "a\0b\0c\0d\0e\0f\0g\0\xe9\0", 16, "abcdefg" },
		{ "a\0b\0c\0d\0e\0f\0\xe9\0", 14, "abcdef" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char out[8];

		wire_text((struct wire){ (const uint8_t *)cases[i].what,
		                         cases[i].len },
		          out, sizeof(out));
		assert_string_equal(out, cases[i].text);
	}
}

static void test_put(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 40);
	wire_set_16(&b, 0, 1); /* nothing to overwrite yet */
	assert_int_equal(b.len, 0);
	wire_put_8(&b, 1);
	wire_put_16(&b, 0x0302);
	wire_put_32(&b, 0x07060504);
	wire_put_64(&b, UINT64_C(0x0f0e0d0c0b0a0908));
	wire_put_zeros(&b, 2);
	wire_put_text(&b, "é😀");
	assert_int_equal(b.len, 23);
	assert_memory_equal(b.data,
	                    "\1\2\3\4\5\6\7\10\11\12\13\14\15\16\17\0\0"
	                    "\xe9\0\x3d\xd8\x00\xde",
	                    23);
	wire_set_16(&b, 1, 0xbbaa);
	wire_set_32(&b, 19, 0x04030201);
	wire_set_32(&b, 20, 0xffffffff); /* beyond the end: not at all */
	assert_memory_equal(b.data, "\1\xaa\xbb\4", 4);
	assert_memory_equal(b.data + 19, "\1\2\3\4", 4);
	wire_put_text(&b, "as long as one may write here");
	assert_false(buf_ok(&b));
	buf_clear(&b);
}

/* The frames of RFC 1002, and those of port 445 that are longer. */
static void test_nbss(void **state)
{
	static const uint8_t frame[] = { 0x85, 0, 0, 2, 'a', 'b', 'c' };
	static const uint8_t huge[] = { 0, 0xff, 0xff, 0xff, 0 };
	struct wire content;
	uint8_t kind;
	size_t size;
	struct buf b;

	(void)state;
	for (size_t n = 0; n <= sizeof(frame); n++) {
		struct wire w = { frame, n };

		assert_int_equal(nbss_frame(w, &kind, &content, &size), n >= 6);
		assert_int_equal(size, n >= 4 ? 6 : 0);
	}
	assert_int_equal(kind, NBSS_ALIVE);
	assert_int_equal(content.len, 2);
	assert_false(nbss_frame((struct wire){ huge, sizeof(huge) }, &kind,
	                        &content, &size));
	assert_int_equal(size, 0x1000003);
	buf_init(&b, 100);
	nbss_ask(&b);
	assert_int_equal(b.len, 72);
	/* "*SMBSERVER", as RFC 1001 14.1 writes it */
	assert_memory_equal(b.data,
	                    "\x81\0\0\x44\x20"
	                    "CKFDENECFDEFFCFGEFFCCACACACACACA",
	                    38);
	buf_clear(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read), cmocka_unit_test(test_part),
		cmocka_unit_test(test_text), cmocka_unit_test(test_put),
		cmocka_unit_test(test_nbss),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
