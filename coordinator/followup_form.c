/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/followup_form.h"

#include "coordinator/page.h"
#include "coordinator/wording.h"
#include "core/date.h"
#include "core/text.h"
#include "report/markup.h"

#include <stdio.h>
#include <string.h>

static void state_words(struct buf *b, const char *state, enum lang lang)
{
	char id[40];

	snprintf(id, sizeof(id), "followup-%s", state);
	wording_html(b, id, lang, NULL);
}

static void states(struct buf *b, const struct followup *f, enum lang lang)
{
	buf_str(b, "<fieldset class=\"states\"><legend>");
	wording_html(b, "followup-state", lang, NULL);
	buf_str(b, "</legend>\n");
	for (size_t i = 0; i < FOLLOWUP_STATES; i++) {
		const char *state = followup_states[i];

		buf_fmt(b,
		        "<label class=\"check\"><input type=\"radio\" "
		        "name=\"etat\" value=\"%s\"%s><span>",
		        state, strcmp(state, f->state) == 0 ? " checked" : "");
		state_words(b, state, lang);
		buf_str(b, "</span></label>\n");
	}
	buf_str(b, "</fieldset>\n");
}

static void fields(struct buf *b, const struct followup *f, enum lang lang)
{
	char day[DATE_TEXT] = "";

	if (f->next_at)
		date_format_day(day, f->next_at);
	buf_str(b, "<p><label for=\"suivi-note\">");
	wording_html(b, "followup-note", lang, NULL);
	buf_fmt(b,
	        "</label><textarea id=\"suivi-note\" name=\"note\" rows=\"4\" "
	        "maxlength=\"%d\">\n",
	        FOLLOWUP_NOTE / 4);
	markup_area(b, f->note);
	buf_str(b, "</textarea></p>\n<p><label for=\"suivi-jour\">");
	wording_html(b, "followup-next", lang, NULL);
	buf_fmt(b,
	        "</label><input id=\"suivi-jour\" name=\"jour\" type=\"date\" "
	        "value=\"%s\"></p>\n<p><button>",
	        day);
	wording_html(b, "followup-save", lang, NULL);
	buf_str(b, "</button></p>\n");
}

/* For readers, and on paper. */
static void plain(struct buf *b, const struct followup *f, enum lang lang,
                  bool paper)
{
	buf_str(b, paper ? "<div class=\"print-only\"><p><b>" : "<div><p><b>");
	state_words(b, f->state, lang);
	buf_str(b, "</b></p>\n");
	if (f->note[0]) {
		buf_str(b, "<p>");
		markup_lines(b, f->note);
		buf_str(b, "</p>\n");
	}
	if (f->next_at) {
		buf_str(b, "<p>");
		wording_html(b, "followup-next", lang, NULL);
		buf_str(b, lang == LANG_FR ? "\u00a0: " : ": ");
		markup_day(b, f->next_at, lang);
		buf_str(b, "</p>\n");
	}
	buf_str(b, "</div>\n");
}

void followup_form_write(struct request *r, struct response *out,
                         const struct commune *c, const struct followup *f)
{
	struct buf *b = &out->body;
	bool may = r->role >= ROLE_ADVISER;

	buf_str(b, "<section id=\"suivi\" class=\"panel\" "
	           "aria-labelledby=\"suivi-titre\">\n"
	           "<h2 id=\"suivi-titre\">");
	wording_html(b, "communes-followup", r->lang, NULL);
	buf_str(b, "</h2>\n");
	if (text_is(request_query(r, "fait"), "1")) {
		buf_str(b, "<p class=\"notice good\" role=\"status\">");
		wording_html(b, "followup-saved", r->lang, NULL);
		buf_str(b, "</p>\n");
	}
	plain(b, f, r->lang, may);
	if (may) {
		char path[64];

		snprintf(path, sizeof(path), "/communes/%s/suivi", c->insee);
		page_form(r, out, path, "stack");
		states(b, f, r->lang);
		fields(b, f, r->lang);
		buf_str(b, "</form>\n");
	}
	if (f->changed_at) {
		char day[DATE_TEXT];

		date_say(day, f->changed_at, r->lang);
		buf_str(b, "<p class=\"soft\">");
		wording_html(b, "followup-by", r->lang, "day", day, "name",
		             f->changed_by, NULL);
		buf_str(b, "</p>\n");
	}
	buf_str(b, "</section>\n");
}
