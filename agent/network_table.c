/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/network_table.h"

#include "agent/paragraph.h"
#include "agent/say.h"
#include "report/device.h"
#include "report/sign_words.h"

#include <inttypes.h>
#include <stdio.h>

#define INDENT     4    /* columns before the lines of a device */
#define LINE_BYTES 8192 /* of one line, before it is broken */
#define NAME_BYTES 200

/* What is written, and what was counted on the way. */
struct table {
	struct buf *out;
	const struct document *document;
	enum lang lang;
	size_t width;
	size_t bad;
};

static void add_line(struct table *t, const char *text)
{
	paragraph_add(t->out, text, INDENT, 0, t->width);
}

/* "À corriger : laisse lire un dossier... [smb-guest-read, 445/tcp, \"x\"]" */
static void add_sign(struct table *t, const struct document_evidence *e,
                     bool bad)
{
	const char *words = sign_words_does(e->code, t->lang);
	struct buf b;

	buf_init(&b, LINE_BYTES);
	buf_fmt(&b, "%s %s [%s",
	        say(bad ? SAY_NET_MEND : SAY_NET_KNOW, t->lang),
	        words ? words : e->code, e->code);
	if (e->port > 0)
		buf_fmt(&b, ", %" PRId64 "/%s", e->port,
		        e->transport ? e->transport : "tcp");
	if (e->value && e->value[0])
		buf_fmt(&b, ", %.300s", e->value);
	buf_char(&b, ']');
	add_line(t, buf_text(&b));
	buf_clear(&b);
	t->bad += bad;
}

/* What the rules saw on the device; bad is what a control fails by. */
static void add_signs(struct table *t, const struct document_host *h)
{
	const struct document *d = t->document;

	for (size_t i = 0; i < d->findings; i++) {
		const struct document_finding *f = &d->finding[i];
		bool failed =
		    f->verdict == VERDICT_FAIL || f->verdict == VERDICT_PARTIAL;

		for (size_t j = 0; j < f->evidences; j++) {
			const struct document_evidence *e = &f->evidence[j];

			if (e->code && device_is(e->host, h->address))
				add_sign(t, e, failed && !e->info);
		}
	}
}

static void add_ports(struct table *t, const struct document_host *h)
{
	struct buf b;

	if (h->ports == 0)
		return;
	buf_init(&b, LINE_BYTES);
	buf_str(&b, say(SAY_NET_PORTS, t->lang));
	for (size_t i = 0; i < h->ports; i++) {
		const struct document_port *p = &h->port[i];

		buf_fmt(&b, "%s %" PRId64 "/%s%s%.80s", i ? "," : "", p->port,
		        p->transport ? p->transport : "tcp",
		        p->service ? " " : "", p->service ? p->service : "");
	}
	add_line(t, buf_text(&b));
	buf_clear(&b);
}

static void add_device(struct table *t, const struct document_host *h)
{
	struct buf b;

	buf_init(&b, LINE_BYTES);
	buf_fmt(&b, "%s  %s", h->address,
	        device_kind_word(device_kind(h), t->lang));
	if (h->machine)
		buf_fmt(&b, ", %s", say(SAY_NET_SELF, t->lang));
	if (h->vendor)
		buf_fmt(&b, ", %.*s", NAME_BYTES, h->vendor);
	if (h->model)
		buf_fmt(&b, ", %.*s", NAME_BYTES, h->model);
	for (size_t i = 0; i < h->names; i++)
		buf_fmt(&b, ", “%.*s”", NAME_BYTES, h->name[i]);
	paragraph_add(t->out, buf_text(&b), 0, 0, t->width);
	buf_clear(&b);
	add_ports(t, h);
	add_signs(t, h);
}

/* What could not be looked at, and why. */
static void add_trouble(struct table *t, const struct fact *fact)
{
	struct buf b;

	if (fact->state == FACT_KNOWN)
		return;
	buf_init(&b, LINE_BYTES);
	buf_str(&b, say(fact->state == FACT_UNASKED ||
	                        fact->state == FACT_UNSUPPORTED
	                    ? SAY_NET_UNSUPPORTED
	                : fact->state == FACT_ABSENT ? SAY_NET_ABSENT
	                                             : SAY_NET_FAILED,
	                t->lang));
	buf_char(&b, '\n');
	if (fact->why)
		say_format(&b, t->lang, SAY_WHY_DETAIL, "detail", fact->why,
		           (char *)NULL);
	paragraph_add(t->out, buf_text(&b), 0, 0, t->width);
	buf_clear(&b);
}

static void add_count(struct table *t, enum say_id id, size_t count)
{
	char text[24];

	snprintf(text, sizeof(text), "%zu", count);
	say_format(t->out, t->lang, id, "count", text, (char *)NULL);
	buf_char(t->out, '\n');
}

void network_table_write(struct buf *out, const struct document *d,
                         const struct facts *f, size_t width)
{
	struct table t = {
		.out = out, .document = d, .lang = d->lang, .width = width
	};
	const struct document_network *n = &d->network;

	for (size_t i = 0; i < n->ranges; i++) {
		say_format(out, t.lang, SAY_NET_RANGE, "range", n->range[i],
		           (char *)NULL);
		buf_char(out, '\n');
	}
	if (f->lan_devices.fact.state != FACT_KNOWN)
		add_trouble(&t, &f->lan_devices.fact);
	else
		add_trouble(&t, &f->lan_ranges.fact);
	for (size_t i = 0; i < n->hosts; i++) {
		buf_char(out, '\n');
		add_device(&t, &n->host[i]);
	}
	if (f->lan_devices.fact.state != FACT_KNOWN)
		return;
	buf_char(out, '\n');
	add_count(&t, SAY_NET_DEVICES, n->hosts);
	add_count(&t, SAY_NET_BAD, t.bad);
}
