/* SPDX-License-Identifier: Apache-2.0 */
/* unshare() is Linux's own. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/link.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The interfaces of a namespace of our own; skipped where it may not be. */

static bool there;

static int begin(void **state)
{
	(void)state;
	there = unshare(geteuid() == 0 ? CLONE_NEWNET
	                               : CLONE_NEWUSER | CLONE_NEWNET) == 0;
	return 0;
}

static const struct link_address *find(const struct link_address *list,
                                       size_t count, const char *interface)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(list[i].interface, interface) == 0)
			return &list[i];
	return NULL;
}

/* What leads to a cable, and what only seems to. */
static void test_made_up(void **state)
{
	static const struct {
		const char *interface;
		const char *command;
		bool made_up;
	} cases[] = {
		{ "cable", "ip link add cable type veth peer name behind",
		  false },
		{ "office", "ip link add link cable name office type vlan id 7",
		  false },
		{ "docker9", "ip link add docker9 type bridge", true },
		{ "virbr9",
		  "ip link add virbr9 type bridge && "
		  "ip link set behind master virbr9",
		  true },
		{ "br9",
		  "ip link add br9 type bridge && "
		  "ip link set office master br9",
		  false },
		{ "wg9", "ip link add wg9 type wireguard", true },
		{ "tap9", "ip tuntap add tap9 mode tap", true },
		{ "dummy9", "ip link add dummy9 type dummy", true },
	};
	struct link_address list[16];
	unsigned tried = 0;

	(void)state;
	if (!there)
		skip();
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct link_address *l;
		char text[200];

		snprintf(text, sizeof(text),
		         "{ %s; } 2>/dev/null && "
		         "ip addr add 10.9.%zu.1/24 dev %s && "
		         "ip link set %s up",
		         cases[i].command, i, cases[i].interface,
		         cases[i].interface);
		/* Not every kernel has every kind. */
		if (system(text) != 0)
			continue;
		l = find(list, link_addresses(list, 16), cases[i].interface);
		assert_non_null(l);
		if (l->made_up != cases[i].made_up)
			fail_msg("%s", cases[i].interface);
		tried++;
	}
	if (tried == 0)
		skip();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_made_up),
	};

	return cmocka_run_group_tests(tests, begin, NULL);
}
