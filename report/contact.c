/* SPDX-License-Identifier: Apache-2.0 */
#include "report/contact.h"

#include "core/date.h"
#include "core/text.h"
#include "report/kit.h"
#include "report/label.h"
#include "report/markup.h"

const struct kit *contact_kit(const struct view *v)
{
	const char *insee = v->document->commune.insee;

	if (!v->kit || (insee && !text_is(insee, v->kit->commune.insee)))
		return NULL;
	return v->kit;
}

void contact_logo(struct buf *out, const struct view *v)
{
	const struct kit *kit = contact_kit(v);

	if (!kit || !kit->coordinator.logo)
		return;
	buf_str(out, "<img class=\"logo\" src=\"data:image/png;base64,");
	markup_text(out, kit->coordinator.logo);
	buf_char(out, '"');
	markup_attr(out, "alt", kit->coordinator.name);
	buf_char(out, '>');
}

/* What the coordinator got and when, unless nothing was sent. */
static void receipt(struct buf *out, const struct view *v,
                    const struct kit *kit)
{
	char day[DATE_TEXT];

	if (!v->receipt)
		return;
	date_say(day, v->receipt->received_at, v->lang);
	buf_str(out, "<p class=\"receipt\">");
	markup_fill(out, "contact-receipt", v->lang, "name",
	            kit->coordinator.name, "date", day, NULL);
	buf_str(out, " <b>");
	markup_text(out, v->receipt->number);
	buf_str(out, "</b>.</p>\n");
}

/* A line of the table, unless there is no value. */
static void row(struct buf *out, const char *name, const char *value)
{
	if (!value)
		return;
	buf_str(out, "<tr><th scope=\"row\">");
	markup_text(out, name);
	buf_str(out, "</th><td>");
	markup_element(out, "b", NULL, value);
	buf_str(out, "</td></tr>\n");
}

void contact_section(struct buf *out, const struct view *v)
{
	const struct kit *kit = contact_kit(v);

	if (!kit)
		return;
	buf_str(out, "<section class=\"part contact\" "
	             "aria-labelledby=\"contact\">\n<h2 id=\"contact\">");
	markup_label(out, "contact-title", v->lang);
	buf_str(out, "</h2>\n");
	markup_words(out, "p", "intro", "contact-intro", v->lang);
	buf_str(out, "<table><caption>");
	markup_text(out, kit->coordinator.name);
	buf_str(out, "</caption><tbody>\n");
	row(out, label("contact-phone", v->lang), kit->coordinator.phone);
	row(out, label("contact-email", v->lang), kit->coordinator.email);
	row(out, label("contact-address", v->lang), kit->coordinator.address);
	for (size_t i = 0; i < kit->coordinator.numbers; i++)
		row(out, kit->coordinator.number[i].name,
		    kit->coordinator.number[i].phone);
	buf_str(out, "</tbody></table>\n");
	receipt(out, v, kit);
	buf_str(out, "</section>\n");
}

void contact_line(struct buf *out, const struct view *v)
{
	const struct kit *kit = contact_kit(v);

	if (!kit)
		return;
	buf_str(out, "<p class=\"contact\">");
	markup_fill(out, "contact-line", v->lang, "name", kit->coordinator.name,
	            NULL);
	if (kit->coordinator.phone) {
		buf_str(out, " · ");
		markup_element(out, "b", NULL, kit->coordinator.phone);
	}
	if (kit->coordinator.email) {
		buf_str(out, " · ");
		markup_text(out, kit->coordinator.email);
	}
	buf_str(out, "</p>\n");
	receipt(out, v, kit);
}
