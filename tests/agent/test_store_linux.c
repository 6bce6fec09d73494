/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/agent/kept.h"

static void test_files(void **state)
{
	struct program *p = program_new();
	struct arena *a = arena_new(16u << 20);
	struct document *d;
	struct counting c;
	struct stat st;

	(void)state;
	scan(p, "scan --no-questions --out %/r");
	program_printed(p, "/r/rapport.html");
	c = count(p, "r", "poste-", ".json");
	assert_int_equal(c.found, 1);
	assert_int_equal(strlen(c.name), strlen("poste-.json") + 16);
	d = read_document(p, "r/commune.json", a);
	assert_string_equal(d->subject, "commune");
	assert_string_equal(d->machine[0].label, "Poste 1");
	assert_int_equal(d->findings, controls());
	expect_text(p, "r/rapport.html", "<html lang=\"fr\"");
	assert_int_equal(count(p, "r", "reponses", ".json").found, 0);
	/* What is written tells where the town hall is weak. */
	assert_int_equal(stat(program_path(p, "r"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	assert_int_equal(stat(program_path(p, "r/commune.json"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	arena_free(a);
	program_free(p);
}

/* Who shares the folder on purpose shares the files too. */
static void test_shared_folder(void **state)
{
	struct program *p = program_new();
	struct stat st;

	(void)state;
	assert_int_equal(mkdir(program_path(p, "r"), 0770), 0);
	assert_int_equal(chmod(program_path(p, "r"), 0770), 0);
	scan(p, QUIET_SCAN);
	assert_int_equal(stat(program_path(p, "r/commune.json"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0660);
	program_free(p);
}

static void test_english(void **state)
{
	struct program *p = program_new();
	struct arena *a = arena_new(16u << 20);
	struct document *d;

	(void)state;
	scan(p, "scan --no-questions --out %/r --lang en");
	expect_text(p, "r/report.html", "<html lang=\"en\"");
	d = read_document(p, "r/commune.json", a);
	assert_string_equal(d->machine[0].label, "Computer 1");
	/* The label is a number: it follows the language. */
	scan(p, QUIET_SCAN);
	d = read_document(p, "r/commune.json", a);
	assert_string_equal(d->machine[0].label, "Poste 1");
	arena_free(a);
	program_free(p);
}

static void test_machines(void **state)
{
	struct program *p;
	struct arena *a;
	struct document *d;

	(void)state;
	need_probes();
	p = program_new();
	a = arena_new(32u << 20);
	make_root(p, "one", '1');
	make_root(p, "two", '2');
	scan(p, QUIET_SCAN " --root %/one");
	scan(p, "scan --no-questions --out %/r --root %/two");
	program_printed(p, "Note de la commune");
	scan(p, QUIET_SCAN " --root %/one");
	assert_int_equal(count(p, "r", "poste-", ".json").found, 2);
	d = read_document(p, "r/commune.json", a);
	assert_int_equal(d->machines, 2);
	assert_string_not_equal(d->machine[0].label, d->machine[1].label);
	for (size_t i = 0; i < 2; i++)
		assert_memory_equal(d->machine[i].label, "Poste ", 6);
	arena_free(a);
	program_free(p);
}

/* The visit before is that of an earlier day, not of five minutes ago. */
static void test_before(void **state)
{
	struct program *p = program_new();
	struct arena *a = arena_new(32u << 20);
	struct document *d;

	(void)state;
	make_root(p, "one", '1');
	scan(p, QUIET_SCAN " --root %/one --now 2026-10-01");
	assert_false(file_exists(program_path(p, "r/precedent")));
	scan(p, QUIET_SCAN " --root %/one --now 2026-11-01T08:00:00Z");
	d = read_document(p, "r/precedent/commune.json", a);
	assert_int_equal(d->made_at, 1790812800);
	scan(p, QUIET_SCAN " --root %/one --now 2026-11-01T12:00:00Z");
	d = read_document(p, "r/precedent/commune.json", a);
	assert_int_equal(d->made_at, 1790812800);
	assert_int_equal(count(p, "r/precedent", "poste-", ".json").found, 1);
	arena_free(a);
	program_free(p);
}

/* Pipes and links put into the folder of results by somebody else. */
static void test_planted(void **state)
{
	struct program *p = program_new();
	struct stat st;
	struct err e;
	char *text;

	(void)state;
	make_root(p, "one", '1');
	assert_true(file_mkdir(program_path(p, "r"), &e));
	assert_true(file_mkdir(program_path(p, "else"), &e));
	program_write(p, "else/kept", "kept", 4);
	assert_int_equal(
	    symlink("../else/kept", program_path(p, "r/rapport.html")), 0);
	assert_int_equal(symlink("/dev/full", program_path(p, "r/points.csv")),
	                 0);
	assert_int_equal(
	    symlink("../else/new", program_path(p, "r/.garde-lock")), 0);
	assert_int_equal(mkfifo(program_path(p, "r/rapport.txt"), 0600), 0);
	scan(p, QUIET_SCAN " --root %/one --now 2026-10-01");
	text = program_read(p, "else/kept");
	assert_string_equal(text, "kept");
	free(text);
	assert_false(file_exists(program_path(p, "else/new")));
	assert_int_equal(lstat(program_path(p, "r/rapport.html"), &st), 0);
	assert_true(S_ISREG(st.st_mode));
	assert_int_equal(lstat(program_path(p, "r/points.csv"), &st), 0);
	assert_true(S_ISREG(st.st_mode));
	assert_int_equal(lstat(program_path(p, "r/rapport.txt"), &st), 0);
	assert_true(S_ISREG(st.st_mode));
	/* Nor is the former document put where a link leads. */
	assert_int_equal(symlink("../else", program_path(p, "r/precedent")), 0);
	scan(p, QUIET_SCAN " --root %/one --now 2026-11-01");
	program_said(p, "precedent is a link");
	assert_false(file_exists(program_path(p, "else/commune.json")));
	program_free(p);
}

/* Once the commune is known a machine has another id, and stays one. */
static void test_commune_known(void **state)
{
	static const char answers[] =
	    "{\"format\":1,\"made_at\":\"2026-11-01T00:00:00Z\",\"commune\":"
	    "{\"insee\":\"01001\",\"name\":\"Exemple\"},\"answers\":{}}";
	struct program *p = program_new();
	struct arena *a = arena_new(32u << 20);
	struct document *d;
	struct counting first;

	(void)state;
	make_root(p, "one", '1');
	program_write(p, "a.json", answers, strlen(answers));
	scan(p, QUIET_SCAN " --root %/one");
	first = count(p, "r", "poste-", ".json");
	scan(p, QUIET_SCAN " --root %/one --answers a.json");
	assert_int_equal(count(p, "r", "poste-", ".json").found, 1);
	assert_string_not_equal(count(p, "r", "poste-", ".json").name,
	                        first.name);
	d = read_document(p, "r/commune.json", a);
	assert_int_equal(d->machines, 1);
	assert_string_equal(d->commune.name, "Exemple");
	assert_string_equal(d->machine[0].label, "Poste 1");
	/* Asked once for the commune: the answers are there next time. */
	expect_text(p, "r/reponses.json", "01001");
	scan(p, QUIET_SCAN " --root %/one");
	d = read_document(p, "r/commune.json", a);
	assert_string_equal(d->commune.insee, "01001");
	arena_free(a);
	program_free(p);
}

static const char *const broken[] = {
	"", "{", "null", "[]", "{\"format\":99}", "\xFF\xFE", "{}",
};

/* Old results that cannot be read are told, kept and stepped over. */
static void test_corrupt(void **state)
{
	struct program *p = program_new();
	char own[400], aside[500];

	(void)state;
	make_root(p, "one", '1');
	scan(p, QUIET_SCAN " --root %/one");
	snprintf(own, sizeof(own), "r/%s",
	         count(p, "r", "poste-", ".json").name);
	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		const char *text = broken[i];

		program_write(p, own, text, strlen(text));
		program_write(p, "r/commune.json", text, strlen(text));
		program_write(p, "r/reponses.json", text, strlen(text));
		program_write(p, "r/poste-0.json", text, strlen(text));
		scan(p, QUIET_SCAN " --root %/one");
		program_said(p, "poste-0.json");
		program_said(p, "commune.json");
		program_said(p, "reponses.json");
		expect_text(p, own, "\"format\"");
		snprintf(aside, sizeof(aside), "%s.illisible", own);
		expect_text(p, aside, text);
		expect_text(p, "r/reponses.json.illisible", text);
		/* It is in nobody's way: it stays what it is. */
		expect_text(p, "r/poste-0.json", text);
	}
	program_free(p);
}

/* An answer that the baseline forgot does not take the others with it. */
static void test_old_answers(void **state)
{
	static const char answers[] =
	    "{\"format\":1,\"made_at\":\"2026-11-01T00:00:00Z\","
	    "\"commune\":{\"insee\":\"2A004\",\"name\":\"Ajaccio\"},"
	    "\"answers\":{\"no-such-control\":\"yes\"}}";
	struct program *p = program_new();
	struct arena *a = arena_new(32u << 20);
	struct err e;

	(void)state;
	assert_true(file_mkdir(program_path(p, "r"), &e));
	program_write(p, "r/reponses.json", answers, strlen(answers));
	scan(p, QUIET_SCAN " --now 2026-11-22");
	assert_string_equal(p->err, "");
	assert_string_equal(
	    read_document(p, "r/commune.json", a)->commune.insee, "2A004");
	arena_free(a);
	program_free(p);
}

static void test_partial(void **state)
{
	struct program *p = program_new();
	struct arena *a = arena_new(32u << 20);

	(void)state;
	p->env[0] = "XDG_DATA_HOME=/nowhere/at/all";
	scan(p, "scan --no-questions --only os-updates,sauvegarde-reguliere "
	        "--json");
	program_said(p, "Je ne la range pas");
	program_printed(p, "\"backup-recent\"");
	assert_null(strstr(p->out, "\"antivirus-on\""));
	scan(p, QUIET_SCAN " --skip os-updates");
	assert_int_equal(read_document(p, "r/commune.json", a)->findings, 49);
	arena_free(a);
	program_free(p);
}

/* Halves of our own files go; whatever else is there stays. */
static void test_sweep(void **state)
{
	static const struct {
		const char *name;
		bool stays;
	} files[] = {
		{ "r/commune.json.tmp-Ab3dE9", false },
		{ "r/poste-0123456789abcdef.json.tmp-zzzzzz", false },
		{ "r/rapport.html.tmp-000000", false },
		{ "r/report.html.tmp-qwerty", false },
		{ "r/.garde.tmp-Ab3dE9", false },
		{ "r/lettre.html.tmp-123456", true },
		{ "r/commune.json.backup", true },
		{ "r/commune.json.old.tmp-123456", true },
		{ "r/rapport.html.tmp-12345", true },
		{ "r/notes", true },
	};
	struct program *p = program_new();
	struct err e;

	(void)state;
	assert_true(file_mkdir(program_path(p, "r"), &e));
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		program_write(p, files[i].name, "x", 1);
	scan(p, QUIET_SCAN);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (file_exists(program_path(p, files[i].name)) !=
		    files[i].stays)
			fail_msg("%s", files[i].name);
	program_free(p);
}

static const struct {
	const char *line;
	int status;
} letters[] = {
	{ "--fail-on A", 10 },
	{ "--fail-on E", 10 }, /* no letter is not good enough either */
	{ "", 0 },
};

static void test_fail_on(void **state)
{
	struct program *p = program_new();
	char line[200];

	(void)state;
	make_root(p, "one", '1');
	for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++) {
		snprintf(line, sizeof(line), "%s --root %%/one %s", QUIET_SCAN,
		         letters[i].line);
		program_run(p, line);
		if (letters[i].status)
			assert_int_equal(p->status, letters[i].status);
		else
			assert_true(p->status == 0 || p->status == 3);
	}
	program_free(p);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_shared_folder),
		cmocka_unit_test(test_english),
		cmocka_unit_test(test_machines),
		cmocka_unit_test(test_before),
		cmocka_unit_test(test_planted),
		cmocka_unit_test(test_commune_known),
		cmocka_unit_test(test_corrupt),
		cmocka_unit_test(test_old_answers),
		cmocka_unit_test(test_partial),
		cmocka_unit_test(test_sweep),
		cmocka_unit_test(test_fail_on),
	};

	return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
