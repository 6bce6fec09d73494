/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/xfconf.h"

#include <stdio.h>
#include <string.h>

#define DEPTH_MAX 16 /* properties within properties */

/* The attribute of a tag, without its quotes; NULL when it has none. */
static const char *attribute(const char *tag, size_t n, const char *name,
                             size_t *len)
{
	size_t m = strlen(name);

	for (size_t i = 1; i + m + 2 < n; i++) {
		char quote = tag[i + m + 1];
		const char *end;

		if (strncmp(tag + i, name, m) != 0 || tag[i + m] != '=' ||
		    (quote != '"' && quote != '\'') ||
		    (tag[i - 1] != ' ' && tag[i - 1] != '\t' &&
		     tag[i - 1] != '\n'))
			continue;
		end = memchr(tag + i + m + 2, quote, n - i - m - 2);
		if (!end)
			return NULL;
		*len = (size_t)(end - (tag + i + m + 2));
		return tag + i + m + 2;
	}
	return NULL;
}

/* Names down to where we are, "/lock/enabled". */
struct place {
	char path[256];
	size_t cut[DEPTH_MAX]; /* length before each level */
	size_t depth;
};

static bool enter(struct place *p, const char *name, size_t len)
{
	size_t now = strlen(p->path);

	if (p->depth == DEPTH_MAX || now + len + 2 > sizeof(p->path))
		return false;
	p->cut[p->depth++] = now;
	p->path[now] = '/';
	memcpy(p->path + now + 1, name, len);
	p->path[now + 1 + len] = '\0';
	return true;
}

static void leave(struct place *p)
{
	if (p->depth > 0)
		p->path[p->cut[--p->depth]] = '\0';
}

bool xfconf_find(const char *xml, size_t len, const char *property, char *out,
                 size_t size)
{
	static const char open[] = "<property ";
	static const char close[] = "</property";
	struct place p = { .depth = 0 };
	const char *end = xml + len;

	for (const char *tag = xml;
	     (tag = memchr(tag, '<', (size_t)(end - tag)));) {
		const char *stop = memchr(tag, '>', (size_t)(end - tag));
		size_t n = stop ? (size_t)(stop - tag) : 0;
		const char *name;
		const char *value;
		size_t m;

		if (!stop)
			return false;
		if (n > sizeof(open) &&
		    strncmp(tag, open, sizeof(open) - 1) == 0) {
			name = attribute(tag, n, "name", &m);
			if (!name || !enter(&p, name, m))
				return false;
			value = attribute(tag, n, "value", &m);
			if (value && strcmp(p.path, property) == 0) {
				if (m >= size)
					return false;
				memcpy(out, value, m);
				out[m] = '\0';
				return true;
			}
			if (stop[-1] == '/')
				leave(&p);
		} else if (n >= sizeof(close) - 1 &&
		           strncmp(tag, close, sizeof(close) - 1) == 0) {
			leave(&p);
		}
		tag = stop;
	}
	return false;
}
