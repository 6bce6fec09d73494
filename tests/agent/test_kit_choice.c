/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/agent/kept.h"

#include "agent/frontend.h"
#include "agent/input.h"
#include "agent/kit_choice.h"
#include "agent/kit_kept.h"
#include "core/date.h"
#include "tests/agent/kit_made.h"

#include <stdlib.h>

#define MADE INT64_C(1795336200) /* of kitted() */
#define NOW  (MADE + 10 * DATE_DAY)
#define SCAN                                                                 \
	"scan --no-questions --quiet --now 2026-12-02 --root %/m --out %/r " \
	"--kit %/k"

static struct keyed coordinator, other;

static int make_keys(void **state)
{
	(void)state;
	keyed_make(&coordinator, "P-256", "Coordinateur d’exemple");
	keyed_make(&other, "P-256", "Coordinateur d’exemple");
	return 0;
}

/* The text of the built-in baseline, with another version and end. */
static char *rules(const char *version, const char *expires)
{
	struct buf b;
	struct err e = { 0, "" };
	cJSON *json;

	buf_init(&b, INPUT_BYTES);
	if (!file_read(BASELINE_JSON, &b, &e))
		fail_msg("%s", e.text);
	json = json_parse(buf_text(&b), b.len, &e);
	buf_clear(&b);
	assert_non_null(json);
	cJSON_ReplaceItemInObject(json, "version", cJSON_CreateString(version));
	cJSON_ReplaceItemInObject(json, "expires", cJSON_CreateString(expires));
	assert_true(json_print(&b, json));
	cJSON_Delete(json);
	return b.data;
}

/* How a kit is made, and what is done to it. */
struct made {
	const char *insee;        /* NULL: 01001 */
	int days;                 /* made so many after MADE */
	int lasts;                /* days; 0: a year */
	const struct keyed *by;   /* NULL: the coordinator */
	const char *rules;        /* version, or NULL */
	const char *rules_expire; /* NULL: 2028 */
	const char *lan;          /* NULL: says nothing */
	void (*harm)(const char *folder);
};

static void make(const char *folder, const struct made *m)
{
	static char id[32];
	struct kit kit = kit_made_plain();
	char *text = NULL;

	if (m->insee) {
		snprintf(id, sizeof(id), "%s-0123456789abcdef", m->insee);
		kit.id = id;
		kit.commune.insee = m->insee;
		kit.commune.name = "Une autre commune";
	}
	kit.lan = m->lan;
	kit.made_at += m->days * DATE_DAY;
	kit.expires = kit.made_at + (m->lasts ? m->lasts : 365) * DATE_DAY;
	if (m->rules)
		text = rules(m->rules,
		             m->rules_expire ? m->rules_expire : "2028-01-01");
	kit_made_write(folder, &kit, m->by ? m->by : &coordinator, text);
	free(text);
	if (m->harm)
		m->harm(folder);
}

static void alter_json(const char *folder)
{
	kit_made_flip(folder, KIT_FILE, 40);
}

static void alter_end(const char *folder)
{
	struct buf b;

	kit_made_get(&b, folder, KIT_FILE);
	assert_true(buf_char(&b, '\n'));
	kit_made_put(folder, KIT_FILE, b.data, b.len);
	buf_clear(&b);
}

static void cut(const char *folder, const char *name)
{
	struct buf b;

	kit_made_get(&b, folder, name);
	kit_made_put(folder, name, b.data, b.len / 2);
	buf_clear(&b);
}

static void cut_json(const char *folder)
{
	cut(folder, KIT_FILE);
}

static void cut_signature(const char *folder)
{
	cut(folder, KIT_SIGNATURE);
}

static void empty_json(const char *folder)
{
	kit_made_put(folder, KIT_FILE, "", 0);
}

static void drop(const char *folder, const char *name)
{
	char path[1024];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	assert_true(file_remove(path));
}

static void drop_signature(const char *folder)
{
	drop(folder, KIT_SIGNATURE);
}

static void drop_rules(const char *folder)
{
	drop(folder, KIT_BASELINE);
}

static void alter_rules(const char *folder)
{
	kit_made_flip(folder, KIT_BASELINE, 100);
}

