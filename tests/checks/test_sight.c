/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/net/sight.h"
#include "checks/facts_json.h"
#include "core/buf.h"
#include "core/ipv4.h"
#include "core/json.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

#define FIRST UINT32_C(0xc0a80100) /* 192.168.1.0 */

static struct arena *arena;
static struct sight sight;

static int begin(void **state)
{
	(void)state;
	arena = arena_new(32u << 20);
	sight_init(&sight, arena);
	return arena ? 0 : -1;
}

static int end(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

/* Four full ranges: each device is found again, with its own rows alone. */
static void test_many(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < 1024; i++) {
		assert_null(sight_find(&sight, FIRST + i));
		assert_non_null(sight_device(&sight, FIRST + i, "arp"));
	}
	assert_int_equal(sight.devices.count, 1024);
	for (uint16_t port = 1; port <= 30; port++)
		for (uint32_t i = 0; i < 1024; i++) {
			sight_port(&sight, FIRST + i, port, "tcp", NULL, NULL);
			sight_port(&sight, FIRST + i, port, "tcp", "http", "x");
		}
	assert_int_equal(sight.ports.count, 30 * 1024);
	for (uint32_t i = 0; i < 1024; i++) {
		const struct sight_device *d = sight_find(&sight, FIRST + i);
		const struct device_port *p;
		unsigned ports = 0;
		uint32_t at = 0;

		assert_non_null(d);
		assert_int_equal(d->address, FIRST + i);
		while ((p = sight_port_next(&sight, d, &at))) {
			assert_ptr_equal(p->address, d->text);
			assert_string_equal(p->service, "http");
			assert_string_equal(p->product, "x");
			ports++;
		}
		assert_int_equal(ports, 30);
	}
	assert_false(arena_full(arena));
}

/* What is told twice is kept once; of a stranger nothing is. */
static void test_once(void **state)
{
	(void)state;
	sight_device(&sight, FIRST + 1, "tcp");
	sight_device(&sight, FIRST + 1, "arp");
	assert_string_equal(sight_find(&sight, FIRST + 1)->found, "tcp");
	for (int i = 0; i < 2; i++) {
		sight_name(&sight, FIRST + 1, "NAS", "mdns");
		sight_name(&sight, FIRST + 1, "nas", "netbios");
		sight_name(&sight, FIRST + 1, "  ", "netbios");
		sight_sign(&sight, FIRST + 1, 23, "tcp", "telnet", CELL_UNKNOWN,
		           "%s", "a");
		sight_sign(&sight, FIRST + 1, 23, "tcp", "telnet", CELL_UNKNOWN,
		           "%s", "b");
		assert_int_equal(sight_hint(&sight, FIRST + 1, "mdns", "_ipp"),
		                 i == 0);
		assert_int_equal(sight_hint(&sight, FIRST + 1, "ssdp", "_ipp"),
		                 i == 0);
		sight_mapping(&sight,
		              &(struct mapping){ .port = 80,
		                                 .transport = "tcp",
		                                 .target = "192.168.1.1:80" });
		sight_name(&sight, FIRST + 2, "stranger", "mdns");
		sight_port(&sight, FIRST + 2, 80, "tcp", "http", NULL);
		assert_false(sight_hint(&sight, FIRST + 2, "mdns", "_ipp"));
	}
	assert_int_equal(sight.names.count, 1);
	assert_int_equal(sight.signs.count, 2);
	assert_int_equal(sight.hints.count, 2);
	assert_int_equal(sight.ports.count, 0);
	assert_int_equal(sight.mappings.count, 1);
	assert_int_equal(sight.devices.count, 1);
}

