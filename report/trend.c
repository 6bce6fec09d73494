/* SPDX-License-Identifier: Apache-2.0 */
#include "report/trend.h"

#include "core/date.h"
#include "report/badge.h"
#include "report/label.h"
#include "report/markup.h"
#include "report/network.h"

#include <stdio.h>

#define DEVICES 20 /* new ones that are told one by one */

size_t trend_count(const struct comparison *c, enum change_kind kind)
{
	size_t n = 0;

	for (size_t i = 0; i < c->changes; i++)
		n += c->change[i].kind == kind;
	return n;
}

static const char *word(const struct document_finding *f, enum lang lang)
{
	char id[64];

	snprintf(id, sizeof(id), "verdict-%s", verdict_name(f->verdict));
	return label(id, lang);
}

static void line(struct buf *out, const struct view *v, const struct change *c)
{
	const struct document_finding *f = c->after ? c->after : c->before;

	buf_str(out, "<li>");
	badge_verdict(out, f->verdict);
	buf_str(out, "<span><b");
	markup_lang(out, v);
	buf_char(out, '>');
	markup_text(out, f->title);
	buf_str(out, "</b>");
	if (c->before && c->after) {
		buf_str(out, "<br>");
		markup_fill(out, "html-before", v->lang, "before",
		            word(c->before, v->lang), "after",
		            word(c->after, v->lang), NULL);
		buf_char(out, ' ');
		markup_label(out,
		             c->cause == CAUSE_RULES ? "html-cause-rules"
		                                     : "html-cause-machine",
		             v->lang);
	}
	buf_str(out, "</span></li>\n");
}

static void kind(struct buf *out, const struct view *v, enum change_kind k,
                 const char *title)
{
	const struct comparison *c = v->comparison;

	if (trend_count(c, k) == 0)
		return;
	markup_words(out, "h3", NULL, title, v->lang);
	buf_str(out, "<ul class=\"lines\">\n");
	for (size_t i = 0; i < c->changes; i++)
		if (c->change[i].kind == k)
			line(out, v, &c->change[i]);
	buf_str(out, "</ul>\n");
}

/* What the network did not have before. */
static void devices(struct buf *out, const struct view *v)
{
	const struct comparison *c = v->comparison;
	size_t shown = c->devices > DEVICES + 1 ? DEVICES : c->devices;
	char count[24];

	if (c->devices == 0)
		return;
	markup_words(out, "h3", NULL, "net-fresh-title", v->lang);
	buf_str(out, "<ul class=\"lines\">\n");
	for (size_t i = 0; i < shown; i++) {
		struct survey_device d = { .host = c->device[i],
			                   .kind = device_kind(c->device[i]) };

		buf_str(out, "<li><span>");
		network_device(out, v, &d);
		buf_str(out, "</span></li>\n");
	}
	if (shown < c->devices) {
		snprintf(count, sizeof(count), "%zu", c->devices - shown);
		buf_str(out, "<li>");
		markup_fill(out, "net-others-more", v->lang, "count", count,
		            NULL);
		buf_str(out, "</li>\n");
	}
	buf_str(out, "</ul>\n");
}

static void intro(struct buf *out, const struct view *v)
{
	const struct comparison *c = v->comparison;
	char before[] = { c->before->rating.letter, '\0' };
	char after[] = { c->after->rating.letter, '\0' };
	const char *id = "html-compare-since";
	char day[DATE_TEXT];

	date_say(day, c->before->made_at, v->lang);
	if (c->changes == 0 && c->devices == 0)
		id = "html-compare-none";
	else if (before[0] && after[0] && before[0] != after[0])
		id = "html-compare-letters";
	buf_str(out, "<p class=\"intro\">");
	markup_fill(out, id, v->lang, "date", day, "before", before, "after",
	            after, NULL);
	buf_str(out, "</p>\n");
	if (c->rules_differ)
		markup_words(out, "p", NULL, "html-rules-differ", v->lang);
}

void trend_write(struct buf *out, const struct view *v)
{
	if (!v->comparison)
		return;
	buf_str(out, "<section class=\"part\" aria-labelledby=\"trend\">\n"
	             "<h2 id=\"trend\">");
	markup_label(out, "html-compare", v->lang);
	buf_str(out, "</h2>\n");
	intro(out, v);
	kind(out, v, CHANGE_BETTER, "html-better");
	kind(out, v, CHANGE_WORSE, "html-worse");
	kind(out, v, CHANGE_NEW, "html-new");
	kind(out, v, CHANGE_GONE, "html-gone");
	devices(out, v);
	buf_str(out, "</section>\n");
}
