/* SPDX-License-Identifier: Apache-2.0 */
#include "report/device.h"

#include "core/ipv4.h"
#include "core/text.h"
#include "report/document_json.h"
#include "report/label.h"

#include <stdlib.h>
#include <string.h>

#define ADDRESS_CHARS "0123456789abcdef.:"
#define ADDRESS_MOST  45 /* RFC 4291 with an IPv4 tail */

static const struct {
	const char *id;
	const char *word; /* label */
} kinds[DEVICE_KINDS] = {
	[DEVICE_ROUTER] = { "router", "kind-router" },
	[DEVICE_STORAGE] = { "storage", "kind-storage" },
	[DEVICE_PRINTER] = { "printer", "kind-printer" },
	[DEVICE_COMPUTER] = { "computer", "kind-computer" },
	[DEVICE_PHONE] = { "phone", "kind-phone" },
	[DEVICE_CAMERA] = { "camera", "kind-camera" },
	[DEVICE_UNKNOWN] = { "unknown", "kind-unknown" },
};

enum device_kind device_kind(const struct document_host *h)
{
	for (int i = 0; h->kind && i < DEVICE_KINDS; i++)
		if (strcmp(kinds[i].id, h->kind) == 0)
			return (enum device_kind)i;
	return DEVICE_UNKNOWN;
}

const char *device_kind_id(enum device_kind kind)
{
	return kinds[kind].id;
}

const char *device_kind_word(enum device_kind kind, enum lang lang)
{
	return label(kinds[kind].word, lang);
}

bool device_address(const char *text)
{
	size_t n = strlen(text);

	return n >= 2 && n <= ADDRESS_MOST && strspn(text, ADDRESS_CHARS) == n;
}

bool device_range(const char *text)
{
	size_t n = strspn(text, ADDRESS_CHARS);
	size_t digits = text[n] == '/' ? strspn(text + n + 1, "0123456789") : 0;

	return n >= 2 && n <= ADDRESS_MOST && digits >= 1 && digits <= 3 &&
	       text[n + 1 + digits] == '\0';
}

int device_order(const char *a, const char *b)
{
	uint32_t x = 0, y = 0;
	bool a_known = ipv4_parse(a, &x);
	bool b_known = ipv4_parse(b, &y);

	if (a_known != b_known)
		return a_known ? -1 : 1;
	return a_known ? (x > y) - (x < y) : strcmp(a, b);
}

bool device_within(const char *address, const char *range)
{
	uint32_t host, network;
	unsigned bits;

	return ipv4_parse(address, &host) &&
	       ipv4_parse_range(range, &network, &bits) &&
	       ((host ^ network) & ipv4_mask(bits)) == 0;
}

bool device_is(const char *host, const char *address)
{
	size_t n = strlen(address);

	return host && text_begins(host, address) &&
	       (host[n] == '\0' || (host[n] == ':' && !strchr(address, ':')));
}

bool device_looked(const struct document *d)
{
	return d->network.hosts > 0 || d->network.ranges > 0 ||
	       d->network.consent;
}

static int by_address(const void *left, const void *right)
{
	const struct document_host *a = left;
	const struct document_host *b = right;

	return device_order(a->address, b->address);
}

/* Ports of all hosts when none may show more than most. */
static size_t ports_of(const struct document_network *n, size_t most)
{
	size_t sum = 0;

	for (size_t i = 0; i < n->hosts; i++)
		sum += n->host[i].ports < most ? n->host[i].ports : most;
	return sum;
}

void device_fit(struct document_network *n)
{
	size_t most = DOCUMENT_PORTS;

	if (n->hosts > 1)
		qsort(n->host, n->hosts, sizeof(*n->host), by_address);
	if (n->hosts > DOCUMENT_HOSTS)
		n->hosts = DOCUMENT_HOSTS;
	while (ports_of(n, most) > DOCUMENT_ALL_PORTS)
		most--;
	for (size_t i = 0; i < n->hosts; i++) {
		if (n->host[i].ports > most)
			n->host[i].ports = most;
		if (n->host[i].names > DOCUMENT_NAMES)
			n->host[i].names = DOCUMENT_NAMES;
	}
	if (n->ranges > DOCUMENT_RANGES)
		n->ranges = DOCUMENT_RANGES;
}
