/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/metrics.h"
#include "coordinator/server.h"
#include "framing.h"
#include "proxy.h"

#include <pthread.h>
#include <stdatomic.h>

#define QUIET 4000 /* ms without a byte after which nothing more comes */

static struct metrics metrics;
static struct service service = { .metrics = &metrics,
	                          .store = "region.db",
	                          .state = "." };
static struct inlet inlet;
static struct server *server;
static struct proxy proxy;

static int set_up(void **state)
{
	struct err e;

	(void)state;
	proxy_init(&proxy, false);
	metrics_init(&metrics, 1);
	if (!inlet_open(&inlet, proxy.socket, &e))
		return 1;
	server = server_start(&service, &inlet, &e);
	proxy_start(&proxy);
	return server ? 0 : 1;
}

static int tear_down(void **state)
{
	(void)state;
	server_stop(server);
	inlet_close(&inlet);
	proxy_stop(&proxy);
	return 0;
}

static void the_site_with_tls_is_one_that_nginx_takes(void **state)
{
	struct proxy other;

	(void)state;
	proxy_init(&other, true);
	assert_true(proxy_test(&other));
	proxy_stop(&other);
}

static void ask(const char *data, size_t len, struct buf *answer)
{
	buf_init(answer, 1u << 20);
	assert_true(raw_ask(proxy.port, data, len, QUIET, answer));
}

static void what_the_proxy_adds_is_known(void **state)
{
	static const char *const absent[] = { "/metrics", "/absent" };
	static const char plain[] =
	    "GET /robots.txt HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
	    "X-Forwarded-Proto: https\r\n\r\n";
	struct buf answer;

	(void)state;
	ask(plain, sizeof(plain) - 1, &answer);
	assert_int_equal(raw_status(buf_text(&answer)), 200);
	/* This site is without TLS, whatever visitors claim. */
	assert_null(strstr(buf_text(&answer), "Strict-Transport-Security"));
	buf_clear(&answer);
	for (size_t i = 0; i < 2; i++) {
		char line[120];

		snprintf(line, sizeof(line),
		         "GET %s HTTP/1.1\r\nHost: h\r\n"
		         "Connection: close\r\n\r\n",
		         absent[i]);
		ask(line, strlen(line), &answer);
		assert_int_equal(raw_status(buf_text(&answer)), 404);
		buf_clear(&answer);
	}
}

/* Who reads the log could take the place of who was invited. */
static void no_log_tells_an_invitation(void **state)
{
	static const char invited[] =
	    "PUT /invitation/no-token-for-logs HTTP/1.1\r\nHost: h\r\n"
	    "Connection: close\r\n\r\n";
	static const char plain[] = "GET /robots.txt?seen HTTP/1.1\r\n"
				    "Host: h\r\nConnection: close\r\n\r\n";
	static const char *const logs[] = { "access.log", "error.log" };
	struct buf answer, text;
	struct err e;

	(void)state;
	/* Refused without a store; some by nginx, which logs that as well. */
	for (size_t i = 0; i < 14; i++) {
		ask(invited, sizeof(invited) - 1, &answer);
		buf_clear(&answer);
	}
	ask(plain, sizeof(plain) - 1, &answer);
	buf_clear(&answer);
	buf_init(&text, 8u << 20);
	for (size_t i = 0; i < 2; i++) {
		char path[200];

		snprintf(path, sizeof(path), "%s/%s", proxy.folder, logs[i]);
		assert_true(file_read(path, &text, &e));
	}
	assert_non_null(strstr(buf_text(&text), "robots.txt?seen"));
	assert_null(strstr(buf_text(&text), "no-token-for-logs"));
	buf_clear(&text);
}

static void ambiguous_requests_have_no_second_answer(void **state)
{
	unsigned wrong = 0;

	(void)state;
	for (size_t i = 0; i < FRAMINGS; i++) {
		struct buf answer;
		int status;

		ask(framings[i].data, framings[i].len, &answer);
		status = raw_status(buf_text(&answer));
		if (raw_answers(buf_text(&answer)) > 1 ||
		    (status >= 200 && status < 400)) {
			print_message("%s: %d, %u answers\n", framings[i].name,
			              status, raw_answers(buf_text(&answer)));
			wrong++;
		}
		buf_clear(&answer);
	}
	assert_int_equal(wrong, 0);
}

static void a_service_that_is_away_is_told_as_such(void **state)
{
	static const char plain[] = "GET /robots.txt HTTP/1.1\r\nHost: h\r\n"
				    "Connection: close\r\n\r\n";
	struct proxy other;
	struct buf answer;

	(void)state;
	proxy_init(&other, false);
	proxy_start(&other);
	buf_init(&answer, 1u << 16);
	assert_true(
	    raw_ask(other.port, plain, sizeof(plain) - 1, QUIET, &answer));
	assert_int_equal(raw_status(buf_text(&answer)), 503);
	assert_non_null(strstr(buf_text(&answer), "Retry-After: 60"));
	buf_clear(&answer);
	proxy_stop(&other);
}

