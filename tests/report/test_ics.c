/* SPDX-License-Identifier: Apache-2.0 */
#include "core/date.h"
#include "core/text.h"
#include "report/deadline.h"
#include "report/renderer.h"
#include "tests/report/sample.h"

static struct buf rendered(const struct document *d, enum lang lang)
{
	struct arena *a = arena_new(SAMPLE_MEMORY);
	struct view v = { .document = d, .lang = lang, .arena = a };
	struct buf out;

	buf_init(&out, DOCUMENT_BYTES);
	renderer_find("ics")->render(&v, &out);
	assert_true(buf_ok(&out));
	arena_free(a);
	return out;
}

static size_t count(const char *text, const char *part)
{
	size_t n = 0;

	for (; (text = strstr(text, part)); text += strlen(part))
		n++;
	return n;
}

/* RFC 5545: lines, their ends, their length, what opens and closes. */
static void check_lines(const char *text)
{
	int depth = 0;

	while (*text) {
		size_t len = strcspn(text, "\r\n");

		assert_memory_equal(text + len, "\r\n", 2);
		assert_true(len > 0 && len <= 75);
		assert_true(text_valid(text, len));
		depth += strncmp(text, "BEGIN:", 6) == 0;
		depth -= strncmp(text, "END:", 4) == 0;
		assert_true(depth > 0 || !text[len + 2]);
		text += len + 2;
	}
	assert_int_equal(depth, 0);
}

static void test_lines(void **state)
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
			size_t events;

			sample_load(&d, samples[i], a);
			out = rendered(&d, (enum lang)lang);
			check_lines(buf_text(&out));
			events = count(buf_text(&out), "BEGIN:VEVENT\r\n");
			assert_true(events >= 1);
			assert_int_equal(events,
			                 count(buf_text(&out), "\r\nUID:"));
			assert_int_equal(events,
			                 count(buf_text(&out), "\r\nDTSTAMP:"));
			assert_int_equal(events,
			                 count(buf_text(&out), "BEGIN:VALARM"));
			buf_clear(&out);
			arena_free(a);
		}
}

/* What is said survives folding and escaping. */
static void test_escaped(void **state)
{
	struct arena *a = arena_new(SAMPLE_MEMORY);
	struct document d;
	struct buf out, flat;

	(void)state;
	sample_load(&d, "documents/good.json", a);
	document_finding(&d, "os-supported")->remedy =
	    "a;b,c\\d\r\nEND:VEVENT é日本é日本é日本é日本é日本é日本é日本é日本"
	    "é日本é日本";
	out = rendered(&d, LANG_FR);
	check_lines(buf_text(&out));
	buf_init(&flat, DOCUMENT_BYTES);
	for (const char *s = buf_text(&out); *s; s++)
		if (strncmp(s, "\r\n ", 3) == 0)
			s += 2;
		else
			buf_char(&flat, *s);
	assert_non_null(strstr(buf_text(&flat),
	                       "\r\nDESCRIPTION:a\\;b\\,c\\\\d  END:VEVENT "
	                       "é日本é日本é日本é日本é日本é日本é日本é日本"
	                       "é日本é日本\r\n"));
	buf_clear(&flat);
	buf_clear(&out);
	arena_free(a);
}

/* What is over is no reminder; no host name leaves; the bytes are stable. */
static void test_events(void **state)
{
	struct arena *a = arena_new(SAMPLE_MEMORY);
	struct document d;
	struct document_finding *f;
	struct buf out, again;

	(void)state;
	sample_load(&d, "documents/bad.json", a);
	f = document_finding(&d, "certificates-valid");
	f->evidence->host = "portable-de-jeanne";
	out = rendered(&d, LANG_FR);
	assert_null(strstr(buf_text(&out), "20240630"));
	assert_null(strstr(buf_text(&out), "jeanne"));
	assert_non_null(strstr(buf_text(&out), "DTSTART;VALUE=DATE:20270115"));
	assert_non_null(strstr(buf_text(&out), "DTEND;VALUE=DATE:20270116"));
	assert_non_null(strstr(buf_text(&out), "DTSTART;VALUE=DATE:20271130"));
	assert_non_null(strstr(buf_text(&out), "DTSTART;VALUE=DATE:20270521"));
	again = rendered(&d, LANG_FR);
	assert_string_equal(buf_text(&out), buf_text(&again));
	buf_clear(&again);
	buf_clear(&out);
	arena_free(a);
}

