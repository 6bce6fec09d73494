/* SPDX-License-Identifier: Apache-2.0 */
#include "program.h"

/*
 * Bytes that no honest program wrote, in every place where a file is named:
 * the exit status is right, there is a sentence, nothing is written, and
 * nothing crashes (the sanitizers' own status is 99).
 */

static const char good_facts[] =
    "{\"format\":1,\"made_at\":\"2026-11-22T08:00:00Z\",\"tool\":{\"name\":"
    "\"garde\",\"version\":\"0.1.0\"},\"facts\":{\"system.name\":{\"state\":"
    "\"known\",\"value\":\"Debian é\"},\"system.laptop\":{\"state\":\"known\","
    "\"value\":true},\"share.list\":{\"state\":\"denied\",\"why\":\"no\"}}}";

static const char good_answers[] =
    "{\"format\":1,\"made_at\":\"2026-11-22T08:00:00Z\",\"commune\":{"
    "\"insee\":\"01001\",\"name\":\"L’Abergement\"},\"answers\":{}}";

/* The four files that a user can name, and what happens to a bad one. */
enum kind { FACTS, ANSWERS, DOCUMENT, BASELINE, KINDS };

static const struct {
	const char *line;
	int status;
} uses[KINDS] = {
	[FACTS] = { "judge bad.json -o out.json", 2 },
	[ANSWERS] = { "judge good.json --answers bad.json -o out.json", 2 },
	[DOCUMENT] = { "report bad.json --as html -o out.json", 2 },
	[BASELINE] = { "judge good.json --baseline bad.json -o out.json", 5 },
};

static void expect_refusal(struct program *p, enum kind kind, const char *text,
                           size_t len)
{
	char *out;

	program_write(p, "bad.json", text, len);
	program_expect(p, uses[kind].line, uses[kind].status);
	program_said(p, "Je ne comprends pas le fichier");
	assert_string_equal(p->out, "");
	out = program_read(p, "out.json");
	assert_string_equal(out, "before");
	free(out);
}

static struct program *prepare(void)
{
	struct program *p = program_new();

	program_write(p, "good.json", good_facts, strlen(good_facts));
	program_write(p, "out.json", "before", 6);
	return p;
}

/* What is wrong with any of them. */
static const struct {
	const char *text;
	size_t len; /* 0: to the NUL */
	const char *said;
} bad[] = {
	{ "", 0, NULL },
	{ " ", 0, NULL },
	{ "\0", 1, "line 1" },
	{ "{\"format\":1,\"a\":\"x\0y\"}", 22, "line 1" },
	{ "{\"format\":1,\"a\":\"\\u0000\"}", 0, "line 1" },
	{ "{\"format\":1,\n\"a\":\"\xC3\x28\"}", 0, "line 2" },
	{ "{\"format\":1,\"a\":\"\xED\xA0\x80\"}", 0, "line 1" },
	{ "{\"format\":1,\"a\":\"\\ud800\"}", 0, "line 1" },
	{ "{\"format\":1e400}", 0, "line 1" },
	{ "{\"format\":1,\"format\":1}", 0, "twice" },
	{ "{\"format\":2}", 0, "format 2" },
	{ "{\"format\":-1}", 0, NULL },
	{ "{\"format\":1.5}", 0, NULL },
	{ "{\"format\":\"1\"}", 0, NULL },
	{ "{\"format\":1}", 0, NULL },
	{ "{\"format\":1,\"facts\":[],\"answers\":[],\"order\":1}", 0, NULL },
	{ "[1]", 0, NULL },
	{ "null", 0, NULL },
	{ "{\"format\":1} {}", 0, "line 1" },
	{ "{'format':1}", 0, "line 1" },
};

static void test_bad(void **state)
{
	struct program *p = prepare();

	(void)state;
	for (int kind = 0; kind < KINDS; kind++)
		for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
			expect_refusal(p, (enum kind)kind, bad[i].text,
			               bad[i].len ? bad[i].len
			                          : strlen(bad[i].text));
			if (bad[i].said)
				program_said(p, bad[i].said);
		}
	program_free(p);
}

#define HEAD                                                                  \
	"\"format\":1,\"subject\":\"machine\",\"made_at\":"                   \
	"\"2026-11-22T08:00:00Z\",\"tool\":{\"name\":\"garde\",\"version\":"  \
	"\"0\"},\"baseline\":{\"id\":\"x\",\"version\":\"1\"},\"formula\":1," \
	"\"machines\":[],"

