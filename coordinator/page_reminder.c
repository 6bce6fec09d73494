/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/audit.h"
#include "coordinator/commune.h"
#include "coordinator/page.h"
#include "coordinator/route.h"
#include "coordinator/setting.h"
#include "coordinator/wording.h"
#include "core/date.h"
#include "report/markup.h"

#include <string.h>

#define MESSAGE (8u << 10) /* bytes of a reminder */

/* What is sent; the coordinator's phone is told when there is one. */
static void compose(struct buf *out, const struct request *r,
                    const struct commune *c, const struct setting *s)
{
	char day[DATE_TEXT] = "";

	if (c->received_at)
		date_say(day, c->received_at, r->lang);
	wording_text(out, "reminder-hello", r->lang, NULL);
	buf_str(out, "\n\n");
	wording_text(out, c->received_at ? "reminder-old" : "reminder-never",
	             r->lang, "name", c->name, "day", day, NULL);
	buf_str(out, "\n\n");
	wording_text(out, "reminder-how", r->lang, NULL);
	buf_str(out, "\n\n");
	if (s->phone[0]) {
		wording_text(out, "reminder-help", r->lang, "phone", s->phone,
		             NULL);
		buf_str(out, "\n\n");
	}
	wording_text(out, "reminder-bye", r->lang, NULL);
	buf_str(out, "\n");
	buf_str(out, r->display[0] ? r->display : r->account);
	if (s->name[0])
		buf_fmt(out, "\n%s", s->name);
}

/* Text in a mailto: address (RFC 6068): lines end as those of mail. */
static void encode(struct buf *out, const char *text)
{
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9'))
			buf_char(out, *text);
		else if (c == '\n')
			buf_str(out, "%0D%0A");
		else
			buf_fmt(out, "%%%02X", c);
	}
}

static void link(struct buf *b, const char *subject, const char *message,
                 enum lang lang)
{
	buf_str(b, "<p><a class=\"button\" href=\"mailto:?subject=");
	encode(b, subject);
	buf_str(b, "&amp;body=");
	encode(b, message);
	buf_str(b, "\">");
	wording_html(b, "reminder-send", lang, NULL);
	buf_str(b, "</a></p>\n");
}

static void write_page(struct request *r, struct buf *b,
                       const struct commune *c, const char *message)
{
	const char *subject = wording("reminder-subject", r->lang);

	buf_str(b, "<p>");
	wording_html(b, "reminder-intro", r->lang, NULL);
	buf_str(b, "</p>\n<p><label for=\"objet\">");
	wording_html(b, "reminder-subject-is", r->lang, NULL);
	buf_str(b, "</label><input id=\"objet\" class=\"message\" readonly");
	markup_attr(b, "value", subject);
	buf_str(b, "></p>\n<p><label for=\"message\">");
	wording_html(b, "reminder-text", r->lang, NULL);
	buf_str(b, "</label><textarea id=\"message\" class=\"message\" "
	           "rows=\"14\" readonly>\n");
	markup_area(b, message);
	buf_str(b, "</textarea></p>\n");
	link(b, subject, message, r->lang);
	buf_str(b, "<p><a href=\"/communes/");
	markup_text(b, c->insee);
	buf_str(b, "\">");
	wording_html(b, "visit-back", r->lang, NULL);
	buf_str(b, "</a></p>\n");
}

bool page_reminder_show(struct request *r, struct response *out, struct err *e)
{
	struct commune c;
	struct setting s;
	struct buf message;
	bool found;

	if (!commune_find(r, r->insee, &c, &found, e) ||
	    !setting_read(&s, r->db, r->arena, e))
		return false;
	if (!found)
		return page_say(r, out, 404, "commune-absent-title",
		                "commune-absent");
	if (!audit_note(r, "read", c.insee, "relance", e))
		return false;
	buf_init(&message, MESSAGE);
	compose(&message, r, &c, &s);
	page_open_text(r, out, c.name, "/communes");
	write_page(r, &out->body, &c, buf_text(&message));
	page_close(r, out);
	buf_clear(&message);
	return true;
}
