/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/file.h"
#include "tests/checks/spoken.h"

/*
 * Answers to the questions in datagrams, as devices send them (the corpus of
 * the fuzzers), and what each tells.
 */

static const struct heard_case {
	const char *question;
	const char *file; /* in tests/fuzz/corpus/QUESTION */
	const char *names;
	const char *hints;
	const char *model;
	const char *product; /* of any port */
	const char *sign;    /* code and value */
	const char *called;
} cases[] = {
	{ "mdns", "printer", "NPI1234@mdns", "mdns:_ipp mdns:_workstation",
	  "HP LaserJet M428", "", "", "" },
	{ "mdns", "cast", "Salle@mdns", "mdns:_googlecast", "Chromecast", "",
	  "", "" },
	{ "mdns", "loop", "", "", "", "", "", "" },
	{ "mdns", "short", "", "", "", "", "", "" },
	{ "ssdp", "igd", "",
	  "ssdp:InternetGatewayDevice page:5000/rootDesc.xml", "",
	  "Debian UPnP/1.1 MiniUPnPd/2.3.1", "", "5000 upnp /rootDesc.xml" },
	{ "ssdp", "other", "", "ssdp:InternetGatewayDevice", "",
	  "Debian UPnP/1.1 MiniUPnPd/2.3.1", "", "" },
	{ "ssdp", "host", "", "ssdp:InternetGatewayDevice", "",
	  "Debian UPnP/1.1 MiniUPnPd/2.3.1", "", "" },
	{ "wsd", "computer", "", "wsd:Device wsd:Computer", "", "", "", "" },
	{ "wsd", "camera", "Entrée@wsd",
	  "wsd:NetworkVideoTransmitter wsd:Device", "DS-2CD", "", "", "" },
	{ "wsd", "doctype", "", "", "", "", "", "" },
	{ "netbios", "pc", "PC-ACCUEIL@netbios", "netbios:server", "", "MAIRIE",
	  "", "" },
	{ "netbios", "short", "", "", "", "", "", "" },
	{ "netbios", "many", "NAS@netbios", "", "", "", "", "" },
	{ "snmp", "copier", "copieur@snmp", "snmp:RICOH IM C2000",
	  "RICOH IM C2000", "RICOH IM C2000 1.06",
	  "snmp-public RICOH IM C2000 1.06", "" },
	{ "snmp", "no-such", "", "", "", "Linux nas 4.4",
	  "snmp-public Linux nas 4.4", "" },
	{ "snmp", "error", "", "", "", "", "", "" },
	{ "snmp", "length", "", "", "", "", "", "" },
};

static void hear(const struct spoken *s, const char *name, const void *data,
                 size_t len)
{
	const struct datagram *const *list = datagram_list();

	for (size_t i = 0; list[i]; i++)
		if (strcmp(list[i]->name, name) == 0) {
			list[i]->hear(&s->plan, SPOKEN_ADDRESS, data, len);
			return;
		}
	fail_msg("no question %s", name);
}

static void read_case(const struct heard_case *c, struct buf *out)
{
	char path[512];
	struct err e;

	snprintf(path, sizeof(path), "%s/fuzz/corpus/%s/%s", TESTS_DIR,
	         c->question, c->file);
	if (!file_read(path, out, &e))
		fail_msg("%s", e.text);
}