static void cut_rules(const char *folder)
{
	cut(folder, KIT_BASELINE);
}

/* Signed as it should be, but of a format to come. */
static void later_format(const char *folder)
{
	static const char text[] = "{\"format\": 2}\n";
	struct buf s;
	struct err e = { 0, "" };

	buf_init(&s, SIGNATURE_BYTES);
	assert_true(signature_make(&s, text, strlen(text),
	                           coordinator.certificate, coordinator.key,
	                           &e));
	kit_made_put(folder, KIT_FILE, text, strlen(text));
	kit_made_put(folder, KIT_SIGNATURE, s.data, s.len);
	buf_clear(&s);
}

/* What is beside the program after a first kit was accepted, and what then. */
static const struct {
	const char *what;
	struct made made;
	const char *said; /* NULL: it is accepted */
} cases[] = {
	{ "a later one", { .days = 1 }, NULL },
	{ "the same", { .days = 0 }, NULL },
	{ "a later one with rules", { .days = 1, .rules = "2099.1" }, NULL },
	{ "altered", { .days = 1, .harm = alter_json }, "modifié ou abîmé" },
	{ "a byte more", { .days = 1, .harm = alter_end }, "modifié ou abîmé" },
	{ "cut", { .days = 1, .harm = cut_json }, "modifié ou abîmé" },
	{ "empty", { .days = 1, .harm = empty_json }, "modifié ou abîmé" },
	{ "a cut signature",
	  { .days = 1, .harm = cut_signature },
	  "modifié ou abîmé" },
	{ "no signature",
	  { .days = 1, .harm = drop_signature },
	  "Il manque un fichier" },
	{ "of a later format",
	  { .days = 1, .harm = later_format },
	  "Je ne comprends pas le nouveau kit" },
	{ "out of date",
	  { .days = 1, .lasts = 5 },
	  "n’est plus valable depuis le 28 novembre 2026" },
	{ "older", { .days = -1 }, "plus ancien que le vôtre" },
	{ "of the same time, but other",
	  { .days = 0, .lasts = 100 },
	  "plus ancien que le vôtre" },
	{ "of somebody else",
	  { .days = 1, .by = &other },
	  "ne vient pas de votre coordinateur" },
	{ "of somebody else and of another commune",
	  { .days = 1, .by = &other, .insee = "01002" },
	  "ne vient pas de votre coordinateur" },
	{ "of another commune",
	  { .days = 1, .insee = "01002" },
	  "est pour Une autre commune" },
	{ "with altered rules",
	  { .days = 1, .rules = "2099.1", .harm = alter_rules },
	  "Les règles du nouveau kit ont été modifiées" },
	{ "with cut rules",
	  { .days = 1, .rules = "2099.1", .harm = cut_rules },
	  "Les règles du nouveau kit ont été modifiées" },
	{ "with rules that are missing",
	  { .days = 1, .rules = "2099.1", .harm = drop_rules },
	  "Il manque un fichier" },
};

#define CASES (sizeof(cases) / sizeof(cases[0]))

/* A folder as sessions of the library see it. */
struct desk {
	struct program *program;
	struct session session;
};

/* What was told, if anything. */
static char told[8192];

static void note(void *ctx, const char *text, bool error)
{
	(void)ctx;
	(void)error;
	snprintf(told + strlen(told), sizeof(told) - strlen(told), "%s\n",
	         text);
}

static void open_session(struct desk *d, const char *kit)
{
	static const struct frontend frontend = { .note = note };

	memset(&d->session, 0, sizeof(d->session));
	d->session.arena = arena_new(64u << 20);
	d->session.frontend = &frontend;
	told[0] = '\0';
	d->session.options.value[OPTION_OUT] =
	    arena_strdup(d->session.arena, program_path(d->program, "r"));
	d->session.options.value[OPTION_KIT] =
	    arena_strdup(d->session.arena, program_path(d->program, kit));
}

static void close_session(struct desk *d)
{
	baseline_free(d->session.baseline);
	arena_free(d->session.arena);
}

