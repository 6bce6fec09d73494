/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/net/host.h"

#include <string.h>

/*
 * Connections as fast as a device lets us make them, each open for so many
 * milliseconds: never more than promised in any second, nor at once.
 */
static void keep_manners(int64_t open_for)
{
	struct host h = { .address = 1 };
	int64_t started[600], ends[HOST_OPEN] = { 0 };
	size_t count = 0;

	for (int64_t now = 0; now < 5000; now++) {
		int64_t when;

		for (size_t i = 0; i < HOST_OPEN; i++)
			if (ends[i] != 0 && ends[i] <= now) {
				ends[i] = 0;
				h.open--;
			}
		while (host_may(&h, now, &when)) {
			size_t i = 0;

			host_started(&h, now);
			assert_true(h.open <= HOST_OPEN);
			assert_true(count < 600);
			started[count++] = now;
			while (i < HOST_OPEN && ends[i] != 0)
				i++;
			assert_true(i < HOST_OPEN);
			ends[i] = now + open_for;
			if (open_for == 0) {
				ends[i] = 0;
				h.open--;
			}
		}
		/* It says when to come again, if it is a matter of time. */
		assert_true(when > now);
		if (h.open < HOST_OPEN)
			assert_true(when <= now + 1100);
	}
	for (size_t i = HOST_RATE; i < count; i++)
		assert_true(started[i] - started[i - HOST_RATE] >= 1000);
	/* It does use what it may. */
	if (open_for < 50)
		assert_true(count >= 4 * HOST_RATE);
}

static void test_manners(void **state)
{
	static const int64_t times[] = { 0, 1, 10, 79, 80, 81, 600, 4000 };

	(void)state;
	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++)
		keep_manners(times[i]);
}

static void test_left_alone(void **state)
{
	struct host h = { .left_alone = true };
	int64_t when = 0;

	(void)state;
	assert_false(host_may(&h, 0, &when));
	assert_true(when == INT64_MAX);
}

/* Every port is tried before one is tried again, the least tried first. */
static void test_next(void **state)
{
	struct host h;
	unsigned order[4] = { 0 };

	(void)state;
	memset(&h, 0, sizeof(h));
	for (int round = 0; round < 8; round++) {
		int slot = host_next(&h, 4, 2);

		assert_in_range(slot, 0, 3);
		order[slot]++;
		h.tries[slot]++;
		h.port[slot] = HOST_SILENT;
		if (round == 3)
			for (int i = 0; i < 4; i++)
				assert_int_equal(order[i], 1);
	}
	assert_int_equal(host_next(&h, 4, 2), -1);
	/* Where packets get lost there are more tries. */
	assert_int_equal(host_next(&h, 4, 3), 0);
	h.port[0] = HOST_ANSWERED;
	h.port[1] = HOST_REFUSED;
	h.port[2] = HOST_TRYING;
	assert_int_equal(host_next(&h, 4, 3), 3);
	assert_int_equal(host_next(&h, 3, 3), -1);
}

/* Who is slow is waited for longer, within limits. */
static void test_patience(void **state)
{
	struct host quick = { .address = 1 }, slow = { .address = 2 };

	(void)state;
	host_answered(&quick, 1);
	for (int i = 0; i < 10; i++)
		host_answered(&slow, 150);
	assert_true(host_patience(&slow, 1) > 150);
	assert_true(host_patience(&quick, 1) < host_patience(&slow, 1));
	/* One late answer may be our own fault. */
	host_answered(&quick, 500);
	assert_true(host_patience(&quick, 1) < 60);
	assert_true(host_patience(&quick, 2) > host_patience(&quick, 1));
	host_answered(&slow, 100000);
	assert_true(host_patience(&slow, 5) <= 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_manners),
		cmocka_unit_test(test_left_alone),
		cmocka_unit_test(test_next),
		cmocka_unit_test(test_patience),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