static void compare(const struct heard_case *c, const struct spoken *s)
{
	const struct sight_device *d = sight_find(&s->sight, SPOKEN_ADDRESS);
	const struct device_name *name = s->sight.names.data;
	const struct sight_hint *hint = s->sight.hints.data;
	const struct device_port *port = s->sight.ports.data;
	const struct device_sign *sign = s->sight.signs.data;
	struct buf text;

	buf_init(&text, 4096);
	for (size_t i = 0; i < s->sight.names.count; i++)
		buf_fmt(&text, "%s%s@%s", i ? " " : "", name[i].name,
		        name[i].source);
	assert_string_equal(buf_text(&text), c->names);
	buf_clear(&text);
	for (size_t i = 0; i < s->sight.hints.count; i++)
		buf_fmt(&text, "%s%s:%s", i ? " " : "", hint[i].source,
		        hint[i].text);
	assert_string_equal(buf_text(&text), c->hints);
	buf_clear(&text);
	for (size_t i = 0; i < s->sight.ports.count; i++)
		buf_str(&text, port[i].product ? port[i].product : "");
	assert_string_equal(buf_text(&text), c->product);
	buf_clear(&text);
	for (size_t i = 0; i < s->sight.signs.count; i++)
		buf_fmt(&text, "%s %s", sign[i].code, sign[i].value);
	assert_string_equal(buf_text(&text), c->sign);
	buf_clear(&text);
	assert_string_equal(d->model ? d->model : "", c->model);
	assert_string_equal(s->called, c->called);
}

static void test_answers(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct spoken s;
		struct buf answer;

		print_message("%s %s\n", cases[i].question, cases[i].file);
		spoken_init(&s, TALK_THOROUGH);
		buf_init(&answer, 1u << 16);
		read_case(&cases[i], &answer);
		hear(&s, cases[i].question, answer.data, answer.len);
		/* Told twice is kept once, and called once. */
		hear(&s, cases[i].question, answer.data, answer.len);
		compare(&cases[i], &s);
		assert_true(s.calls <= 1);
		buf_clear(&answer);
		spoken_clear(&s);
	}
}

/* Cut anywhere, an answer tells nothing that it does not tell whole. */
static void test_cut_answers(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct spoken whole;
		struct buf answer;

		buf_init(&answer, 1u << 16);
		read_case(&cases[i], &answer);
		spoken_init(&whole, TALK_THOROUGH);
		hear(&whole, cases[i].question, answer.data, answer.len);
		for (size_t n = 0; n < answer.len; n++) {
			uint8_t *part = malloc(n + 1);
			struct spoken s;

			assert_non_null(part);
			memcpy(part, answer.data, n);
			spoken_init(&s, TALK_THOROUGH);
			hear(&s, cases[i].question, part, n);
			assert_true(s.sight.names.count <=
			            whole.sight.names.count);
			assert_true(s.sight.signs.count <=
			            whole.sight.signs.count);
			assert_true(s.calls <= whole.calls);
			spoken_clear(&s);
			free(part);
		}
		spoken_clear(&whole);
		buf_clear(&answer);
	}
}

/* Every question fits a datagram, and those that identify are thorough. */
static void test_questions(void **state)
{
	const struct datagram *const *list = datagram_list();
	struct spoken s;

	(void)state;
	spoken_init(&s, TALK_THOROUGH);
	for (size_t i = 0; list[i]; i++) {
		struct buf text;

		buf_init(&text, 1400);
		list[i]->ask(&s.plan, &text);
		assert_true(buf_ok(&text));
		assert_true(text.len > 30);
		assert_int_equal(strcmp(list[i]->name, "snmp") == 0,
		                 list[i]->level == TALK_THOROUGH);
		buf_clear(&text);
	}
	spoken_clear(&s);
}

/* Of another community or another question: not ours. */
static void test_foreign_snmp(void **state)
{
	struct heard_case c = { .question = "snmp", .file = "copier" };
	struct buf answer;
	struct spoken s;
	char *at;

	(void)state;
	buf_init(&answer, 1u << 16);
	read_case(&c, &answer);
	spoken_init(&s, TALK_THOROUGH);
	s.plan.now++;
	hear(&s, "snmp", answer.data, answer.len);
	s.plan.now--;
	for (at = answer.data; memcmp(at, "public", 6) != 0; at++)
		;
	at[5] = 'x';
	hear(&s, "snmp", answer.data, answer.len);
	assert_int_equal(s.sight.signs.count, 0);
	assert_int_equal(s.sight.ports.count, 0);
	spoken_clear(&s);
	buf_clear(&answer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_answers),
		cmocka_unit_test(test_cut_answers),
		cmocka_unit_test(test_questions),
		cmocka_unit_test(test_foreign_snmp),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
