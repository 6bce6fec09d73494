/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/file.h"
#include "tests/checks/spoken.h"

/* A box that describes itself and lists its mappings, in some ways. */

static const size_t steps[] = { 1, 7, 100, 10000 };

static void feed_file(struct spoken *s, const char *file, const char *note,
                      size_t step)
{
	struct buf text;
	char path[512];
	struct err e;

	snprintf(path, sizeof(path), "%s/fuzz/corpus/upnp/%s", TESTS_DIR, file);
	buf_init(&text, 1u << 16);
	assert_true(file_read(path, &text, &e));
	/* The first byte is the fuzzer's. */
	spoken_feed(s, "upnp", 5000, note, text.data + 1, text.len - 1, step,
	            TALK_CLOSED);
	buf_clear(&text);
}

static void test_description(void **state)
{
	static const char *const files[] = { "description", "chunked" };

	(void)state;
	for (size_t f = 0; f < 2; f++)
		for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
			const struct device_name *name;
			struct spoken s;

			spoken_init(&s, TALK_NORMAL);
			feed_file(&s, files[f], "/desc.xml", steps[i]);
			name = s.sight.names.data;
			assert_int_equal(s.sight.names.count, 1);
			assert_string_equal(name[0].name, "Box & co é");
			assert_string_equal(
			    sight_find(&s.sight, SPOKEN_ADDRESS)->model,
			    "Livebox");
			assert_non_null(spoken_sign(&s, "upnp-igd"));
			assert_int_equal(s.calls, 1);
			assert_string_equal(
			    s.called,
			    "5000 upnp WANIPConnection:1 /a/ctl/IPConn");
			assert_non_null(strstr(buf_text(&s.said),
			                       "GET /desc.xml HTTP/1.1\r\n"
			                       "Host: 192.0.2.1:5000\r\n"));
			spoken_clear(&s);
		}
}

static void test_mappings(void **state)
{
	static const struct {
		const char *file;
		size_t mappings;
		unsigned connections;
	} cases[] = { { "mappings", 2, 1 }, { "closing", 1, 2 } };

	(void)state;
	for (size_t f = 0; f < 2; f++)
		for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
			const struct mapping *m;
			struct spoken s;

			spoken_init(&s, TALK_NORMAL);
			s.sight.gateway = SPOKEN_ADDRESS;
			feed_file(&s, cases[f].file, "WANIPConnection:1 /ctl",
			          steps[i]);
			m = s.sight.mappings.data;
			assert_int_equal(s.sight.mappings.count,
			                 cases[f].mappings);
			assert_int_equal(s.connections, cases[f].connections);
			assert_int_equal(m[0].port, 33890);
			assert_string_equal(m[0].transport, "tcp");
			assert_string_equal(m[0].target, "192.0.2.20:3389");
			assert_string_equal(m[0].description, "Bureau");
			assert_true(s.sight.gateway_answered);
			assert_null(strstr(buf_text(&s.said), "AddPort"));
			spoken_clear(&s);
		}
}

#define FAULT(code)                                              \
	"HTTP/1.1 500 Internal Server Error\r\nContent-Length: " \
	"69\r\n\r\n<Fault><detail><UPnPError><errorCode>" code   \
	"</errorCode></UPnPError></d"