/* Wrong types in the right places: the sentence names the place. */
static const struct {
	enum kind kind;
	const char *text;
	const char *said;
} places[] = {
	{ FACTS, "{\"format\":1,\"facts\":{\"system.name\":1}}",
	  "system.name" },
	{ FACTS,
	  "{\"format\":1,\"facts\":{\"system.laptop\":{\"state\":\"known\","
	  "\"value\":\"yes\"}}}",
	  "system.laptop" },
	{ FACTS,
	  "{\"format\":1,\"facts\":{\"share.list\":{\"state\":\"known\","
	  "\"value\":[1]}}}",
	  "share.list" },
	{ FACTS, "{\"format\":1,\"made_at\":\"hier\",\"facts\":{}}",
	  "made_at" },
	{ ANSWERS, "{\"format\":1,\"answers\":{\"backup-recnet\":\"yes\"}}",
	  "backup-recent" },
	{ ANSWERS, "{\"format\":1,\"answers\":{\"backup-recent\":\"zzz\"}}",
	  "backup-recent" },
	{ ANSWERS, "{\"format\":1,\"answers\":{\"backup-recent\":1}}",
	  "backup-recent" },
	{ ANSWERS,
	  "{\"format\":1,\"commune\":{\"insee\":\"1\"},\"answers\":{}}",
	  "INSEE" },
	{ DOCUMENT, "{" HEAD "\"findings\":[{\"id\":1}]}", "finding" },
	{ DOCUMENT, "{" HEAD "\"findings\":{}}", "findings" },
	{ DOCUMENT, "{" HEAD "\"findings\":[{\"id\":\"<\"}]}", "finding 1" },
	{ DOCUMENT, "{\"format\":1,\"subject\":\"town\",\"findings\":[]}",
	  "subject" },
};

static void test_places(void **state)
{
	struct program *p = prepare();

	(void)state;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		expect_refusal(p, places[i].kind, places[i].text,
		               strlen(places[i].text));
		program_said(p, places[i].said);
	}
	program_free(p);
}

/* "{"a":{"a":{...": as deep as one likes, refused at once. */
static void test_deep(void **state)
{
	struct program *p = prepare();
	size_t len = 0;
	char *text = malloc(6 * 200000 + 1);

	(void)state;
	assert_non_null(text);
	for (int i = 0; i < 200000; i++, len += 5)
		memcpy(text + len, "{\"a\":", 5);
	for (int kind = 0; kind < KINDS; kind++)
		expect_refusal(p, (enum kind)kind, text, len);
	memset(text, '[', 200000);
	expect_refusal(p, FACTS, text, 200000);
	free(text);
	program_free(p);
}

/* More than 8 MiB is not even looked at. */
static void test_large(void **state)
{
	struct program *p = prepare();
	size_t len = (8u << 20) + 1;
	char *text = malloc(len);

	(void)state;
	assert_non_null(text);
	memset(text, ' ', len);
	program_write(p, "bad.json", text, len);
	for (int kind = 0; kind < KINDS; kind++) {
		program_expect(p, uses[kind].line, uses[kind].status);
		program_said(p, "larger than");
	}
	free(text);
	program_free(p);
}

/* A device or a pipe instead of a file must not hang. */
static void test_devices(void **state)
{
	struct program *p = prepare();

	(void)state;
	program_expect(p, "judge /dev/zero", 2);
	program_expect(p, "judge /dev/tty", 2);
	program_expect(p, "report /dev/random --as html", 2);
	program_free(p);
}

/* Cut at every byte or so: the whole program for each, so files are small. */
static void cut_everywhere(enum kind kind, const char *text, size_t len)
{
	struct program *p = prepare();

	for (size_t cut = 0; cut < len; cut += PROGRAM_CUTS)
		expect_refusal(p, kind, text, cut);
	program_write(p, "bad.json", text, len);
	program_expect(p, uses[kind].line, 0);
	program_free(p);
}

static void test_cut_facts(void **state)
{
	(void)state;
	cut_everywhere(FACTS, good_facts, strlen(good_facts));
}

static void test_cut_answers(void **state)
{
	(void)state;
	cut_everywhere(ANSWERS, good_answers, strlen(good_answers));
}

/* Documents and baselines are long: cut at every step-th byte. */
static void cut_often(enum kind kind, struct program *p, const char *text)
{
	size_t len = strlen(text);
	size_t step = (len / 150 + 1) * PROGRAM_CUTS;

	/* What follows the last brace is white space. */
	while (len > 0 && text[len - 1] != '}')
		len--;
	for (size_t cut = 0; cut < len; cut += step)
		expect_refusal(p, kind, text, cut);
	expect_refusal(p, kind, text, len - 1);
}

static void test_cut_document(void **state)
{
	struct program *p = prepare();
	char *text;

	(void)state;
	program_expect(p, "judge good.json", 0);
	text = strdup(p->out);
	assert_non_null(text);
	cut_often(DOCUMENT, p, text);
	free(text);
	program_free(p);
}

static void test_cut_baseline(void **state)
{
	struct program *p = prepare();
	struct buf b;
	struct err e;

	(void)state;
	buf_init(&b, 8u << 20);
	if (!file_read(BASELINE_JSON, &b, &e))
		fail_msg("%s", e.text);
	cut_often(BASELINE, p, buf_text(&b));
	program_write(p, "bad.json", b.data, b.len);
	program_expect(p, uses[BASELINE].line, 0);
	buf_clear(&b);
	program_free(p);
}

