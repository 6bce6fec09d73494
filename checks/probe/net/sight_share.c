/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/sight.h"
#include "core/ipv4.h"

#include <string.h>

/* Every row of a device begins with its address. */
static const char *address_of(const struct rows *r, size_t row)
{
	const char *address;

	memcpy(&address, (const char *)r->data + row * r->size,
	       sizeof(address));
	return address;
}

/* Index of the device of a row, or that of no device. */
static size_t device_of(const struct sight *s, const struct rows *r, size_t row)
{
	const struct sight_device *d = NULL;
	uint32_t address;

	if (ipv4_parse(address_of(r, row), &address))
		d = sight_find(s, address);
	return d ? (size_t)(d - (const struct sight_device *)s->devices.data)
	         : s->devices.count;
}

/* The most rows a device may have so that all are at most that many. */
static size_t fair(const size_t *count, size_t devices, size_t most)
{
	size_t each = 0, sum = 0, more;

	do {
		more = 0;
		for (size_t i = 0; i <= devices; i++)
			if (count[i] > each)
				more++;
		sum += more;
		if (more > 0 && sum <= most)
			each++;
	} while (more > 0 && sum <= most);
	return each;
}

static bool share(const struct sight *s, struct rows *r, size_t most)
{
	size_t devices = s->devices.count, kept = 0, each;
	char *data = r->data;
	size_t *count, *seen;

	if (r->count <= most)
		return true;
	count = arena_alloc(s->arena, devices + 1, sizeof(*count));
	seen = arena_alloc(s->arena, devices + 1, sizeof(*seen));
	if (!count || !seen) {
		r->count = most;
		return false;
	}
	for (size_t i = 0; i < r->count; i++)
		count[device_of(s, r, i)]++;
	each = fair(count, devices, most);
	for (size_t i = 0; i < r->count; i++) {
		if (seen[device_of(s, r, i)]++ >= each)
			continue;
		memmove(data + kept++ * r->size, data + i * r->size, r->size);
	}
	r->count = kept;
	return false;
}

bool sight_share(struct sight *s, size_t most)
{
	bool names = share(s, &s->names, most);
	bool ports = share(s, &s->ports, most);
	bool signs = share(s, &s->signs, most);

	return share(s, &s->tls, most) && names && ports && signs;
}