/* Choose a kit and keep it; when the one in use was made, 0 for none. */
static int64_t choose(struct desk *d, const char *kit, int64_t now)
{
	struct folder f = { .path = program_path(d->program, "r") };
	int64_t made;

	open_session(d, kit);
	assert_int_equal(kit_choice_make(&d->session, now), ENDING_DONE);
	kit_choice_keep(&d->session, &f);
	made = d->session.kit ? d->session.kit->made_at : 0;
	close_session(d);
	return made;
}

/* By the library: what is refused leaves the kept one as it was. */
static void test_table(void **state)
{
	(void)state;
	for (size_t i = 0; i < CASES; i++) {
		const struct made first = { .days = 0 };
		struct desk d = { .program = program_new() };
		int64_t want =
		    cases[i].said ? MADE : MADE + cases[i].made.days * DATE_DAY;

		make(program_path(d.program, "first"), &first);
		assert_int_equal(choose(&d, "first", NOW), MADE);
		make(program_path(d.program, "k"), &cases[i].made);
		if (choose(&d, "k", NOW) != want)
			fail_msg("%s", cases[i].what);
		if (cases[i].said ? !strstr(told, cases[i].said)
		                  : told[0] != '\0')
			fail_msg("%s: \"%s\"", cases[i].what, told);
		/* The folder alone, as on a day without the stick. */
		make(program_path(d.program, "older"),
		     &(struct made){ .days = -1 });
		if (choose(&d, "older", NOW) != want)
			fail_msg("%s: kept", cases[i].what);
		program_free(d.program);
	}
}

/* By the program: said in one sentence, and the scan goes on. */
static void test_program(void **state)
{
	(void)state;
	for (size_t i = 0; i < CASES; i++) {
		struct program *p = program_new();
		struct desk d = { .program = p };

		make_root(p, "m", 'a');
		make(program_path(p, "k"), &(struct made){ .days = 0 });
		assert_int_equal(choose(&d, "k", NOW), MADE);
		make(program_path(p, "k"), &cases[i].made);
		scan(p, SCAN);
		expect_text(p, "r/rapport.html", "Syndicat numérique");
		expect_text(p, "r/commune.json", "\"01001\"");
		if (cases[i].said) {
			program_said(p, cases[i].said);
			program_said(p, "Le vôtre reste en service.");
			program_said(p, "appelez Syndicat numérique d’exemple "
			                "au 04 00 00 00 00.");
		} else if (strstr(p->err, "kit")) {
			fail_msg("%s: %s", cases[i].what, p->err);
		}
		program_free(p);
	}
}

/* Without one that is kept: what is refused is told, and nothing is there. */
static void test_first(void **state)
{
	(void)state;
	for (size_t i = 0; i < CASES; i++) {
		struct program *p;

		/* Nobody was there before to be older or another than. */
		if (!cases[i].said || strstr(cases[i].said, "plus ancien") ||
		    strstr(cases[i].said, "coordinateur") ||
		    strstr(cases[i].said, "est pour"))
			continue;
		p = program_new();
		make_root(p, "m", 'a');
		make(program_path(p, "k"), &cases[i].made);
		scan(p, SCAN);
		program_said(p, cases[i].said);
		program_said(p, "Je continue sans kit. Demandez-en un autre à "
		                "votre coordinateur.");
		assert_false(file_exists(program_path(p, "r/kit/1/kit.p7s")));
		program_free(p);
	}
}

/* One that comes first is taken without a word, whoever signed it. */
static void test_taken(void **state)
{
	struct program *p = program_new();

	(void)state;
	make_root(p, "m", 'a');
	make(program_path(p, "k"), &(struct made){ .by = &other });
	scan(p, SCAN);
	assert_null(strstr(p->err, "kit"));
	expect_text(p, "r/rapport.html", "Syndicat numérique");
	assert_true(file_exists(program_path(p, "r/kit/1/kit.p7s")));
	program_free(p);
}

/* A folder of another commune takes no kit, even a first one. */
static void test_other_commune(void **state)
{
	static const char answers[] =
	    "{\"format\": 1, \"commune\": {\"insee\": \"01002\", \"name\": "
	    "\"Ailleurs\"}, \"answers\": {}}";
	struct program *p = program_new();
	struct err e;

	(void)state;
	make_root(p, "m", 'a');
	assert_true(file_mkdir(program_path(p, "r"), &e));
	program_write(p, "r/reponses.json", answers, strlen(answers));
	make(program_path(p, "k"), &(struct made){ .days = 0 });
	scan(p, SCAN);
	program_said(p, "est pour L’Abergement-Clémenciat");
	expect_text(p, "r/commune.json", "\"01002\"");
	program_free(p);
}

