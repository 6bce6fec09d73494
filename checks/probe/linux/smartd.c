/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/smartd.h"

#include "core/date.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

#define STATES "/var/lib/smartmontools/smartd.*.state"
#define FRESH  (7 * DATE_DAY) /* smartd writes every half hour */

struct search {
	const struct probe_context *c;
	char model[128]; /* as smartd writes it in a file's name */
	enum tri failing;
};

/* smartd.cpp makes every character but letters and digits a "_". */
static void set_model(struct search *s, const char *model)
{
	size_t n = 0;

	for (; model[n] && n < sizeof(s->model) - 1; n++) {
		char c = model[n];
		bool kept = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
		            (c >= 'a' && c <= 'z');

		s->model[n] = kept ? c : '_';
	}
	s->model[n] = '\0';
}

/*
 * "mail.N.count = 2": it has warned. N of smartd's own list: 1 the disk says
 * it fails, 10 sectors wait to be replaced, 11 could not be. A count goes
 * back to none when the disk is well again.
 */
static bool warns(char *line)
{
	static const char *const counts[] = { "mail.1.count", "mail.10.count",
		                              "mail.11.count" };
	char *equals = strchr(line, '=');
	int64_t count;

	if (!equals)
		return false;
	*equals = '\0';
	line = text_trim(line);
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		if (strcmp(line, counts[i]) == 0 &&
		    text_int(text_trim(equals + 1), 1, INT32_MAX, &count))
			return true;
	return false;
}

static bool look(void *ctx, const char *path)
{
	struct search *s = ctx;
	const char *name = strrchr(path, '/') + 1 + strlen("smartd.");
	struct tree_stat st;
	struct buf text;
	char *at;
	char *line;

	if (!text_begins(name, s->model) ||
	    tree_stat(s->c, path, &st) != TREE_OK ||
	    s->c->now - st.mtime > FRESH)
		return true;
	buf_init(&text, TREE_CAP);
	if (tree_read(s->c, path, &text) == TREE_OK) {
		if (s->failing == TRI_UNKNOWN)
			s->failing = TRI_NO;
		at = text.data;
		while ((line = text_line(&at)))
			if (warns(line))
				s->failing = TRI_YES;
	}
	buf_clear(&text);
	return true;
}

enum tri smartd_failing(const struct probe_context *c, const char *model)
{
	struct search s = { .c = c, .failing = TRI_UNKNOWN };

	set_model(&s, model);
	if (s.model[0])
		tree_glob(c, STATES, look, &s);
	return s.failing;
}
