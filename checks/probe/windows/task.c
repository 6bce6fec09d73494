/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/task.h"

#include "checks/probe/windows/folder.h"
#include "checks/probe/windows/registry.h"
#include "checks/probe/windows/task_scheduler.h"
#include "checks/probe/windows/tree.h"
#include "core/rows.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

#define CACHE                                                                  \
	"SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Schedule\\TaskCache" \
	"\\Tasks"

struct reading {
	struct rows rows;
	struct arena *arena;
	const char *system; /* C:\Windows\System32, or NULL */
	bool closed;        /* a task could not be looked into */
};

/* A program that runs with the machine's own files is no backup. */
static bool of_windows(const char *path)
{
	return text_like("\\Microsoft\\*", path);
}

/* What the file of a task tells, which the registry keeps in another form. */
static bool read_file(const struct reading *r, const char *path,
                      struct task_data *out)
{
	char file[TREE_PATH];
	const char *text;

	return r->system && !strstr(path, "..") &&
	       tree_path(file, "%s\\Tasks%s", r->system, path) &&
	       tree_text(file, r->arena, &text) == TREE_OK &&
	       task_data_xml(text, strlen(text), r->arena, out);
}

static void read_values(struct reading *r, const char *key, struct task *t)
{
	struct task_data file;
	const uint8_t *data;
	size_t len;

	task_data_init(&t->data);
	if (registry_bytes(REGISTRY_MACHINE, key, "Actions", r->arena, &data,
	                   &len) == FACT_KNOWN)
		(void)task_data_actions(data, len, r->arena, &t->data);
	if (registry_bytes(REGISTRY_MACHINE, key, "DynamicInfo", r->arena,
	                   &data, &len) == FACT_KNOWN)
		(void)task_data_runs(data, len, &t->data);
	task_data_init(&file);
	if (!read_file(r, t->path, &file))
		return;
	t->data.enabled = file.enabled;
	t->data.triggers = file.triggers;
	if (t->data.actions == 0) {
		memcpy(t->data.action, file.action, sizeof(file.action));
		t->data.actions = file.actions;
	}
}

static bool read_task(void *ctx, const char *name)
{
	char key[sizeof(CACHE) + REGISTRY_NAME + 1];
	struct reading *r = ctx;
	const char *path = NULL;
	enum fact_state state;
	struct task *t;

	if ((size_t)snprintf(key, sizeof(key), CACHE "\\%s", name) >=
	    sizeof(key))
		return true;
	state = registry_text(REGISTRY_MACHINE, key, "Path", r->arena, &path);
	if (state == FACT_DENIED)
		r->closed = true;
	if (state != FACT_KNOWN || of_windows(path))
		return true;
	t = rows_add(&r->rows);
	if (!t)
		return false;
	t->path = path;
	read_values(r, key, t);
	return r->rows.count < TASK_MAX;
}

void task_list(struct tasks *out, struct arena *a)
{
	struct reading r = { .arena = a };
	struct tasks asked;

	rows_init(&r.rows, a, sizeof(struct task));
	r.system = folder_path(FOLDER_SYSTEM, a);
	out->state = registry_keys(REGISTRY_MACHINE, CACHE, read_task, &r);
	if (out->state == FACT_KNOWN && r.closed)
		out->state = FACT_DENIED;
	if (r.rows.count >= TASK_MAX)
		out->state = FACT_FAILED;
	out->row = r.rows.data;
	out->count = r.rows.count;
	/* The scheduler itself may tell what its files do not. */
	if (out->state == FACT_DENIED &&
	    task_scheduler_list(&asked, a) == FACT_KNOWN)
		*out = asked;
}
