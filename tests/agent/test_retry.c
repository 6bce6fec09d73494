/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/retry.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>

#define AGENTS 35000
#define HOUR   3600
#define SLOT   600 /* seconds */
#define SLOTS  200

static void test_bounds(void **state)
{
	(void)state;
	for (unsigned tries = 1; tries < 40; tries++) {
		int64_t most = retry_delay(tries, 0, UINT32_MAX);

		assert_int_equal(retry_delay(tries, 0, 0), RETRY_LEAST);
		assert_true(most <= RETRY_MOST);
		assert_true(most >= retry_delay(tries - 1, 0, UINT32_MAX));
	}
	assert_int_equal(retry_delay(1, 0, UINT32_MAX), 2 * RETRY_LEAST);
	assert_int_equal(retry_delay(2, 0, UINT32_MAX), 4 * RETRY_LEAST);
	assert_int_equal(retry_delay(30, 0, UINT32_MAX), RETRY_MOST);
	/* What is asked for comes first, up to a day. */
	assert_int_equal(retry_delay(1, 3600, 0), 3600 + RETRY_LEAST);
	assert_int_equal(retry_delay(1, -5, 0), RETRY_LEAST);
	assert_int_equal(retry_delay(1, INT64_MAX, 0), 86400 + RETRY_LEAST);
}

static uint32_t chance(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*seed >> 32);
}

/*
 * The service is down for a day, then there again: 35,000 agents that failed
 * in its first hour come back. The busiest ten minutes see at most three times
 * the mean of the time in which all of them come.
 */
static void come_back(int64_t asked)
{
	static unsigned slot[SLOTS];
	uint64_t seed = 7 + (uint64_t)asked;
	unsigned most = 0;
	unsigned used = 0;

	for (unsigned i = 0; i < SLOTS; i++)
		slot[i] = 0;
	for (unsigned i = 0; i < AGENTS; i++) {
		int64_t time = chance(&seed) % HOUR;
		unsigned tries = 0;

		while (time < 24 * HOUR)
			time += retry_delay(++tries, asked, chance(&seed));
		time = (time - 24 * HOUR) / SLOT;
		assert_true(time < SLOTS);
		slot[time]++;
	}
	for (unsigned i = 0; i < SLOTS; i++) {
		if (slot[i] > most)
			most = slot[i];
		if (slot[i])
			used = i + 1;
	}
	print_message("asked %d: peak %u, mean %u in %u slots\n", (int)asked,
	              most, AGENTS / used, used);
	assert_true(most <= 3 * (AGENTS / used));
}

static void test_one_day(void **state)
{
	(void)state;
	come_back(0);
	come_back(300);
	come_back(3600);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_one_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
