/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/store.h"

#include "agent/console.h"
#include "agent/input.h"
#include "agent/publish.h"
#include "agent/shelf.h"
#include "core/date.h"
#include "core/file.h"
#include "core/interrupt.h"
#include "core/json.h"
#include "report/merge.h"

#include <string.h>

#define ANSWERS_FILE  "reponses.json"
#define COMMUNE_FILE  "commune.json"
#define BEFORE        "precedent" /* folder of the visit before */
#define ANSWERS_BYTES (1u << 20)

/* Whether the answer is one that the question still has. */
static bool answerable(const struct baseline *b, const cJSON *item)
{
	const struct control *c = baseline_control(b, item->string);

	if (!c || !c->question || !cJSON_IsString(item))
		return false;
	return c->question->kind != QUESTION_CHOICE ||
	       question_choice(c->question, item->valuestring);
}

/* Questions change with the baseline: leave out what it has no more. */
static void forget_unknown(cJSON *json, const struct baseline *b)
{
	cJSON *group = cJSON_GetObjectItemCaseSensitive(json, "answers");
	cJSON *item = group ? group->child : NULL;

	while (item) {
		cJSON *next = item->next;

		if (!answerable(b, item))
			cJSON_Delete(cJSON_DetachItemViaPointer(group, item));
		item = next;
	}
}

void store_read_answers(const struct folder *f, const struct session *s,
                        const struct baseline *b, struct answers *out)
{
	const char *path = f->path ? folder_file(f, s, ANSWERS_FILE) : NULL;
	cJSON *json = NULL;
	struct buf text;
	struct err e = { 0 };

	memset(out, 0, sizeof(*out));
	if (!path || !file_exists(path))
		return;
	buf_init(&text, ANSWERS_BYTES);
	if (file_read(path, &text, &e)) {
		e.sys = 0;
		json = json_parse(buf_text(&text), text.len, &e);
	}
	if (json)
		forget_unknown(json, b);
	if (!json || !answers_from_json(out, json, b, s->arena, &e)) {
		console_blame(s, SAY_IGNORED, path, &e);
		if (!e.sys)
			shelf_put_aside(s, path);
		memset(out, 0, sizeof(*out));
	}
	cJSON_Delete(json);
	buf_clear(&text);
}

static bool write_answers(const struct folder *f, const struct session *s,
                          const struct answers *answers, struct err *e)
{
	const char *path = folder_file(f, s, ANSWERS_FILE);
	cJSON *json = answers_to_json(answers);
	struct buf text;
	bool ok;

	e->sys = 0;
	buf_init(&text, ANSWERS_BYTES);
	ok = json && path && json_print(&text, json)
	         ? file_replace(path, buf_text(&text), text.len, e)
	         : err_set(e, "out of memory");
	cJSON_Delete(json);
	buf_clear(&text);
	return ok;
}

bool store_write_answers(struct folder *f, const struct session *s,
                         const struct answers *answers)
{
	struct err e;

	if (!f->path)
		return false;
	while (!write_answers(f, s, answers, &e)) {
		console_blame(s, SAY_CANNOT_WRITE, f->path, &e);
		if (!folder_next(f, s))
			return false;
	}
	return true;
}

static bool same_day(int64_t a, int64_t b)
{
	return a / DATE_DAY == b / DATE_DAY;
}

/*
 * The document of the visit before. The one that is about to be replaced
 * becomes it, unless it is of the same day: who scans again after a first
 * repair wants to see what changed since last time, not since noon.
 */
static bool keep_before(const struct folder *f, struct session *s,
                        const struct document *old, const char *name,
                        const struct document *now,
                        const struct document **before, struct err *e)
{
	const char *folder = folder_file(f, s, BEFORE);
	const char *kept = arena_fmt(s->arena, BEFORE "/%s", name);

	*before = NULL;
	if (!folder || !kept)
		return err_set(e, "out of memory");
	if (old && !same_day(old->made_at, now->made_at)) {
		*before = old;
		if (file_is_link(folder))
			return err_set(e, "%s is a link", folder);
		return file_mkdir(folder, e) &&
		       publish_document(s, folder, name, old, e);
	}
	*before = shelf_document(f, s, kept, true);
	return true;
}

/* Everything that keeping a document needs to know. */
struct keeping {
	const struct folder *folder;
	struct session *session;
	struct document *document;
	const char *former;
	const struct answers *answers;
	struct store_result *result;
};