/* Visitors that say little or nothing, for as long as they are let. */
#define SLOW_MOST 1000

struct crowd {
	unsigned port;
	size_t count;
	atomic_bool over;
	int socket[SLOW_MOST];
};

static void *be_slow(void *ctx)
{
	static const char head[] =
	    "GET /robots.txt HTTP/1.1\r\nHost: h\r\n"
	    "X-A: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
	static const char form[] = "POST /connexion HTTP/1.1\r\nHost: h\r\n"
				   "Content-Length: 200\r\n\r\n";
	struct crowd *c = ctx;
	size_t at = 0;

	for (size_t i = 0; i < c->count; i++) {
		c->socket[i] = raw_connect(c->port);
		if (c->socket[i] >= 0 && i % 3 == 2)
			raw_send(c->socket[i], form, sizeof(form) - 1);
	}
	for (; !atomic_load(&c->over); at++) {
		for (size_t i = 0; i < c->count; i++) {
			/* Of three, one is silent, one drips its head, one
			   its form. */
			if (c->socket[i] >= 0 && i % 3 == 1)
				raw_send(c->socket[i],
				         &head[at % (sizeof(head) - 1)], 1);
			else if (c->socket[i] >= 0 && i % 3 == 2)
				raw_send(c->socket[i], "a", 1);
		}
		clock_wait(200);
	}
	for (size_t i = 0; i < c->count; i++)
		if (c->socket[i] >= 0)
			close(c->socket[i]);
	return NULL;
}

static int by_size(const void *a, const void *b)
{
	const int64_t *x = a;
	const int64_t *y = b;

	return *x < *y ? -1 : *x > *y;
}

#define OTHERS  100
#define ALLOWED 55 /* ms between two questions that the site lets pass */

/* How long the slowest but one of a hundred others waits, in ms. */
static int64_t others(unsigned port, unsigned pause)
{
	static const char line[] = "GET /favicon.svg HTTP/1.1\r\nHost: h\r\n"
				   "Connection: close\r\n\r\n";
	int64_t ms[OTHERS];

	for (size_t i = 0; i < OTHERS; i++) {
		struct buf answer;
		int64_t begun = clock_ticks();

		buf_init(&answer, 1u << 16);
		assert_true(
		    raw_ask(port, line, sizeof(line) - 1, 5000, &answer));
		assert_int_equal(raw_status(buf_text(&answer)), 200);
		ms[i] = clock_ticks() - begun;
		buf_clear(&answer);
		clock_wait(pause);
	}
	qsort(ms, OTHERS, sizeof(ms[0]), by_size);
	return ms[OTHERS - 2];
}

static void crowd_test(unsigned port, size_t count, unsigned pause,
                       const char *how)
{
	static struct crowd crowd;
	pthread_t thread;
	int64_t worst;

	memset(crowd.socket, 0, sizeof(crowd.socket));
	atomic_store(&crowd.over, false);
	crowd.port = port;
	crowd.count = count;
	assert_int_equal(pthread_create(&thread, NULL, be_slow, &crowd), 0);
	clock_wait(500);
	worst = others(port, pause);
	atomic_store(&crowd.over, true);
	pthread_join(thread, NULL);
	print_message("%zu slow visitors %s: others wait %lld ms at most, %lld "
	              "KiB in use\n",
	              count, how, (long long)worst,
	              (long long)metrics_memory() / 1024);
	assert_true(worst < 1000);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) && \
    !defined(__clang__)
	assert_true(metrics_memory() < INT64_C(64) << 20);
#endif
}

static size_t crowd_size(void)
{
	return getenv("GARDE_NIGHTLY") ? SLOW_MOST : 240;
}

static void slow_visitors_delay_nobody(void **state)
{
	(void)state;
	crowd_test(proxy.port, crowd_size(), ALLOWED, "through nginx");
}

static void nor_do_they_directly(void **state)
{
	struct metrics own;
	struct service alone = service;
	struct inlet direct;
	struct server *s;
	struct err e;

	(void)state;
	metrics_init(&own, 1);
	alone.metrics = &own;
	assert_true(inlet_open(&direct, "127.0.0.1:0", &e));
	s = server_start(&alone, &direct, &e);
	assert_non_null(s);
	crowd_test(direct.port, crowd_size() / 2, 5, "directly");
	server_stop(s);
	inlet_close(&direct);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_site_with_tls_is_one_that_nginx_takes),
		cmocka_unit_test(what_the_proxy_adds_is_known),
		cmocka_unit_test(no_log_tells_an_invitation),
		cmocka_unit_test(a_service_that_is_away_is_told_as_such),
		cmocka_unit_test(slow_visitors_delay_nobody),
		cmocka_unit_test(nor_do_they_directly),
		cmocka_unit_test(ambiguous_requests_have_no_second_answer),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
