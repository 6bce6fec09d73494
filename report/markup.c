/* SPDX-License-Identifier: Apache-2.0 */
#include "report/markup.h"

#include "core/date.h"
#include "core/text.h"
#include "report/label.h"
#include "report/style.h"

#include <stdarg.h>
#include <string.h>

/* Most bytes of a label once its {names} are filled in. */
#define FILLED_BYTES 65536

/* Append one cleaned character of a text. */
static void escape(struct buf *out, const char *s)
{
	static const char *const safe[] = { ['&'] = "&amp;",
		                            ['<'] = "&lt;",
		                            ['>'] = "&gt;",
		                            ['"'] = "&quot;",
		                            ['\''] = "&#39;" };
	unsigned char c = (unsigned char)s[0];

	if (c < sizeof(safe) / sizeof(safe[0]) && safe[c])
		buf_str(out, safe[c]);
	else
		buf_str(out, s);
}

/* Append the character at *s and move behind it. False at the end. */
static bool character(struct buf *out, const char **s)
{
	char raw[5] = "";
	char clean[8];
	const char *start = *s;

	if (!text_next(s))
		return false;
	memcpy(raw, start, (size_t)(*s - start));
	text_clean(clean, sizeof(clean), raw);
	escape(out, clean);
	return true;
}

void markup_text(struct buf *out, const char *s)
{
	while (s && character(out, &s))
		;
}

static void lines(struct buf *out, const char *s, const char *end)
{
	while (s && *s) {
		if (end[0] == '\n' && s[0] == '\r' && s[1] == '\n')
			s++;
		if (*s == '\n') {
			buf_str(out, end);
			s++;
		} else {
			character(out, &s);
		}
	}
}

void markup_lines(struct buf *out, const char *s)
{
	lines(out, s, "<br>");
}

void markup_area(struct buf *out, const char *s)
{
	lines(out, s, "\n");
}

/* Where to cut s so that columns letters are left: NULL if it is shorter. */
static const char *cut_at(const char *s, size_t columns)
{
	const char *sentence = NULL;
	const char *word = NULL;
	const char *start = s;
	size_t n = 0;

	for (; n < columns; n++) {
		if (*s == ' ' && s > start) {
			word = s;
			if (strchr(".!?", s[-1]))
				sentence = s;
		}
		if (!text_next(&s))
			return NULL;
	}
	if (!*s)
		return NULL;
	return sentence ? sentence : word ? word : s;
}

void markup_cut(struct buf *out, const char *s, size_t columns)
{
	const char *end = s ? cut_at(s, columns) : NULL;

	if (!end) {
		markup_text(out, s);
		return;
	}
	while (s < end && character(out, &s))
		;
	if (!strchr(".!?", end[-1]))
		buf_str(out, "…");
}

void markup_attr(struct buf *out, const char *name, const char *value)
{
	buf_fmt(out, " %s=\"", name);
	markup_text(out, value);
	buf_char(out, '"');
}

void markup_label(struct buf *out, const char *id, enum lang lang)
{
	markup_text(out, label(id, lang));
}

void markup_fill(struct buf *out, const char *id, enum lang lang, ...)
{
	struct buf filled;
	va_list ap;

	buf_init(&filled, FILLED_BYTES);
	va_start(ap, lang);
	label_vfill(&filled, id, lang, ap);
	va_end(ap);
	if (!buf_ok(&filled))
		out->failed = true;
	markup_text(out, buf_text(&filled));
	buf_clear(&filled);
}

static void element_open(struct buf *out, const char *tag, const char *class)
{
	buf_fmt(out, "<%s", tag);
	if (class)
		markup_attr(out, "class", class);
	buf_char(out, '>');
}

void markup_element(struct buf *out, const char *tag, const char *class,
                    const char *text)
{
	element_open(out, tag, class);
	markup_text(out, text);
	buf_fmt(out, "</%s>\n", tag);
}

void markup_words(struct buf *out, const char *tag, const char *class,
                  const char *id, enum lang lang)
{
	markup_element(out, tag, class, label(id, lang));
}

void markup_lang(struct buf *out, const struct view *v)
{
	if (v->document->lang != v->lang)
		markup_attr(out, "lang", lang_name(v->document->lang));
}

const char *markup_subject(const struct view *v)
{
	const struct document *d = v->document;

	if (d->commune.name)
		return d->commune.name;
	return d->machines > 0 && d->machine[0].label ? d->machine[0].label
	                                              : "";
}

/*
 * No script, no form, no address is ever loaded: whatever got into a text
 * could still do nothing.
 */
static void policy(struct buf *out)
{
	buf_str(out, "<meta http-equiv=\"Content-Security-Policy\" "
	             "content=\"default-src 'none'; style-src 'sha256-");
	style_hash(out);
	buf_str(out, "'; img-src data:; base-uri 'none'; "
	             "form-action 'none'\">\n");
}

void markup_open(struct buf *out, const struct view *v, const char *title,
                 const char *class)
{
	const char *subject = markup_subject(v);

	buf_fmt(out,
	        "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n"
	        "<meta charset=\"utf-8\">\n",
	        lang_name(v->lang));
	policy(out);
	buf_str(out, "<meta name=\"viewport\" "
	             "content=\"width=device-width, initial-scale=1\">\n"
	             "<meta name=\"robots\" content=\"noindex\">\n"
	             "<meta name=\"referrer\" content=\"no-referrer\">\n"
	             "<title>");
	markup_label(out, title, v->lang);
	if (*subject)
		buf_str(out, " · ");
	markup_text(out, subject);
	buf_str(out, "</title>\n<style>");
	style_write(out);
	buf_fmt(out, "</style>\n</head>\n<body class=\"%s\">\n", class);
	buf_str(out, "<a class=\"skip\" href=\"#main\">");
	markup_label(out, "page-skip", v->lang);
	buf_str(out, "</a>\n");
}

void markup_close(struct buf *out)
{
	buf_str(out, "</body>\n</html>\n");
}

void markup_day(struct buf *out, int64_t time, enum lang lang)
{
	char day[DATE_TEXT];
	char said[DATE_TEXT];

	date_format_day(day, time);
	date_say(said, time, lang);
	buf_fmt(out, "<time datetime=\"%s\">", day);
	markup_text(out, said);
	buf_str(out, "</time>");
}
