/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/backup_tools.h"

#include "checks/probe/windows/service.h"
#include "core/text.h"

#include <string.h>

/*
 * Products of the baseline's list "backup": that one is installed is seen,
 * not when it last copied. Where one writes a file at every run, whatever
 * comes of it, a copy cannot be newer than that file.
 */

static const struct {
	const char *tool;
	enum folder_id base;
	const char *folder;
	const char *pattern;
} traces[] = {
	{ "duplicati", FOLDER_LOCAL, "Duplicati", "*.sqlite" },
	{ "duplicati", FOLDER_PROGRAM_DATA, "Duplicati", "*.sqlite" },
	{ "cobian", FOLDER_PROGRAMS_32, "Cobian Backup 11\\Logs", "*.txt" },
	{ "cobian", FOLDER_PROGRAMS, "Cobian Reflector\\Logs", "*.txt" },
	{ "macrium", FOLDER_PROGRAM_DATA, "Macrium\\Reflect", "*.html" },
};

static bool is_known(const struct backup_scan *s, const char *tool)
{
	struct backup_copy *const *copy = s->copies.data;

	for (size_t i = 0; i < s->copies.count; i++)
		if (strcmp(copy[i]->row.tool, tool) == 0)
			return true;
	return false;
}

static void bound(struct backup_scan *s, struct backup_copy *copy)
{
	int64_t newest = CELL_UNKNOWN;

	for (size_t i = 0; i < sizeof(traces) / sizeof(traces[0]); i++) {
		const char *base = s->folder[traces[i].base];
		struct tree_newest found;
		char folder[TREE_PATH];

		if (strcmp(traces[i].tool, copy->row.tool) != 0 || !base ||
		    !tree_path(folder, "%s\\%s", base, traces[i].folder))
			continue;
		tree_newest(folder, traces[i].pattern, 0, 0, false, &found);
		if (found.result == TREE_OK && found.time > newest)
			newest = found.time;
	}
	backup_scan_bound(s, copy, newest);
}

static bool take_name(void *ctx, const struct service *service)
{
	const char **name = ctx;

	/* A service that is turned off copies nothing. */
	if (service->start == SERVICE_STARTS_NEVER)
		return true;
	*name = service->name;
	return false;
}

/* What shows that the product is there, in s->a, or NULL. */
static const char *seen(struct backup_scan *s, const struct product *p)
{
	const struct installed_program *program =
	    installed_find(&s->installed, p, NULL);

	for (size_t i = 0; !program && i < p->services; i++) {
		struct service found;

		if (strchr(p->service[i], '*')) {
			const char *name = NULL;

			(void)service_match(p->service[i], take_name, &name);
			if (name)
				return p->service[i];
		} else if (service_find(p->service[i], &found) == FACT_KNOWN &&
		           found.start != SERVICE_STARTS_NEVER) {
			return p->service[i];
		}
	}
	return program ? program->name : NULL;
}

static void product_look(struct backup_scan *s)
{
	const struct baseline *b = s->c->baseline;

	for (size_t i = 0; i < b->products; i++) {
		const struct product *p = &b->product[i];
		struct backup_copy *copy;
		const char *where;

		if (!text_is(p->list, "backup") || is_known(s, p->id))
			continue;
		where = seen(s, p);
		copy = where ? backup_scan_copy(s, p->id, NULL, where) : NULL;
		if (!copy)
			continue;
		if (text_is(p->kind, "sync"))
			copy->row.kind = "sync";
		bound(s, copy);
	}
}

const struct backup_tool backup_tool_product = {
	.look = product_look,
};
