/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/net/arp.h"

#include <string.h>

static const uint8_t mac[6] = { 0x00, 0x11, 0x32, 1, 2, 3 };

/* What we ask is a question that ourselves can read. */
static void test_question(void **state)
{
	static const uint8_t expected[ARP_FRAME] = {
		0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x00, 0x11, 0x32, 1, 2,
		3,    0x08, 0x06, 0,    1,    0x08, 0x00, 6,    4,    0, 1,
		0x00, 0x11, 0x32, 1,    2,    3,    192,  168,  1,    9, 0,
		0,    0,    0,    0,    0,    192,  168,  1,    250,
	};
	uint8_t frame[ARP_FRAME], from[6];
	uint32_t address;

	(void)state;
	arp_ask(frame, mac, 0xc0a80109, 0xc0a801fa);
	assert_memory_equal(frame, expected, sizeof(expected));
	assert_true(arp_read(frame, sizeof(frame), &address, from));
	assert_int_equal(address, 0xc0a80109);
	assert_memory_equal(from, mac, sizeof(mac));
}

/* Each byte that has to be what it is, made something else. */
static void test_others(void **state)
{
	static const struct {
		size_t at;
		uint8_t value;
		bool read;
	} cases[] = {
		{ 21, 2, true },                       /* an answer */
		{ 21, 3, false },                      /* reverse ARP */
		{ 12, 0x86, false },                   /* no ARP */
		{ 15, 6, false },                      /* no Ethernet */
		{ 16, 0x86, false },                   /* no IPv4 */
		{ 18, 8, false },                      /* longer addresses */
		{ 19, 16, false },   { 22, 1, false }, /* a group's */
	};
	uint8_t frame[ARP_FRAME], from[6];
	uint32_t address;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		arp_ask(frame, mac, 0xc0a80109, 0xc0a801fa);
		frame[cases[i].at] = cases[i].value;
		assert_int_equal(arp_read(frame, sizeof(frame), &address, from),
		                 cases[i].read);
	}
	arp_ask(frame, mac, 1, 2);
	for (size_t n = 0; n < sizeof(frame); n++)
		assert_false(arp_read(frame, n, &address, from));
	memset(frame + 22, 0, 6);
	assert_false(arp_read(frame, sizeof(frame), &address, from));
}

/* Which addresses of a range may be a device's. */
static void test_bounds(void **state)
{
	static const struct {
		uint32_t network;
		unsigned bits;
		uint32_t own, first, last;
	} cases[] = {
		{ 0xc0a80100, 24, 0xc0a80109, 0xc0a80101, 0xc0a801fe },
		{ 0xc0a80104, 30, 0xc0a80105, 0xc0a80105, 0xc0a80106 },
		{ 0xc0a80104, 31, 0xc0a80104, 0xc0a80104, 0xc0a80105 },
		{ 0xc0a80107, 32, 0xc0a80109, 0xc0a80107, 0xc0a80107 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct lan_network r = { .network = cases[i].network,
			                 .bits = cases[i].bits,
			                 .own = cases[i].own };
		uint32_t first, last;

		discover_bounds(&r, &first, &last);
		assert_int_equal(first, cases[i].first);
		assert_int_equal(last, cases[i].last);
		assert_false(discover_inside(&r, r.own));
		assert_false(discover_inside(&r, first - 1));
		assert_false(discover_inside(&r, last + 1));
		assert_true(discover_inside(&r, last));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_question),
		cmocka_unit_test(test_others),
		cmocka_unit_test(test_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
