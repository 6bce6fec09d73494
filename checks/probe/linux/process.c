/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/process.h"

#include "core/rows.h"
#include "core/text.h"

#include <fnmatch.h>
#include <stdio.h>
#include <string.h>

#define COMM 15 /* bytes of a name that the kernel keeps */

struct reading {
	const struct probe_context *c;
	struct rows rows;
};

static bool read_one(void *ctx, const char *folder)
{
	struct reading *r = ctx;
	char path[TREE_PATH];
	struct process *row;
	struct buf name;
	int64_t pid;

	if (!text_int(folder, 1, INT32_MAX, &pid) ||
	    !tree_path(path, "/proc/%s/comm", folder))
		return true;
	buf_init(&name, 64);
	/* It may have ended since the folder was listed. */
	if (tree_read(r->c, path, &name) == TREE_OK) {
		char clean[64];

		text_clean(clean, sizeof(clean), buf_text(&name));
		row = rows_add(&r->rows);
		if (row) {
			row->pid = pid;
			row->name =
			    arena_strdup(r->rows.arena, text_trim(clean));
		}
		if (!row || !row->name)
			r->rows.count -= row != NULL;
	}
	buf_clear(&name);
	return true;
}

enum tree_result process_list(const struct probe_context *c, struct arena *a,
                              struct processes *out)
{
	struct reading r = { .c = c };
	enum tree_result result;

	rows_init(&r.rows, a, sizeof(struct process));
	result = tree_list(c, "/proc", read_one, &r);
	out->row = r.rows.data;
	out->count = r.rows.count;
	out->all = result == TREE_OK && tree_exists(c, "/proc/1/comm");
	if (result == TREE_OK && !out->all)
		result = out->count ? TREE_DENIED : TREE_ABSENT;
	return result;
}

enum tri process_running(const struct processes *p, const char *name)
{
	char pattern[64];

	snprintf(pattern, sizeof(pattern), "%s", name);
	if (!strpbrk(name, "*?[") && strlen(pattern) > COMM)
		pattern[COMM] = '\0';
	for (size_t i = 0; i < p->count; i++)
		if (fnmatch(pattern, p->row[i].name, 0) == 0)
			return TRI_YES;
	return p->all ? TRI_NO : TRI_UNKNOWN;
}
