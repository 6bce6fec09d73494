/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/linux/sudoers.h"
#include "tests/checks/sourced.h"

static bool in_sudo_and_staff(void *ctx, const char *group)
{
	(void)ctx;
	return strcmp(group, "sudo") == 0 || strcmp(group, "staff") == 0;
}

static bool in_none(void *ctx, const char *group)
{
	(void)ctx;
	(void)group;
	return false;
}

static void parse(struct sudoers *s, const char *text)
{
	struct source from = sourced_from();

	assert_true(sudoers_parse(s, text, strlen(text), &from, sourced_arena));
}

static const struct {
	const char *text;
	bool grouped; /* granted to sylvie, 1001, of sudo and staff */
	bool alone;   /* to sylvie without groups */
} grants[] = {
	{ "", false, false },
	{ "root ALL=(ALL:ALL) ALL\n", false, false },
	{ "sylvie ALL=(ALL:ALL) ALL\n", true, true },
	{ "sylvie ALL=ALL\n", true, true },
	{ "sylvie\tALL = (sourced_root) NOPASSWD: ALL\n", true, true },
	{ "sylvie ALL=(ALL) NOPASSWD:ALL", true, true },
	{ "%sudo ALL=(ALL:ALL) ALL\n", true, false },
	{ "%wheel ALL=(ALL) ALL\n", false, false },
	{ "sourced_root, sylvie , paul ALL=(ALL) ALL\n", true, true },
	{ "#1001 ALL=(ALL) ALL\n", true, true },
	{ "#1002 ALL=(ALL) ALL\n", false, false },
	{ "# sylvie ALL=(ALL) ALL\n", false, false },
	{ "ALL ALL=(ALL) ALL\n", true, true },
	{ "sylvie ALL=(ALL) /usr/bin/apt, /usr/bin/ALLO\n", false, false },
	{ "sylvie ALL=(ALL:ALL) /bin/ls\n", false, false },
	{ "sylvie ALL=(sourced_root) /bin/ls, ALL\n", true, true },
	{ "sylvie ALL=(root /bin/ls\n", false, false },
	{ "User_Alias TEAM = paul, sylvie : OTHER = x\n"
	  "TEAM ALL=(ALL) ALL\n",
	  true, true },
	{ "User_Alias TEAM = %staff\nTEAM ALL=(ALL) ALL\n", true, false },
	{ "User_Alias TEAM = sylvie\n", false, false },
	{ "Cmnd_Alias sylvie = ALL\nDefaults sylvie=ALL\n", false, false },
	{ "sylvie \\\n ALL=(ALL) \\\n ALL\n", true, true },
	{ "@include /etc/sudoers.d/one\n", true, true },
	{ "#includedir /etc/sudoers.d\n", true, true },
	{ "@include /nowhere\n@includedir /nowhere\n", false, false },
	{ "User_Alias\nUser_Alias =\n= ALL\n, ALL = ALL\n", false, false },
};

static void who_may_do_all(void **state)
{
	static const struct planted files[] = {
		{ .path = "/etc/sudoers.d/one",
		  .text = "sylvie ALL=(ALL) ALL\n" },
		{ .path = "/etc/sudoers.d/two~", .text = "ALL ALL=ALL\n" },
		{ .path = "/etc/sudoers.d/a.bak", .text = "%x ALL=ALL\n" },
	};
	struct sudoers s;

	(void)state;
	for (size_t i = 0; i < 3; i++)
		planted_add(sourced_root, &files[i]);
	for (size_t i = 0; i < sizeof(grants) / sizeof(grants[0]); i++) {
		parse(&s, grants[i].text);
		if (sudoers_grant(&s, "sylvie", 1001, in_sudo_and_staff,
		                  NULL) != grants[i].grouped ||
		    sudoers_grant(&s, "sylvie", 1001, in_none, NULL) !=
		        grants[i].alone)
			fail_msg("case %zu: %s", i, grants[i].text);
		assert_false(s.cut);
	}
}

static void loops_end(void **state)
{
	static const struct planted loop = {
		.path = "/etc/loop",
		.text = "@include /etc/loop\n@include /etc/loop\n"
			"sylvie ALL=ALL\n"
	};
	struct sudoers s;

	(void)state;
	planted_add(sourced_root, &loop);
	parse(&s, "@include /etc/loop\n");
	assert_true(s.cut);
	assert_true(sudoers_grant(&s, "sylvie", 1, in_none, NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_may_do_all),
		cmocka_unit_test(loops_end),
	};

	return cmocka_run_group_tests(tests, sourced_set_up, sourced_tear_down);
}
