/* SPDX-License-Identifier: Apache-2.0 */
#include "core/text.h"
#include "report/merge.h"
#include "report/renderer.h"
#include "tests/report/sample.h"

#define COLUMNS 21
#define CELL    20000

/* One cell at *s (RFC 4180 with semicolons), moved behind it. */
static bool next_cell(const char **s, char *cell, bool *quoted)
{
	size_t n = 0;

	*quoted = **s == '"';
	if (*quoted)
		(*s)++;
	for (;; (*s)++) {
		if (*quoted && **s == '"' && (*s)[1] == '"')
			(*s)++;
		else if (**s == (*quoted ? '"' : ';') ||
		         (!*quoted && **s == '\r'))
			break;
		assert_true(**s && n < CELL - 1);
		cell[n++] = **s;
	}
	cell[n] = '\0';
	if (*quoted)
		(*s)++;
	if (**s == ';') {
		(*s)++;
		return true;
	}
	assert_memory_equal(*s, "\r\n", 2);
	*s += 2;
	return false;
}

static struct buf rendered(const struct document *d, enum lang lang)
{
	struct arena *a = arena_new(SAMPLE_MEMORY);
	struct view v = { .document = d, .lang = lang, .arena = a };
	struct buf out;

	buf_init(&out, DOCUMENT_BYTES);
	renderer_find("csv")->render(&v, &out);
	assert_true(buf_ok(&out));
	assert_memory_equal(buf_text(&out), "\xEF\xBB\xBF", 3);
	arena_free(a);
	return out;
}

/* Numbers are the only cells that stand without quotes. */
static void check_cell(const char *cell, bool quoted)
{
	static const char formula[] = "=+-@\t\r";

	if (!quoted) {
		assert_int_equal(strspn(cell, "0123456789,."), strlen(cell));
		return;
	}
	assert_true(!*cell || !strchr(formula, *cell));
	assert_true(!strchr(formula, cell[strspn(cell, " ")]) || !*cell);
	assert_null(strpbrk(cell, "\r\n\t\x1b"));
}

static unsigned check_rows(const struct buf *out)
{
	const char *s = buf_text(out) + 3;
	static char cell[CELL];
	unsigned rows = 0;
	bool quoted;

	for (; *s; rows++) {
		unsigned cells = 1;

		for (; next_cell(&s, cell, &quoted); cells++)
			check_cell(cell, quoted);
		check_cell(cell, quoted);
		assert_int_equal(cells, COLUMNS);
	}
	return rows;
}

static void test_rows(void **state)
{
	static const char *const samples[] = { "documents/good.json",
		                               "documents/bad.json",
		                               "documents/provisional.json",
		                               "documents/hostile.json" };

	(void)state;
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++)
		for (int lang = 0; lang < LANG_COUNT; lang++) {
			struct arena *a = arena_new(SAMPLE_MEMORY);
			struct document d;
			struct buf out;

			sample_load(&d, samples[i], a);
			out = rendered(&d, (enum lang)lang);
			assert_int_equal(check_rows(&out),
			                 1 + d.findings + d.network.hosts);
			buf_clear(&out);
			arena_free(a);
		}
}

/* One row a machine when there are several. */
static void test_machines(void **state)
{
	struct arena *a = arena_new(SAMPLE_MEMORY);
	struct document one, two, d;
	const struct document *list[] = { &one, &two };
	size_t rows = 1;
	struct err e;
	struct buf out;

	(void)state;
	sample_load(&one, "documents/two-machines/a.json", a);
	sample_load(&two, "documents/two-machines/b.json", a);
	assert_true(merge_documents(&d, list, 2, a, &e));
	for (size_t i = 0; i < d.findings; i++)
		rows += d.finding[i].parts ? d.finding[i].parts : 1;
	assert_true(rows > 1 + d.findings);
	out = rendered(&d, LANG_FR);
	assert_int_equal(check_rows(&out), rows);
	buf_clear(&out);
	arena_free(a);
}

/* The text of a title is what a spreadsheet gets, and no formula. */
static void test_cells(void **state)
{
	static const struct {
		const char *title, *want;
	} cases[] = {
		{ "plain", "\"plain\"" },
		{ "=1+1", "\"'=1+1\"" },
		{ "+1", "\"'+1\"" },
		{ "-1", "\"'-1\"" },
		{ "@SUM(A1)", "\"'@SUM(A1)\"" },
		{ "\t=1", "\"' =1\"" },
		{ "\r=1", "\"' =1\"" },
		{ "\nx", "\"' x\"" },
		{ "  =1", "\"'  =1\"" },
		{ "\x01=1", "\"' =1\"" },
		{ "\u00A0=1", "\"'\u00A0=1\"" },
		{ "\u200B\u3000@x", "\"'\u200B\u3000@x\"" },
		{ "\uFF1D1", "\"'\uFF1D1\"" },
		{ "\u00E9=1", "\"\u00E9=1\"" },
		{ "a=1", "\"a=1\"" },
		{ "say \"no\"; go", "\"say \"\"no\"\"; go\"" },
		{ "", "\"\"" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *a = arena_new(SAMPLE_MEMORY);
		struct document d;
		struct buf out;
		char want[64];

		sample_load(&d, "documents/good.json", a);
		d.findings = 1;
		d.finding->title = cases[i].title;
		out = rendered(&d, LANG_FR);
		snprintf(want, sizeof(want), ";\"backup-recent\";%s;\"",
		         cases[i].want);
		if (!strstr(buf_text(&out), want))
			fail_msg("no %s in %s", want, buf_text(&out));
		buf_clear(&out);
		arena_free(a);
	}
}

static void test_numbers(void **state)
{
	struct arena *a = arena_new(SAMPLE_MEMORY);
	struct document d;
	struct buf out;

	(void)state;
	sample_load(&d, "documents/bad.json", a);
	d.rating.score = 88.8;
	out = rendered(&d, LANG_FR);
	assert_non_null(strstr(buf_text(&out), ";88,8;"));
	assert_non_null(strstr(buf_text(&out), "0.0.0.0:23/tcp port-open "
	                                       "inetd | :::21/tcp"));
	buf_clear(&out);
	out = rendered(&d, LANG_EN);
	assert_non_null(strstr(buf_text(&out), ";88.8;"));
	buf_clear(&out);
	arena_free(a);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_machines),
		cmocka_unit_test(test_cells),
		cmocka_unit_test(test_numbers),
	};

	return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
