/* SPDX-License-Identifier: Apache-2.0 */
#include "program.h"

#include "agent/assess.h"
#include "agent/facts_file.h"
#include "agent/say.h"
#include "agent/wording.h"
#include "checks/facts_json.h"
#include "checks/ruling.h"
#include "core/arena.h"
#include "core/json.h"
#include "report/document_json.h"

/* Recorded machines. */
static const char *const machines[] = {
	"all-right", "all-wrong",   "bare-server",   "debian-desktop", "denied",
	"empty",     "storage-box", "ubuntu-laptop", "windows-home",
};

/* What judging one of them takes. */
struct bench {
	struct arena *arena;
	struct baseline *baseline;
	struct facts *facts;
	struct answers answers;
	struct assessment as;
	struct document document;
};

static cJSON *read_json(const char *name)
{
	char path[4096];
	struct buf b;
	struct err e;
	cJSON *json;

	snprintf(path, sizeof(path), "%s/facts/%s", TESTS_DIR, name);
	buf_init(&b, 1u << 20);
	if (!file_read(path, &b, &e))
		fail_msg("%s", e.text);
	json = json_parse(buf_text(&b), b.len, &e);
	if (!json)
		fail_msg("%s: %s", name, e.text);
	buf_clear(&b);
	return json;
}

static void set_up(struct bench *b, const char *machine)
{
	char name[100];
	struct err e;
	cJSON *json;

	memset(b, 0, sizeof(*b));
	b->arena = arena_new(32u << 20);
	b->baseline = baseline_builtin(&e);
	b->facts = arena_alloc(b->arena, 1, sizeof(*b->facts));
	assert_non_null(b->baseline);
	b->as.facts = b->facts;
	b->as.answers = &b->answers;
	b->as.baseline = b->baseline;
	b->as.now = 1795338000; /* 2026-11-22 */
	snprintf(name, sizeof(name), "%s.facts.json", machine);
	json = read_json(name);
	if (!facts_file_from_json(b->facts, &b->as.now, json, b->arena, &e))
		fail_msg("%s: %s", name, e.text);
	cJSON_Delete(json);
}

static void judge(struct bench *b)
{
	struct err e;

	if (!assess_make(&b->document, &b->as, b->arena, &e))
		fail_msg("%s", e.text);
}

static void tear_down(struct bench *b)
{
	baseline_free(b->baseline);
	arena_free(b->arena);
}

/* Every machine, in every language: whole documents that can be read back. */
static void test_machines(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(machines) / sizeof(machines[0]); i++)
		for (int lang = 0; lang < LANG_COUNT; lang++) {
			struct bench b;
			struct document again;
			struct err e;
			cJSON *json;

			set_up(&b, machines[i]);
			b.as.lang = (enum lang)lang;
			judge(&b);
			assert_int_equal(b.document.findings,
			                 b.baseline->controls);
			json = document_to_json(&b.document);
			if (!document_from_json(&again, json, b.arena, &e))
				fail_msg("%s: %s", machines[i], e.text);
			assert_int_equal(again.findings, b.document.findings);
			cJSON_Delete(json);
			tear_down(&b);
		}
}

/* Each finding has its words, and no {name} is left without its value. */
static void test_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(machines) / sizeof(machines[0]); i++) {
		struct bench b;

		set_up(&b, machines[i]);
		judge(&b);
		for (size_t n = 0; n < b.document.findings; n++) {
			const struct document_finding *f =
			    &b.document.finding[n];

			assert_true(f->title && f->title[0]);
			assert_true(f->why && f->remedy && f->fix &&
			            f->verify && f->cost);
			if (strchr(f->detail, '{'))
				fail_msg("%s, %s: %s", machines[i], f->id,
				         f->detail);
			assert_true(f->verdict == VERDICT_PASS || f->detail[0]);
		}
		tear_down(&b);
	}
}

/* The title says the good, the bad or asks, as the verdict is. */
static void test_titles(void **state)
{
	struct bench b;

	(void)state;
	set_up(&b, "all-wrong");
	judge(&b);
	for (size_t i = 0; i < b.document.findings; i++) {
		const struct document_finding *f = &b.document.finding[i];
		const struct control *c = baseline_control(b.baseline, f->id);
		const struct words *words =
		    f->verdict == VERDICT_UNKNOWN ? &c->ask
		    : f->verdict == VERDICT_PASS ||
			    f->verdict == VERDICT_NOT_APPLICABLE
			? &c->good
			: &c->bad;

		assert_string_equal(f->title, words->text[LANG_FR]);
	}
	tear_down(&b);
}

