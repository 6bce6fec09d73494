/* SPDX-License-Identifier: Apache-2.0 */
#include "core/arena.h"
#include "report/renderer.h"

#include <stdio.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/* What every text of the document below is: all that HTML could act on. */
#define HOSTILE                                                    \
	"<script>\"'&\xE2\x80\xAE\xE2\x80\xA8\x01</style></title>" \
	"javascript:x\nhttp://x.example/"

static const char *const names[] = { "html", "checklist", "provider", "wall",
	                             "council" };

#define NAMES (sizeof(names) / sizeof(names[0]))

static const char *who[] = { "clerk", HOSTILE };
static const char *item[] = { HOSTILE };
static struct document_mapping mapping = { HOSTILE, item, 1 };
static struct document_evidence evidence[] = {
	{ "m1", HOSTILE, 445, HOSTILE, HOSTILE, HOSTILE, false },
	{ "m1", "10.0.0.1", 1, HOSTILE, HOSTILE, HOSTILE, false },
};
static const char *host_name[] = { HOSTILE };
static struct document_port host_port = { 0, HOSTILE, HOSTILE };
static struct document_host host[] = {
	{ .address = "10.0.0.1",
	  .kind = HOSTILE,
	  .sure = HOSTILE,
	  .vendor = HOSTILE,
	  .model = HOSTILE,
	  .name = host_name,
	  .names = 1,
	  .port = &host_port,
	  .ports = 1,
	  .seen_by = "m1" },
	{ .address = "10.0.0.2", .machine = "m1", .gateway = true },
};
static const char *range[] = { HOSTILE };
static struct document_part part[] = {
	{ .machine = "m1", .verdict = VERDICT_FAIL, .detail = HOSTILE },
	{ .machine = HOSTILE, .verdict = VERDICT_PASS, .detail = HOSTILE },
};
static struct document_machine machine = { "m1", HOSTILE, HOSTILE, 1 };
static struct document_cap cap = { "no-backup", 'D', HOSTILE };
static struct document_action action = { "f0", 'C' };

static struct document_finding finding_of(const char *id, enum verdict verdict)
{
	struct document_finding f = {
		.id = id,
		.verdict = verdict,
		.severity = SEVERITY_CRITICAL,
		.title = HOSTILE,
		.detail = HOSTILE,
		.why = HOSTILE,
		.remedy = HOSTILE,
		.fix = HOSTILE,
		.verify = HOSTILE,
		.who = who,
		.whos = 2,
		.minutes = 90,
		.cost = HOSTILE,
		.euros_from = 10,
		.euros_to = 1500,
		.every = "year",
		.mapping = &mapping,
		.mappings = 1,
		.evidence = evidence,
		.evidences = 2,
		.part = part,
		.parts = 2,
	};

	return f;
}

static struct document document_of(struct document_finding *f, size_t count)
{
	struct document d = {
		.subject = "commune",
		.made_at = INT64_C(1795336200), /* 2026-11-22 */
		.lang = LANG_FR,
		.tool = { HOSTILE, HOSTILE },
		.baseline = { HOSTILE, HOSTILE, INT64_C(1796000000) },
		.formula = 1,
		.commune = { HOSTILE, HOSTILE },
		.machine = &machine,
		.machines = 1,
		.network = { range, 1, HOSTILE, HOSTILE, host, 2 },
		.rating = { .letter = 'D',
		            .ceiling = 'B',
		            .cap = &cap,
		            .caps = 1,
		            .next_action = &action,
		            .next_actions = 1 },
		.finding = f,
		.findings = count,
	};

	return d;
}

/* Render, look at the result with fn, and free it. */
static void with_page(const char *name, const struct document *d,
                      enum lang lang, const struct comparison *c,
                      void (*fn)(const char *page, const char *name))
{
	struct arena *a = arena_new(1u << 20);
	struct view v = {
		.document = d, .lang = lang, .comparison = c, .arena = a
	};
	const struct renderer *r = renderer_find(name);
	struct buf out;

	assert_non_null(r);
	buf_init(&out, 8u << 20);
	r->render(&v, &out);
	assert_true(buf_ok(&out));
	fn(buf_text(&out), name);
	buf_clear(&out);
	arena_free(a);
}

static size_t count_of(const char *page, const char *part_of_it)
{
	size_t n = 0;

	for (; (page = strstr(page, part_of_it)); page++)
		n++;
	return n;
}

/* Nothing of a hostile text may be more than text. */
static void inert(const char *page, const char *name)
{
	static const char *const never[] = {
		"<script",      "<style></", "onerror",  "\xE2\x80\xAE",
		"\xE2\x80\xA8", "\x01",      "style=",   "<link",
		"<iframe",      "src=",      "href=\"h", "href=\"j",
		"url(",         "@import",
	};

	for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++)
		if (strstr(page, never[i]))
			fail_msg("%s has %s", name, never[i]);
	/* One element each: the hostile text closed and opened none. */
	assert_int_equal(count_of(page, "</style>"), 1);
	assert_int_equal(count_of(page, "</title>"),
	                 1 + count_of(page, "<title id=\"lan-"));
	assert_non_null(strstr(page, "&lt;script&gt;&quot;&#39;&amp;"));
}

