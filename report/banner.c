/* SPDX-License-Identifier: Apache-2.0 */
#include "report/banner.h"

#include "core/date.h"
#include "core/text.h"
#include "report/cap.h"
#include "report/contact.h"
#include "report/markup.h"

#include <inttypes.h>
#include <stdio.h>

/* The longest name of a commune has 45 letters. */
#define SUBJECT_LETTERS 60
#define NAME_BYTES      32

/* The longest sentence of ours about a cap has 75. */
#define CAP_LETTERS 120

/* A name out of the file, short enough for one line. */
static const char *shorten(char out[NAME_BYTES], const char *s)
{
	text_clean(out, NAME_BYTES, s ? s : "");
	return out;
}

static void made(struct buf *out, const struct view *v)
{
	const struct document *d = v->document;
	char day[DATE_TEXT];

	date_say(day, d->made_at, v->lang);
	markup_fill(out, "page-made", v->lang, "date", day, NULL);
}

void banner_head(struct buf *out, const struct view *v, const char *title)
{
	const struct document *d = v->document;
	const char *subject = markup_subject(v);
	char insee[NAME_BYTES];

	buf_str(out, "<header class=\"head\">\n"
	             "<p class=\"brand\">Garde Champêtre");
	contact_logo(out, v);
	buf_str(out, "</p>\n<h1>");
	markup_label(out, title, v->lang);
	buf_str(out, "</h1>\n<p class=\"subject\">");
	if (*subject)
		markup_cut(out, subject, SUBJECT_LETTERS);
	else
		markup_label(out, "page-no-name", v->lang);
	buf_str(out, "</p>\n<p class=\"made\">");
	made(out, v);
	if (d->commune.insee) {
		buf_str(out, " · ");
		markup_fill(out, "page-insee", v->lang, "insee",
		            shorten(insee, d->commune.insee), NULL);
	}
	buf_str(out, "</p>\n</header>\n");
}

void banner_caps(struct buf *out, const struct view *v, size_t most)
{
	const struct document_rating *r = &v->document->rating;
	size_t written = 0;

	if (r->caps == 0)
		return;
	buf_str(out, "<p class=\"caps\">");
	for (char letter = 'E'; letter >= 'A'; letter--)
		for (size_t i = 0; i < r->caps && written < most; i++) {
			if (r->cap[i].letter != letter)
				continue;
			if (written++)
				buf_char(out, ' ');
			markup_cut(out, cap_words(&r->cap[i], v->lang),
			           CAP_LETTERS);
		}
	buf_str(out, "</p>\n");
}

void banner_foot(struct buf *out, const struct view *v)
{
	const struct document *d = v->document;
	char tool[NAME_BYTES], version[NAME_BYTES];
	char baseline[NAME_BYTES], rules[NAME_BYTES];
	char formula[24];

	snprintf(formula, sizeof(formula), "%" PRId64, d->formula);
	buf_str(out, "<footer class=\"foot\">\n<p>");
	markup_label(out, "page-approx", v->lang);
	buf_str(out, " <strong>");
	markup_label(out, "page-private", v->lang);
	buf_str(out, "</strong></p>\n<p class=\"versions\">");
	made(out, v);
	buf_str(out, " · ");
	markup_fill(
	    out, "page-versions", v->lang, "tool", shorten(tool, d->tool.name),
	    "version", shorten(version, d->tool.version), "baseline",
	    shorten(baseline, d->baseline.id), "rules",
	    shorten(rules, d->baseline.version), "formula", formula, NULL);
	buf_str(out, "</p>\n</footer>\n");
}