/* French, turned into English, is what English would have been. */
static void test_translation(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(machines) / sizeof(machines[0]); i++) {
		struct bench b;
		struct document french;

		set_up(&b, machines[i]);
		judge(&b);
		french = b.document;
		b.as.lang = LANG_EN;
		judge(&b);
		assert_true(
		    wording_translate(&french, b.baseline, LANG_EN, b.arena));
		assert_int_equal(french.lang, LANG_EN);
		for (size_t n = 0; n < french.findings; n++) {
			assert_string_equal(french.finding[n].title,
			                    b.document.finding[n].title);
			assert_string_equal(french.finding[n].detail,
			                    b.document.finding[n].detail);
			assert_string_equal(french.finding[n].remedy,
			                    b.document.finding[n].remedy);
		}
		tear_down(&b);
	}
}

/* Words of another baseline are kept as they came. */
static void test_foreign_words(void **state)
{
	struct bench b;
	struct document d;

	(void)state;
	set_up(&b, "all-wrong");
	judge(&b);
	d = b.document;
	d.baseline.version = "1999.01";
	assert_true(wording_translate(&d, b.baseline, LANG_EN, b.arena));
	assert_string_equal(d.finding[0].title, b.document.finding[0].title);
	d = b.document;
	d.finding[0].id = "unheard-of";
	d.finding[1].message = "unheard-of";
	assert_true(wording_translate(&d, b.baseline, LANG_EN, b.arena));
	assert_string_equal(d.finding[0].title, b.document.finding[0].title);
	assert_string_equal(d.finding[1].title, b.document.finding[1].title);
	tear_down(&b);
}

static void test_machine_id(void **state)
{
	struct facts f = { 0 };
	char id[ASSESS_ID], other[ASSESS_ID];

	(void)state;
	f.system_machine.fact.state = FACT_KNOWN;
	f.system_machine.value = "abc";
	/* printf 01001/abc | sha256sum */
	assess_machine(id, "01001", &f);
	assert_string_equal(id, "d125a3603e08f685");
	assess_machine(other, "01002", &f);
	assert_string_not_equal(id, other);
	assess_machine(other, NULL, &f);
	assert_string_not_equal(id, other);
	f.system_machine.fact.state = FACT_DENIED;
	assess_machine(other, "01001", &f);
	assert_string_not_equal(id, other);
}

/* Only what was chosen, by --only and --skip together. */
static void test_choice(void **state)
{
	static const char *const only[] = { "os-updates", "backup-recent" };
	static const char *const skip[] = { "os-updates" };
	struct bench b;

	(void)state;
	set_up(&b, "empty");
	b.as.only = only;
	b.as.onlys = 2;
	b.as.skip = skip;
	b.as.skips = 1;
	judge(&b);
	assert_int_equal(b.document.findings, 1);
	assert_string_equal(b.document.finding[0].id, "backup-recent");
	tear_down(&b);
}

/* Without facts and answers nothing is good, and there is no letter. */
static void test_nothing_known(void **state)
{
	struct bench b;

	(void)state;
	set_up(&b, "empty");
	judge(&b);
	for (size_t i = 0; i < b.document.findings; i++)
		assert_int_equal(b.document.finding[i].verdict,
		                 VERDICT_UNKNOWN);
	assert_int_equal(b.document.rating.letter, 0);
	tear_down(&b);
}

/* When memory runs out, at any point, it is said and nothing crashes. */
static void test_memory(void **state)
{
	struct bench b;
	struct err e;
	size_t limit = 0;
	bool done = false;

	(void)state;
	set_up(&b, "all-wrong");
	for (; !done && limit < 8u << 20; limit += 1 + limit / 16) {
		struct arena *a = arena_new(limit);

		assert_non_null(a);
		done = assess_make(&b.document, &b.as, a, &e);
		if (!done)
			assert_string_equal(e.text, "out of memory");
		arena_free(a);
	}
	assert_true(done);
	tear_down(&b);
}

