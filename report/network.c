/* SPDX-License-Identifier: Apache-2.0 */
#include "report/network.h"

#include "core/date.h"
#include "core/text.h"
#include "report/badge.h"
#include "report/card.h"
#include "report/drawing.h"
#include "report/label.h"
#include "report/markup.h"
#include "report/sign_words.h"

#include <stdio.h>
#include <string.h>

#define ROWS      60  /* devices with a problem that are told one by one */
#define NAMES     30  /* devices of a kind whose names are told */
#define ASK       150 /* letters of what to ask */
#define NAME      40  /* letters of a name */
#define COUNT     24
#define LIST_ROOM 8192

static void count_label(struct buf *out, const char *one, const char *many,
                        size_t count, enum lang lang)
{
	char text[COUNT];

	snprintf(text, sizeof(text), "%zu", count);
	markup_fill(out, count == 1 ? one : many, lang, "count", text, NULL);
}

void network_device(struct buf *out, const struct view *v,
                    const struct survey_device *d)
{
	const char *name = survey_name(d, v);
	const char *vendor = d->host->vendor;

	markup_text(out, device_kind_word(d->kind, v->lang));
	buf_str(out, ", ");
	markup_cut(out, name, NAME);
	if (vendor && vendor[0] && name != vendor) {
		buf_str(out, ", ");
		markup_cut(out, vendor, NAME);
	}
}

/* Who looked, in the order of machines. */
static void seers(struct buf *out, const struct view *v)
{
	const struct document *d = v->document;
	struct buf names;

	buf_init(&names, LIST_ROOM);
	for (size_t i = 0; i < d->machines; i++) {
		bool saw = false;

		for (size_t j = 0; j < d->network.hosts && !saw; j++)
			saw = text_is(d->network.host[j].seen_by,
			              d->machine[i].id);
		if (saw)
			buf_fmt(&names, "%s%s", names.len ? ", " : "",
			        d->machine[i].label);
	}
	if (names.len > 0) {
		buf_char(out, ' ');
		markup_fill(out, "net-seen-by", v->lang, "list",
		            buf_text(&names), NULL);
	}
	buf_clear(&names);
}

static void intro(struct buf *out, const struct view *v, const struct survey *s)
{
	char day[DATE_TEXT];

	buf_str(out, "<p class=\"intro\">");
	count_label(out, "net-seen-one", "net-seen", s->devices, v->lang);
	seers(out, v);
	buf_char(out, ' ');
	markup_label(out, "net-limit", v->lang);
	buf_str(out, "</p>\n<p>");
	if (s->bad == 0)
		markup_label(out, "net-bad-none", v->lang);
	else
		count_label(out, "net-bad-one",
		            s->many_bad ? "net-bad-table" : "net-bad", s->bad,
		            v->lang);
	if (s->fresh > 0) {
		date_say(day, v->comparison->before->made_at, v->lang);
		buf_char(out, ' ');
		count_label(out, "net-fresh-one", "net-fresh-many", s->fresh,
		            v->lang);
		buf_char(out, ' ');
		markup_fill(out, "net-fresh-since", v->lang, "date", day, NULL);
	}
	buf_str(out, "</p>\n");
}

/* What the device does wrong, and what to ask for. */
static void problem(struct buf *out, const struct view *v,
                    const struct document_finding *f, size_t index,
                    const char *address)
{
	const char *words = survey_words(v, f, index, address);
	const char *ask = sign_words_ask(f->evidence[index].code, v->lang);

	buf_str(out, "<div class=\"problem\">");
	badge_verdict(out, f->verdict);
	buf_str(out, "<div><a");
	card_anchor(out, v, f, true);
	if (words == f->title)
		markup_lang(out, v);
	buf_char(out, '>');
	markup_text(out, words);
	buf_str(out, "</a><br><span");
	if (!ask)
		markup_lang(out, v);
	buf_char(out, '>');
	markup_cut(out, ask ? ask : f->remedy, ASK);
	buf_str(out, "</span></div></div>\n");
}

static void problems_of(struct buf *out, const struct view *v,
                        const struct survey_device *d)
{
	const char *address = d->host->address;

	for (size_t i = 0; i < d->findings; i++)
		for (size_t j = 0; j < d->finding[i]->evidences; j++)
			if (survey_words(v, d->finding[i], j, address))
				problem(out, v, d->finding[i], j, address);
}

static void row(struct buf *out, const struct view *v,
                const struct survey_device *d)
{
	buf_fmt(
	    out,
	    "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\"><span class=\"number %s\">%u</span> ",
	    verdict_name(d->verdict), d->number);
	network_device(out, v, d);
	if (d->fresh) {
		buf_char(out, ' ');
		markup_words(out, "span", "tag", "net-fresh", v->lang);
	}
	buf_str(out, "<br><span class=\"address\">");
	markup_text(out, d->host->address);
	buf_str(out, "</span></th>\n<td role=\"cell\">");
	problems_of(out, v, d);
	buf_str(out, "</td></tr>\n");
}

