/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/link.h"

#include <string.h>

#define LINKS      64
#define NEIGHBOURS 256

/* Whatever this machine is plugged into, it talks to itself. */
static void test_addresses(void **state)
{
	static struct link_address list[LINKS];
	size_t count = link_addresses(list, LINKS);
	unsigned ourselves = 0;

	(void)state;
	for (size_t i = 0; i < count; i++) {
		assert_true(list[i].interface[0] != '\0');
		assert_in_range(list[i].bits, 1, 32);
		if (!list[i].loopback)
			continue;
		assert_int_equal(list[i].address, UINT32_C(0x7f000001));
		assert_false(list[i].point_to_point);
		assert_false(list[i].made_up);
		ourselves++;
	}
	assert_int_equal(ourselves, 1);
	assert_int_equal(link_addresses(list, 0), 0);
}

static void test_devices(void **state)
{
	struct link_address list[LINKS];
	size_t count = link_addresses(list, LINKS);
	char device[LINK_DEVICE];
	uint8_t mac[6];

	(void)state;
	for (size_t i = 0; i < count; i++) {
		assert_true(link_device(list[i].interface, device));
		assert_int_equal(strncmp(device, "\\Device\\NPF_{", 13), 0);
		if (list[i].loopback)
			assert_false(link_hardware(list[i].interface, mac));
	}
	assert_false(link_device("no such interface", device));
	assert_false(link_hardware("no such interface", mac));
}

/* Nobody on it has a group's address, or none. */
static void test_neighbours(void **state)
{
	static struct link_neighbour list[NEIGHBOURS];
	size_t count = link_neighbours(list, NEIGHBOURS);

	(void)state;
	for (size_t i = 0; i < count; i++) {
		static const uint8_t none[6];

		assert_true(list[i].address >> 28 < 14);
		assert_false(list[i].mac[0] & 1);
		assert_memory_not_equal(list[i].mac, none, 6);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_devices),
		cmocka_unit_test(test_neighbours),
	};

	return cmocka_run_group_tests_name("link", tests, NULL, NULL);
}
