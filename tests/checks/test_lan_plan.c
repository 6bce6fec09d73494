/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/lan_plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *text;
	enum lan_fault fault;
	const char *range; /* what is made of it */
} cases[] = {
	{ "192.168.1.0/24", LAN_FINE, "192.168.1.0/24" },
	{ "192.168.1.20/24", LAN_FINE, "192.168.1.0/24" },
	{ "192.168.255.255/32", LAN_FINE, "192.168.255.255/32" },
	{ "10.0.0.129/25", LAN_FINE, "10.0.0.128/25" },
	{ "10.255.255.254/31", LAN_FINE, "10.255.255.254/31" },
	{ "172.16.0.0/24", LAN_FINE, "172.16.0.0/24" },
	{ "172.31.255.7/30", LAN_FINE, "172.31.255.4/30" },
	/* Next to what RFC 1918 keeps. */
	{ "9.255.255.0/24", LAN_NOT_PRIVATE, NULL },
	{ "11.0.0.0/24", LAN_NOT_PRIVATE, NULL },
	{ "172.15.255.0/24", LAN_NOT_PRIVATE, NULL },
	{ "172.32.0.0/24", LAN_NOT_PRIVATE, NULL },
	{ "192.167.255.0/24", LAN_NOT_PRIVATE, NULL },
	{ "192.169.0.0/24", LAN_NOT_PRIVATE, NULL },
	{ "8.8.8.8/32", LAN_NOT_PRIVATE, NULL },
	{ "127.0.0.0/24", LAN_NOT_PRIVATE, NULL },
	{ "100.64.0.0/24", LAN_NOT_PRIVATE, NULL },
	{ "224.0.0.0/24", LAN_NOT_PRIVATE, NULL },
	{ "255.255.255.255/32", LAN_NOT_PRIVATE, NULL },
	{ "0.0.0.0/0", LAN_NOT_PRIVATE, NULL },
	{ "169.254.0.0/24", LAN_LINK_LOCAL, NULL },
	{ "169.254.255.255/16", LAN_LINK_LOCAL, NULL },
	/* Private, but a look of hours. */
	{ "192.168.0.0/23", LAN_TOO_LARGE, NULL },
	{ "10.0.0.0/8", LAN_TOO_LARGE, NULL },
	{ "10.0.0.0/0", LAN_TOO_LARGE, NULL },
	/* Not a range. */
	{ "", LAN_NOT_A_RANGE, NULL },
	{ "/", LAN_NOT_A_RANGE, NULL },
	{ "192.168.1.0", LAN_NOT_A_RANGE, NULL },
	{ "192.168.1.0/", LAN_NOT_A_RANGE, NULL },
	{ "192.168.1.0/33", LAN_NOT_A_RANGE, NULL },
	{ "192.168.1.0/024", LAN_NOT_A_RANGE, NULL },
	{ "192.168.1.0/24 ", LAN_NOT_A_RANGE, NULL },
	{ " 192.168.1.0/24", LAN_NOT_A_RANGE, NULL },
	{ "192.168.1.0/24/24", LAN_NOT_A_RANGE, NULL },
	{ "192.168.1/24", LAN_NOT_A_RANGE, NULL },
	{ "192.168.1.0.0/24", LAN_NOT_A_RANGE, NULL },
	{ "192.168.01.0/24", LAN_NOT_A_RANGE, NULL },
	{ "192.168.1.256/24", LAN_NOT_A_RANGE, NULL },
	{ "192.168.1.1000/24", LAN_NOT_A_RANGE, NULL },
	{ "192.168.1.-1/24", LAN_NOT_A_RANGE, NULL },
	{ "192.168.1.0/-1", LAN_NOT_A_RANGE, NULL },
	{ "192.168.1.0/+24", LAN_NOT_A_RANGE, NULL },
	{ "192.168.1.0/0x18", LAN_NOT_A_RANGE, NULL },
	{ "3232235776/24", LAN_NOT_A_RANGE, NULL },
	{ "fd00::/64", LAN_NOT_A_RANGE, NULL },
	{ "auto", LAN_NOT_A_RANGE, NULL },
};

static void test_range(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		/* On the heap, so that a sanitizer sees the ends. */
		char *out = malloc(LAN_RANGE_TEXT);
		char *text = strdup(cases[i].text);
		enum lan_fault fault;

		assert_non_null(out);
		assert_non_null(text);
		fault = lan_plan_range(out, text);
		if (fault != cases[i].fault)
			fail_msg("\"%s\": %d", text, (int)fault);
		if (cases[i].range)
			assert_string_equal(out, cases[i].range);
		free(out);
		free(text);
	}
}

/* A town hall's computer, and what else may be inside it. */
static const struct link_address links[] = {
	{ .interface = "lo",
	  .address = 0x7f000001,
	  .bits = 8,
	  .loopback = true },
	{ .interface = "docker0",
	  .address = 0xac110001,
	  .bits = 16,
	  .made_up = true },
	{ .interface = "eth0", .address = 0xc0a80114, .bits = 24 },
	{ .interface = "eth0", .address = 0xc0a80115, .bits = 24 },
	{ .interface = "tun0",
	  .address = 0x0a080001,
	  .bits = 24,
	  .point_to_point = true },
	{ .interface = "ppp", .address = 0x0a090001, .bits = 31 },
	{ .interface = "eth1", .address = 0x5db8d822, .bits = 24 },
	{ .interface = "wlan0", .address = 0x0a010203, .bits = 8 },
	{ .interface = "eth2", .address = 0xa9fe0102, .bits = 16 },
};

/* "address/bits by interface" of every network, with commas. */
static const char *networks(const char *range)
{
	static char text[300];
	struct lan_network list[LAN_NETWORKS];
	size_t count = lan_plan_networks(
	    range, links, sizeof(links) / sizeof(links[0]), list);

	text[0] = '\0';
	for (size_t i = 0; i < count; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text),
		         "%s%08x/%u %08x %s", i ? ", " : "", list[i].network,
		         list[i].bits, list[i].own, list[i].interface);
	return text;
}

static void test_networks(void **state)
{
	(void)state;
	assert_string_equal(networks("auto"), "c0a80100/24 c0a80114 eth0, "
	                                      "0a010200/24 0a010203 wlan0");
	/* Ours, a part of it, and another /24 of a larger one. */
	assert_string_equal(networks("192.168.1.0/24"),
	                    "c0a80100/24 c0a80114 eth0");
	assert_string_equal(networks("192.168.1.128/25"),
	                    "c0a80180/25 c0a80114 eth0");
	assert_string_equal(networks("10.1.9.0/24"),
	                    "0a010900/24 0a010203 wlan0");
	/* What runs in here only when it is named. */
	assert_string_equal(networks("172.17.5.0/24"),
	                    "ac110500/24 ac110001 docker0");
	/* Nobody's, a tunnel's, the world's, too much of it. */
	assert_string_equal(networks("192.168.2.0/24"), "");
	assert_string_equal(networks("10.8.0.0/24"), "");
	assert_string_equal(networks("93.184.216.0/24"), "");
	assert_string_equal(networks("10.0.0.0/8"), "");
	assert_string_equal(networks("nonsense"), "");
}

static void test_level(void **state)
{
	(void)state;
	assert_string_equal(lan_plan_level(LAN_PORTS), "ports");
	assert_string_equal(lan_plan_level(LAN_NORMAL), "normal");
	assert_string_equal(lan_plan_level(LAN_THOROUGH), "thorough");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_range),
		cmocka_unit_test(test_networks),
		cmocka_unit_test(test_level),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
