/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/metrics.h"
#include "coordinator/request.h"
#include "coordinator/server.h"
#include "coordinator/sheet.h"
#include "framing.h"
#include "raw.h"
#include "store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#define QUIET 8000 /* ms without a byte after which nothing more comes */

static struct metrics metrics;
static struct service service = { .metrics = &metrics, .state = "." };
static struct db *store;
static struct inlet inlet;
static struct server *server;

static int set_up(void **state)
{
	struct err e;

	(void)state;
	metrics_init(&metrics, 1);
	store = store_fresh(DB_SQLITE);
	service.store = store_where();
	service.pool = pool_new(service.store, 2, &e);
	if (!service.pool || !inlet_open(&inlet, "127.0.0.1:0", &e))
		return 1;
	server = server_start(&service, &inlet, &e);
	return server ? 0 : 1;
}

static int tear_down(void **state)
{
	(void)state;
	server_stop(server);
	inlet_close(&inlet);
	pool_free(service.pool);
	store_end(store);
	return 0;
}

/* Ask, and keep the answer until the next question. */
static const char *ask(const char *data, size_t len)
{
	static struct buf answer;

	buf_clear(&answer);
	buf_init(&answer, 1u << 20);
	assert_true(raw_ask(inlet.port, data, len, QUIET, &answer));
	return buf_text(&answer);
}

static const char *ask_text(const char *text)
{
	return ask(text, strlen(text));
}

#define GET(path, more) "GET " path " HTTP/1.1\r\nHost: h\r\n" more "\r\n"

static void a_plain_question_is_answered_once(void **state)
{
	const char *answer =
	    ask_text(GET("/robots.txt", "") GET("/robots.txt", ""));

	(void)state;
	assert_int_equal(raw_status(answer), 200);
	assert_int_equal(raw_answers(answer), 1);
	assert_non_null(strstr(answer, "Disallow: /"));
}

static void every_answer_has_its_headers(void **state)
{
	static const char *const questions[] = {
		GET("/robots.txt", ""),
		GET("/absent", ""),
		"POST /robots.txt HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nx",
		"GET /%00 HTTP/1.1\r\nHost: h\r\n\r\n",
		"HEAD /favicon.svg HTTP/1.1\r\nHost: h\r\n\r\n",
	};
	static const char *const headers[] = {
		"\r\nContent-Security-Policy: default-src 'none'; style-src",
		"\r\nX-Content-Type-Options: nosniff\r\n",
		"\r\nReferrer-Policy: no-referrer\r\n",
		"\r\nX-Frame-Options: DENY\r\n",
		"\r\nConnection: close\r\n",
		"\r\nCache-Control: ",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(questions) / sizeof(questions[0]); i++) {
		const char *answer = ask_text(questions[i]);

		for (size_t j = 0; j < sizeof(headers) / sizeof(headers[0]);
		     j++)
			if (!strstr(answer, headers[j]))
				fail_msg("%s lacks %s:\n%s", questions[i],
				         headers[j], answer);
		assert_null(strstr(answer, "Strict-Transport-Security"));
	}
}

static void what_the_proxy_says_is_believed(void **state)
{
	const char *answer =
	    ask_text(GET("/robots.txt", "X-Forwarded-Proto: https\r\n"));

	(void)state;
	assert_non_null(strstr(answer, "Strict-Transport-Security: max-age="));
	/* Seen from elsewhere there is no such page. */
	answer = ask_text(GET("/metrics", ""));
	assert_int_equal(raw_status(answer), 200);
	answer = ask_text(GET("/metrics", "X-Forwarded-For: 192.0.2.1\r\n"));
	assert_int_equal(raw_status(answer), 404);
	answer = ask_text(
	    GET("/metrics", "X-Forwarded-For: 127.0.0.1, 192.0.2.1\r\n"));
	assert_int_equal(raw_status(answer), 404);
}

static void metrics_are_read_by_who_was_configured(void **state)
{
	const char *wrong;

	(void)state;
	assert_true(allowance_parse(&service.readers, "192.0.2.0/28", &wrong));
	assert_int_equal(raw_status(ask_text(GET(
			     "/metrics", "X-Forwarded-For: 192.0.2.15\r\n"))),
	                 200);
	assert_int_equal(raw_status(ask_text(GET(
			     "/metrics", "X-Forwarded-For: 192.0.2.16\r\n"))),
	                 404);
	service.readers.nets = 0;
	assert_int_equal(raw_status(ask_text(GET(
			     "/metrics", "X-Forwarded-For: 192.0.2.15\r\n"))),
	                 404);
}