static bool merge(struct keeping *k, struct shelf *shelf, struct err *e)
{
	struct session *s = k->session;
	struct document *all = arena_alloc(s->arena, 1, sizeof(*all));

	if (!all || !shelf_read(shelf, k->folder, s, k->document, k->former))
		return err_set(e, "out of memory");
	k->result->commune = all;
	return merge_documents(all, shelf->document, shelf->count, s->arena, e);
}

/* The document about this machine, in place of the one before. */
static bool replace_own(struct keeping *k, const struct shelf *shelf,
                        struct err *e)
{
	struct session *s = k->session;
	const char *name = shelf_name(s, k->document->machine[0].id);
	const struct document *before = NULL;
	const char *path;

	if (!name)
		return err_set(e, "out of memory");
	if (!keep_before(k->folder, s, shelf->own, name, k->document, &before,
	                 e) ||
	    !publish_document(s, k->folder->path, name, k->document, e))
		return false;
	if (!shelf->own_name || strcmp(shelf->own_name, name) == 0)
		return true;
	/* The same machine, from before the commune was known. */
	path = folder_file(k->folder, s, shelf->own_name);
	if (path)
		(void)file_remove(path);
	return true;
}

static bool replace_commune(struct keeping *k, struct err *e)
{
	struct session *s = k->session;
	const struct document *all = k->result->commune;
	const struct document *old =
	    shelf_document(k->folder, s, COMMUNE_FILE, true);
	const struct document *before = NULL;
	struct comparison comparison;
	struct publish_paths paths;

	if (!keep_before(k->folder, s, old, COMMUNE_FILE, all, &before, e) ||
	    !publish_document(s, k->folder->path, COMMUNE_FILE, all, e))
		return false;
	if (before && !compare_documents(&comparison, before, all, s->arena))
		return err_set(e, "out of memory");
	if (!publish_reports(s, k->folder->path, all,
	                     before ? &comparison : NULL, &paths, e))
		return false;
	k->result->report = paths.page;
	k->result->list = paths.list;
	return true;
}

static bool write_all(struct keeping *k, struct err *e)
{
	struct shelf shelf = { .own = NULL };

	e->sys = 0;
	publish_sweep(k->session, k->folder->path);
	return merge(k, &shelf, e) &&
	       ((k->answers->count == 0 && !k->answers->insee &&
	         !k->answers->name) ||
	        write_answers(k->folder, k->session, k->answers, e)) &&
	       replace_own(k, &shelf, e) && replace_commune(k, e);
}

enum ending store_keep(struct folder *f, struct session *s, struct document *d,
                       const char *former, const struct answers *answers,
                       struct store_result *out)
{
	struct keeping k = { f, s, d, former, answers, out };
	struct err e;

	out->commune = d;
	out->report = NULL;
	while (f->path) {
		bool locked = folder_lock(f, s);
		bool ok = locked && write_all(&k, &e);

		folder_unlock(f);
		if (ok)
			return ENDING_DONE;
		if (interrupt_seen()) {
			console_error(s, SAY_INTERRUPTED);
			return ENDING_INTERRUPTED;
		}
		if (locked)
			console_blame(s, SAY_CANNOT_WRITE, f->path, &e);
		else
			console_error(s, SAY_FOLDER_KEPT, "file", f->path);
		if (!folder_next(f, s))
			break;
	}
	console_error(s, SAY_NOWHERE);
	return ENDING_BROKEN;
}

static bool rewrite(const struct folder *f, struct session *s, struct err *e)
{
	const struct document *all = shelf_document(f, s, COMMUNE_FILE, false);
	const struct document *before =
	    all ? shelf_document(f, s, BEFORE "/" COMMUNE_FILE, false) : NULL;
	struct comparison comparison;
	struct publish_paths paths;

	/* Results may be sent from a folder that holds no reports. */
	if (!all)
		return true;
	if (before && !compare_documents(&comparison, before, all, s->arena))
		return err_set(e, "out of memory");
	return publish_reports(s, f->path, all, before ? &comparison : NULL,
	                       &paths, e);
}

void store_rewrite(struct folder *f, struct session *s)
{
	struct err e;

	e.sys = 0;
	if (!folder_lock(f, s))
		console_error(s, SAY_FOLDER_KEPT, "file", f->path);
	else if (!rewrite(f, s, &e))
		console_blame(s, SAY_CANNOT_WRITE, f->path, &e);
	folder_unlock(f);
}
