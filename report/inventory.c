/* SPDX-License-Identifier: Apache-2.0 */
#include "report/inventory.h"

#include "report/device.h"
#include "report/markup.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define PORTS       40 /* of one device that are listed */
#define CODES       40
#define RANGE_BYTES 4096

static void cell_open(struct buf *out)
{
	buf_str(out, "<td role=\"cell\">");
}

static void cell_close(struct buf *out)
{
	buf_str(out, "</td>");
}

static void part(struct buf *out, const char *text)
{
	if (!text || !text[0])
		return;
	buf_str(out, "<br>");
	markup_text(out, text);
}

/* "storage (likely)", vendor, model, names. */
static void what(struct buf *out, const struct view *v,
                 const struct document_host *h)
{
	const struct document_machine *m =
	    h->machine ? document_machine(v->document, h->machine) : NULL;

	cell_open(out);
	markup_text(out, device_kind_id(device_kind(h)));
	if (h->sure) {
		buf_str(out, " (");
		markup_text(out, h->sure);
		buf_char(out, ')');
	}
	if (h->gateway)
		buf_str(out, " gateway");
	part(out, m ? m->label : NULL);
	part(out, h->vendor);
	part(out, h->model);
	for (size_t i = 0; i < h->names; i++)
		part(out, h->name[i]);
	cell_close(out);
}

static void ports(struct buf *out, const struct document_host *h)
{
	cell_open(out);
	for (size_t i = 0; i < h->ports && i < PORTS; i++) {
		const struct document_port *p = &h->port[i];

		buf_fmt(out, "%s%" PRId64, i ? ", " : "", p->port);
		if (p->transport) {
			buf_char(out, '/');
			markup_text(out, p->transport);
		}
		if (p->service) {
			buf_char(out, ' ');
			markup_text(out, p->service);
		}
	}
	if (h->ports > PORTS)
		buf_fmt(out, " +%zu", h->ports - PORTS);
	cell_close(out);
}

/* Whether a line before that one of f has the same code and port. */
static bool repeated(const struct document_finding *f, size_t index,
                     const char *address)
{
	const struct document_evidence *e = f->evidence;

	for (size_t i = 0; i < index; i++)
		if (device_is(e[i].host, address) && e[i].code &&
		    e[i].port == e[index].port &&
		    strcmp(e[i].code, e[index].code) == 0)
			return true;
	return false;
}

/* "445 smb1", the codes of all findings about the device. */
static void codes(struct buf *out, const struct view *v,
                  const struct document_host *h)
{
	const struct document *d = v->document;
	size_t count = 0;

	cell_open(out);
	for (size_t i = 0; i < d->findings; i++)
		for (size_t j = 0; j < d->finding[i].evidences; j++) {
			const struct document_evidence *e =
			    &d->finding[i].evidence[j];

			if (!device_is(e->host, h->address) || !e->code ||
			    repeated(&d->finding[i], j, h->address) ||
			    count++ >= CODES)
				continue;
			buf_str(out, count > 1 ? "<br>" : "");
			if (e->port > 0)
				buf_fmt(out, "%" PRId64 " ", e->port);
			markup_text(out, e->code);
		}
	if (count > CODES)
		buf_fmt(out, "<br>+%zu", count - CODES);
	cell_close(out);
}

static void row(struct buf *out, const struct view *v,
                const struct document_host *h)
{
	buf_str(out, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">");
	markup_text(out, h->address);
	buf_str(out, "</th>");
	what(out, v, h);
	ports(out, h);
	codes(out, v, h);
	buf_str(out, "</tr>\n");
}

static void how(struct buf *out, const struct view *v)
{
	const struct document_network *n = &v->document->network;
	struct buf ranges;

	buf_init(&ranges, RANGE_BYTES);
	for (size_t i = 0; i < n->ranges; i++)
		buf_fmt(&ranges, "%s%s", i ? ", " : "", n->range[i]);
	buf_str(out, "<p class=\"exact\">");
	markup_fill(out, "provider-look", v->lang, "ranges", buf_text(&ranges),
	            "level", n->level ? n->level : "-", "consent",
	            n->consent ? n->consent : "-", NULL);
	buf_str(out, "</p>\n");
	buf_clear(&ranges);
}

void inventory_write(struct buf *out, const struct view *v)
{
	static const char *const heads[] = { "provider-host", "provider-device",
		                             "provider-ports",
		                             "provider-code" };
	const struct document_network *n = &v->document->network;

	if (!device_looked(v->document))
		return;
	buf_str(out, "<section class=\"part\">\n");
	markup_words(out, "h2", NULL, "provider-network", v->lang);
	how(out, v);
	buf_str(out, "<table class=\"devices inventory\" role=\"table\">"
	             "<thead role=\"rowgroup\"><tr role=\"row\">");
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		buf_str(out, "<th role=\"columnheader\" scope=\"col\">");
		markup_label(out, heads[i], v->lang);
		buf_str(out, "</th>");
	}
	buf_str(out, "</tr></thead><tbody role=\"rowgroup\">\n");
	for (size_t i = 0; i < n->hosts; i++)
		row(out, v, &n->host[i]);
	buf_str(out, "</tbody></table>\n</section>\n");
}
