/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/linux/bacula.h"

#include <stdlib.h>
#include <string.h>

/* A state file of up to three jobs; link is the bytes before each record. */
struct state {
	unsigned char data[1024];
	size_t len;
	size_t link;
};

static void put(unsigned char *p, uint64_t v, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++)
		p[i] = (unsigned char)(v >> 8 * i);
}

static void start(struct state *s, const char *name, size_t link)
{
	memset(s, 0, sizeof(*s));
	memcpy(s->data, name, strlen(name));
	put(s->data + 16, 4, 4);
	put(s->data + 24, 192, 8);
	s->len = 196;
	s->link = link;
}

static void add(struct state *s, char type, char status, int64_t end)
{
	unsigned char *r = s->data + s->len + s->link;

	put(r + 4, (unsigned char)type, 4);
	put(r + 8, (unsigned char)status, 4);
	put(r + 48, (uint64_t)end, 8);
	s->len += s->link + 184;
	s->data[192]++;
}

static void finds_the_last_good_job(void **state)
{
	struct state s;
	int64_t time;

	(void)state;
	start(&s, "Bacula State\n", 16);
	assert_true(bacula_last(s.data, s.len, &time));
	assert_int_equal(time, 0);
	add(&s, 'B', 'T', 1000);
	add(&s, 'B', 'f', 3000);
	add(&s, 'R', 'T', 4000);
	assert_true(bacula_last(s.data, s.len, &time));
	assert_int_equal(time, 1000);
	start(&s, "Bareos State\n", 0);
	add(&s, 'B', 'W', 2000);
	add(&s, 'B', 'T', 1000);
	assert_true(bacula_last(s.data, s.len, &time));
	assert_int_equal(time, 2000);
}

static void refuses_what_it_is_not(void **state)
{
	struct state s;
	int64_t time;

	(void)state;
	start(&s, "Bacula State\n", 16);
	add(&s, 'B', 'T', 1000);
	for (size_t cut = 0; cut < s.len; cut++) {
		unsigned char *exact = malloc(cut + 1);

		memcpy(exact, s.data, cut);
		bacula_last(exact, cut, &time);
		assert_int_equal(time, 0);
		free(exact);
	}
	s.data[16] = 3;
	assert_false(bacula_last(s.data, s.len, &time));
	s.data[16] = 4;
	s.data[0] = 'b';
	assert_false(bacula_last(s.data, s.len, &time));
	s.data[0] = 'B';
	memset(s.data + 24, 0xFF, 8);
	assert_false(bacula_last(s.data, s.len, &time));
	memset(s.data + 24, 0, 8);
	assert_true(bacula_last(s.data, s.len, &time));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_the_last_good_job),
		cmocka_unit_test(refuses_what_it_is_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
