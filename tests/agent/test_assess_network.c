/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "agent/assess_network.h"
#include "report/device.h"

#include <string.h>

#define NOW INT64_C(1795330800)

#define KNOWN                       \
	{                           \
		.state = FACT_KNOWN \
	}
#define LIST(rows)                                        \
	{                                                 \
		.fact = KNOWN, .row = (rows),             \
		.count = sizeof(rows) / sizeof((rows)[0]) \
	}

static const struct lan_range ranges[] = { { "192.168.1.0/24", "eth0" },
	                                   { "192.168.1.0/24", "wlan0" },
	                                   { "<b>", NULL },
	                                   { NULL, NULL } };

static const struct device devices[] = {
	{ .address = "192.168.1.20",
	  .kind = "storage",
	  .sure = "likely",
	  .vendor = "Synology",
	  .model = "DS\x1b[31m218" },
	{ .address = "192.168.1.5", .kind = "computer", .self = TRI_YES },
	{ .address = "192.168.1.1", .kind = "router", .gateway = TRI_YES },
	/* What no document may hold. */
	{ .address = NULL },
	{ .address = "\"><script>" },
	{ .address = "192.168.1.20", .kind = "phone" },
	{ .address = "192.168.1.30", .kind = "A TOASTER", .sure = "maybe" },
};

static const struct device_name names[] = {
	{ "192.168.1.20", "stock", "mdns" },
	{ "192.168.1.20", "stock", "netbios" },
	{ "192.168.1.20", "", "ssdp" },
	{ "192.168.1.20", NULL, "ssdp" },
	{ "192.168.1.99", "nobody", "mdns" },
};

static const struct device_port ports[] = {
	{ "192.168.1.20", 445, "tcp", "microsoft-ds", NULL },
	{ "192.168.1.20", 161, "sctp", NULL, NULL },
	{ "192.168.1.20", 0, "tcp", NULL, NULL },
	{ "192.168.1.20", 65536, "tcp", NULL, NULL },
	{ NULL, 80, "tcp", NULL, NULL },
};

static const struct facts full = {
	.lan_consent = { KNOWN, "question" },
	.lan_level = { KNOWN, "EVERYTHING" },
	.lan_ranges = LIST(ranges),
	.lan_devices = LIST(devices),
	.lan_names = LIST(names),
	.lan_ports = LIST(ports),
};

static void test_filled(void **state)
{
	struct arena *a = arena_new(1u << 20);
	struct document_network n;
	const struct document_host *h;

	(void)state;
	assert_true(assess_network(&n, &full, "m1", NOW, a));
	assert_string_equal(n.consent, "question");
	assert_null(n.level);
	assert_int_equal(n.ranges, 1);
	assert_int_equal(n.hosts, 4);
	h = n.host;
	assert_string_equal(h[0].address, "192.168.1.1");
	assert_true(h[0].gateway);
	assert_null(h[0].machine);
	assert_string_equal(h[1].machine, "m1");
	assert_false(h[1].gateway);
	assert_string_equal(h[2].kind, "storage");
	assert_string_equal(h[2].sure, "likely");
	assert_string_equal(h[2].vendor, "Synology");
	assert_string_equal(h[2].seen_by, "m1");
	assert_int_equal(h[2].seen_at, NOW);
	assert_int_equal(h[2].names, 1);
	assert_int_equal(h[2].ports, 2);
	assert_int_equal(h[2].port[0].port, 445);
	assert_string_equal(h[2].port[0].transport, "tcp");
	assert_null(h[2].port[1].transport);
	assert_string_equal(h[3].kind, "unknown");
	assert_null(h[3].sure);
	arena_free(a);
}

static void test_nobody_looked(void **state)
{
	struct arena *a = arena_new(1u << 20);
	struct facts f = { 0 };
	struct document d = { 0 };

	(void)state;
	assert_true(assess_network(&d.network, &f, "m1", NOW, a));
	assert_false(device_looked(&d));
	arena_free(a);
}

static void test_memory(void **state)
{
	bool done = false;

	(void)state;
	for (size_t limit = 1; !done && limit < 1u << 20; limit += 64) {
		struct arena *a = arena_new(limit);
		struct document_network n;

		done = assess_network(&n, &full, "m1", NOW, a);
		arena_free(a);
	}
	assert_true(done);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_filled),
		cmocka_unit_test(test_nobody_looked),
		cmocka_unit_test(test_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