static void test_deadlines(void **state)
{
	static const struct {
		const char *code, *value, *day; /* NULL: none */
	} cases[] = {
		{ "cert-expires", "2027-01-15", "2027-01-15" },
		{ "os-support-ends", "debian 12 2028-06-30", "2028-06-30" },
		{ "support-ended", "2024-06-30 debian 10", "2024-06-30" },
		{ "tls-expired", "2026-01-01T10:00:00Z", "2026-01-01" },
		{ "certificate-soon", "notAfter 2027-01-15, issuer A",
		  "2027-01-15" },
		{ "os-support-ends", "Debian 12, ends 2028-06-30",
		  "2028-06-30" },
		{ "x-ends", "2027-02-30 or (2027-03-01)", "2027-03-01" },
		{ "x-ends", "a2027-02-03", NULL },
		{ "x-ends", "1-2027-02-03", NULL },
		{ "x-ends", "", NULL },
		{ "cert-expires", "2027-02-30", NULL },
		{ "cert-expires", "2027-01-151", NULL },
		{ "cert-expires", "soon", NULL },
		{ "cert-expires", "2027-01", NULL },
		{ "cert-expires", NULL, NULL },
		{ NULL, "2027-01-15", NULL },
		{ "backup-fresh", "2027-01-15", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *a = arena_new(4096);
		struct document_evidence e[2] = {
			{ .code = cases[i].code, .value = cases[i].value },
			{ .code = cases[i].code, .value = cases[i].value },
		};
		struct document_finding f = { .id = "certificates-valid",
			                      .evidence = e,
			                      .evidences = 2 };
		struct document d = { .finding = &f, .findings = 1 };
		const struct deadline *list;
		size_t n = deadline_list(&d, a, &list);
		char day[DATE_TEXT];

		assert_non_null(list);
		assert_int_equal(n, cases[i].day != NULL);
		if (n) {
			date_format_day(day, list->time);
			assert_string_equal(day, cases[i].day);
			assert_ptr_equal(list->finding, &f);
		}
		arena_free(a);
	}
}

/* Soonest first; of one day by finding, then by machine. */
static void test_sorted(void **state)
{
	struct arena *a = arena_new(4096);
	struct document_evidence e[] = {
		{ .code = "x-ends", .value = "2028-01-01", .machine = "m2" },
		{ .code = "x-ends", .value = "2028-01-01", .machine = "m1" },
		{ .code = "x-ends", .value = "2027-01-01", .machine = "m2" },
		{ .code = "y-ends", .value = "2028-01-01", .machine = "m1" },
	};
	struct document_finding f[] = {
		{ .id = "b", .evidence = e, .evidences = 4 },
		{ .id = "a", .evidence = e, .evidences = 1 },
	};
	struct document d = { .finding = f, .findings = 2 };
	const struct deadline *list;

	(void)state;
	assert_int_equal(deadline_list(&d, a, &list), 4);
	assert_string_equal(list[0].machine, "m2");
	assert_ptr_equal(list[1].finding, &f[1]);
	assert_string_equal(list[2].machine, "m1");
	assert_string_equal(list[3].machine, "m2");
	arena_free(a);
}

/* A device is named by its address, whoever of the commune saw it. */
static void test_device(void **state)
{
	struct arena *a = arena_new(4096);
	struct document_evidence e[] = {
		{ .code = "tls-expiring",
		  .value = "2027-01-01",
		  .machine = "m1",
		  .host = "192.168.1.9" },
		{ .code = "tls-ends",
		  .value = "2027-01-01",
		  .machine = "m2",
		  .host = "192.168.1.9" },
		{ .code = "tls-ends",
		  .value = "2027-01-02",
		  .machine = "m2",
		  .host = "portable-de-jeanne" },
	};
	struct document_machine m = { .id = "m2", .label = "Poste 2" };
	struct document_finding f = { .id = "a",
		                      .evidence = e,
		                      .evidences = 3 };
	struct document d = {
		.finding = &f, .findings = 1, .machine = &m, .machines = 1
	};
	const struct deadline *list;

	(void)state;
	assert_int_equal(deadline_list(&d, a, &list), 2);
	assert_string_equal(deadline_where(&list[0], &d), "192.168.1.9");
	assert_string_equal(deadline_where(&list[1], &d), "Poste 2");
	arena_free(a);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_device),    cmocka_unit_test(test_lines),
		cmocka_unit_test(test_escaped),   cmocka_unit_test(test_events),
		cmocka_unit_test(test_deadlines), cmocka_unit_test(test_sorted),
	};

	return cmocka_run_group_tests_name("ics", tests, NULL, NULL);
}
