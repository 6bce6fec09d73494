/* SPDX-License-Identifier: Apache-2.0 */
#include "report/device.h"
#include "tests/report/sample.h"

#include <stdlib.h>

static void test_kind(void **state)
{
	(void)state;
	for (int i = 0; i < DEVICE_KINDS; i++) {
		struct document_host h = {
			.kind = device_kind_id((enum device_kind)i),
		};

		assert_int_equal(device_kind(&h), i);
		assert_non_null(device_kind_word((enum device_kind)i, LANG_FR));
	}
	assert_int_equal(
	    device_kind(&(struct document_host){ .kind = "toaster" }),
	    DEVICE_UNKNOWN);
	assert_int_equal(device_kind(&(struct document_host){ .kind = NULL }),
	                 DEVICE_UNKNOWN);
	assert_string_equal(device_kind_word(DEVICE_PRINTER, LANG_FR),
	                    "copieur");
}

static const struct {
	const char *text;
	bool address;
	bool range;
} texts[] = {
	{ "192.168.1.1", true, false },
	{ "fe80::1", true, false },
	{ "", false, false },
	{ "1", false, false },
	{ "192.168.1.1 ", false, false },
	{ "<b>", false, false },
	{ "192.168.1.0/24", false, true },
	{ "fd00::/8", false, true },
	{ "192.168.1.0/", false, false },
	{ "192.168.1.0/x", false, false },
	{ "/24", false, false },
	{ "192.168.1.0/2444", false, false },
	{ "192.168.1.0/24/", false, false },
	{ "0000:0000:0000:0000:0000:ffff:192.168.100.100", true, false },
	{ "0000:0000:0000:0000:0000:ffff:192.168.100.1000", false, false },
};

static void test_valid(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (device_address(texts[i].text) != texts[i].address)
			fail_msg("address %s", texts[i].text);
		if (device_range(texts[i].text) != texts[i].range)
			fail_msg("range %s", texts[i].text);
	}
}

static void test_order(void **state)
{
	(void)state;
	assert_true(device_order("192.168.1.9", "192.168.1.10") < 0);
	assert_true(device_order("192.168.1.10", "192.168.1.9") > 0);
	assert_int_equal(device_order("10.0.0.1", "10.0.0.1"), 0);
	assert_true(device_order("10.0.0.1", "fe80::1") < 0);
	assert_true(device_order("fe80::1", "10.0.0.1") > 0);
	assert_true(device_order("fe80::1", "fe80::2") < 0);
}

static const struct {
	const char *address, *range;
	bool within;
} places[] = {
	{ "192.168.1.7", "192.168.1.0/24", true },
	{ "192.168.2.7", "192.168.1.0/24", false },
	{ "192.168.1.7", "0.0.0.0/0", true },
	{ "192.168.1.7", "192.168.1.7/32", true },
	{ "192.168.1.7", "192.168.1.7/33", false },
	{ "192.168.1.7", "192.168.1.7", false },
	{ "fe80::1", "192.168.1.0/24", false },
	{ "192.168.1.7", "fe80::/64", false },
	{ "192.168.1.7", "00000192.168.1.0000/24", false },
};

static void test_within(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (device_within(places[i].address, places[i].range) !=
		    places[i].within)
			fail_msg("%s in %s", places[i].address,
			         places[i].range);
}

static const struct {
	const char *host, *address;
	bool is;
} aliases[] = {
	{ "10.0.0.5", "10.0.0.5", true },
	{ "10.0.0.5:80", "10.0.0.5", true },
	{ "10.0.0.50", "10.0.0.5", false },
	{ "10.0.0.50:80", "10.0.0.5", false },
	{ "fe80::1", "fe80::1", true },
	{ "fe80::1:2", "fe80::1", false },
	{ NULL, "10.0.0.5", false },
	{ "", "10.0.0.5", false },
};

static void test_is(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++)
		if (device_is(aliases[i].host, aliases[i].address) !=
		    aliases[i].is)
			fail_msg("%s is %s", aliases[i].host,
			         aliases[i].address);
}

/* More than a document may hold, and what is left of it can be read back. */
static void test_fit(void **state)
{
	struct arena *a = arena_new(SAMPLE_MEMORY);
	size_t hosts = DOCUMENT_HOSTS + 20;
	struct document_host *h = arena_alloc(a, hosts, sizeof(*h));
	struct document_port port[DOCUMENT_PORTS + 1] = { { 0 } };
	const char *name[DOCUMENT_NAMES + 1] = { 0 };
	const char *range[DOCUMENT_RANGES + 1] = { 0 };
	struct document d = { .subject = "machine", .made_at = 1 };
	struct document again;
	struct buf text;
	struct err e;
	cJSON *json;

	(void)state;
	for (int i = 0; i <= DOCUMENT_PORTS; i++)
		port[i].port = i + 1;
	for (int i = 0; i <= DOCUMENT_NAMES; i++)
		name[i] = "x";
	for (int i = 0; i <= DOCUMENT_RANGES; i++)
		range[i] = "10.0.0.0/24";
	for (size_t i = 0; i < hosts; i++) {
		h[i].address =
		    arena_fmt(a, "10.0.%d.%d", (int)(hosts - i) / 256,
		              (int)(hosts - i) % 256);
		h[i].port = port;
		h[i].ports = i % 2 ? DOCUMENT_PORTS + 1 : 3;
		h[i].name = name;
		h[i].names = DOCUMENT_NAMES + 1;
	}
	d.network = (struct document_network){ range, DOCUMENT_RANGES + 1,
		                               NULL,  NULL,
		                               h,     hosts };
	device_fit(&d.network);
	assert_int_equal(d.network.hosts, DOCUMENT_HOSTS);
	assert_string_equal(h[0].address, "10.0.0.1");
	assert_string_equal(h[1].address, "10.0.0.2");
	/* Who has few keeps them all. */
	assert_int_equal(h[0].ports + h[1].ports, 3 + 23);
	json = document_to_json(&d);
	buf_init(&text, DOCUMENT_BYTES);
	assert_true(json_print(&text, json));
	cJSON_Delete(json);
	json = json_parse(buf_text(&text), text.len, &e);
	if (!json || !document_from_json(&again, json, a, &e))
		fail_msg("%s", e.text);
	assert_int_equal(again.network.hosts, DOCUMENT_HOSTS);
	assert_int_equal(again.network.ranges, DOCUMENT_RANGES);
	assert_int_equal(again.network.host[5].names, DOCUMENT_NAMES);
	cJSON_Delete(json);
	buf_clear(&text);
	arena_free(a);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kind),  cmocka_unit_test(test_valid),
		cmocka_unit_test(test_order), cmocka_unit_test(test_within),
		cmocka_unit_test(test_fit),   cmocka_unit_test(test_is),
	};

	return cmocka_run_group_tests_name("device", tests, NULL, NULL);
}
