/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/net/ntlmssp.h"

#include <string.h>

/* The challenge of MS-NLMP 4.2.4.3, with our own names behind it. */
static const uint8_t challenge[] = {
	/* what SPNEGO puts before it */
	0xa1, 0x03, 0xa2, 'N', 'T', 'L', 'M',
	/* NTLMSSP, type 2, target name, flags, challenge, reserved */
	'N', 'T', 'L', 'M', 'S', 'S', 'P', 0, 2, 0, 0, 0, 12, 0, 12, 0, 0x38, 0,
	0, 0, 0x33, 0x82, 0x8a, 0xe2, 0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd,
	0xef, 0, 0, 0, 0, 0, 0, 0, 0,
	/* target info: 42 bytes at 68; Windows 10.0 build 19045 */
	42, 0, 42, 0, 68, 0, 0, 0, 10, 0, 0x65, 0x4a, 0, 0, 0, 15,
	/* "Server" */
	'S', 0, 'e', 0, 'r', 0, 'v', 0, 'e', 0, 'r', 0,
	/* a domain, a computer, its DNS name, a time, the end */
	2, 0, 4, 0, 'D', 0, 'O', 0, 1, 0, 4, 0, 'P', 0, 'C', 0, 3, 0, 6, 0, 'p',
	0, 'c', 0, '.', 0, 7, 0, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0
};

static struct wire all(void)
{
	return (struct wire){ challenge, sizeof(challenge) };
}

static void test_parse(void **state)
{
	struct ntlmssp c;

	(void)state;
	assert_true(ntlmssp_parse(&c, all()));
	assert_string_equal(c.computer, "PC");
	assert_string_equal(c.dns, "pc.");
	assert_int_equal(c.major, 10);
	assert_int_equal(c.minor, 0);
	assert_int_equal(c.build, 19045);
	assert_int_equal(c.time, UINT64_C(0x0807060504030201));
	assert_int_equal(c.challenge[7], 0xef);
	assert_int_equal(c.info.len, 42);
}

/* Cut anywhere, it is no challenge or tells less. */
static void test_cut(void **state)
{
	(void)state;
	for (size_t n = 0; n < sizeof(challenge); n++) {
		struct ntlmssp c;
		bool ok = ntlmssp_parse(&c, (struct wire){ challenge, n });

		assert_int_equal(ok, n >= 7 + 48);
		assert_string_equal(c.computer, "");
	}
}

static void test_other(void **state)
{
	uint8_t copy[sizeof(challenge)];
	struct ntlmssp c;

	(void)state;
	memcpy(copy, challenge, sizeof(copy));
	copy[7 + 8] = 1; /* not a challenge */
	assert_false(ntlmssp_parse(&c, (struct wire){ copy, sizeof(copy) }));
	memcpy(copy, challenge, sizeof(copy));
	copy[7 + 44] = 0xff; /* target info outside */
	copy[7 + 45] = 0xff;
	assert_true(ntlmssp_parse(&c, (struct wire){ copy, sizeof(copy) }));
	assert_int_equal(c.info.len, 0);
	copy[7 + 23] = 0; /* no version told */
	assert_true(ntlmssp_parse(&c, (struct wire){ copy, sizeof(copy) }));
	assert_int_equal(c.build, 0);
}

/* The token in what SPNEGO wraps, with its lengths checked on the way. */
static struct wire unwrap(const struct buf *b)
{
	struct wire w = { (const uint8_t *)b->data, b->len };

	for (;;) {
		size_t n = wire_8(w, 1), head = 2;

		if (wire_8(w, 0) == 'N')
			return w;
		if (n == 0x81) {
			n = wire_8(w, 2);
			assert_true(n >= 0x80);
			head = 3;
		} else if (n == 0x82) {
			n = (size_t)wire_8(w, 2) << 8 | wire_8(w, 3);
			assert_true(n >= 0x100);
			head = 4;
		}
		assert_int_equal(w.len, head + n);
		w = wire_part(w, head, n);
		if (wire_8(w, 0) == 6) /* that it is SPNEGO */
			w = wire_part(w, 8, w.len - 8);
		if (wire_8(w, 0) == 0xa0 && wire_8(w, 1) == 14)
			w = wire_part(w, 16, w.len - 16);
	}
}

static void test_hello(void **state)
{
	struct buf b;
	struct wire w;

	(void)state;
	buf_init(&b, 1000);
	ntlmssp_hello(&b);
	w = unwrap(&b);
	assert_int_equal(w.len, 40);
	assert_int_equal(wire_32(w, 8), 1);
	assert_int_equal(wire_32(w, 16), 0); /* no domain, no name */
	assert_int_equal(wire_32(w, 24), 0);
	buf_clear(&b);
}

static void test_nobody(void **state)
{
	struct ntlmssp c;
	struct buf b;
	struct wire w;

	(void)state;
	assert_true(ntlmssp_parse(&c, all()));
	buf_init(&b, 1000);
	assert_true(ntlmssp_answer(&b, &c, NULL, 0));
	w = unwrap(&b);
	assert_int_equal(w.len, 73); /* one byte where a password goes */
	assert_int_equal(wire_32(w, 8), 3);
	assert_int_equal(wire_16(w, 12), 1);
	assert_int_equal(wire_16(w, 20), 0);
	assert_int_equal(wire_16(w, 36), 0);
	assert_true(wire_32(w, 60) & 0x800);
	assert_int_equal(wire_8(w, 72), 0);
	buf_clear(&b);
}

/* By hand, with another implementation of HMAC and MD5. */
static void test_guest(void **state)
{
	static const uint8_t proof[] = { 0x1a, 0xdf, 0xab, 0xd0, 0x80, 0xe6,
		                         0xcd, 0x4a, 0x10, 0x24, 0xae, 0x07,
		                         0x19, 0x70, 0xcd, 0xf2 };
	struct ntlmssp c;
	struct buf b;
	struct wire w;

	(void)state;
	assert_true(ntlmssp_parse(&c, all()));
	buf_init(&b, 1000);
	assert_true(ntlmssp_answer(&b, &c, "Guest", 0));
	w = unwrap(&b);
	assert_int_equal(wire_16(w, 36), 10);
	assert_memory_equal(w.data + wire_32(w, 40), "G\0u\0e\0s\0t\0", 10);
	assert_int_equal(wire_16(w, 20), 16 + 28 + 42 + 4);
	assert_memory_equal(w.data + wire_32(w, 24), proof, sizeof(proof));
	assert_false(wire_32(w, 60) & 0x800);
	buf_clear(&b);
	buf_init(&b, 100);
	assert_true(ntlmssp_answer(&b, &c, "Guest", 0));
	assert_false(buf_ok(&b));
	buf_clear(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse),  cmocka_unit_test(test_cut),
		cmocka_unit_test(test_other),  cmocka_unit_test(test_hello),
		cmocka_unit_test(test_nobody), cmocka_unit_test(test_guest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
