/* SPDX-License-Identifier: Apache-2.0 */
#include "core/arena.h"
#include "core/buf.h"
#include "core/rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static void test_grows_to_its_limit(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	assert_string_equal(buf_text(&b), "");
	for (int i = 0; i < 100; i++)
		assert_true(buf_str(&b, "0123456789"));
	assert_int_equal(b.len, 1000);
	assert_true(buf_ok(&b));
	assert_false(buf_char(&b, 'x'));
	assert_false(buf_ok(&b));
	/* It stays as it was, and stays failed. */
	assert_int_equal(b.len, 1000);
	assert_false(buf_add(&b, "", 0));
	buf_clear(&b);
	assert_true(buf_ok(&b));
	assert_true(buf_fmt(&b, "%d-%s", 42, "é"));
	assert_string_equal(buf_text(&b), "42-é");
	buf_clear(&b);
}

static void test_format_past_the_limit(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 4);
	assert_false(buf_fmt(&b, "%s", "12345"));
	assert_string_equal(buf_text(&b), "");
	buf_clear(&b);
	assert_true(buf_fmt(&b, "%s", "1234"));
	assert_string_equal(buf_text(&b), "1234");
	buf_clear(&b);
}

static void test_arena_has_a_ceiling(void **state)
{
	struct arena *a = arena_new(100);

	(void)state;
	assert_non_null(arena_alloc(a, 10, 9));
	assert_null(arena_alloc(a, 1, 11));
	assert_null(arena_alloc(a, SIZE_MAX / 2, 4));
	assert_string_equal(arena_fmt(a, "%s", "neuf oct"), "neuf oct");
	assert_null(arena_strdup(a, "no room"));
	assert_null(arena_fmt(a, "%d", 12345));
	arena_free(a);
	arena_free(NULL);
}

static void test_rows_move_and_keep(void **state)
{
	struct arena *a = arena_new(4000);
	struct rows r;
	size_t n = 0;
	int *row;

	(void)state;
	rows_init(&r, a, sizeof(int));
	while ((row = rows_add(&r)))
		*row = (int)n++;
	assert_true(n > 100);
	assert_int_equal(r.count, n);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(((int *)r.data)[i], i);
	arena_free(a);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_grows_to_its_limit),
		cmocka_unit_test(test_format_past_the_limit),
		cmocka_unit_test(test_arena_has_a_ceiling),
		cmocka_unit_test(test_rows_move_and_keep),
	};

	return cmocka_run_group_tests_name("buf", tests, NULL, NULL);
}
