/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/box.h"

#include "coordinator/wording.h"
#include "report/markup.h"

#include <stdio.h>
#include <string.h>

static void words(const struct request *r, struct buf *b, const char *id)
{
	wording_html(b, id, r->lang, NULL);
}

/* ' aria-describedby="hint-x error-x"', for what there is. */
static void described(struct buf *b, const struct box *box)
{
	if (!box->hint && !box->error)
		return;
	buf_str(b, " aria-describedby=\"");
	if (box->hint)
		buf_fmt(b, "hint-%s", box->name);
	if (box->error)
		buf_fmt(b, "%serror-%s", box->hint ? " " : "", box->name);
	buf_char(b, '"');
	if (box->error)
		buf_str(b, " aria-invalid=\"true\"");
}

static void attributes(struct buf *b, const struct box *box)
{
	markup_attr(b, "id", box->name);
	markup_attr(b, "name", box->name);
	markup_attr(b, "autocomplete", box->complete ? box->complete : "off");
	if (box->class)
		markup_attr(b, "class", box->class);
	if (box->keys)
		markup_attr(b, "inputmode", box->keys);
	if (box->most)
		buf_fmt(b, " maxlength=\"%u\"", box->most);
	if (box->must)
		buf_str(b, " required");
	described(b, box);
}

static void about(const struct request *r, struct buf *b, const char *kind,
                  const char *class, const struct box *box, const char *id)
{
	if (!id)
		return;
	buf_fmt(b, "<p class=\"%s\" id=\"%s-%s\">", class, kind, box->name);
	words(r, b, id);
	buf_str(b, "</p>\n");
}

/* Text of several lines, as it is. */
static void lines(struct buf *b, const char *s)
{
	while (*s) {
		char part[512];
		size_t n = strcspn(s, "\n");

		snprintf(part, sizeof(part), "%.*s", (int)n, s);
		markup_text(b, part);
		s += n;
		if (*s) {
			buf_char(b, '\n');
			s++;
		}
	}
}

void box_write(const struct request *r, struct response *out,
               const struct box *box)
{
	struct buf *b = &out->body;

	buf_str(b, "<div>\n<label");
	markup_attr(b, "for", box->name);
	buf_char(b, '>');
	words(r, b, box->label);
	buf_str(b, "</label>\n");
	about(r, b, "hint", "hint", box, box->hint);
	if (box->lines > 1) {
		buf_fmt(b, "<textarea rows=\"%u\"", box->lines);
		attributes(b, box);
		/* The first end of line is the browser's own. */
		buf_str(b, ">\n");
		lines(b, box->value ? box->value : "");
		buf_str(b, "</textarea>\n");
	} else {
		buf_str(b, "<input");
		markup_attr(b, "type", box->type ? box->type : "text");
		if (box->value)
			markup_attr(b, "value", box->value);
		attributes(b, box);
		buf_str(b, ">\n");
	}
	about(r, b, "error", "field-error", box, box->error);
	buf_str(b, "</div>\n");
}

void box_tick(struct response *out, const char *type, const char *name,
              const char *value, const char *text, bool on)
{
	struct buf *b = &out->body;

	buf_str(b, "<label class=\"check\"><input");
	markup_attr(b, "type", type);
	markup_attr(b, "name", name);
	markup_attr(b, "value", value);
	if (on)
		buf_str(b, " checked");
	buf_str(b, "><span>");
	markup_text(b, text);
	buf_str(b, "</span></label>\n");
}

void box_button(const struct request *r, struct response *out,
                const char *class, const char *label)
{
	buf_str(&out->body, "<div><button");
	if (class)
		markup_attr(&out->body, "class", class);
	buf_char(&out->body, '>');
	words(r, &out->body, label);
	buf_str(&out->body, "</button></div>\n");
}

void box_hidden(struct response *out, const char *name, const char *value)
{
	buf_str(&out->body, "<input type=\"hidden\"");
	markup_attr(&out->body, "name", name);
	markup_attr(&out->body, "value", value);
	buf_str(&out->body, ">\n");
}

void box_notice(const struct request *r, struct response *out, const char *kind,
                const char *id)
{
	buf_fmt(&out->body, "<div class=\"notice %s\" role=\"status\"><p>",
	        kind);
	words(r, &out->body, id);
	buf_str(&out->body, "</p></div>\n");
}
