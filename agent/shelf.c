/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/shelf.h"

#include "agent/console.h"
#include "agent/input.h"
#include "agent/wording.h"
#include "core/file.h"
#include "core/json.h"
#include "core/rows.h"
#include "core/text.h"
#include "report/document_json.h"
#include "report/rating.h"

#include <string.h>

#define LABEL_NUMBERS 100000 /* a label's number is below that */

/* What shelf_read() hands to each file of the folder. */
struct reading {
	struct shelf *shelf;
	const struct folder *folder;
	struct session *session;
	struct document *document;
	const char *former;
	struct rows rows; /* const struct document * */
	int64_t highest;  /* number in a label */
};

const char *shelf_name(const struct session *s, const char *machine)
{
	return arena_fmt(s->arena, "poste-%s.json", machine);
}

void shelf_put_aside(const struct session *s, const char *path)
{
	const char *other = arena_fmt(s->arena, "%s.illisible", path);
	struct err e;

	if (other && file_rename(path, other, &e))
		console_error(s, SAY_PUT_ASIDE, "file", other);
}

static bool parse(struct document *d, const struct session *s,
                  const struct buf *text, struct err *e)
{
	cJSON *json = json_parse(buf_text(text), text->len, e);
	bool ok = json && document_from_json(d, json, s->arena, e);

	cJSON_Delete(json);
	return ok;
}

struct document *shelf_document(const struct folder *f, struct session *s,
                                const char *name, bool aside)
{
	const char *path = folder_file(f, s, name);
	struct document *d = arena_alloc(s->arena, 1, sizeof(*d));
	const struct baseline *b = input_baseline(s, 0);
	struct buf text;
	struct err e = { 0 };
	bool ok;

	if (!path || !d || !b || !file_exists(path))
		return NULL;
	buf_init(&text, DOCUMENT_BYTES);
	ok = file_read(path, &text, &e);
	if (ok) {
		e.sys = 0;
		ok = parse(d, s, &text, &e);
	}
	buf_clear(&text);
	if (ok)
		ok = wording_translate(d, b, s->lang, s->arena);
	if (ok)
		return d;
	console_blame(s, SAY_IGNORED, path, &e);
	if (aside && !e.sys)
		shelf_put_aside(s, path);
	return NULL;
}

/* The number at the end of "Poste 3", 0 if there is none. */
static int64_t label_number(const char *label)
{
	const char *space = label ? strrchr(label, ' ') : NULL;
	int64_t number = 0;

	if (space && text_int(space + 1, 1, LABEL_NUMBERS, &number))
		return number;
	return 0;
}

/* Whether the label is one that this program gave, in any language. */
static bool label_is_ours(const char *label)
{
	for (int i = 0; i < LANG_COUNT; i++)
		if (label &&
		    text_begins(label, say(SAY_MACHINE_LABEL, (enum lang)i)))
			return label_number(label) > 0;
	return false;
}

/* Labels that were given in another language, in this one. */
static bool speak_labels(const struct session *s, struct document *d)
{
	for (size_t i = 0; i < d->machines; i++) {
		struct document_machine *m = &d->machine[i];

		if (!label_is_ours(m->label))
			continue;
		m->label = arena_fmt(s->arena, "%s %d",
		                     say(SAY_MACHINE_LABEL, s->lang),
		                     (int)label_number(m->label));
		if (!m->label)
			return false;
	}
	return true;
}

static bool foreign(const struct document *a, const struct document *b)
{
	return a->commune.insee && b->commune.insee &&
	       strcmp(a->commune.insee, b->commune.insee) != 0;
}

/* Put one document of the folder where it belongs. */
static bool add(struct reading *r, struct document *old, const char *name)
{
	const char *id = old->machines ? old->machine[0].id : "";
	const struct document **row;
	int64_t number = 0;

	if (!speak_labels(r->session, old))
		return false;
	if (strcmp(id, r->document->machine[0].id) == 0 ||
	    strcmp(id, r->former) == 0) {
		r->shelf->own = old;
		r->shelf->own_name = arena_strdup(r->session->arena, name);
		return r->shelf->own_name;
	}
	if (foreign(old, r->document)) {
		console_note(r->session, SAY_OTHER_COMMUNE, "file", name);
		return true;
	}
	for (size_t i = 0; i < old->machines; i++) {
		number = label_number(old->machine[i].label);
		if (number > r->highest)
			r->highest = number;
	}
	row = rows_add(&r->rows);
	if (row)
		*row = old;
	return row;
}

static bool each(void *ctx, const char *name)
{
	struct reading *r = ctx;
	const char *own = shelf_name(r->session, r->document->machine[0].id);
	struct document *old;

	if (!text_begins(name, "poste-") || !text_ends(name, ".json"))
		return true;
	/* A merge would refuse them; no need to hold them all first. */
	if (r->rows.count > DOCUMENT_MACHINES)
		return false;
	/* Only what is about to be replaced has to make room. */
	old = shelf_document(r->folder, r->session, name, text_is(own, name));
	return !old || add(r, old, name);
}

static bool name_machine(struct reading *r)
{
	struct document_machine *m = &r->document->machine[0];
	const struct document *own = r->shelf->own;

	/* The person has just given it one. */
	if (m->label && m->label[0] && !label_is_ours(m->label))
		return true;
	if (own && own->machine[0].label && own->machine[0].label[0])
		m->label = own->machine[0].label;
	else
		m->label = arena_fmt(r->session->arena, "%s %d",
		                     say(SAY_MACHINE_LABEL, r->session->lang),
		                     (int)r->highest + 1);
	return m->label;
}

bool shelf_read(struct shelf *shelf, const struct folder *f, struct session *s,
                struct document *d, const char *former)
{
	struct reading r = { .shelf = shelf,
		             .folder = f,
		             .session = s,
		             .document = d,
		             .former = former };
	const struct document **first;
	struct err e;

	memset(shelf, 0, sizeof(*shelf));
	rows_init(&r.rows, s->arena, sizeof(const struct document *));
	first = rows_add(&r.rows);
	if (!first)
		return false;
	*first = d;
	/* A folder that cannot be listed is as good as an empty one. */
	if (!file_list(f->path, each, &r, &e))
		console_blame(s, SAY_IGNORED, f->path, &e);
	shelf->document = r.rows.data;
	shelf->count = r.rows.count;
	return name_machine(&r);
}