/* Facts written and read again are the same facts. */
static void test_facts_file(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(machines) / sizeof(machines[0]); i++) {
		struct bench b;
		struct facts again;
		struct err e;
		int64_t made;
		cJSON *one, *two;

		set_up(&b, machines[i]);
		one = facts_file_to_json(b.facts, b.as.now);
		assert_non_null(one);
		assert_true(
		    facts_file_from_json(&again, &made, one, b.arena, &e));
		assert_int_equal(made, b.as.now);
		two = facts_file_to_json(&again, made);
		assert_true(cJSON_Compare(one, two, true));
		cJSON_Delete(one);
		cJSON_Delete(two);
		tear_down(&b);
	}
}

/* Every sentence of the agent exists in both languages, same {names}. */
static void test_say(void **state)
{
	struct buf b;

	(void)state;
	for (int id = 0; id < SAY_COUNT; id++)
		for (int lang = 0; lang < LANG_COUNT; lang++)
			assert_true(say((enum say_id)id, (enum lang)lang)[0]);
	buf_init(&b, 1000);
	say_format(&b, LANG_EN, SAY_KEEP, "count", "3", "date", "\x1b[31m",
	           (char *)NULL);
	assert_string_equal(buf_text(&b),
	                    "You already answered on  [31m. Number of answers: "
	                    "3. Do you want to keep them?");
	buf_clear(&b);
	buf_init(&b, 1000);
	say_format(&b, LANG_EN, SAY_KEEP, "count", (char *)NULL, (char *)NULL);
	assert_non_null(
	    strstr(buf_text(&b), "on {date}. Number of answers: . Do"));
	buf_clear(&b);
}

/* The doctor tells every fact that somebody looked for. */
static void test_doctor(void **state)
{
	struct program *p = program_new();

	(void)state;
	program_run(p, "doctor --out %/r");
	program_printed(p, "Le réseau\n");
	assert_true(p->status == 0 || p->status == 3);
	if (strcmp(PROBES, "none") == 0)
		program_said(p, "Je ne sais pas encore regarder ce système");
	else
		program_printed(p, "system.name");
	program_printed(p, "garde-communes");
	program_printed(p, "/r");
	assert_false(file_exists(program_path(p, "r")));
	program_expect(p, "doctor --root %/nowhere", 2);
	program_expect(p, "doctor --baseline nowhere", 5);
	program_free(p);
}

/* What collect writes, judge reads: the same document as scan's. */
static void test_same_as_scan(void **state)
{
	struct program *p = program_new();
	struct err e;

	(void)state;
	assert_true(file_mkdir(program_path(p, "root/etc"), &e));
	program_run(p, "collect --root root --now 2026-11-22 -o facts.json");
	assert_true(p->status == 0 || p->status == 3);
	program_expect(p, "judge facts.json -o judged.json", 0);
	program_run(p, "scan --root root --now 2026-11-22 --json "
	               "--no-questions --out r");
	assert_true(p->status == 0 || p->status == 3);
	{
		char *judged = program_read(p, "judged.json");

		assert_string_equal(judged, p->out);
		free(judged);
	}
	program_expect(p, "judge facts.json --now 2026-12-24", 0);
	program_printed(p, "2026-12-24");
	program_free(p);
}

/* A letter of some points says that it is of those only. */
static void test_some_points_only(void **state)
{
	struct program *p = program_new();
	struct err e;

	(void)state;
	assert_true(file_mkdir(program_path(p, "root/etc"), &e));
	program_run(p, "scan --root root --only os-supported --no-questions");
	program_printed(p, "que vous avez choisis");
	program_run(p, "scan --root root --no-questions --out r");
	assert_null(strstr(p->out, "que vous avez choisis"));
	program_free(p);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_machines),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_titles),
		cmocka_unit_test(test_translation),
		cmocka_unit_test(test_foreign_words),
		cmocka_unit_test(test_machine_id),
		cmocka_unit_test(test_some_points_only),
		cmocka_unit_test(test_choice),
		cmocka_unit_test(test_nothing_known),
		cmocka_unit_test(test_memory),
		cmocka_unit_test(test_facts_file),
		cmocka_unit_test(test_say),
		cmocka_unit_test(test_doctor),
		cmocka_unit_test(test_same_as_scan),
	};

	return cmocka_run_group_tests_name("assess", tests, NULL, NULL);
}