/* What an answer to the first question means for the whole. */
static void test_first_answer(void **state)
{
	static const struct {
		const char *reply;
		uint32_t gateway;
		bool answered;
	} cases[] = {
		{ FAULT("713"), SPOKEN_ADDRESS, true },
		{ FAULT("713"), 0, true },
		/* Another box than the one that leads outside. */
		{ FAULT("713"), SPOKEN_ADDRESS + 1, false },
		/* Not allowed to know is not "none". */
		{ FAULT("606"), SPOKEN_ADDRESS, false },
		{ "HTTP/1.0 404 Not Found\r\n\r\n", SPOKEN_ADDRESS, false },
		{ "HTTP/1.1 200 OK\r\n\r\n<a/>", SPOKEN_ADDRESS, false },
		{ "SSH-2.0-x\r\n", SPOKEN_ADDRESS, false },
		{ "", SPOKEN_ADDRESS, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct spoken s;

		print_message("%.40s\n", cases[i].reply);
		spoken_init(&s, TALK_NORMAL);
		s.sight.gateway = cases[i].gateway;
		spoken_feed(&s, "upnp", 5000, "WANIPConnection:1 /ctl",
		            cases[i].reply, strlen(cases[i].reply), 1000,
		            TALK_CLOSED);
		assert_int_equal(s.sight.gateway_answered, cases[i].answered);
		assert_int_equal(s.sight.mappings.count, 0);
		spoken_clear(&s);
	}
}

/* Where a service is controlled, as descriptions may say it. */
static void test_control(void **state)
{
	static const struct {
		const char *base;
		const char *control;
		const char *called;
	} cases[] = {
		{ "", "/ctl", "5000 upnp WANPPPConnection:1 /ctl" },
		{ "", "ctl", "5000 upnp WANPPPConnection:1 /igd/ctl" },
		{ "http://192.0.2.1:80/x/y", "ctl",
		  "80 upnp WANPPPConnection:1 /x/ctl" },
		{ "", "http://192.0.2.1:5431/u",
		  "5431 upnp WANPPPConnection:1 /u" },
		{ "", "http://192.0.2.1", "80 upnp WANPPPConnection:1 /" },
		/* Elsewhere, or nowhere. */
		{ "", "http://192.0.2.2:5431/u", "" },
		{ "", "http://192.0.2.1.example/u", "" },
		{ "http://198.51.100.1/", "/ctl", "" },
		{ "", "http://192.0.2.1:0/", "" },
		{ "", "/a b", "" },
		{ "", "/a&#13;&#10;X: y", "" },
		{ "", "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[1000];
		struct spoken s;
		int n = snprintf(
		    text, sizeof(text),
		    "HTTP/1.0 200 OK\r\n\r\n<root><URLBase>%s</URLBase>"
		    "<service><serviceType>urn:schemas-upnp-org:service:"
		    "WANPPPConnection:1</serviceType><controlURL>%s"
		    "</controlURL></service></root>",
		    cases[i].base, cases[i].control);

		print_message("%s %s\n", cases[i].base, cases[i].control);
		spoken_init(&s, TALK_NORMAL);
		spoken_feed(&s, "upnp", 5000, "/igd/desc.xml", text, (size_t)n,
		            50, TALK_CLOSED);
		assert_string_equal(s.called, cases[i].called);
		spoken_clear(&s);
	}
}

/* A box that never says "no more" is asked only so often. */
static void test_endless(void **state)
{
	struct buf text;
	struct spoken s;

	(void)state;
	buf_init(&text, 1u << 20);
	for (int i = 1; i <= 200; i++) {
		char body[300];
		int n = snprintf(
		    body, sizeof(body),
		    "<r><NewExternalPort>%d</NewExternalPort><NewProtocol>UDP"
		    "</NewProtocol><NewInternalPort>9</NewInternalPort>"
		    "<NewInternalClient>192.0.2.7</NewInternalClient></r>",
		    i);

		buf_fmt(&text,
		        "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", n,
		        body);
	}
	spoken_init(&s, TALK_NORMAL);
	spoken_feed(&s, "upnp", 5000, "WANIPConnection:2 /ctl", text.data,
	            text.len, 500, TALK_CLOSED);
	assert_int_equal(s.sight.mappings.count, 64);
	spoken_clear(&s);
	buf_clear(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_description),
		cmocka_unit_test(test_mappings),
		cmocka_unit_test(test_first_answer),
		cmocka_unit_test(test_control),
		cmocka_unit_test(test_endless),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
