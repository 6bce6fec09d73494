/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/installed.h"

#include "checks/probe/windows/registry.h"
#include "core/rows.h"
#include "core/text.h"

#include <stdio.h>

#define UNINSTALL "Microsoft\\Windows\\CurrentVersion\\Uninstall"

/* Where Windows keeps the lists of what is installed. */
static const struct {
	enum registry_root root;
	const char *key;
} lists[] = {
	{ REGISTRY_MACHINE, "SOFTWARE\\" UNINSTALL },
	{ REGISTRY_MACHINE, "SOFTWARE\\WOW6432Node\\" UNINSTALL },
	{ REGISTRY_USER, "SOFTWARE\\" UNINSTALL },
};

struct reading {
	struct rows rows;
	struct arena *arena;
	enum registry_root root;
	const char *key;
	bool failed;
};

static const char *text_at(const struct reading *r, const char *key,
                           const char *value)
{
	const char *text = NULL;

	(void)registry_text(r->root, key, value, r->arena, &text);
	return text && text[0] ? text : NULL;
}

static bool read_program(void *ctx, const char *name)
{
	struct reading *r = ctx;
	struct installed_program *p;
	const char *shown, *parent = NULL;
	char key[sizeof("SOFTWARE\\WOW6432Node\\" UNINSTALL) + REGISTRY_NAME];
	int64_t part = 0;

	if ((size_t)snprintf(key, sizeof(key), "%s\\%s", r->key, name) >=
	    sizeof(key))
		return true;
	shown = text_at(r, key, "DisplayName");
	(void)registry_int(r->root, key, "SystemComponent", &part);
	parent = text_at(r, key, "ParentKeyName");
	if (!shown || parent)
		return true;
	/* Edge and others of the system hide themselves, and count. */
	if (part != 0 && !text_has(shown, "Edge"))
		return true;
	p = rows_add(&r->rows);
	if (!p) {
		r->failed = true;
		return false;
	}
	p->key = arena_strdup(r->arena, name);
	p->name = shown;
	p->version = text_at(r, key, "DisplayVersion");
	p->publisher = text_at(r, key, "Publisher");
	p->folder = text_at(r, key, "InstallLocation");
	p->user_only = r->root == REGISTRY_USER;
	return true;
}

void installed_read(struct installed *out, struct arena *a)
{
	struct reading r = { .arena = a };

	rows_init(&r.rows, a, sizeof(struct installed_program));
	out->state = FACT_KNOWN;
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		enum fact_state state;

		r.root = lists[i].root;
		r.key = lists[i].key;
		state = registry_keys(r.root, r.key, read_program, &r);
		if (state != FACT_KNOWN && state != FACT_ABSENT)
			out->state = state;
	}
	if (r.failed)
		out->state = FACT_FAILED;
	out->row = r.rows.data;
	out->count = r.rows.count;
}

static bool fits(const struct installed_program *program,
                 const struct product *p)
{
	for (size_t i = 0; i < p->programs; i++)
		if (text_like(p->program[i], program->name))
			return true;
	return false;
}

const struct installed_program *
installed_find(const struct installed *in, const struct product *p,
               const struct installed_program *from)
{
	size_t first = from ? (size_t)(from - in->row) + 1 : 0;

	for (size_t i = first; i < in->count; i++)
		if (fits(&in->row[i], p))
			return &in->row[i];
	return NULL;
}
