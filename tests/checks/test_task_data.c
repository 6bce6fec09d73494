/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/windows/decode/task_data.h"

#include <stdlib.h>
#include <string.h>

/* A value that is put together. */
struct blob {
	uint8_t data[2048];
	size_t len;
};

static void put(struct blob *b, uint64_t n, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++)
		b->data[b->len++] = (uint8_t)(n >> 8 * i);
}

static void put_text(struct blob *b, const char *text)
{
	put(b, 2 * strlen(text), 4);
	for (; *text; text++)
		put(b, (uint8_t)*text, 2);
}

static void put_execute(struct blob *b, const char *command,
                        const char *arguments)
{
	put(b, 0x6666, 2);
	put_text(b, "");
	put_text(b, command);
	put_text(b, arguments);
	put_text(b, "C:\\");
	put(b, 0, 2);
}

static void put_call(struct blob *b)
{
	put(b, 0x7777, 2);
	put_text(b, "id");
	for (int i = 0; i < 16; i++)
		put(b, 7, 1);
	put_text(b, "data");
}

static void start(struct blob *b)
{
	b->len = 0;
	put(b, 3, 2);
	put_text(b, "Author");
}

static void reads_the_programs_of_a_task(void **state)
{
	struct arena *a = arena_new(1 << 16);
	struct task_data t;
	struct blob b;

	(void)state;
	start(&b);
	put_call(&b);
	put_execute(&b, "robocopy.exe", "C:\\Data E:\\Data /MIR");
	put_execute(&b, "C:\\restic.exe", "");
	task_data_init(&t);
	assert_true(task_data_actions(b.data, b.len, a, &t));
	assert_int_equal(t.actions, 2);
	assert_string_equal(t.action[0].command, "robocopy.exe");
	assert_string_equal(t.action[0].arguments, "C:\\Data E:\\Data /MIR");
	assert_string_equal(t.action[0].folder, "C:\\");
	assert_string_equal(t.action[1].command, "C:\\restic.exe");
	assert_string_equal(t.action[1].arguments, "");
	assert_int_equal(t.enabled, TRI_UNKNOWN);
	arena_free(a);
}

static void is_cut_anywhere(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct blob b;

	(void)state;
	start(&b);
	put_execute(&b, "a", "b");
	for (size_t cut = 0; cut < b.len; cut++) {
		uint8_t *exact = malloc(cut + 1);
		struct task_data t;

		memcpy(exact, b.data, cut);
		task_data_init(&t);
		/* Behind the context comes nothing, or a whole action. */
		assert_int_equal(task_data_actions(exact, cut, a, &t),
		                 cut == 18);
		free(exact);
	}
	arena_free(a);
}

static void believes_no_length(void **state)
{
	struct arena *a = arena_new(1 << 16);
	struct task_data t;
	struct blob b;

	(void)state;
	start(&b);
	put(&b, 0x6666, 2);
	put_text(&b, "");
	put(&b, 0xffffffff, 4);
	put(&b, 0, 8);
	task_data_init(&t);
	assert_false(task_data_actions(b.data, b.len, a, &t));
	assert_int_equal(t.actions, 0);
	start(&b);
	for (int i = 0; i < 20; i++)
		put_execute(&b, "x", "");
	task_data_init(&t);
	assert_true(task_data_actions(b.data, b.len, a, &t));
	assert_int_equal(t.actions, TASK_DATA_ACTIONS);
	arena_free(a);
}

static void reads_when_it_ran(void **state)
{
	static const struct {
		uint64_t file_time;
		int64_t time;
	} cases[] = {
		{ 0, 0 },
		{ UINT64_C(134178295687227042), 1773355968 },
		{ 5, CELL_UNKNOWN },
		{ UINT64_MAX, INT64_C(1833029933770) },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct task_data t;
		struct blob b = { .len = 0 };

		put(&b, 3, 4);
		put(&b, 1, 8);
		put(&b, cases[i].file_time, 8);
		put(&b, 0, 4);
		put(&b, 0x80070002, 4);
		task_data_init(&t);
		assert_false(task_data_runs(b.data, b.len - 1, &t));
		assert_int_equal(t.started, CELL_UNKNOWN);
		assert_true(task_data_runs(b.data, b.len, &t));
		assert_int_equal(t.started, cases[i].time);
		assert_int_equal(t.result, INT64_C(0x80070002));
	}
}

#define TASK(triggers, settings)                                        \
	"<?xml version=\"1.0\" encoding=\"UTF-16\"?><Task "             \
	"version=\"1.2\" xmlns=\"http://schemas.microsoft.com/windows/" \
	"2004/02/mit/task\"><Triggers>" triggers                        \
	"</Triggers><Settings>" settings                                \
	"</Settings><Actions Context=\"Author\"><Exec>"                 \
	"<Command>\"C:\\My Tools\\restic.exe\"</Command>"               \
	"<Arguments>backup C:\\Data</Arguments></Exec><ComHandler/>"    \
	"</Actions></Task>"

static void reads_a_task_as_xml(void **state)
{
	static const struct {
		const char *text;
		enum tri enabled;
		size_t triggers;
	} cases[] = {
		{ TASK("<CalendarTrigger><Enabled>true</Enabled>"
		       "</CalendarTrigger><LogonTrigger/>",
		       "<Enabled>true</Enabled>"),
		  TRI_YES, 2 },
		{ TASK("<CalendarTrigger><Enabled>false</Enabled>"
		       "</CalendarTrigger>",
		       ""),
		  TRI_YES, 0 },
		{ TASK("", "<Enabled>false</Enabled>"), TRI_NO, 0 },
	};
	struct arena *a = arena_new(1 << 16);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct task_data t;

		task_data_init(&t);
		assert_true(
		    task_data_xml(cases[i].text, strlen(cases[i].text), a, &t));
		assert_int_equal(t.enabled, cases[i].enabled);
		assert_int_equal(t.triggers, cases[i].triggers);
		assert_int_equal(t.actions, 1);
		assert_string_equal(t.action[0].command,
		                    "\"C:\\My Tools\\restic.exe\"");
		assert_string_equal(t.action[0].arguments, "backup C:\\Data");
	}
	arena_free(a);
}

static void takes_no_other_xml(void **state)
{
	struct arena *a = arena_new(1 << 16);
	struct task_data t;

	(void)state;
	task_data_init(&t);
	assert_false(task_data_xml("<Tasks/>", 8, a, &t));
	assert_false(task_data_xml("", 0, a, &t));
	assert_int_equal(t.enabled, TRI_UNKNOWN);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_the_programs_of_a_task),
		cmocka_unit_test(is_cut_anywhere),
		cmocka_unit_test(believes_no_length),
		cmocka_unit_test(reads_when_it_ran),
		cmocka_unit_test(reads_a_task_as_xml),
		cmocka_unit_test(takes_no_other_xml),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