/* Roles are said aloud: as blocks, on a telephone, a table would lose them. */
static void heads(struct buf *out, const char *left, const char *right,
                  enum lang lang)
{
	buf_str(
	    out,
	    "<table class=\"devices\" role=\"table\"><thead role=\"rowgroup\"><tr role=\"row\"><th role=\"columnheader\" scope=\"col\">");
	markup_label(out, left, lang);
	buf_str(out, "</th><th role=\"columnheader\" scope=\"col\">");
	markup_label(out, right, lang);
	buf_str(out, "</th></tr></thead><tbody role=\"rowgroup\">\n");
}

static void problems(struct buf *out, const struct view *v,
                     const struct survey *s)
{
	size_t shown_rows = s->bad > ROWS + 1 ? ROWS : s->bad;

	if (s->bad == 0)
		return;
	heads(out, "net-device", "net-wrong", v->lang);
	for (size_t i = 0; i < shown_rows; i++)
		row(out, v, &s->device[i]);
	buf_str(out, "</tbody></table>\n");
	if (shown_rows == s->bad)
		return;
	buf_str(out, "<p>");
	count_label(out, "net-more", "net-more", s->bad - shown_rows, v->lang);
	buf_str(out, "</p>\n");
}

/* How many of a kind have no problem. */
static size_t quiet(const struct survey *s, enum device_kind kind)
{
	size_t n = 0;

	for (size_t i = s->bad; i < s->devices; i++)
		n += s->device[i].kind == kind;
	return n;
}

/* Devices without a problem of a kind by one name; 0 if told before. */
static size_t namesakes(const struct view *v, const struct survey *s,
                        size_t index)
{
	const char *name = survey_name(&s->device[index], v);
	size_t n = 0;

	for (size_t i = s->bad; i < s->devices; i++) {
		const struct survey_device *d = &s->device[i];

		if (d->kind != s->device[index].kind ||
		    d->fresh != s->device[index].fresh ||
		    strcmp(survey_name(d, v), name) != 0)
			continue;
		if (i < index)
			return 0;
		n++;
	}
	return n;
}

/* The names of a kind's devices; returns how many devices they stand for. */
static size_t names(struct buf *out, const struct view *v,
                    const struct survey *s, enum device_kind kind)
{
	size_t told = 0, lines = 0;

	for (size_t i = s->bad; i < s->devices && lines < NAMES; i++) {
		const struct survey_device *d = &s->device[i];
		size_t same = d->kind == kind ? namesakes(v, s, i) : 0;

		if (same == 0)
			continue;
		buf_str(out, "<span class=\"tag\">");
		markup_cut(out, survey_name(d, v), NAME);
		if (same > 1)
			buf_fmt(out, " × %zu", same);
		if (d->fresh) {
			buf_str(out, ", <b>");
			markup_label(out, "net-fresh", v->lang);
			buf_str(out, "</b>");
		}
		buf_str(out, "</span> ");
		told += same;
		lines++;
	}
	return told;
}

static void kind_row(struct buf *out, const struct view *v,
                     const struct survey *s, enum device_kind kind)
{
	size_t count = quiet(s, kind);
	size_t told;
	char id[40];

	if (count == 0)
		return;
	buf_str(out, "<tr role=\"row\"><th role=\"rowheader\" "
	             "scope=\"row\">");
	snprintf(id, sizeof(id), "kinds-%s", device_kind_id(kind));
	if (count == 1)
		markup_text(out, device_kind_word(kind, v->lang));
	else
		count_label(out, id, id, count, v->lang);
	buf_str(out, "</th><td role=\"cell\">");
	told = names(out, v, s, kind);
	if (told < count)
		count_label(out, "net-others-more", "net-others-more",
		            count - told, v->lang);
	buf_str(out, "</td></tr>\n");
}

static void others(struct buf *out, const struct view *v,
                   const struct survey *s)
{
	if (s->bad == s->devices)
		return;
	markup_words(out, "h3", NULL, s->bad ? "net-others" : "net-all",
	             v->lang);
	heads(out, "net-kind", "net-names", v->lang);
	for (int i = 0; i < DEVICE_KINDS; i++)
		kind_row(out, v, s, (enum device_kind)i);
	buf_str(out, "</tbody></table>\n");
}

void network_write(struct buf *out, const struct view *v)
{
	struct survey s;

	if (!device_looked(v->document))
		return;
	if (!survey_make(&s, v)) {
		out->failed = true;
		return;
	}
	buf_str(out, "<section class=\"part\" aria-labelledby=\"network\">\n"
	             "<h2 id=\"network\">");
	markup_label(out, "net-title", v->lang);
	buf_fmt(out, " <span class=\"count\">%zu</span></h2>\n", s.devices);
	intro(out, v, &s);
	if (s.devices > 0 && !drawing_write(out, v, &s))
		out->failed = true;
	problems(out, v, &s);
	others(out, v, &s);
	buf_str(out, "</section>\n");
}
