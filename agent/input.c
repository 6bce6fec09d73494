/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/input.h"

#include "agent/console.h"
#include "agent/facts_file.h"
#include "agent/kit_rules.h"
#include "core/clock.h"
#include "core/date.h"
#include "core/file.h"
#include "core/json.h"
#include "report/document_json.h"
#include "report/rating.h"

#include <string.h>

static bool read_bytes(const char *path, struct buf *out, struct err *e)
{
	e->sys = 0;
	return strcmp(path, "-") == 0 ? file_read_stdin(out, e)
	                              : file_read(path, out, e);
}

cJSON *input_json(const struct session *s, const char *path)
{
	struct buf b;
	struct err e;
	cJSON *json = NULL;

	buf_init(&b, INPUT_BYTES);
	if (!read_bytes(path, &b, &e)) {
		console_blame(s, SAY_CANNOT_READ, path, &e);
	} else if (b.len == 0) {
		console_error(s, SAY_NOT_UNDERSTOOD, "file", path);
		console_error(s, SAY_WHY_EMPTY);
	} else {
		e.sys = 0;
		json = json_parse(buf_text(&b), b.len, &e);
		if (!json)
			console_blame(s, SAY_NOT_UNDERSTOOD, path, &e);
	}
	buf_clear(&b);
	return json;
}

/* Tell what is wrong in a file that was read; ok is handed through. */
static bool judge(const struct session *s, const char *path, bool ok,
                  struct err *e)
{
	e->sys = 0;
	if (!ok)
		console_blame(s, SAY_NOT_UNDERSTOOD, path, e);
	return ok;
}

bool input_facts(const struct session *s, const char *path, struct facts *f,
                 int64_t *made_at)
{
	cJSON *json = input_json(s, path);
	struct err e;
	bool ok =
	    json &&
	    judge(s, path, facts_file_from_json(f, made_at, json, s->arena, &e),
	          &e);

	cJSON_Delete(json);
	return ok;
}

bool input_answers(const struct session *s, const char *path,
                   const struct baseline *b, struct answers *out)
{
	cJSON *json = input_json(s, path);
	struct err e;
	bool ok =
	    json &&
	    judge(s, path, answers_from_json(out, json, b, s->arena, &e), &e);

	cJSON_Delete(json);
	return ok;
}

bool input_document(const struct session *s, const char *path,
                    struct document *d)
{
	cJSON *json = input_json(s, path);
	struct err e;
	bool ok = json &&
	          judge(s, path, document_from_json(d, json, s->arena, &e), &e);

	cJSON_Delete(json);
	if (ok && !rating_make(d, s->arena)) {
		console_error(s, SAY_NO_MEMORY);
		return false;
	}
	return ok;
}

/* The baseline of a file, fit to stand in for the built-in one, or NULL. */
static struct baseline *replacement(const struct session *s, const char *path,
                                    const struct baseline *builtin)
{
	struct baseline *b = NULL;
	struct buf text;
	struct err e;

	buf_init(&text, INPUT_BYTES);
	if (!read_bytes(path, &text, &e)) {
		console_blame(s, SAY_CANNOT_READ, path, &e);
	} else {
		b = baseline_parse(buf_text(&text), text.len, &e);
		if (!judge(s, path, b && baseline_covers(b, builtin, &e), &e)) {
			baseline_free(b);
			b = NULL;
		}
	}
	buf_clear(&text);
	return b;
}

const struct baseline *input_baseline(struct session *s, int64_t now)
{
	const char *path = s->options.value[OPTION_BASELINE];
	struct err e;
	struct baseline *b;
	struct baseline *other;
	char day[DATE_TEXT];

	if (s->baseline)
		return s->baseline;
	b = baseline_builtin(&e);
	if (!b) {
		console_error(s, SAY_WHY_DETAIL, "detail", e.text);
		return NULL;
	}
	if (path) {
		other = replacement(s, path, b);
		baseline_free(b);
		b = other;
	} else {
		b = kit_rules_choose(s, b, now);
	}
	if (b && b->expires && now >= b->expires) {
		date_say(day, b->expires, s->lang);
		console_note(s, SAY_BASELINE_OLD, "date", day);
	}
	s->baseline = b;
	return b;
}

bool input_now(const struct session *s, int64_t *now)
{
	const char *text = s->options.value[OPTION_NOW];

	*now = clock_now();
	if (!text || date_parse(text, now))
		return true;
	console_error(s, SAY_NOT_A_DATE, "word", text);
	return false;
}