/* The kept kit ends: who to call is still known, and is said. */
static void test_ended(void **state)
{
	struct desk d = { .program = program_new() };

	(void)state;
	make(program_path(d.program, "k"), &(struct made){ .days = 0 });
	assert_int_equal(choose(&d, "k", NOW), MADE);
	open_session(&d, "k");
	assert_int_equal(kit_choice_make(&d.session, MADE + 366 * DATE_DAY),
	                 ENDING_DONE);
	assert_non_null(d.session.kit);
	assert_true(d.session.kit_expired);
	close_session(&d);
	make_root(d.program, "m", 'a');
	scan(d.program, "scan --no-questions --quiet --now 2027-12-02 --root "
	                "%/m --out %/r --kit %/k");
	program_said(d.program, "Votre kit n’est plus valable depuis le 22 "
	                        "novembre 2027. Vos résultats restent ici.");
	program_free(d.program);
}

/* Whatever is damaged of what is kept, the rest of it counts. */
static void test_damage(void **state)
{
	static const char *const files[] = {
		"r/kit/1/kit.json", "r/kit/1/kit.p7s",  "r/kit/2/kit.json",
		"r/kit/2/kit.p7s",  "r/kit/signataire",
	};
	static const int64_t want[] = { 1, 1, 0, 0, 1 };

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		struct desk d = { .program = program_new() };

		make(program_path(d.program, "k"), &(struct made){ .days = 0 });
		choose(&d, "k", NOW);
		make(program_path(d.program, "k"), &(struct made){ .days = 1 });
		assert_int_equal(choose(&d, "k", NOW), MADE + DATE_DAY);
		make(program_path(d.program, "older"),
		     &(struct made){ .days = -1 });
		if (strstr(files[i], "signataire"))
			assert_true(
			    file_remove(program_path(d.program, files[i])));
		else
			program_write(d.program, files[i], "x", 1);
		assert_int_equal(choose(&d, "older", NOW),
		                 MADE + want[i] * DATE_DAY);
		program_free(d.program);
	}
}

/* All that is kept is damaged: who signed is still known. */
static void test_signer_stays(void **state)
{
	struct desk d = { .program = program_new() };

	(void)state;
	make(program_path(d.program, "k"), &(struct made){ .days = 0 });
	choose(&d, "k", NOW);
	program_write(d.program, "r/kit/1/kit.json", "x", 1);
	make(program_path(d.program, "k"),
	     &(struct made){ .days = 5, .by = &other });
	assert_int_equal(choose(&d, "k", NOW), 0);
	make(program_path(d.program, "k"), &(struct made){ .days = 5 });
	assert_int_equal(choose(&d, "k", NOW), MADE + 5 * DATE_DAY);
	program_free(d.program);
}

/* Which rules count: the newest that hold, whoever brings them. */
static void test_rules(void **state)
{
	static const struct {
		const char *version, *expires, *want;
	} list[] = {
		{ "2099.1", NULL, "2099.1" },
		{ "2026.12", NULL, "2026.12" },
		{ "2026.9", NULL, "2026.11" }, /* older than those built in */
		{ "2026.11", NULL, "2026.11" },
		{ "2099.1", "2026-11-30", "2026.11" }, /* out of date */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++) {
		struct desk d = { .program = program_new() };
		const struct baseline *b;

		make(program_path(d.program, "k"),
		     &(struct made){ .rules = list[i].version,
		                     .rules_expire = list[i].expires });
		choose(&d, "k", NOW);
		open_session(&d, "k");
		assert_int_equal(kit_choice_make(&d.session, NOW), ENDING_DONE);
		b = input_baseline(&d.session, NOW);
		assert_non_null(b);
		assert_string_equal(b->version, list[i].want);
		close_session(&d);
		/* A later kit with older rules: the newer ones stay. */
		make(program_path(d.program, "k"),
		     &(struct made){ .days = 1, .rules = "2026.10" });
		choose(&d, "k", NOW);
		open_session(&d, "k");
		assert_int_equal(kit_choice_make(&d.session, NOW), ENDING_DONE);
		b = input_baseline(&d.session, NOW);
		assert_string_equal(b->version, list[i].want);
		close_session(&d);
		program_free(d.program);
	}
}

