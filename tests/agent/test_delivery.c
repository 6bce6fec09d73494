/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/delivery.h"
#include "agent/outbox.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#define GOOD \
	"{\"receipt\":\"7KQ2-M4XD-9T3W\",\"received_at\":\"2026-11-22T20:00:00Z\"}"
#define BAD  "{\"error\":\"too old\",\"field\":\"document.made_at\"}"
#define PAGE "<!DOCTYPE html><title>Bienvenue</title>"

static const struct {
	int status;
	enum http_fault fault;
	const char *body;
	enum delivery_way way;
} cases[] = {
	{ 201, HTTP_FINE, GOOD, DELIVERY_DONE },
	{ 200, HTTP_FINE, GOOD, DELIVERY_DONE },
	{ 200, HTTP_FINE, PAGE, DELIVERY_PORTAL },
	{ 200, HTTP_FINE, "", DELIVERY_PORTAL },
	{ 200, HTTP_FINE, "{}", DELIVERY_PORTAL },
	{ 200, HTTP_FINE,
	  "{\"receipt\":\"7KQ2\",\"received_at\":\"2026-11-22\"}",
	  DELIVERY_PORTAL },
	{ 201, HTTP_FINE,
	  "{\"receipt\":\"7kq2-M4XD-9T3W\",\"received_at\":\"2026-11-22\"}",
	  DELIVERY_PORTAL },
	{ 201, HTTP_FINE,
	  "{\"receipt\":\"7KQ2-M4XD-9T3W\",\"received_at\":\"soon\"}",
	  DELIVERY_PORTAL },
	{ 400, HTTP_FINE, BAD, DELIVERY_REFUSED },
	{ 401, HTTP_FINE, BAD, DELIVERY_REFUSED },
	{ 409, HTTP_FINE, BAD, DELIVERY_REFUSED },
	{ 413, HTTP_FINE, BAD, DELIVERY_REFUSED },
	{ 422, HTTP_FINE, BAD, DELIVERY_REFUSED },
	{ 400, HTTP_FINE, PAGE, DELIVERY_PORTAL },
	{ 401, HTTP_FINE, PAGE, DELIVERY_PORTAL },
	{ 429, HTTP_FINE, BAD, DELIVERY_BUSY },
	{ 503, HTTP_FINE, PAGE, DELIVERY_BUSY },
	{ 507, HTTP_FINE, BAD, DELIVERY_BUSY },
	{ 500, HTTP_FINE, "", DELIVERY_BUSY },
	{ 302, HTTP_FINE, PAGE, DELIVERY_PORTAL },
	{ 404, HTTP_FINE, PAGE, DELIVERY_PORTAL },
	{ 407, HTTP_PROXY, "", DELIVERY_PROXY },
	{ 0, HTTP_PROXY, "", DELIVERY_PROXY },
	{ 0, HTTP_CERTIFICATE, "", DELIVERY_TLS },
	{ 0, HTTP_NONSENSE, "", DELIVERY_PORTAL },
	{ 0, HTTP_NO_NAME, "", DELIVERY_NETWORK },
	{ 0, HTTP_NO_ANSWER, "", DELIVERY_NETWORK },
	{ 0, HTTP_LATE, "", DELIVERY_NETWORK },
	{ 0, HTTP_TLS, "", DELIVERY_NETWORK },
};

static void test_answers(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct http_answer answer = { .status = cases[i].status,
			                      .fault = cases[i].fault,
			                      .retry_after = 120 };
		struct delivery d;

		buf_init(&answer.body, 4096);
		buf_str(&answer.body, cases[i].body);
		delivery_judge(&d, &answer);
		if (d.way != cases[i].way)
			fail_msg("%d %s: %d", cases[i].status, cases[i].body,
			         d.way);
		assert_int_equal(d.asked, 120);
		if (d.way == DELIVERY_DONE)
			assert_string_equal(d.receipt, "7KQ2-M4XD-9T3W");
		if (d.way == DELIVERY_REFUSED)
			assert_string_equal(d.field, "document.made_at");
		http_clear(&answer);
	}
}

static void test_kept(void **state)
{
	static const char *const bad[] = {
		"",
		"{",
		"[]",
		"{\"numero\":1}",
		"{\"numero\":\"7KQ2-M4XD-9T3W\"}",
		"{\"numero\":\"../../../etc/x\",\"recu\":\"2026-11-22\"}",
	};
	const char good[] =
	    "{\"numero\":\"7KQ2-M4XD-9T3W\",\"recu\":\"2026-11-22\"}";
	const char tries[] =
	    "{\"essais\":3,\"suivant\":\"2026-11-22T08:30:00Z\"}";
	struct outbox_receipt r;
	struct outbox_try t;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_false(outbox_receipt_read(&r, bad[i], strlen(bad[i])));
		outbox_try_read(&t, bad[i], strlen(bad[i]));
		assert_int_equal(t.tries, 0);
		assert_int_equal(t.next, 0);
	}
	assert_true(outbox_receipt_read(&r, good, strlen(good)));
	assert_string_equal(r.number, "7KQ2-M4XD-9T3W");
	outbox_try_read(&t, tries, strlen(tries));
	assert_int_equal(t.tries, 3);
	assert_int_equal(t.next, 1795336200);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_answers),
		cmocka_unit_test(test_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
