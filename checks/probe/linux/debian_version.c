/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/debian_version.h"

#include <stdio.h>
#include <string.h>

/* A part of a version; the text goes on behind it. */
struct span {
	const char *at;
	size_t len;
};

struct parts {
	struct span epoch;
	struct span upstream;
	struct span revision;
};

static struct parts split(const char *version)
{
	const char *colon = strchr(version, ':');
	const char *rest = colon ? colon + 1 : version;
	const char *hyphen = strrchr(rest, '-');
	size_t len = strlen(rest);
	struct parts p = { { "", 0 }, { rest, len }, { "", 0 } };

	if (colon)
		p.epoch = (struct span){ version, (size_t)(colon - version) };
	if (hyphen) {
		p.upstream.len = (size_t)(hyphen - rest);
		p.revision =
		    (struct span){ hyphen + 1, len - p.upstream.len - 1 };
	}
	return p;
}

static int is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A tilde sorts before the end, letters after it, all else after letters. */
static int order(struct span s)
{
	if (s.len == 0 || is_digit(*s.at))
		return 0;
	if (*s.at == '~')
		return -1;
	if (is_letter(*s.at))
		return (unsigned char)*s.at;
	return (unsigned char)*s.at + 256;
}

static void skip(struct span *s, size_t n)
{
	s->at += n;
	s->len -= n;
}

/* Compare the text up to the next digit, and go behind it. */
static int compare_text(struct span *a, struct span *b)
{
	while ((a->len && !is_digit(*a->at)) || (b->len && !is_digit(*b->at))) {
		int diff = order(*a) - order(*b);

		if (diff)
			return diff;
		skip(a, 1);
		skip(b, 1);
	}
	return 0;
}

/* The digits at the start without leading zeros; s goes behind them. */
static struct span number(struct span *s)
{
	struct span n;

	while (s->len && *s->at == '0')
		skip(s, 1);
	n = (struct span){ s->at, 0 };
	while (s->len && is_digit(*s->at)) {
		n.len++;
		skip(s, 1);
	}
	return n;
}

static int compare_number(struct span *a, struct span *b)
{
	struct span x = number(a);
	struct span y = number(b);

	if (x.len != y.len)
		return x.len < y.len ? -1 : 1;
	return memcmp(x.at, y.at, x.len);
}

static int compare_span(struct span a, struct span b)
{
	while (a.len || b.len) {
		int diff = compare_text(&a, &b);

		if (!diff)
			diff = compare_number(&a, &b);
		if (diff)
			return diff;
	}
	return 0;
}

int debian_version_compare(const char *a, const char *b)
{
	struct parts x = split(a);
	struct parts y = split(b);
	int diff = compare_span(x.epoch, y.epoch);

	if (!diff)
		diff = compare_span(x.upstream, y.upstream);
	if (!diff)
		diff = compare_span(x.revision, y.revision);
	return diff;
}

void debian_version_upstream(char *out, size_t size, const char *version)
{
	struct parts p = split(version);

	snprintf(out, size, "%.*s", (int)(p.upstream.len & 0xffff),
	         p.upstream.at);
}
