/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/grid.h"

#include "core/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

/* Cells joined by |, rows by /, each begun by its line. */
static void table_is_read(void **state)
{
	static const struct {
		const char *text;
		const char *said;
	} cases[] = {
		{ "insee;nom\n60001;Abancourt\n",
		  "1:insee|nom/2:60001|Abancourt/" },
		{ "insee,nom\r\n60001,\"A, \"\"b\"\"\"\r\n",
		  "1:insee|nom/2:60001|A, \"b\"/" },
		{ "\xef\xbb\xbf"
		  "a\tb\n\n\n  c \t d",
		  "1:a|b/4:c|d/" },
		{ "a;b\n\"x\ny\";z\nw", "1:a|b/2:x\ny|z/4:w/" },
		{ "a;\"b", "1:a|b/" },
		{ "\"\";\"\"\na;", "2:a|/" },
		{ "\"a\"x;b", "1:a|b/" },
		{ "nom;n\nL\x92"
		  "Ha\xff;\x80\x81",
		  "1:nom|n/2:L’Haÿ|€?/" },
		{ "\n\n ;\n", "" },
		{ "a\rb", "1:a/2:b/" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *a = arena_new(10000);
		struct grid_row row;
		struct grid g;
		struct buf out;
		struct err e;

		buf_init(&out, 10000);
		assert_true(
		    grid_open(&g, cases[i].text, strlen(cases[i].text), a, &e));
		while (grid_next(&g, &row)) {
			buf_fmt(&out, "%zu:", row.line);
			for (size_t c = 0; c < row.cells; c++)
				buf_fmt(&out, "%s%s", c ? "|" : "",
				        row.cell[c]);
			buf_char(&out, '/');
		}
		assert_string_equal(buf_text(&out), cases[i].said);
		buf_clear(&out);
		arena_free(a);
	}
}

static void what_is_no_table_is_refused(void **state)
{
	struct arena *a = arena_new(10000);
	struct grid g;
	struct err e;

	(void)state;
	assert_false(grid_open(&g, "", 0, a, &e));
	assert_false(grid_open(&g, "PK\0", 3, a, &e));
	assert_false(grid_open(&g, "a", GRID_BYTES + 1, a, &e));
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(table_is_read),
		cmocka_unit_test(what_is_no_table_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
