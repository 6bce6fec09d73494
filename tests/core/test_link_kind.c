/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/link_kind.h"

#define CARD                                       \
	{                                          \
		0x00, 0x1b, 0x21, 0x0a, 0x0b, 0x0c \
	}
#define CARD_2                                     \
	{                                          \
		0x02, 0x1b, 0x21, 0x0a, 0x0b, 0x0c \
	}
#define TAP                                        \
	{                                          \
		0x00, 0xff, 0x12, 0x34, 0x56, 0x78 \
	}
#define VETHER                                     \
	{                                          \
		0x00, 0x15, 0x5d, 0x01, 0x02, 0x03 \
	}

/* As Windows 10 and 11 tell of them: Get-NetAdapter with all its columns. */
static void test_made_up(void **state)
{
	static const struct {
		struct link_kind one;
		bool made_up;
	} cases[] = {
		{ { 1, 24, false, 0, { 0 } }, false },  /* loopback */
		{ { 2, 6, true, 6, CARD }, false },     /* Ethernet */
		{ { 3, 71, true, 6, TAP }, false },     /* Wi-Fi */
		{ { 4, 6, false, 6, CARD }, false },    /* switch on the card */
		{ { 5, 6, false, 6, CARD_2 }, false },  /* bridge on it */
		{ { 6, 6, false, 6, TAP }, true },      /* OpenVPN's TAP */
		{ { 7, 6, false, 6, VETHER }, true },   /* WSL, Hyper-V */
		{ { 8, 53, false, 0, { 0 } }, true },   /* WireGuard */
		{ { 9, 53, true, 6, CARD }, true },     /* whatever it says */
		{ { 10, 131, false, 8, { 0 } }, true }, /* Teredo */
		{ { 11, 6, false, 0, { 0 } }, true },   /* no address at all */
	};
	const struct link_kind all[] = {
		{ 2, 6, true, 6, CARD },
		{ 20, 71, true, 0, { 0 } },
		{ 7, 6, false, 6, VETHER },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (link_kind_made_up(&cases[i].one, all, 3) !=
		    cases[i].made_up)
			fail_msg("interface %u", (unsigned)cases[i].one.index);
}

/* Where nobody says what has hardware, nothing is taken for made up. */
static void test_untold(void **state)
{
	const struct link_kind all[] = {
		{ 1, 24, false, 0, { 0 } },
		{ 2, 6, false, 6, CARD },
		{ 3, 53, false, 6, TAP },
	};

	(void)state;
	assert_false(link_kind_made_up(&all[1], all, 3));
	assert_true(link_kind_made_up(&all[2], all, 3));
	assert_false(link_kind_made_up(&all[1], NULL, 0));
}

static void test_point_to_point(void **state)
{
	static const uint32_t tunnels[] = { 23, 131, 243, 244 };
	static const uint32_t cables[] = { 6, 24, 53, 71 };

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		assert_true(link_kind_point_to_point(tunnels[i]));
		assert_false(link_kind_point_to_point(cables[i]));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_made_up),
		cmocka_unit_test(test_untold),
		cmocka_unit_test(test_point_to_point),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
