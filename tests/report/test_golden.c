/* SPDX-License-Identifier: Apache-2.0 */
#include "core/file.h"
#include "core/json.h"
#include "core/text.h"
#include "report/document_json.h"
#include "report/merge.h"
#include "report/rating.h"
#include "report/renderer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/*
 * Every renderer in every language over every case, byte for byte as it was
 * when somebody looked at it: golden/CASE.LANG.RENDERER. A case is a file of
 * documents/ or a folder of files to merge; previous/CASE.json is what it is
 * compared to. GOLDEN=write in the environment writes them anew: look at the
 * difference before you commit it.
 */
#define FOLDER  TESTS_DIR "/report/"
#define MEMORY  (64u << 20)
#define MERGED  8
#define LARGEST (8u << 20)

struct golden {
	unsigned cases;
	unsigned files;
	unsigned wrong;
};

static void load(const char *path, struct document *d, struct arena *a)
{
	struct buf text;
	struct err e = { 0 };
	cJSON *json;

	buf_init(&text, DOCUMENT_BYTES);
	if (!file_read(path, &text, &e))
		fail_msg("%s", e.text);
	json = json_parse(buf_text(&text), text.len, &e);
	if (!json || !document_from_json(d, json, a, &e) || !rating_make(d, a))
		fail_msg("%s: %s", path, e.text);
	cJSON_Delete(json);
	buf_clear(&text);
}

/* The files of a case that is a folder. */
struct parts {
	const char *folder;
	struct document document[MERGED];
	const struct document *list[MERGED];
	size_t count;
	struct arena *arena;
};

static bool load_part(void *ctx, const char *name)
{
	struct parts *p = ctx;
	char path[512];

	snprintf(path, sizeof(path), "%s/%s", p->folder, name);
	assert_true(p->count < MERGED);
	load(path, &p->document[p->count], p->arena);
	p->list[p->count] = &p->document[p->count];
	p->count++;
	return true;
}

static void load_case(const char *path, struct document *d, struct arena *a)
{
	struct parts p = { .folder = path, .arena = a };
	struct err e;

	if (text_ends(path, ".json")) {
		load(path, d, a);
		return;
	}
	if (!file_list(path, load_part, &p, &e) ||
	    !merge_documents(d, p.list, p.count, a, &e))
		fail_msg("%s: %s", path, e.text);
}

/* Say where two texts part. */
static void show_difference(const char *path, const char *want, const char *got)
{
	int line = 1;
	size_t i = 0;
	size_t start = 0;

	for (; want[i] && want[i] == got[i]; i++)
		if (want[i] == '\n') {
			line++;
			start = i + 1;
		}
	print_error("%s:%d differs\n  golden: %.*s\n  now:    %.*s\n", path,
	            line, (int)strcspn(want + start, "\n"), want + start,
	            (int)strcspn(got + start, "\n"), got + start);
}

/* Copy all but what stands between two marks, the first time they do. */
static void leave_out(struct buf *to, const char **from, const char *open,
                      const char *close)
{
	const char *start = strstr(*from, open);
	const char *end = start ? strstr(start + strlen(open), close) : NULL;

	if (!end)
		return;
	buf_add(to, *from, (size_t)(start - *from) + strlen(open));
	*from = end;
}

/* A page without the style sheet that all pages share: it is long. */
static void without_style(struct buf *out)
{
	const char *from = buf_text(out);
	struct buf bare;

	buf_init(&bare, LARGEST);
	if (text_begins(from, "<!DOCTYPE html>")) {
		leave_out(&bare, &from, "'sha256-", "'");
		leave_out(&bare, &from, "<style>", "</style>");
	}
	buf_str(&bare, from);
	assert_true(buf_ok(&bare));
	buf_clear(out);
	*out = bare;
}

static void check(struct golden *g, const char *path, const struct buf *out)
{
	const char *mode = getenv("GOLDEN");
	struct buf want;
	struct err e;

	g->files++;
	if (mode && strcmp(mode, "write") == 0) {
		if (!file_write(path, buf_text(out), out->len, &e))
			fail_msg("%s", e.text);
		return;
	}
	buf_init(&want, LARGEST);
	if (!file_read(path, &want, &e)) {
		print_error("%s (GOLDEN=write makes it)\n", e.text);
		g->wrong++;
	} else if (want.len != out->len ||
	           memcmp(buf_text(&want), buf_text(out), out->len) != 0) {
		show_difference(path, buf_text(&want), buf_text(out));
		g->wrong++;
	}
	buf_clear(&want);
}

static void render(struct golden *g, const char *stem, struct view *v)
{
	size_t count;
	const struct renderer *const *list = renderer_list(&count);

	for (size_t i = 0; i < count; i++)
		for (int lang = 0; lang < LANG_COUNT; lang++) {
			char path[512];
			struct buf out;

			v->lang = (enum lang)lang;
			buf_init(&out, LARGEST);
			list[i]->render(v, &out);
			assert_true(buf_ok(&out));
			assert_true(text_valid(buf_text(&out), out.len));
			without_style(&out);
			snprintf(path, sizeof(path), FOLDER "golden/%s.%s.%s",
			         stem, lang_name(v->lang), list[i]->name);
			check(g, path, &out);
			buf_clear(&out);
		}
}

static bool run_case(void *ctx, const char *name)
{
	struct golden *g = ctx;
	struct arena *a = arena_new(MEMORY);
	struct comparison changes;
	struct document d, before;
	struct view v = { .document = &d, .arena = a };
	char path[512];
	char stem[128];

	snprintf(path, sizeof(path), FOLDER "documents/%s", name);
	load_case(path, &d, a);
	snprintf(stem, sizeof(stem), "%.*s", (int)strcspn(name, "."), name);
	snprintf(path, sizeof(path), FOLDER "previous/%s.json", stem);
	if (file_exists(path)) {
		load(path, &before, a);
		assert_true(compare_documents(&changes, &before, &d, a));
		v.comparison = &changes;
	}
	render(g, stem, &v);
	arena_free(a);
	g->cases++;
	return true;
}

static void test_golden(void **state)
{
	struct golden g = { 0 };
	struct err e;

	(void)state;
	if (!file_list(FOLDER "documents", run_case, &g, &e))
		fail_msg("%s", e.text);
	print_message("%u cases, %u files\n", g.cases, g.files);
	assert_true(g.cases >= 6);
	assert_int_equal(g.wrong, 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_golden),
	};

	return cmocka_run_group_tests_name("golden", tests, NULL, NULL);
}
