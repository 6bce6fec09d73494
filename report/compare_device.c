/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rows.h"
#include "core/text.h"
#include "report/compare.h"
#include "report/device.h"

#include <string.h>

static bool share_name(const struct document_host *a,
                       const struct document_host *b)
{
	for (size_t i = 0; i < a->names; i++)
		for (size_t j = 0; j < b->names; j++)
			if (text_is(a->name[i], b->name[j]))
				return true;
	return false;
}

/* Surely the same device: by address, by name, or as a machine. */
static bool same_device(const struct document_host *a,
                        const struct document_host *b)
{
	return text_is(a->address, b->address) ||
	       text_is(a->machine, b->machine) || share_name(a, b);
}

static bool known(const struct document_network *n,
                  const struct document_host *h)
{
	for (size_t i = 0; i < n->hosts; i++)
		if (same_device(&n->host[i], h))
			return true;
	return false;
}

/* Boxes give out addresses anew: alike but for the address. */
static bool alike(const struct document_host *a, const struct document_host *b)
{
	return device_kind(a) == device_kind(b) &&
	       strcmp(a->vendor ? a->vendor : "", b->vendor ? b->vendor : "") ==
	           0 &&
	       strcmp(a->model ? a->model : "", b->model ? b->model : "") == 0;
}

/* Hosts of n that are like h and that the other document does not know. */
static size_t moved(const struct document_network *n,
                    const struct document_network *other,
                    const struct document_host *h)
{
	size_t count = 0;

	for (size_t i = 0; i < n->hosts; i++)
		count += alike(&n->host[i], h) && !known(other, &n->host[i]);
	return count;
}

static bool looked_at(const struct document_network *n, const char *address)
{
	for (size_t i = 0; i < n->ranges; i++)
		if (device_within(address, n->range[i]))
			return true;
	return false;
}

/* New ones of a kind that are already told. */
static size_t told(const struct rows *rows, const struct document_host *h)
{
	const struct document_host **list = rows->data;
	size_t count = 0;

	for (size_t i = 0; i < rows->count; i++)
		count += alike(list[i], h);
	return count;
}

bool compare_devices(struct comparison *c, struct arena *a)
{
	const struct document_network *before = &c->before->network;
	const struct document_network *after = &c->after->network;
	struct rows rows;

	rows_init(&rows, a, sizeof(const struct document_host *));
	for (size_t i = 0; i < after->hosts; i++) {
		const struct document_host *h = &after->host[i];
		const struct document_host **row;
		size_t come, gone;

		if (!looked_at(before, h->address) || known(before, h))
			continue;
		/* As many as went may be the same ones. */
		come = moved(after, before, h);
		gone = moved(before, after, h);
		if (come <= gone || told(&rows, h) >= come - gone)
			continue;
		row = rows_add(&rows);
		if (!row)
			return false;
		*row = h;
	}
	c->device = rows.data;
	c->devices = rows.count;
	return true;
}
