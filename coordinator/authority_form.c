/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/authority_form.h"

#include "coordinator/audit.h"
#include "coordinator/authority.h"
#include "coordinator/box.h"
#include "coordinator/page.h"
#include "coordinator/setting.h"
#include "coordinator/wording.h"
#include "core/date.h"
#include "report/markup.h"

#include <string.h>

static void list_all(struct request *r, struct buf *b, const char *pem)
{
	struct authority list[AUTHORITY_MOST];
	size_t count;

	(void)authority_read(list, &count, pem, r->now, NULL, r->arena);
	buf_str(b, "<ul class=\"plain\">\n");
	for (size_t i = 0; i < count; i++) {
		char day[DATE_TEXT];

		date_say(day, list[i].end, r->lang);
		buf_str(b, "<li>");
		wording_html(b,
		             list[i].end < r->now ? "settings-roots-over"
		                                  : "settings-roots-until",
		             r->lang, "name", list[i].subject, "day", day,
		             NULL);
		buf_str(b, "</li>\n");
	}
	buf_str(b, "</ul>\n");
}

bool authority_form_write(struct request *r, struct response *out,
                          struct err *e)
{
	const struct box file = { .name = "roots",
		                  .type = "file",
		                  .label = "settings-roots-file",
		                  .hint = "settings-roots-hint" };
	struct buf *b = &out->body;
	const char *pem;

	if (!setting_roots(&pem, r->db, r->arena, e))
		return false;
	buf_str(b, "<section>\n<h2>");
	wording_html(b, "settings-roots", r->lang, NULL);
	buf_str(b, "</h2>\n<p>");
	wording_html(b, "settings-roots-how", r->lang, NULL);
	buf_str(b, "</p>\n");
	if (pem)
		list_all(r, b, pem);
	page_form_upload(r, out, "/reglages/autorite", "stack");
	box_write(r, out, &file);
	box_button(r, out, "second", "settings-roots-go");
	buf_str(b, "</form>\n</section>\n");
	return true;
}

/* What is to be kept. */
struct keeping {
	struct request *r;
	const char *pem; /* "" for none */
};

static bool keep(void *ctx, struct db *db, struct err *e)
{
	const struct keeping *k = ctx;

	return setting_write(db, SETTING_ROOTS, k->pem, e) &&
	       audit_note(k->r, "settings-roots", "", "", e);
}

/* The certificates of the file as a text of their own; "" for no file. */
static const char *judge(struct request *r, const struct field *file,
                         const char **why)
{
	static const char *const words[] = {
		[AUTHORITY_GOOD] = NULL,
		[AUTHORITY_WRONG] = "settings-roots-wrong",
		[AUTHORITY_ENDED] = "settings-roots-ended",
		[AUTHORITY_SECRET] = "settings-roots-secret",
		[AUTHORITY_LEAF] = "settings-roots-leaf",
	};
	struct authority list[AUTHORITY_MOST];
	struct buf text, clean;
	const char *out = "";
	size_t count;

	*why = NULL;
	if (!file || file->len == 0)
		return out;
	buf_init(&text, AUTHORITY_BYTES);
	buf_init(&clean, AUTHORITY_BYTES * 2);
	*why = words[AUTHORITY_WRONG];
	/* A NUL in it would hide what is behind. */
	if (!memchr(file->data, '\0', file->len) &&
	    buf_add(&text, file->data, file->len))
		*why = words[authority_read(list, &count, buf_text(&text),
		                            r->now, &clean, r->arena)];
	if (!*why)
		out = arena_strdup(r->arena, buf_text(&clean));
	buf_clear(&text);
	buf_clear(&clean);
	return out;
}

bool authority_form_take(struct request *r, const char **why, struct err *e)
{
	struct keeping k = { .r = r };

	k.pem = judge(r, request_file(r, "roots"), why);
	if (*why)
		return true;
	if (!k.pem)
		return err_set(e, "out of memory");
	return db_transact(r->db, keep, &k, e);
}
