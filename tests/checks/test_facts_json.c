/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/facts_json.h"
#include "core/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define KNOWN(value) "{\"state\":\"known\",\"value\":" value "}"

static struct facts facts;
static struct arena *arena;

static int setup(void **state)
{
	(void)state;
	memset(&facts, 0, sizeof(facts));
	arena = arena_new(1 << 20);
	return arena ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

/* Read text into facts; the error, or NULL. */
static const char *read_facts(const char *text)
{
	static struct err e;
	cJSON *json = json_parse(text, strlen(text), &e);
	bool ok;

	if (!json)
		return e.text;
	ok = facts_from_json(&facts, json, arena, &e);
	cJSON_Delete(json);
	return ok ? NULL : e.text;
}

static void test_values(void **state)
{
	(void)state;
	assert_null(read_facts("{\"firewall.on\":" KNOWN(
	    "true") ","
	            "\"system.uptime\":" KNOWN(
			"86400") ","
	                         "\"system.id\":" KNOWN(
				     "\"debian\"") ","
	                                           "\"ssh.root\":{\"state\":\"denied\",\"why\":\"EACCES\"},"
	                                           "\"from.the.future\":{\"state\":\"known\",\"value\":3},"
	                                           "\"backup.list\":{\"state\":\"denied\",\"why\":\"/root\","
	                                           "\"value\":[{\"tool\":\"borg\",\"plugged\":false,"
	                                           "\"last_success\":0,\"new\":1},{}]}}"));
	assert_true(facts.firewall_on.value);
	assert_int_equal(facts.system_uptime.value, 86400);
	assert_string_equal(facts.system_id.value, "debian");
	assert_int_equal(facts.ssh_root.fact.state, FACT_DENIED);
	assert_string_equal(facts.ssh_root.fact.why, "EACCES");
	assert_int_equal(facts.backup_list.fact.state, FACT_DENIED);
	assert_int_equal(facts.backup_list.count, 2);
	assert_string_equal(facts.backup_list.row[0].tool, "borg");
	assert_int_equal(facts.backup_list.row[0].plugged, TRI_NO);
	assert_int_equal(facts.backup_list.row[0].scheduled, TRI_UNKNOWN);
	assert_int_equal(facts.backup_list.row[0].last_success, 0);
	assert_int_equal(facts.backup_list.row[1].last_success, CELL_UNKNOWN);
	assert_null(facts.backup_list.row[1].tool);
	assert_int_equal(facts.wifi_security.fact.state, FACT_UNASKED);
}

/* What could not be read whole is not known, and may be given up. */
static void test_half_a_list(void **state)
{
	(void)state;
	assert_non_null(read_facts(
	    "{\"lan.signs\":" KNOWN("[{\"port\":1},{\"port\":[]}]") "}"));
	assert_int_equal(facts.lan_signs.fact.state, FACT_UNASKED);
	facts_give_up(&facts, "lan", FACT_FAILED, "lost");
	assert_int_equal(facts.lan_signs.fact.state, FACT_FAILED);
	assert_int_equal(facts.lan_signs.count, 0);
}

static void test_refused(void **state)
{
	static const struct {
		const char *text, *says;
	} cases[] = {
		{ "{\"firewall.on\":3}", "fact firewall.on" },
		{ "{\"firewall.on\":{}}", "\"state\" is missing" },
		{ "{\"firewall.on\":{\"state\":\"good\"}}", "\"good\"" },
		{ "{\"firewall.on\":{\"state\":\"known\"}}", "\"value\"" },
		{ "{\"firewall.on\":" KNOWN("1") "}", "not true or false" },
		{ "{\"firewall.on\":" KNOWN("null") "}", "\"value\"" },
		{ "{\"system.uptime\":" KNOWN("\"1\"") "}", "whole number" },
		{ "{\"system.uptime\":" KNOWN("1.5") "}", "whole number" },
		{ "{\"system.uptime\":" KNOWN("1e300") "}", "whole number" },
		{ "{\"system.id\":" KNOWN("[]") "}", "not a text" },
		{ "{\"backup.list\":" KNOWN("{}") "}", "not a list" },
		{ "{\"backup.list\":" KNOWN("[3]") "}", "row 1" },
		{ "{\"backup.list\":" KNOWN("[{\"tool\":3}]") "}", "\"tool\"" },
		{ "{\"listener.list\":" KNOWN("[{\"port\":-1}]") "}",
		  "out of range" },
		{ "{\"listener.list\":" KNOWN("[{\"loopback\":1}]") "}",
		  "\"loopback\"" },
		{ "{\"ssh.root\":{\"state\":\"denied\",\"why\":3}}",
		  "\"why\"" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *why = read_facts(cases[i].text);

		if (!why || !strstr(why, cases[i].says))
			fail_msg("%s: %s", cases[i].text,
			         why ? why : "accepted");
	}
}

static void test_too_many_rows(void **state)
{
	struct buf b;
	const char *why;

	(void)state;
	buf_init(&b, 1 << 20);
	buf_str(&b, "{\"backup.list\":{\"state\":\"known\",\"value\":[{}");
	for (int i = 0; i < FACTS_ROWS; i++)
		buf_str(&b, ",{}");
	buf_str(&b, "]}}");
	why = read_facts(buf_text(&b));
	assert_non_null(why);
	assert_non_null(strstr(why, "rows"));
	buf_clear(&b);
}

/* What is written reads back the same, whatever the states. */
static void test_round_trip(void **state)
{
	static const char *const whys[] = { NULL, "a reason \x1b[31m" };
	struct buf first, second;
	struct facts again;
	struct err e;
	cJSON *json;

	(void)state;
	for (size_t i = 0; fact_field(i); i++) {
		struct fact *f = fact_find(&facts, fact_field(i)->name);

		assert_non_null(f);
		f->state = (enum fact_state)(i % 6);
		f->why = whys[i % 2];
	}
	/* A known text is never NULL. */
	facts.system_family.value = facts.system_id.value = "x";
	facts.system_version.value = facts.system_name.value = "\xff y";
	facts.system_edition.value = facts.system_kernel.value = "é";
	facts.system_role.value = facts.system_machine.value = "\"\\";
	facts.update_source.value = facts.ssh_root.value = "no";
	facts.firewall_tool.value = facts.wifi_security.value = "wpa2";
	facts.outside_dmarc.value = facts.outside_site.value = "none";
	facts.outside_mail.value = facts.lan_level.value = "ports";
	facts.lan_consent.value = "kit";
	facts.system_version.fact.state = FACT_KNOWN;
	buf_init(&first, 1 << 20);
	buf_init(&second, 1 << 20);
	json = facts_to_json(&facts);
	assert_true(json && json_print(&first, json));
	cJSON_Delete(json);
	memset(&again, 0, sizeof(again));
	json = json_parse(buf_text(&first), first.len, &e);
	assert_non_null(json);
	assert_true(facts_from_json(&again, json, arena, &e));
	cJSON_Delete(json);
	json = facts_to_json(&again);
	assert_true(json && json_print(&second, json));
	cJSON_Delete(json);
	assert_string_equal(buf_text(&first), buf_text(&second));
	assert_string_equal(again.system_version.value, "\xEF\xBF\xBD y");
	buf_clear(&first);
	buf_clear(&second);
}

static void test_give_up_spares_what_is_known(void **state)
{
	(void)state;
	facts.ssh_port.fact.state = FACT_KNOWN;
	facts_give_up(&facts, "ssh", FACT_FAILED, "late");
	assert_int_equal(facts.ssh_port.fact.state, FACT_KNOWN);
	assert_int_equal(facts.ssh_root.fact.state, FACT_FAILED);
	assert_string_equal(facts.ssh_root.fact.why, "late");
	assert_int_equal(facts.share_list.fact.state, FACT_UNASKED);
	assert_null(fact_find(&facts, "ssh.none"));
}

/* Names are "area.name" and do not repeat. */
static void test_names(void **state)
{
	(void)state;
	for (size_t i = 0; fact_field(i); i++) {
		const char *name = fact_field(i)->name;

		assert_non_null(strchr(name, '.'));
		assert_true(strlen(fact_field(i)->unit) > 0);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(name, fact_field(j)->name);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_values, setup, teardown),
		cmocka_unit_test_setup_teardown(test_half_a_list, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(test_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(test_too_many_rows, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(test_round_trip, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(
		    test_give_up_spares_what_is_known, setup, teardown),
		cmocka_unit_test_setup_teardown(test_names, setup, teardown),
	};

	return cmocka_run_group_tests_name("facts_json", tests, NULL, NULL);
}