/* One that never stops talking takes no more than its share. */
static void test_flood(void **state)
{
	char text[600];
	const struct device_name *names;

	(void)state;
	sight_device(&sight, FIRST + 1, "tcp");
	memset(text, 'x', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	for (unsigned i = 0; i < 5000; i++) {
		snprintf(text, 9, "%08x", i);
		text[8] = 'x';
		sight_name(&sight, FIRST + 1, text, "mdns");
		sight_hint(&sight, FIRST + 1, "mdns", text);
		sight_sign(&sight, FIRST + 1, 1, "tcp", "telnet", CELL_UNKNOWN,
		           "%s", text);
		sight_port(&sight, FIRST + 1, (uint16_t)i, "tcp", NULL, text);
		sight_mapping(&sight, &(struct mapping){ .port = i,
		                                         .transport = "tcp",
		                                         .target = text });
	}
	names = sight.names.data;
	assert_in_range(sight.names.count, 1, 50);
	assert_in_range(sight.hints.count, 1, 100);
	assert_in_range(sight.signs.count, 1, 200);
	assert_in_range(sight.ports.count, 60, 200);
	assert_in_range(sight.mappings.count, 1, 200);
	assert_in_range(strlen(names[0].name), 50, 200);
	assert_false(arena_full(arena));
}

/* Nothing that is kept can play with a page or a terminal. */
static void test_hostile_text(void **state)
{
	const struct device_name *names;

	(void)state;
	sight_device(&sight, FIRST + 1, "tcp");
	sight_name(&sight, FIRST + 1, "a\x1b[31m\nb\xe2\x80\xae", "mdns");
	sight_name(&sight, FIRST + 1, "\xff\xfe", "mdns");
	names = sight.names.data;
	for (size_t i = 0; i < sight.names.count; i++) {
		assert_true(text_valid(names[i].name, strlen(names[i].name)));
		assert_null(strpbrk(names[i].name, "\x1b\n"));
		assert_null(strstr(names[i].name, "\xe2\x80\xae"));
	}
}

static void test_kind(void **state)
{
	struct sight_device *d = sight_device(&sight, FIRST + 1, "tcp");

	(void)state;
	sight_kind(&sight, FIRST + 1, "printer", SIGHT_LIKELY);
	sight_kind(&sight, FIRST + 1, "camera", SIGHT_LIKELY);
	sight_kind(&sight, FIRST + 1, "camera", SIGHT_GUESS);
	assert_string_equal(d->kind, "printer");
	sight_kind(&sight, FIRST + 1, "router", SIGHT_CERTAIN);
	assert_string_equal(d->kind, "router");
	sight_model(&sight, FIRST + 1, "");
	sight_model(&sight, FIRST + 1, "One");
	sight_model(&sight, FIRST + 1, "Two");
	assert_string_equal(d->model, "One");
}

/* Who claims every port takes no room from who has two. */
static void test_share(void **state)
{
	unsigned quiet = 0, loud = 0;

	(void)state;
	for (uint32_t i = 0; i < 10; i++)
		sight_device(&sight, FIRST + i, "arp");
	for (uint16_t port = 1; port <= 60; port++)
		for (uint32_t i = 0; i < 9; i++)
			sight_port(&sight, FIRST + i, port, "tcp", NULL, NULL);
	sight_port(&sight, FIRST + 9, 80, "tcp", NULL, NULL);
	sight_port(&sight, FIRST + 9, 443, "tcp", NULL, NULL);
	sight_share(&sight, 542);
	assert_int_equal(sight.ports.count, 542);
	sight_share(&sight, 100);
	for (size_t i = 0; i < sight.ports.count; i++) {
		const struct device_port *list = sight.ports.data;

		if (strcmp(list[i].address, "192.168.1.9") == 0)
			quiet++;
		else
			loud++;
	}
	assert_int_equal(quiet, 2);
	assert_int_equal(loud, 90);
	sight_share(&sight, 5);
	assert_int_equal(sight.ports.count, 0);
}

/* Rows of every kind, as long as they may be, until there is no more room. */
static void crowd(uint32_t address, unsigned rows)
{
	char text[150], value[200];

	memset(text, '"', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	sight_device(&sight, address, "arp");
	for (unsigned i = 1; i <= rows; i++) {
		struct tls_service tls = { .host = "192.168.1.1",
			                   .port = i,
			                   .service = text,
			                   .subject = text,
			                   .issuer = text,
			                   .chain = text,
			                   .best = text };
		char host[IPV4_TEXT];

		ipv4_format(host, address);
		tls.host = host;
		snprintf(value, sizeof(value), "%u%s", i, text);
		sight_name(&sight, address, value, "mdns");
		sight_port(&sight, address, (uint16_t)i, "tcp", "http", text);
		sight_sign(&sight, address, (uint16_t)i, "tcp", "telnet",
		           INT64_C(1795348800), "%s", value);
		sight_tls(&sight, &tls, NULL);
	}
}

/* The fullest look there can be is written, and read again. */
static void test_fullest(void **state)
{
	static struct facts facts, again;
	struct buf text;
	struct err e;
	cJSON *json;

	(void)state;
	for (uint32_t i = 0; i < 254; i++)
		crowd(FIRST + i, 40);
	assert_false(arena_full(arena));
	assert_false(sight_share(&sight, FACTS_ROWS));
#define TELL(list_, rows_)                             \
	do {                                           \
		facts.list_.row = sight.rows_.data;    \
		facts.list_.count = sight.rows_.count; \
		facts.list_.fact.state = FACT_KNOWN;   \
	} while (0)
	TELL(lan_ports, ports);
	TELL(lan_signs, signs);
	TELL(lan_names, names);
	TELL(lan_tls, tls);
	assert_in_range(facts.lan_ports.count, 3500, 4000);
	assert_in_range(facts.lan_signs.count, 3500, 4000);
	/* As probing.c lets a probe write. */
	buf_init(&text, 8u << 20);
	json = facts_to_json(&facts);
	assert_true(json && json_print(&text, json));
	cJSON_Delete(json);
	json = json_parse(buf_text(&text), text.len, &e);
	if (!json)
		fail_msg("%s", e.text);
	assert_true(facts_from_json(&again, json, arena, &e));
	assert_int_equal(again.lan_ports.count, facts.lan_ports.count);
	cJSON_Delete(json);
	buf_clear(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_many, begin, end),
		cmocka_unit_test_setup_teardown(test_once, begin, end),
		cmocka_unit_test_setup_teardown(test_flood, begin, end),
		cmocka_unit_test_setup_teardown(test_hostile_text, begin, end),
		cmocka_unit_test_setup_teardown(test_kind, begin, end),
		cmocka_unit_test_setup_teardown(test_fullest, begin, end),
		cmocka_unit_test_setup_teardown(test_share, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
