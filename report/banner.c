/* SPDX-License-Identifier: Apache-2.0 */
#include "report/banner.h"

#include "core/date.h"
#include "report/markup.h"

#include <inttypes.h>
#include <stdio.h>

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

	buf_str(out, "<header class=\"head\">\n"
	             "<p class=\"brand\">Garde Champêtre</p>\n<h1>");
	markup_label(out, title, v->lang);
	buf_str(out, "</h1>\n<p class=\"subject\">");
	if (*subject)
		markup_text(out, subject);
	else
		markup_label(out, "page-no-name", v->lang);
	buf_str(out, "</p>\n<p class=\"made\">");
	made(out, v);
	if (d->commune.insee) {
		buf_str(out, " · ");
		markup_fill(out, "page-insee", v->lang, "insee",
		            d->commune.insee, NULL);
	}
	buf_str(out, "</p>\n</header>\n");
}

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

void banner_foot(struct buf *out, const struct view *v)
{
	const struct document *d = v->document;
	char formula[24];

	snprintf(formula, sizeof(formula), "%" PRId64, d->formula);
	buf_str(out, "<footer class=\"foot\">\n<p>");
	markup_label(out, "page-approx", v->lang);
	buf_str(out, " <strong>");
	markup_label(out, "page-private", v->lang);
	buf_str(out, "</strong></p>\n<p class=\"versions\">");
	made(out, v);
	buf_str(out, " · ");
	markup_fill(out, "page-versions", v->lang, "tool",
	            or_empty(d->tool.name), "version",
	            or_empty(d->tool.version), "baseline",
	            or_empty(d->baseline.id), "rules",
	            or_empty(d->baseline.version), "formula", formula, NULL);
	buf_str(out, "</p>\n</footer>\n");
}
