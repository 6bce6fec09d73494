/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/assess_network.h"

#include "agent/assess.h"
#include "core/rows.h"
#include "core/text.h"
#include "report/device.h"
#include "report/document_json.h"

#include <string.h>

/* The entry of a list that is the text, or NULL. */
static const char *one_of(const char *text, const char *const *list,
                          size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (text_is(text, list[i]))
			return list[i];
	return NULL;
}

static const char *sure(const char *text)
{
	static const char *const words[] = { "certain", "likely", "guess" };

	return one_of(text, words, sizeof(words) / sizeof(words[0]));
}

static const char *transport(const char *text)
{
	static const char *const words[] = { "tcp", "udp" };

	return one_of(text, words, sizeof(words) / sizeof(words[0]));
}

static bool add_names(struct document_host *h, const struct facts *f,
                      struct arena *a)
{
	struct rows rows;

	rows_init(&rows, a, sizeof(const char *));
	for (size_t i = 0; i < f->lan_names.count; i++) {
		const struct device_name *n = &f->lan_names.row[i];
		const char *name;
		const char **row;

		if (rows.count == DOCUMENT_NAMES || !n->name || !n->name[0] ||
		    !text_is(n->address, h->address))
			continue;
		name = assess_cut(n->name, a);
		if (one_of(name, rows.data, rows.count))
			continue;
		row = rows_add(&rows);
		if (!row)
			return false;
		*row = name;
	}
	h->name = rows.data;
	h->names = rows.count;
	return true;
}

static bool add_ports(struct document_host *h, const struct facts *f,
                      struct arena *a)
{
	struct rows rows;

	rows_init(&rows, a, sizeof(struct document_port));
	for (size_t i = 0; i < f->lan_ports.count; i++) {
		const struct device_port *p = &f->lan_ports.row[i];
		struct document_port *row;

		if (rows.count == DOCUMENT_PORTS || p->port < 1 ||
		    p->port > 65535 || !text_is(p->address, h->address))
			continue;
		row = rows_add(&rows);
		if (!row)
			return false;
		row->port = p->port;
		row->transport = transport(p->transport);
		row->service = assess_cut(p->service, a);
	}
	h->port = rows.data;
	h->ports = rows.count;
	return true;
}

static bool fill_host(struct document_host *h, const struct device *d,
                      const struct facts *f, struct arena *a)
{
	h->kind = d->kind;
	h->kind = device_kind_id(device_kind(h));
	h->sure = sure(d->sure);
	h->vendor = assess_cut(d->vendor, a);
	h->model = assess_cut(d->model, a);
	h->gateway = d->gateway == TRI_YES;
	return add_names(h, f, a) && add_ports(h, f, a);
}

static bool there(const struct rows *rows, const char *address)
{
	const struct document_host *list = rows->data;

	for (size_t i = 0; i < rows->count; i++)
		if (strcmp(list[i].address, address) == 0)
			return true;
	return false;
}

static bool add_ranges(struct document_network *out, const struct facts *f,
                       struct arena *a)
{
	struct rows rows;

	rows_init(&rows, a, sizeof(const char *));
	for (size_t i = 0; i < f->lan_ranges.count; i++) {
		const char *cidr = f->lan_ranges.row[i].cidr;
		const char **row;

		if (!cidr || !device_range(cidr) ||
		    one_of(cidr, rows.data, rows.count))
			continue;
		row = rows_add(&rows);
		if (!row)
			return false;
		*row = cidr;
	}
	out->range = rows.data;
	out->ranges = rows.count;
	return true;
}

/* A word of a fact that an id of a document can hold. */
static const char *word(const struct fact_text *t)
{
	static const char *const words[] = { "option", "question", "kit",
		                             "ports",  "normal",   "thorough" };

	return t->fact.state == FACT_KNOWN
	           ? one_of(t->value, words, sizeof(words) / sizeof(words[0]))
	           : NULL;
}

bool assess_network(struct document_network *out, const struct facts *f,
                    const char *machine, int64_t now, struct arena *a)
{
	struct rows rows;

	memset(out, 0, sizeof(*out));
	if (!add_ranges(out, f, a))
		return false;
	out->consent = word(&f->lan_consent);
	out->level = word(&f->lan_level);
	rows_init(&rows, a, sizeof(struct document_host));
	for (size_t i = 0; i < f->lan_devices.count; i++) {
		const struct device *d = &f->lan_devices.row[i];
		struct document_host *row;

		if (!d->address || !device_address(d->address) ||
		    there(&rows, d->address))
			continue;
		row = rows_add(&rows);
		if (!row)
			return false;
		row->address = d->address;
		row->machine = d->self == TRI_YES ? machine : NULL;
		row->seen_by = machine;
		row->seen_at = now;
		if (!fill_host(row, d, f, a))
			return false;
	}
	out->host = rows.data;
	out->hosts = rows.count;
	device_fit(out);
	return true;
}