/* A baseline that lost one of its parts cannot stand in. */
static void test_poor_baseline(void **state)
{
	static const char *const parts[] = { "\"backup.good-days\"",
		                             "\"not-answered\"",
		                             "\"answer-older\"" };
	struct program *p = prepare();
	struct buf b;
	struct err e;

	(void)state;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		char *at;

		buf_init(&b, 8u << 20);
		assert_true(file_read(BASELINE_JSON, &b, &e));
		at = strstr(b.data, parts[i]);
		assert_non_null(at);
		at[1] = 'x';
		expect_refusal(p, BASELINE, b.data, b.len);
		buf_clear(&b);
	}
	program_free(p);
}

static void test_pipes(void **state)
{
	struct program *p = prepare();

	(void)state;
	p->input = program_path(p, "good.json");
	program_expect(p, "judge - -o doc.json --lang en", 0);
	p->input = program_path(p, "doc.json");
	program_expect(p, "report - --as json", 0);
	program_printed(p, "\"lang\":\t\"en\"");
	program_expect(p, "merge - -o -", 0);
	program_printed(p, "\"commune\"");
	/* In another language, as far as the baseline knows the words. */
	program_expect(p, "report - --as json --lang fr", 0);
	program_printed(p, "\"lang\":\t\"fr\"");
	assert_null(strstr(p->out, "Nobody has answered"));
	program_free(p);
}

/* Put a recorded machine into the test's folder: TESTS_DIR may hold spaces. */
static void copy_machine(const struct program *p, const char *from)
{
	struct buf b;
	struct err e;
	char path[4096];

	snprintf(path, sizeof(path), "%s/facts/%s", TESTS_DIR, from);
	buf_init(&b, 1u << 20);
	if (!file_read(path, &b, &e))
		fail_msg("%s", e.text);
	program_write(p, from, buf_text(&b), b.len);
	buf_clear(&b);
}

/* With --previous the report tells what changed, in either language. */
static void test_previous(void **state)
{
	struct program *p = program_new();

	(void)state;
	copy_machine(p, "all-wrong.facts.json");
	copy_machine(p, "all-right.facts.json");
	program_expect(p, "judge all-wrong.facts.json -o old.json", 0);
	program_expect(p, "judge all-right.facts.json -o new.json", 0);
	program_expect(p, "report new.json --as text", 0);
	{
		char *plain = strdup(p->out);

		program_expect(
		    p, "report new.json --as text --previous old.json", 0);
		assert_string_not_equal(p->out, plain);
		free(plain);
	}
	program_expect(
	    p, "report new.json --as html --lang en --previous old.json -o x",
	    0);
	program_expect(p, "report new.json --as text --previous absent.json",
	               2);
	program_expect(p, "merge old.json new.json -o all.json", 0);
	program_expect(p, "report all.json --as json", 0);
	program_printed(p, " est ");
	/* What each machine said is translated too. */
	program_expect(p, "report all.json --as json --lang en", 0);
	program_printed(p, "\"parts\"");
	assert_null(strstr(p->out, " est "));
	assert_null(strstr(p->out, " vous "));
	program_free(p);
}

/* Documents of two communes are not joined. */
static void test_two_communes(void **state)
{
	static const char other[] =
	    "{\"format\":1,\"commune\":{\"insee\":\"01002\"},\"answers\":{}}";
	struct program *p = prepare();

	(void)state;
	program_write(p, "a.json", good_answers, strlen(good_answers));
	program_write(p, "b.json", other, strlen(other));
	program_expect(p, "judge good.json --answers a.json -o one.json", 0);
	program_expect(p, "judge good.json --answers b.json -o two.json", 0);
	program_expect(p, "merge one.json two.json -o out.json", 2);
	program_said(p, "01002");
	program_expect(p, "merge one.json one.json", 0);
	program_free(p);
}

/* An output that cannot be written is told; nothing half is left. */
static void test_output(void **state)
{
	struct program *p = prepare();

	(void)state;
	program_expect(p, "judge good.json -o absent/out.json", 1);
	program_said(p, "Je ne peux pas écrire");
	program_expect(p, "judge good.json -o %", 1);
	program_expect(p, "collect -o absent/out.json", 1);
	program_free(p);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bad),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_deep),
		cmocka_unit_test(test_large),
		cmocka_unit_test(test_devices),
		cmocka_unit_test(test_cut_facts),
		cmocka_unit_test(test_cut_answers),
		cmocka_unit_test(test_cut_document),
		cmocka_unit_test(test_cut_baseline),
		cmocka_unit_test(test_poor_baseline),
		cmocka_unit_test(test_pipes),
		cmocka_unit_test(test_previous),
		cmocka_unit_test(test_two_communes),
		cmocka_unit_test(test_output),
	};

	return cmocka_run_group_tests_name("input", tests, NULL, NULL);
}
