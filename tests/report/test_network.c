/* SPDX-License-Identifier: Apache-2.0 */
#include "report/label.h"
#include "report/renderer.h"
#include "tests/report/town.h"

/* A network of a size, and what the pages make of it. */
struct bench {
	struct arena *arena;
	struct document d;
	struct document_finding finding;
	struct view view;
	struct buf out;
};

/* The first hosts have a problem; kinds go round from the router on. */
static void set_up(struct bench *b, size_t hosts, size_t bad)
{
	static const char *const kinds[] = { "router",  "computer", "phone",
		                             "printer", "storage",  "camera",
		                             "unknown" };
	struct document_host *h;
	struct document_evidence *e;

	memset(b, 0, sizeof(*b));
	b->arena = arena_new(SAMPLE_MEMORY);
	h = arena_alloc(b->arena, hosts + 1, sizeof(*h));
	e = arena_alloc(b->arena, bad + 1, sizeof(*e));
	for (size_t i = 0; i < hosts; i++) {
		h[i].address =
		    arena_fmt(b->arena, "10.0.%zu.%zu", i / 256, i % 256);
		h[i].kind = kinds[i % 7];
		h[i].vendor = "Maker";
		if (i % 7 == 1)
			h[i].model = arena_fmt(b->arena, "Model %zu", i);
	}
	for (size_t i = 0; i < bad; i++) {
		e[i].host = h[i].address;
		e[i].code = "telnet";
	}
	b->finding.id = "open-ports";
	b->finding.verdict = VERDICT_FAIL;
	b->finding.title = b->finding.detail = b->finding.remedy = "words";
	b->finding.evidence = e;
	b->finding.evidences = bad;
	b->d.subject = "commune";
	b->d.made_at = INT64_C(1795336200);
	b->d.lang = LANG_EN;
	b->d.finding = &b->finding;
	b->d.findings = bad > 0;
	b->d.network.consent = "option";
	b->d.network.host = h;
	b->d.network.hosts = hosts;
	b->view.document = &b->d;
	b->view.lang = LANG_EN;
	b->view.arena = b->arena;
}

static void show(struct bench *b, const char *renderer)
{
	buf_init(&b->out, 16u << 20);
	renderer_find(renderer)->render(&b->view, &b->out);
	assert_true(buf_ok(&b->out));
}

static void tear_down(struct bench *b)
{
	buf_clear(&b->out);
	arena_free(b->arena);
}

static size_t count(const struct bench *b, const char *text)
{
	size_t n = 0;

	for (const char *s = buf_text(&b->out); (s = strstr(s, text)); s++)
		n++;
	return n;
}

static const struct {
	size_t hosts, bad;
	const char *there, *absent;
	size_t drawn;   /* devices and kinds in both drawings, and the box */
	size_t numbers; /* rows of the table that are numbered */
} cases[] = {
	{ 0, 0, "We saw 0 devices.", "<svg class=\"lan", 0, 0 },
	{ 1, 0, "We saw 1 device.", "<table class=\"devices", 2, 0 },
	{ 1, 1, "1 device has a problem", "The other devices", 2, 1 },
	{ 14, 2, "2 devices have a problem. Their numbers", "2 computers<", 28,
	  2 },
	{ 15, 2, "Their numbers are on the drawing", "of them", 18, 2 },
	{ 40, 9, "The table says which.", "Their numbers", 16, 9 },
	{ 254, 200, "140 more devices. They are in the provider", "numbers", 16,
	  60 },
};

static void test_sizes(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct bench b;

		set_up(&b, cases[i].hosts, cases[i].bad);
		show(&b, "html");
		if (!strstr(buf_text(&b.out), cases[i].there))
			fail_msg("%zu hosts: no \"%s\"", cases[i].hosts,
			         cases[i].there);
		if (cases[i].hosts != 1 || cases[i].bad)
			if (strstr(buf_text(&b.out), cases[i].absent))
				fail_msg("%zu hosts: \"%s\"", cases[i].hosts,
				         cases[i].absent);
		/* Two clouds and as many signs of devices. */
		if (cases[i].hosts)
			assert_int_equal(count(&b, "<g transform=") - 2,
			                 cases[i].drawn);
		assert_int_equal(count(&b, "<span class=\"number "),
		                 cases[i].numbers);
		tear_down(&b);
	}
}

/* Many of one name are one entry; many names are cut. */
static void test_others(void **state)
{
	struct bench b;

	(void)state;
	set_up(&b, 280, 0);
	show(&b, "html");
	assert_int_equal(count(&b, "<span class=\"tag\">Maker × 40</span>"), 6);
	assert_int_equal(count(&b, "<span class=\"tag\">Model "), 30);
	assert_int_equal(count(&b, "and 10 more"), 1);
	assert_int_equal(count(&b, "40 unknown devices"), 1);
	tear_down(&b);
}

/* Where nobody looked, no page says a word of the network. */
static void test_nobody_looked(void **state)
{
	size_t renderers;
	const struct renderer *const *list = renderer_list(&renderers);

	(void)state;
	for (size_t i = 0; i < renderers; i++) {
		struct bench b;

		set_up(&b, 0, 0);
		b.d.network.consent = NULL;
		show(&b, list[i]->name);
		assert_null(
		    strstr(buf_text(&b.out), label("net-title", LANG_EN)));
		assert_null(strstr(buf_text(&b.out),
		                   label("provider-network", LANG_EN)));
		tear_down(&b);
	}
}

/* What is new since the last visit is said once, however much it is. */
static void test_fresh(void **state)
{
	struct bench b;
	struct comparison c;
	struct document before;
	const char *range[] = { "10.0.0.0/24" };

	(void)state;
	set_up(&b, 50, 0);
	before = b.d;
	before.network.hosts = 1;
	before.network.range = b.d.network.range = range;
	before.network.ranges = b.d.network.ranges = 1;
	assert_true(compare_documents(&c, &before, &b.d, b.arena));
	assert_int_equal(c.devices, 49);
	b.view.comparison = &c;
	show(&b, "html");
	assert_int_equal(count(&b, "49 devices are new since"), 1);
	assert_int_equal(count(&b, "and 29 more"), 1);
	buf_clear(&b.out);
	show(&b, "text");
	assert_int_equal(count(&b, " (new)"), 49);
	tear_down(&b);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_others),
		cmocka_unit_test(test_nobody_looked),
		cmocka_unit_test(test_fresh),
	};

	return cmocka_run_group_tests_name("network", tests, NULL, NULL);
}