/* Where it cannot be kept it still counts, and what is there stays. */
static void test_not_kept(void **state)
{
	struct program *p = program_new();
	struct err e;

	(void)state;
	make_root(p, "m", 'a');
	make(program_path(p, "k"), &(struct made){ .days = 0 });
	assert_true(file_mkdir(program_path(p, "r"), &e));
	program_write(p, "r/kit", "x", 1);
	scan(p, SCAN);
	program_said(p, "Je ne peux pas garder le kit avec vos résultats.");
	expect_text(p, "r/rapport.html", "Syndicat numérique");
	expect_text(p, "r/kit", "x");
	program_free(p);
}

/* What a killed program left is gone with the next kit, and nothing else. */
static void test_halves(void **state)
{
	struct desk d = { .program = program_new() };

	(void)state;
	make(program_path(d.program, "k"), &(struct made){ .days = 0 });
	choose(&d, "k", NOW);
	make(program_path(d.program, "k"), &(struct made){ .days = 1 });
	choose(&d, "k", NOW);
	program_write(d.program, "r/kit/1/kit.json.tmp-abcdef", "x", 1);
	program_write(d.program, "r/kit/1/notes.txt", "x", 1);
	make(program_path(d.program, "k"), &(struct made){ .days = 2 });
	assert_int_equal(choose(&d, "k", NOW), MADE + 2 * DATE_DAY);
	assert_false(file_exists(
	    program_path(d.program, "r/kit/1/kit.json.tmp-abcdef")));
	assert_true(file_exists(program_path(d.program, "r/kit/1/notes.txt")));
	program_free(d.program);
}

/* What the mayor did not agree to takes more than the command's name. */
static void test_network(void **state)
{
	struct program *p = program_new();

	(void)state;
	make(program_path(p, "k"), &(struct made){ .lan = "none" });
	program_expect(p, "network --now 2026-12-02 --kit %/k", 2);
	program_said(p, "Le maire n’a pas donné son accord pour le réseau.");
	program_said(p, "ajoutez --lan auto.");
	program_free(p);
}

/* Who is asked on the telephone sees the kit, and the key to compare. */
static void test_doctor(void **state)
{
	struct program *p = program_new();
	struct desk d = { .program = p };
	char signer[HASH_TEXT];

	(void)state;
	make_root(p, "m", 'a');
	make(program_path(p, "k"), &(struct made){ .days = 0 });
	open_session(&d, "k");
	assert_int_equal(kit_choice_make(&d.session, NOW), ENDING_DONE);
	memcpy(signer, d.session.kit_file->signer, sizeof(signer));
	close_session(&d);
	scan(p, "doctor --now 2026-12-02 --root %/m --out %/r --kit %/k");
	program_printed(p, "L’Abergement-Clémenciat, code INSEE 01001");
	program_printed(p, "valable jusqu’au 22 novembre 2027");
	program_printed(p, "https://cyber.exemple.fr/");
	program_printed(p, signer);
	assert_null(strstr(p->out, kitted().token));
	program_free(p);
}

/* --kit names a folder: there has to be one. */
static void test_named(void **state)
{
	struct program *p = program_new();

	(void)state;
	program_expect(p, "scan --no-questions --out %/r --kit %/no", 2);
	program_said(p, "Il n’y a pas de kit dans le dossier");
	program_free(p);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_program),
		cmocka_unit_test(test_first),
		cmocka_unit_test(test_taken),
		cmocka_unit_test(test_other_commune),
		cmocka_unit_test(test_ended),
		cmocka_unit_test(test_damage),
		cmocka_unit_test(test_signer_stays),
		cmocka_unit_test(test_rules),
		cmocka_unit_test(test_not_kept),
		cmocka_unit_test(test_halves),
		cmocka_unit_test(test_network),
		cmocka_unit_test(test_doctor),
		cmocka_unit_test(test_named),
	};

	return cmocka_run_group_tests_name("kit_choice", tests, make_keys,
	                                   NULL);
}
