/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/kind.h"

#include "checks/probe/net/vendor.h"
#include "core/text.h"

#include <string.h>

/* How much a hint weighs, by how sure its rule is. */
static const unsigned weights[] = {
	[SIGHT_NONE] = 0,
	[SIGHT_GUESS] = 2,
	[SIGHT_LIKELY] = 5,
	[SIGHT_CERTAIN] = 12,
};

/* Sums from which on we are as sure: two likely hints make it certain. */
#define CERTAIN 10
#define LIKELY  5
#define GUESS   2

/* What a hint comes from: several of one sort are one. */
enum sort {
	SORT_VENDOR,
	SORT_NAME,
	SORT_MODEL,
	SORT_PRODUCT,
	SORT_PORT,
	SORT_MDNS,
	SORT_SSDP,
	SORT_WSD,
	SORT_NETBIOS,
	SORT_TALK, /* what a conversation showed, sight_kind() */
	SORTS
};

static const char *const kinds[] = { "router",   "printer", "storage",
	                             "computer", "phone",   "camera" };
#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

struct score {
	unsigned points[KINDS][SORTS];
};

static bool like_hint(const struct sight *s, const struct sight_device *d,
                      const char *source, const char *pattern)
{
	const struct sight_hint *h;
	uint32_t at = 0;

	while ((h = sight_hint_next(s, d, &at)))
		if (strcmp(h->source, source) == 0 &&
		    text_like(pattern, h->text))
			return true;
	return false;
}

static bool like_name(const struct sight *s, const struct sight_device *d,
                      const char *pattern)
{
	const struct device_name *n;
	uint32_t at = 0;

	while ((n = sight_name_next(s, d, &at)))
		if (text_like(pattern, n->name))
			return true;
	return false;
}

static bool like_product(const struct sight *s, const struct sight_device *d,
                         const char *pattern)
{
	const struct device_port *p;
	uint32_t at = 0;

	while ((p = sight_port_next(s, d, &at)))
		if (p->product && text_like(pattern, p->product))
			return true;
	return false;
}

static bool has_port(const struct sight *s, const struct sight_device *d,
                     int64_t port)
{
	const struct device_port *p;
	uint32_t at = 0;

	while ((p = sight_port_next(s, d, &at)))
		if (p->port == port && strcmp(p->transport, "tcp") == 0)
			return true;
	return false;
}

static bool like_vendor(const struct sight *s, const struct sight_device *d,
                        const char *pattern)
{
	const char *vendor = vendor_find(d->mac);

	return (vendor && text_like(pattern, vendor)) ||
	       like_hint(s, d, "maker", pattern);
}

static bool like_model(const struct sight *s, const struct sight_device *d,
                       const char *pattern)
{
	return (d->model && text_like(pattern, d->model)) ||
	       like_hint(s, d, "snmp", pattern);
}

/* Whether all that a rule says is so; *sort is the last of it. */
static bool fits(const struct sight *s, const struct sight_device *d,
                 const struct device_rule *r, enum sort *sort)
{
	const struct {
		enum sort sort;
		const char *source;
		const char *pattern;
	} hints[] = { { SORT_MDNS, "mdns", r->mdns },
		      { SORT_SSDP, "ssdp", r->ssdp },
		      { SORT_WSD, "wsd", r->wsd },
		      { SORT_NETBIOS, "netbios", r->netbios } };
	const struct {
		enum sort sort;
		bool (*like)(const struct sight *s,
		             const struct sight_device *d, const char *pattern);
		const char *pattern;
	} texts[] = { { SORT_VENDOR, like_vendor, r->vendor },
		      { SORT_NAME, like_name, r->name },
		      { SORT_MODEL, like_model, r->model },
		      { SORT_PRODUCT, like_product, r->product } };

	*sort = SORTS;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (!texts[i].pattern)
			continue;
		if (!texts[i].like(s, d, texts[i].pattern))
			return false;
		*sort = texts[i].sort;
	}
	for (size_t i = 0; i < sizeof(hints) / sizeof(hints[0]); i++) {
		if (!hints[i].pattern)
			continue;
		if (!like_hint(s, d, hints[i].source, hints[i].pattern))
			return false;
		*sort = hints[i].sort;
	}
	if (r->port != 0) {
		if (!has_port(s, d, r->port))
			return false;
		*sort = SORT_PORT;
	}
	return *sort != SORTS;
}

static void add_points(struct score *score, const char *kind, enum sort sort,
                       enum sight_sure sure)
{
	for (size_t k = 0; k < KINDS; k++)
		if (strcmp(kinds[k], kind) == 0 &&
		    score->points[k][sort] < weights[sure])
			score->points[k][sort] = weights[sure];
}

static enum sight_sure sure_of(const char *text)
{
	return strcmp(text, "certain") == 0  ? SIGHT_CERTAIN
	       : strcmp(text, "likely") == 0 ? SIGHT_LIKELY
	                                     : SIGHT_GUESS;
}

static void conclude(struct sight_device *d, const struct score *score)
{
	unsigned best = 0, second = 0, left;
	size_t kind = KINDS;

	for (size_t k = 0; k < KINDS; k++) {
		unsigned sum = 0;

		for (size_t i = 0; i < SORTS; i++)
			sum += score->points[k][i];
		if (sum > best) {
			second = best;
			best = sum;
			kind = k;
		} else if (sum > second) {
			second = sum;
		}
	}
	/* What speaks for another kind speaks against this one. */
	left = best - second / 2;
	if (kind == KINDS || best == second || left < GUESS) {
		d->kind = NULL;
		d->sure = SIGHT_NONE;
		return;
	}
	d->kind = kinds[kind];
	d->sure = left >= CERTAIN  ? SIGHT_CERTAIN
	          : left >= LIKELY ? SIGHT_LIKELY
	                           : SIGHT_GUESS;
}

void kind_judge(struct sight *s, const struct baseline *b)
{
	struct sight_device *list = s->devices.data;

	for (size_t i = 0; i < s->devices.count; i++) {
		struct sight_device *d = &list[i];
		struct score score;
		enum sort sort;

		if (d->sure == SIGHT_CERTAIN)
			continue;
		memset(&score, 0, sizeof(score));
		if (d->kind)
			add_points(&score, d->kind, SORT_TALK, d->sure);
		for (size_t r = 0; r < b->devices; r++)
			if (fits(s, d, &b->device[r], &sort))
				add_points(&score, b->device[r].kind, sort,
				           sure_of(b->device[r].sure));
		conclude(d, &score);
	}
}
