/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/network_table.h"

#include "agent/paragraph.h"
#include "agent/say.h"
#include "checks/sign.h"
#include "core/text.h"
#include "report/device.h"
#include "report/label.h"
#include "report/sign_words.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define INDENT     4    /* columns before the lines of a device */
#define LINE_BYTES 8192 /* of one line, before it is broken */
#define NAME_BYTES 200

/* What is written, and what was counted on the way. */
struct table {
	struct buf *out;
	const struct facts *facts;
	int64_t now;
	enum lang lang;
	size_t width;
	size_t bad;
};

static void add_line(struct table *t, const char *text)
{
	paragraph_add(t->out, text, INDENT, 0, t->width);
}

/* "À corriger : laisse lire un dossier... [smb-guest-read, 445/tcp, \"x\"]" */
static void add_sign(struct table *t, const char *code, int64_t port,
                     const char *transport, const char *value)
{
	const char *words = sign_words_does(code, t->lang);
	bool only_informs = sign_informs(code);
	struct buf b;

	buf_init(&b, LINE_BYTES);
	buf_fmt(&b, "%s %s [%s",
	        say(only_informs ? SAY_NET_KNOW : SAY_NET_MEND, t->lang),
	        words ? words : code, code);
	if (port > 0)
		buf_fmt(&b, ", %" PRId64 "/%s", port,
		        transport ? transport : "tcp");
	if (value && value[0])
		buf_fmt(&b, ", %.300s", value);
	buf_char(&b, ']');
	add_line(t, buf_text(&b));
	buf_clear(&b);
	t->bad += !only_informs;
}

static bool same(const char *a, const char *b)
{
	return a && b && strcmp(a, b) == 0;
}

static void add_tls(struct table *t, const struct tls_service *s)
{
	char code[32];

	if (s->not_after != CELL_UNKNOWN && s->not_after < t->now)
		add_sign(t, "tls-expired", s->port, "tcp", s->subject);
	if (!s->problem)
		return;
	snprintf(code, sizeof(code), "tls-%s", s->problem);
	add_sign(t, code, s->port, "tcp", s->subject);
}

/* Whether a door that the box keeps open leads to that address. */
static bool leads_to(const struct mapping *m, const char *address)
{
	size_t len = strlen(address);

	return m->target && text_begins(m->target, address) &&
	       (m->target[len] == ':' || m->target[len] == '\0');
}

static void add_signs(struct table *t, const struct device *d)
{
	const struct facts *f = t->facts;

	for (size_t i = 0; i < f->lan_signs.count; i++) {
		const struct device_sign *s = &f->lan_signs.row[i];

		if (s->code && same(s->address, d->address))
			add_sign(t, s->code, s->port, s->transport, s->value);
	}
	for (size_t i = 0; i < f->lan_tls.count; i++)
		if (same(f->lan_tls.row[i].host, d->address))
			add_tls(t, &f->lan_tls.row[i]);
	for (size_t i = 0; i < f->lan_mappings.count; i++) {
		const struct mapping *m = &f->lan_mappings.row[i];

		if (leads_to(m, d->address))
			add_sign(t, "upnp-mapping", m->port, m->transport,
			         m->description);
	}
}

static void add_ports(struct table *t, const struct device *d)
{
	const struct fact_device_ports *list = &t->facts->lan_ports;
	size_t count = 0;
	struct buf b;

	buf_init(&b, LINE_BYTES);
	buf_str(&b, say(SAY_NET_PORTS, t->lang));
	for (size_t i = 0; i < list->count; i++) {
		const struct device_port *p = &list->row[i];

		if (!same(p->address, d->address))
			continue;
		buf_fmt(&b, "%s %" PRId64 "/%s%s%.80s", count++ ? "," : "",
		        p->port, p->transport ? p->transport : "tcp",
		        p->service ? " " : "", p->service ? p->service : "");
	}
	if (count > 0)
		add_line(t, buf_text(&b));
	buf_clear(&b);
}

static void add_names(struct buf *out, const struct facts *f,
                      const struct device *d)
{
	for (size_t i = 0; i < f->lan_names.count; i++) {
		const struct device_name *n = &f->lan_names.row[i];

		if (n->name && same(n->address, d->address))
			buf_fmt(out, ", “%.*s”", NAME_BYTES, n->name);
	}
}

static void add_device(struct table *t, const struct device *d)
{
	char id[64];
	struct buf b;

	snprintf(id, sizeof(id), "kind-%s", d->kind ? d->kind : "unknown");
	buf_init(&b, LINE_BYTES);
	buf_fmt(&b, "%s  %s", d->address,
	        label(label_exists(id) ? id : "kind-unknown", t->lang));
	if (d->self == TRI_YES)
		buf_fmt(&b, ", %s", say(SAY_NET_SELF, t->lang));
	if (d->vendor)
		buf_fmt(&b, ", %.*s", NAME_BYTES, d->vendor);
	if (d->model)
		buf_fmt(&b, ", %.*s", NAME_BYTES, d->model);
	add_names(&b, t->facts, d);
	paragraph_add(t->out, buf_text(&b), 0, 0, t->width);
	buf_clear(&b);
	add_ports(t, d);
	add_signs(t, d);
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

/* The device with the smallest address behind that one; NULL: the first. */
static const struct device *next_device(const struct facts *f,
                                        const struct device *last)
{
	const struct device *next = NULL;

	for (size_t i = 0; i < f->lan_devices.count; i++) {
		const struct device *d = &f->lan_devices.row[i];

		if (!d->address ||
		    (last && device_order(d->address, last->address) <= 0))
			continue;
		if (!next || device_order(d->address, next->address) < 0)
			next = d;
	}
	return next;
}

void network_table_write(struct buf *out, const struct facts *f, int64_t now,
                         enum lang lang, size_t width)
{
	struct table t = {
		.out = out, .facts = f, .now = now, .lang = lang, .width = width
	};
	const struct device *d = NULL;

	for (size_t i = 0; i < f->lan_ranges.count; i++) {
		say_format(out, lang, SAY_NET_RANGE, "range",
		           f->lan_ranges.row[i].cidr ? f->lan_ranges.row[i].cidr
		                                     : "?",
		           (char *)NULL);
		buf_char(out, '\n');
	}
	if (f->lan_devices.fact.state != FACT_KNOWN)
		add_trouble(&t, &f->lan_devices.fact);
	else
		add_trouble(&t, &f->lan_ranges.fact);
	while ((d = next_device(f, d))) {
		buf_char(out, '\n');
		add_device(&t, d);
	}
	if (f->lan_devices.fact.state != FACT_KNOWN)
		return;
	buf_char(out, '\n');
	add_count(&t, SAY_NET_DEVICES, f->lan_devices.count);
	add_count(&t, SAY_NET_BAD, t.bad);
}
