/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/facts_json.h"
#include "checks/ruling.h"
#include "core/date.h"
#include "core/file.h"
#include "core/json.h"
#include "core/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/*
 * Recorded machines: tests/facts/NAME.facts.json, and NAME.answers.json if
 * somebody answered, must give the verdicts of NAME.verdicts, a line a
 * control. GOLDEN=write writes them anew, to be read in the diff.
 */

static struct baseline *baseline;
static unsigned machines;

static const char *path_of(const char *name, const char *ending)
{
	static char path[1024];

	snprintf(path, sizeof(path), "%s/facts/%s%s", TESTS_DIR, name, ending);
	return path;
}

static cJSON *read_json(const char *name, const char *ending)
{
	struct buf text;
	struct err e;
	cJSON *json;

	buf_init(&text, 1 << 20);
	if (!file_read(path_of(name, ending), &text, &e))
		fail_msg("%s", e.text);
	json = json_parse(buf_text(&text), text.len, &e);
	if (!json)
		fail_msg("%s%s: %s", name, ending, e.text);
	buf_clear(&text);
	return json;
}

static int64_t read_machine(const char *name, struct facts *f,
                            struct answers *answers, struct arena *a)
{
	cJSON *json = read_json(name, ".facts.json");
	const char *made = NULL;
	int64_t now = 0;
	struct err e;

	if (!facts_from_json(f, cJSON_GetObjectItem(json, "facts"), a, &e))
		fail_msg("%s: %s", name, e.text);
	assert_true(json_text(json, "made_at", true, a, &made, &e));
	assert_true(date_parse(made, &now));
	cJSON_Delete(json);
	if (!file_exists(path_of(name, ".answers.json")))
		return now;
	json = read_json(name, ".answers.json");
	if (!answers_from_json(answers, json, baseline, a, &e))
		fail_msg("%s: %s", name, e.text);
	cJSON_Delete(json);
	return now;
}

static void say_ruling(struct buf *out, const struct inputs *in,
                       const struct ruling *r)
{
	const struct evidence *line = r->evidence.data;

	buf_fmt(out, "%s %s", in->control->id, verdict_name(r->verdict));
	if (r->severity != in->control->severity)
		buf_fmt(out, " (%s)", severity_name(r->severity));
	if (r->message)
		buf_fmt(out, " %s", r->message);
	if (r->contradiction)
		buf_fmt(out, " %s", r->contradiction);
	for (size_t i = 0; i < r->evidence.count; i++) {
		bool said = false;

		for (size_t j = 0; j < i; j++)
			said = said || strcmp(line[j].code, line[i].code) == 0;
		if (!said)
			buf_fmt(out, " +%s", line[i].code);
	}
	buf_char(out, '\n');
}

static void judge(const char *name, struct buf *out)
{
	static const struct facts nothing;
	struct arena *a = arena_new(8 << 20);
	struct facts f = nothing;
	struct answers answers = { 0 };
	int64_t now = read_machine(name, &f, &answers, a);

	for (size_t i = 0; i < baseline->controls; i++) {
		struct inputs in = { &f, &answers, baseline,
			             &baseline->control[i], now };
		struct ruling r;

		assert_true(ruling_make(&in, a, &r));
		say_ruling(out, &in, &r);
	}
	arena_free(a);
}

static void check_machine(const char *name)
{
	const char *write = getenv("GOLDEN");
	struct buf got, want;
	struct err e;

	buf_init(&got, 1 << 20);
	buf_init(&want, 1 << 20);
	judge(name, &got);
	if (write && strcmp(write, "write") == 0) {
		if (!file_write(path_of(name, ".verdicts"), buf_text(&got),
		                got.len, &e))
			fail_msg("%s", e.text);
	} else {
		if (!file_read(path_of(name, ".verdicts"), &want, &e))
			fail_msg("%s", e.text);
		assert_string_equal(buf_text(&got), buf_text(&want));
	}
	buf_clear(&got);
	buf_clear(&want);
}

static bool each_file(void *ctx, const char *file)
{
	char name[256];

	(void)ctx;
	if (!text_ends(file, ".facts.json"))
		return true;
	snprintf(name, sizeof(name), "%.*s",
	         (int)(strlen(file) - strlen(".facts.json")), file);
	check_machine(name);
	machines++;
	return true;
}

static void test_verdicts(void **state)
{
	struct err e;

	(void)state;
	if (!file_list(TESTS_DIR "/facts", each_file, NULL, &e))
		fail_msg("%s", e.text);
	assert_true(machines >= 8);
}

static int setup(void **state)
{
	struct err e;

	(void)state;
	baseline = baseline_builtin(&e);
	return baseline ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	baseline_free(baseline);
	return 0;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_verdicts),
	};

	return cmocka_run_group_tests_name("recorded", tests, setup, teardown);
}