static void ambiguous_requests_are_refused(void **state)
{
	unsigned wrong = 0;

	(void)state;
	for (size_t i = 0; i < FRAMINGS; i++) {
		const char *answer = ask(framings[i].data, framings[i].len);
		int status = raw_status(answer);

		if (raw_answers(answer) <= 1 &&
		    (status == 400 || status == 411))
			continue;
		print_message("%s: %d, %u answers\n", framings[i].name, status,
		              raw_answers(answer));
		wrong++;
	}
	assert_int_equal(wrong, 0);
}

static void methods_are_three(void **state)
{
	static const struct {
		const char *method;
		int status;
	} cases[] = {
		{ "GET", 200 },   { "HEAD", 200 },   { "POST", 405 },
		{ "PUT", 405 },   { "DELETE", 405 }, { "OPTIONS", 405 },
		{ "TRACE", 405 }, { "get", 405 },    { "X", 405 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char line[100];
		const char *answer;

		snprintf(line, sizeof(line),
		         "%s /robots.txt HTTP/1.1\r\nHost: h\r\n\r\n",
		         cases[i].method);
		answer = ask_text(line);
		if (raw_status(answer) != cases[i].status)
			fail_msg("%s: %s", cases[i].method, answer);
		if (cases[i].status == 405)
			assert_non_null(strstr(answer, "\r\nAllow: GET\r\n"));
		/* What HEAD is about is told, and not sent. */
		if (strcmp(cases[i].method, "HEAD") == 0)
			assert_null(strstr(answer, "Disallow"));
	}
}

static void the_style_is_kept_under_its_own_name(void **state)
{
	char line[200];
	struct buf path;
	const char *answer;

	(void)state;
	buf_init(&path, 100);
	sheet_path(&path);
	snprintf(line, sizeof(line), "GET %s HTTP/1.1\r\nHost: h\r\n\r\n",
	         buf_text(&path));
	answer = ask_text(line);
	assert_int_equal(raw_status(answer), 200);
	assert_non_null(strstr(answer, "Content-Type: text/css"));
	assert_non_null(strstr(answer, "Cache-Control: public, max-age="));
	answer = ask_text(GET("/style/0123456789abcdef.css", ""));
	assert_int_equal(raw_status(answer), 404);
	assert_non_null(strstr(answer, "Cache-Control: no-store"));
	answer = ask_text(GET("/absent", "Accept-Language: en\r\n"));
	assert_non_null(strstr(answer, buf_text(&path)));
	assert_non_null(strstr(answer, "<html lang=\"en\">"));
	buf_clear(&path);
}

static void without_a_store_visitors_are_told_to_come_back(void **state)
{
	struct pool *all = service.pool;
	const char *answer = ask_text(GET("/healthz", ""));
	struct db *only;
	struct err e;

	(void)state;
	assert_int_equal(raw_status(answer), 200);
	assert_non_null(strstr(answer, "\r\n\r\nok\n"));
	/* All connections are taken for longer than anybody waits. */
	service.pool = pool_new(service.store, 1, &e);
	assert_non_null(service.pool);
	only = pool_take(service.pool, 0, &e);
	answer = ask_text(GET("/connexion", ""));
	assert_int_equal(raw_status(answer), 503);
	assert_non_null(strstr(answer, "\r\nRetry-After: "));
	assert_non_null(strstr(answer, "</html>"));
	answer = ask_text(GET("/healthz", ""));
	assert_int_equal(raw_status(answer), 503);
	assert_non_null(strstr(answer, "the store does not answer"));
	pool_give(service.pool, only);
	pool_free(service.pool);
	service.pool = all;
}

#define LOGO "POST /reglages/logo HTTP/1.1\r\nHost: h\r\n"
#define FORM LOGO "Content-Type: multipart/form-data; boundary=xyz\r\n"

/* A form with files; its answer's status. */
static int upload(const char *head, const char *body, size_t fill)
{
	struct buf b;
	int status;

	buf_init(&b, 40u << 20);
	buf_fmt(&b, "%sContent-Length: %zu\r\n\r\n%s", head,
	        strlen(body) + fill + strlen("\r\n--xyz--\r\n"), body);
	for (size_t i = 0; i < fill; i++)
		buf_char(&b, 'x');
	buf_str(&b, "\r\n--xyz--\r\n");
	assert_true(buf_ok(&b));
	status = raw_status(ask(b.data, b.len));
	buf_clear(&b);
	return status;
}

static void forms_with_files_are_read_or_refused(void **state)
{
	static const char file[] =
	    "--xyz\r\nContent-Disposition: form-data; name=\"logo\"; "
	    "filename=\"a/b.png\"\r\n\r\n";
	static const char field[] =
	    "--xyz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n";
	static const char bad[] =
	    "--xyz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n"
	    "\xff\xfe";

	(void)state;
	/* Read whole, then sent to sign in. */
	assert_int_equal(upload(FORM, file, 100000), 303);
	assert_int_equal(upload(FORM, field, 100), 303);
	assert_int_equal(upload(FORM, field, REQUEST_VALUE + 1), 413);
	assert_int_equal(upload(FORM, file, REQUEST_FILE + 1), 413);
	assert_int_equal(upload(FORM, bad, 3), 400);
	assert_int_equal(upload(FORM, "no form at all", 3), 400);
	assert_int_equal(upload(LOGO "Content-Type: text/xml\r\n", file, 1),
	                 415);
	assert_int_equal(
	    raw_status(ask_text("POST /connexion HTTP/1.1\r\nHost: h\r\n"
	                        "Content-Length: 99999999\r\n\r\n")),
	    413);
	/* Nothing of it is held any more. */
	assert_int_equal(atomic_load(&metrics.bodies), 0);
}

static void what_is_counted_is_told(void **state)
{
	const char *answer = ask_text(GET("/metrics", ""));

	(void)state;
	assert_non_null(
	    strstr(answer, "\ngarde_answers_total{status=\"200\"}"));
	assert_non_null(strstr(answer, "\ngarde_visitors 1\n"));
	assert_non_null(strstr(answer, "store=\"sqlite\""));
	assert_null(strstr(answer, "garde_resident_bytes 0\n"));
}

static void sockets_have_a_path_or_a_port(void **state)
{
	static const char *const bad[] = { "",
		                           "8080",
		                           "localhost:80",
		                           "1.2.3:1",
		                           "[::1]",
		                           "127.0.0.1:",
		                           "::1:80",
		                           "unix:",
		                           "127.0.0.1:99999",
		                           "unix:/proc/none/x",
		                           "unix:/dev/null" };
	struct inlet in;
	struct err e;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (inlet_open(&in, bad[i], &e))
			fail_msg("%s", bad[i]);
	assert_true(inlet_open(&in, "0.0.0.0:0", &e));
	assert_false(in.local);
	inlet_close(&in);
}

static void an_old_socket_is_replaced_and_a_living_one_is_not(void **state)
{
	char where[64];
	struct inlet one;
	struct inlet two;
	struct err e;

	(void)state;
	snprintf(where, sizeof(where), "unix:/tmp/garde-inlet-%ld",
	         (long)getpid());
	assert_true(inlet_open(&one, where, &e));
	assert_true(one.local);
	assert_false(inlet_open(&two, where, &e));
	/* As after a crash: the name is there, nobody listens. */
	close(one.socket);
	one.socket = -1;
	assert_true(inlet_open(&two, where, &e));
	inlet_close(&two);
	assert_int_equal(access(where + 5, F_OK), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plain_question_is_answered_once),
		cmocka_unit_test(every_answer_has_its_headers),
		cmocka_unit_test(what_the_proxy_says_is_believed),
		cmocka_unit_test(metrics_are_read_by_who_was_configured),
		cmocka_unit_test(ambiguous_requests_are_refused),
		cmocka_unit_test(methods_are_three),
		cmocka_unit_test(the_style_is_kept_under_its_own_name),
		cmocka_unit_test(
		    without_a_store_visitors_are_told_to_come_back),
		cmocka_unit_test(forms_with_files_are_read_or_refused),
		cmocka_unit_test(what_is_counted_is_told),
		cmocka_unit_test(sockets_have_a_path_or_a_port),
		cmocka_unit_test(
		    an_old_socket_is_replaced_and_a_living_one_is_not),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
