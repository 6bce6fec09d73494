/* SPDX-License-Identifier: Apache-2.0 */
#include "core/arena.h"
#include "core/text.h"
#include "report/contact.h"

#include "kitted.h"
#include "sample.h"

#include <stdlib.h>

#define HOSTILE "<script>\"'&\xE2\x80\xAE</style>"

/* Reports with a kit: the coordinator is on them, and nothing comes out. */

static char *render_received(const char *name, const struct kit *kit,
                             const char *insee,
                             const struct contact_receipt *receipt)
{
	struct arena *a = arena_new(SAMPLE_MEMORY);
	struct document d;
	struct view v = { .document = &d, .lang = LANG_FR, .arena = a };
	struct buf out;

	sample_load(&d, "documents/bad.json", a);
	d.commune.insee = insee;
	v.kit = kit;
	v.receipt = receipt;
	buf_init(&out, 8u << 20);
	renderer_find(name)->render(&v, &out);
	assert_true(buf_ok(&out));
	arena_free(a);
	return out.data;
}

static char *render(const char *name, const struct kit *kit, const char *insee)
{
	return render_received(name, kit, insee, NULL);
}

static void expect(const char *name, const char *page, const char *part,
                   bool there)
{
	if ((strstr(page, part) != NULL) != there)
		fail_msg("%s: %s is %sthere", name, part, there ? "not " : "");
}

static const struct {
	const char *name;
	bool logo, phone, email, numbers;
} pages[] = {
	{ "html", true, true, true, true },
	{ "checklist", true, true, true, false },
	{ "wall", true, true, false, true },
	{ "council", true, false, false, false },
	{ "provider", true, false, false, false },
};

#define PAGES (sizeof(pages) / sizeof(pages[0]))

static void test_shown(void **state)
{
	struct kit kit = kitted();
	const char *logo = "src=\"data:image/png;base64," KITTED_LOGO
			   "\" alt=\"Syndicat numérique d’exemple\"";

	(void)state;
	for (size_t i = 0; i < PAGES; i++) {
		char *page = render(pages[i].name, &kit, "01001");

		expect(pages[i].name, page, logo, pages[i].logo);
		expect(pages[i].name, page, "04 00 00 00 00", pages[i].phone);
		expect(pages[i].name, page, "cyber@exemple.fr", pages[i].email);
		expect(pages[i].name, page, "0 800 00 00 00", pages[i].numbers);
		/* What proves the commune is for nobody to read. */
		expect(pages[i].name, page, kit.token, false);
		free(page);
	}
}

/* Nobody's, and another commune's: the page is as without any. */
static void test_not_shown(void **state)
{
	struct kit kit = kitted();

	(void)state;
	for (size_t i = 0; i < PAGES; i++) {
		char *without = render(pages[i].name, NULL, "01002");
		char *other = render(pages[i].name, &kit, "01002");

		assert_string_equal(without, other);
		expect(pages[i].name, without, "<img", false);
		free(without);
		free(other);
	}
}

/* The kit is signed, but its texts are texts all the same. */
static void test_hostile(void **state)
{
	struct kit kit = kitted();

	(void)state;
	kit.coordinator.name = kit.coordinator.address = HOSTILE;
	kit.coordinator.phone = kit.coordinator.email = HOSTILE;
	kit.coordinator.logo = HOSTILE;
	for (size_t i = 0; i < KIT_NUMBERS; i++)
		kit.coordinator.number[i] =
		    (struct kit_number){ HOSTILE, HOSTILE };
	kit.coordinator.numbers = KIT_NUMBERS;
	for (size_t i = 0; i < PAGES; i++) {
		char *page = render(pages[i].name, &kit, "01001");

		expect(pages[i].name, page, "<script>", false);
		expect(pages[i].name, page, "\xE2\x80\xAE", false);
		expect(pages[i].name, page, "&lt;script&gt;", true);
		free(page);
	}
}

/* What the coordinator got is on the pages that one keeps, and only with a kit. */
static void test_receipt(void **state)
{
	static const struct contact_receipt receipt = {
		"7KQ2-M4XD-9T3W", INT64_C(1795377600) /* 2026-11-22T20:00Z */
	};
	static const char *const shown[] = { "html", "checklist" };
	struct kit kit = kitted();

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		char *with = render_received(shown[i], &kit, "01001", &receipt);
		char *without = render(shown[i], &kit, "01001");
		char *other =
		    render_received(shown[i], &kit, "01002", &receipt);

		expect(shown[i], with,
		       "Résultats reçus par Syndicat numérique d’exemple le "
		       "22 novembre 2026, numéro <b>7KQ2-M4XD-9T3W</b>.",
		       true);
		expect(shown[i], without, "Résultats reçus", false);
		expect(shown[i], other, "Résultats reçus", false);
		free(with);
		free(without);
		free(other);
	}
}

/* On the wall: a number of the kit takes the place of the line it is for. */
static void test_wall(void **state)
{
	static const struct {
		const char *number;
		bool police, csirt;
	} cases[] = {
		{ "Gendarmerie de Châtillon", false, true },
		{ "CSIRT de la région", true, false },
		{ "Astreinte", true, true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct kit kit = kitted();
		char *page;

		kit.coordinator.number[0].name = cases[i].number;
		kit.coordinator.numbers = 1;
		page = render("wall", &kit, "01001");
		expect("wall", page, cases[i].number, true);
		expect("wall", page, "Gendarmerie ou police", cases[i].police);
		expect("wall", page, "Équipe d’urgence de la région",
		       cases[i].csirt);
		free(page);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_shown),
		cmocka_unit_test(test_not_shown),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_receipt),
		cmocka_unit_test(test_wall),
	};

	return cmocka_run_group_tests_name("contact", tests, NULL, NULL);
}