static void sound(const char *page, const char *name)
{
	(void)name;
	assert_ptr_equal(strstr(page, "<!DOCTYPE html>\n<html lang=\""), page);
	assert_non_null(strstr(page, "default-src 'none'; "
	                             "style-src 'sha256-"));
	assert_non_null(strstr(page, "base-uri 'none'; form-action 'none'"));
	assert_int_equal(count_of(page, "<h1"), 1);
	assert_int_equal(count_of(page, "<main id=\"main\""), 1);
	assert_non_null(strstr(page, "href=\"#main\""));
	assert_int_equal(count_of(page, "<section"),
	                 count_of(page, "</section>"));
	assert_int_equal(count_of(page, "<ul"), count_of(page, "</ul>"));
	assert_int_equal(count_of(page, "<div"), count_of(page, "</div>"));
	assert_null(strstr(page, "(null)"));
}

static void test_hostile(void **state)
{
	struct document_finding f[VERDICT_COUNT];
	static const char *const ids[] = { "f0", "f1", "f2", "f3", "f4" };
	struct document d = document_of(f, VERDICT_COUNT);
	struct change change[] = {
		{ CHANGE_BETTER, CAUSE_RULES, &f[1], &f[3] },
		{ CHANGE_WORSE, CAUSE_MACHINE, &f[3], &f[1] },
		{ CHANGE_NEW, CAUSE_RULES, NULL, &f[2] },
		{ CHANGE_GONE, CAUSE_RULES, &f[0], NULL },
	};
	const struct document_host *fresh[] = { &host[0] };
	struct comparison c = { &d, &d, true, change, 4, fresh, 1 };

	(void)state;
	for (int i = 0; i < VERDICT_COUNT; i++)
		f[i] = finding_of(ids[i], (enum verdict)i);
	for (size_t i = 0; i < NAMES; i++)
		for (int lang = 0; lang < LANG_COUNT; lang++) {
			with_page(names[i], &d, (enum lang)lang, &c, inert);
			with_page(names[i], &d, (enum lang)lang, &c, sound);
		}
}

/* A document with nothing in it still makes a whole page. */
static void test_empty(void **state)
{
	struct document d = { .subject = "machine" };

	(void)state;
	for (size_t i = 0; i < NAMES; i++)
		with_page(names[i], &d, LANG_FR, NULL, sound);
}

static void says_expired(const char *page, const char *name)
{
	(void)name;
	assert_non_null(strstr(page, "trop vieilles"));
}

static void says_not_expired(const char *page, const char *name)
{
	(void)name;
	assert_null(strstr(page, "trop vieilles"));
}

static void test_expired(void **state)
{
	struct document d = { .made_at = 2000,
		              .baseline = { .expires = 3000 } };

	(void)state;
	with_page("html", &d, LANG_FR, NULL, says_not_expired);
	d.made_at = 4000;
	with_page("html", &d, LANG_FR, NULL, says_expired);
	d.baseline.expires = 0; /* not said */
	with_page("html", &d, LANG_FR, NULL, says_not_expired);
}

static void says_provisional(const char *page, const char *name)
{
	(void)name;
	assert_non_null(strstr(page, "note provisoire"));
	assert_non_null(strstr(page, "jusqu’à B."));
	assert_null(strstr(page, "Note \xC2\xA0"));
}

static void says_letter(const char *page, const char *name)
{
	(void)name;
	assert_non_null(strstr(page, "aria-label=\"Note D\""));
	assert_non_null(strstr(page, "Note D\xC2\xA0: fragile"));
	assert_non_null(strstr(page, "connues\xC2\xA0: 1 sur 2."));
	assert_non_null(strstr(page, "1\xC2\xA0h\xC2\xA0"
	                             "30"));
}

static void test_grade(void **state)
{
	struct document_finding f[] = { finding_of("f0", VERDICT_FAIL),
		                        finding_of("f1", VERDICT_UNKNOWN) };
	struct document d = document_of(f, 2);

	(void)state;
	with_page("html", &d, LANG_FR, NULL, says_letter);
	d.rating.letter = 0;
	with_page("html", &d, LANG_FR, NULL, says_provisional);
}

/* When memory runs out the page fails whole instead of lacking findings. */
static void test_no_memory(void **state)
{
	struct document_finding f[] = { finding_of("f0", VERDICT_FAIL) };
	struct document d = document_of(f, 1);
	struct arena *a = arena_new(1);
	struct view v = { .document = &d, .arena = a };
	struct buf out;

	(void)state;
	buf_init(&out, 8u << 20);
	for (size_t i = 0; i < NAMES; i++) {
		if (strcmp(names[i], "wall") == 0)
			continue; /* needs none */
		renderer_find(names[i])->render(&v, &out);
		assert_false(buf_ok(&out));
		buf_clear(&out);
	}
	arena_free(a);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hostile),   cmocka_unit_test(test_empty),
		cmocka_unit_test(test_expired),   cmocka_unit_test(test_grade),
		cmocka_unit_test(test_no_memory),
	};

	return cmocka_run_group_tests_name("html", tests, NULL, NULL);
}
