/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/publish.h"

#include "agent/document_file.h"
#include "agent/outbox.h"
#include "core/file.h"
#include "core/place.h"
#include "core/text.h"
#include "report/contact.h"
#include "report/document_json.h"
#include "report/renderer.h"

#include <stdio.h>
#include <string.h>

#define REPORT_BYTES (32u << 20) /* of one report */
#define TAIL         6           /* random letters of file_replace() */
#define NAME_BYTES   256

static bool write_whole(const struct session *s, const char *folder,
                        const char *name, struct buf *b, const char **path,
                        struct err *e)
{
	bool ok;

	e->sys = 0;
	*path = place_inside(s->arena, folder, name);
	ok = buf_ok(b) && *path ? file_replace(*path, buf_text(b), b->len, e)
	                        : err_set(e, "out of memory for %s", name);
	buf_clear(b);
	return ok;
}

bool publish_document(const struct session *s, const char *folder,
                      const char *name, const struct document *d, struct err *e)
{
	const char *path;
	struct buf b;

	buf_init(&b, DOCUMENT_BYTES);
	document_file_format(&b, d);
	return write_whole(s, folder, name, &b, &path, e);
}

static bool write_report(const struct session *s, const char *folder,
                         const struct renderer *r, struct view *v,
                         const char **path, struct err *e)
{
	const char *name = arena_fmt(
	    s->arena, "%s.%s", s->lang == LANG_EN ? r->stem_en : r->stem_fr,
	    r->extension);
	struct buf b;

	if (!name)
		return err_set(e, "out of memory");
	buf_init(&b, REPORT_BYTES);
	r->render(v, &b);
	return write_whole(s, folder, name, &b, path, e);
}

bool publish_reports(const struct session *s, const char *folder,
                     const struct document *d, const struct comparison *c,
                     struct publish_paths *out, struct err *e)
{
	struct view v = { .document = d,
		          .lang = s->lang,
		          .comparison = c,
		          .kit = s->kit,
		          .arena = s->arena };
	const char *outbox = place_inside(s->arena, folder, OUTBOX);
	struct outbox_receipt newest;
	struct contact_receipt receipt;
	size_t count;
	const struct renderer *const *list = renderer_list(&count);

	if (s->kit && outbox && outbox_newest(s, outbox, &newest)) {
		receipt.number = newest.number;
		receipt.received_at = newest.received_at;
		v.receipt = &receipt;
	}
	*out = (struct publish_paths){ .page = NULL };
	for (size_t i = 0; i < count; i++) {
		const char *path = NULL;

		/* The document itself is kept as commune.json. */
		if (strcmp(list[i]->name, "json") == 0)
			continue;
		if (!write_report(s, folder, list[i], &v, &path, e))
			return false;
		if (!out->page || strcmp(list[i]->name, "html") == 0)
			out->page = path;
		if (strcmp(list[i]->name, "checklist") == 0)
			out->list = path;
	}
	return true;
}

/* Whether the first len bytes of name are the name of a file of ours. */
static bool ours(const char *name, size_t len)
{
	static const char *const fixed[] = { "commune.json", "reponses.json",
		                             ".garde" };
	char own[NAME_BYTES];
	size_t count;
	const struct renderer *const *list = renderer_list(&count);

	if (len >= sizeof(own))
		return false;
	snprintf(own, sizeof(own), "%.*s", (int)len, name);
	if (text_begins(own, "poste-") && text_ends(own, ".json"))
		return true;
	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		if (strcmp(own, fixed[i]) == 0)
			return true;
	for (size_t i = 0; i < 2 * count; i++) {
		const struct renderer *r = list[i / 2];
		const char *stem = i % 2 ? r->stem_en : r->stem_fr;
		size_t n = strlen(stem);

		if (strncmp(own, stem, n) == 0 && own[n] == '.' &&
		    strcmp(own + n + 1, r->extension) == 0)
			return true;
	}
	return false;
}

/* Whether name is what file_replace() calls an unfinished file of ours. */
static bool half(const char *name)
{
	const char *tail = strstr(name, FILE_TEMPORARY);

	return tail && strlen(tail) == strlen(FILE_TEMPORARY) + TAIL &&
	       ours(name, (size_t)(tail - name));
}

struct sweep {
	const struct session *session;
	const char *folder;
};

static bool sweep_one(void *ctx, const char *name)
{
	const struct sweep *sweep = ctx;
	const char *path;

	if (!half(name))
		return true;
	path = place_inside(sweep->session->arena, sweep->folder, name);
	if (path)
		(void)file_remove(path);
	return true;
}

void publish_sweep(const struct session *s, const char *folder)
{
	struct sweep sweep = { s, folder };
	struct err ignored;

	/* Not being able to is no reason to stop. */
	(void)file_list(folder, sweep_one, &sweep, &ignored);
}
