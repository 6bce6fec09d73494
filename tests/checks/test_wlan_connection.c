/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/wifi_kind.h"
#include "checks/probe/windows/decode/wlan_connection.h"

#include <string.h>

#define LENGTH 604

/* A connection as Windows gives it, with the numbers that matter set. */
static void make(uint8_t out[LENGTH], unsigned state, unsigned auth,
                 unsigned cipher)
{
	memset(out, 'x', LENGTH);
	memset(out, 0, 4);
	memset(out + 588, 0, 16);
	out[0] = (uint8_t)state;
	out[596] = (uint8_t)auth;
	out[600] = (uint8_t)cipher;
	out[601] = (uint8_t)(cipher >> 8);
}

static void connections_are(void **state)
{
	static const struct {
		unsigned state, auth, cipher;
		const char *security; /* NULL: none */
	} cases[] = {
		{ 0, 7, 4, NULL },       { 4, 7, 4, NULL },
		{ 1, 1, 0, "open" },     { 1, 1, 1, "wep" },
		{ 1, 1, 5, "wep" },      { 1, 1, 0x101, "wep" },
		{ 1, 1, 4, "other" },    { 1, 2, 5, "wep" },
		{ 1, 3, 2, "wpa1" },     { 1, 4, 2, "wpa1" },
		{ 1, 4, 4, "wpa1" },     { 1, 5, 2, "wpa1" },
		{ 1, 6, 4, "wpa2" },     { 1, 7, 4, "wpa2" },
		{ 1, 7, 2, "wpa1" },     { 1, 7, 0x101, "wep" },
		{ 1, 7, 0x100, "wpa2" }, { 1, 8, 9, "wpa3" },
		{ 1, 9, 4, "wpa3" },     { 1, 11, 8, "wpa3" },
		{ 1, 10, 4, "owe" },     { 1, 0, 0, "other" },
		{ 1, 12, 4, "other" },
	};
	uint8_t data[LENGTH];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *security = "x";

		make(data, cases[i].state, cases[i].auth, cases[i].cipher);
		print_message("%d\n", (int)i);
		assert_true(wlan_connection_parse(data, LENGTH, &security));
		if (cases[i].security)
			assert_string_equal(security, cases[i].security);
		else
			assert_null(security);
		assert_false(
		    wlan_connection_parse(data, LENGTH - 1, &security));
		assert_null(security);
	}
	assert_false(wlan_connection_parse(data, 0, &(const char *){ NULL }));
}

static void weak_is_below_strong(void **state)
{
	(void)state;
	assert_true(wifi_kind_strength("open") < wifi_kind_strength("wep"));
	assert_true(wifi_kind_strength("wpa1") < wifi_kind_strength("owe"));
	assert_true(wifi_kind_strength("wpa2") < wifi_kind_strength("wpa3"));
	assert_true(wifi_kind_strength("wpa3") < wifi_kind_strength("other"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(connections_are),
		cmocka_unit_test(weak_is_below_strong),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
