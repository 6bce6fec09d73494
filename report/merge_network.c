/* SPDX-License-Identifier: Apache-2.0 */
#include "report/merge_network.h"

#include "core/rows.h"
#include "core/text.h"
#include "report/device.h"

#include <string.h>

/* Whose look a host comes from: a document of one machine need not say. */
static const char *seer(const struct document *d, const struct document_host *h)
{
	return h->seen_by && document_machine(d, h->seen_by) ? h->seen_by
	                                                     : d->machine[0].id;
}

static int64_t seen_at(const struct document *d, const struct document_host *h)
{
	return h->seen_at ? h->seen_at : d->made_at;
}

static struct document_host *find(const struct rows *rows, const char *address)
{
	struct document_host *list = rows->data;

	for (size_t i = 0; i < rows->count; i++)
		if (strcmp(list[i].address, address) == 0)
			return &list[i];
	return NULL;
}

/* Whether a newer look may have taken the machine for what it saw. */
static bool may_be_machine(const struct document_host *newer,
                           const struct document_host *older)
{
	enum device_kind kind = device_kind(newer);

	return kind == DEVICE_COMPUTER || kind == DEVICE_UNKNOWN ||
	       kind == device_kind(older);
}

/* The same address seen twice: the newer look, with what only both know. */
static void join(struct document_host *row, const struct document_host *other)
{
	struct document_host newer = *row;
	struct document_host older = *other;

	if (other->seen_at > row->seen_at) {
		newer = *other;
		older = *row;
	}
	if (!newer.machine && may_be_machine(&newer, &older))
		newer.machine = older.machine;
	*row = newer;
}

static bool add_host(struct rows *rows, const struct document *d,
                     const struct document_host *h)
{
	struct document_host copy = *h;
	struct document_host *row = find(rows, h->address);

	copy.seen_by = seer(d, h);
	copy.seen_at = seen_at(d, h);
	if (row) {
		join(row, &copy);
		return true;
	}
	row = rows_add(rows);
	if (row)
		*row = copy;
	return row;
}

/* A machine is one device: the one that was seen last. */
static void settle_machines(const struct merge *m, struct rows *rows)
{
	struct document_host *list = rows->data;

	for (size_t i = 0; i < rows->count; i++) {
		bool there = false;

		for (size_t j = 0; j < m->machines; j++)
			there =
			    there || text_is(list[i].machine, m->machine[j].id);
		if (!there)
			list[i].machine = NULL;
		for (size_t j = 0; j < i; j++)
			if (text_is(list[i].machine, list[j].machine)) {
				bool first = list[j].seen_at >= list[i].seen_at;

				list[first ? i : j].machine = NULL;
			}
	}
}

static bool add_range(struct rows *rows, const char *range)
{
	const char **list = rows->data;
	const char **row;

	for (size_t i = 0; i < rows->count; i++)
		if (strcmp(list[i], range) == 0)
			return true;
	row = rows_add(rows);
	if (row)
		*row = range;
	return row;
}

/* What the last look of machine i saw. */
static bool add_look(const struct merge *m, size_t i, struct rows *hosts,
                     struct rows *ranges)
{
	const struct document *d = m->source[i];
	const struct document_network *n = &d->network;

	for (size_t j = 0; j < n->ranges; j++)
		if (!add_range(ranges, n->range[j]))
			return false;
	for (size_t j = 0; j < n->hosts; j++)
		if (text_is(seer(d, &n->host[j]), m->machine[i].id) &&
		    !add_host(hosts, d, &n->host[j]))
			return false;
	return true;
}

/* Whether the document is some machine's last look. */
static bool counts(const struct merge *m, const struct document *d)
{
	for (size_t i = 0; i < m->machines; i++)
		if (m->source[i] == d)
			return true;
	return false;
}

bool merge_network(const struct merge *m, struct document_network *out)
{
	struct rows hosts, ranges;

	memset(out, 0, sizeof(*out));
	rows_init(&hosts, m->arena, sizeof(struct document_host));
	rows_init(&ranges, m->arena, sizeof(const char *));
	for (size_t i = 0; i < m->machines; i++)
		if (!add_look(m, i, &hosts, &ranges))
			return false;
	settle_machines(m, &hosts);
	out->host = hosts.data;
	out->hosts = hosts.count;
	out->range = ranges.data;
	out->ranges = ranges.count;
	device_fit(out);
	for (size_t i = 0; i < m->documents; i++) {
		const struct document *d = m->document[i];

		if (!device_looked(d) || !counts(m, d))
			continue;
		out->consent = d->network.consent;
		out->level = d->network.level;
		break;
	}
	return true;
}
