/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/linux/wifi_ies.h"

#include <string.h>

#define SSID      "\x00\x06mairie"
#define AC        "\x00\x0F\xAC"
#define MS        "\x00\x50\xF2"
#define RSN(rest) "\x30\x14\x01\x00" AC "\x04\x01\x00" rest "\x00\x00"
#define WPA1                                                     \
	"\xDD\x16" MS "\x01\x01\x00" MS "\x02\x01\x00" MS "\x02" \
	"\x01\x00" MS "\x02"

static void networks_come_to(void **state)
{
#define BYTES(text) text, sizeof(text) - 1
	static const struct {
		const char *ies;
		size_t len;
		bool privacy;
		const char *security;
	} cases[] = {
		{ BYTES(""), false, "open" },
		{ BYTES(SSID), false, "open" },
		{ BYTES(SSID), true, "wep" },
		{ BYTES(SSID RSN(AC "\x04\x01\x00" AC "\x02")), true, "wpa2" },
		{ BYTES(SSID RSN(AC "\x04\x01\x00" AC "\x01")), true, "wpa2" },
		{ BYTES(SSID RSN(AC "\x04\x01\x00" AC "\x08")), true, "wpa3" },
		{ BYTES(RSN(AC "\x09\x01\x00" AC "\x0C")), true, "wpa3" },
		{ BYTES(RSN(AC "\x02\x01\x00" AC "\x02")), true, "wpa1" },
		{ BYTES(RSN(AC "\x04\x01\x00" AC "\x12")), true, "owe" },
		{ BYTES(SSID WPA1), true, "wpa1" },
		{ BYTES(WPA1 RSN(AC "\x04\x01\x00" AC "\x02")), true, "wpa2" },
		/* WPA2 and WPA3 together */
		{ BYTES("\x30\x18\x01\x00" AC "\x04\x01\x00" AC "\x04"
		        "\x02\x00" AC "\x02" AC "\x08\x00\x00"),
		  true, "wpa2" },
		/* left out parts have their default: CCMP and 802.1X */
		{ BYTES("\x30\x02\x01\x00"), true, "wpa2" },
		{ BYTES("\x30\x06\x01\x00" AC "\x04"), true, "wpa2" },
		{ BYTES("\x30\x0C\x01\x00" AC "\x04\x01\x00" AC "\x04"), true,
		  "wpa2" },
		/* a vendor's element that is not WPA */
		{ BYTES("\xDD\x04" MS "\x02"), false, "open" },
		/* damaged */
		{ BYTES("\x30\x01\x01"), true, NULL },
		{ BYTES("\x30\x14\x01\x00"), true, NULL },
		{ BYTES("\x30\x0C\x01\x00" AC "\x04\xFF\x00" AC "\x04"), true,
		  NULL },
		{ BYTES(SSID "\x30"), true, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *got =
		    wifi_ies_security((const uint8_t *)cases[i].ies,
		                      cases[i].len, cases[i].privacy);

		if (!got != !cases[i].security ||
		    (got && strcmp(got, cases[i].security) != 0))
			fail_msg("case %zu: %s", i, got ? got : "nothing");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(networks_come_to),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
