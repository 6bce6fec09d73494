/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/fact.h"
#include "checks/probe/probe.h"

#include "checks/probe/windows/backup_tools.h"
#include "core/text.h"

#include <string.h>

#define SCAN_MEMORY (24u << 20) /* bytes: every file that is read */

#define BACKUP_LIST(name) &backup_tool_##name,
static const struct backup_tool *const tools[] = { BACKUP_TOOLS(BACKUP_LIST) };

#define TOOLS (sizeof(tools) / sizeof(tools[0]))

static void scan(struct backup_scan *s)
{
	for (int i = 0; i < FOLDER_COUNT; i++)
		s->folder[i] = folder_path((enum folder_id)i, s->a);
	volume_list(&s->volumes, s->a);
	installed_read(&s->installed, s->a);
	task_list(&s->tasks, s->a);
	for (size_t i = 0; i < TOOLS; i++)
		tools[i]->look(s);
}

static void finish(struct backup_scan *s, struct backup_copy *copy,
                   struct arena *a, struct backup *out)
{
	backup_scan_place(s, copy);
	*out = copy->row;
	out->tool = fact_cell(a, copy->row.tool);
	out->what =
	    fact_cell(a, copy->row.what ? copy->row.what : copy->source);
	out->target = fact_cell(a, copy->row.target);
	out->where = fact_cell(a, copy->row.where);
}

/* Why there may be more than the rows. */
static void tell_state(const struct backup_scan *s, struct fact *fact,
                       struct arena *a)
{
	fact->state = FACT_KNOWN;
	if (s->closed) {
		fact->state = FACT_DENIED;
		fact->why = fact_cell(a, s->closed);
	} else if (s->installed.state != FACT_KNOWN) {
		fact->state = s->installed.state;
		fact->why = "the list of programs could not be read whole";
	} else if (s->tasks.state != FACT_KNOWN &&
	           s->tasks.state != FACT_ABSENT) {
		fact->state = s->tasks.state;
		fact->why = "the scheduled tasks could not be read whole";
	}
	/* What was not read may be the backup: never "none". */
	if (arena_full(s->a) || s->copies.count >= BACKUP_SCAN_MAX) {
		fact->state = FACT_FAILED;
		fact->why = "there is more than this probe can hold";
	}
}

static void read_backup(const struct probe_context *c, struct facts *f,
                        struct arena *a)
{
	struct backup_scan s = { .c = c, .a = arena_new(SCAN_MEMORY) };
	struct backup_copy **copy;
	struct backup *row;

	if (!s.a)
		return;
	rows_init(&s.copies, s.a, sizeof(struct backup_copy *));
	scan(&s);
	copy = s.copies.data;
	row = arena_alloc(a, s.copies.count + 1, sizeof(*row));
	if (row) {
		for (size_t i = 0; i < s.copies.count; i++)
			finish(&s, copy[i], a, &row[i]);
		f->backup_list.row = row;
		f->backup_list.count = s.copies.count;
		tell_state(&s, &f->backup_list.fact, a);
	}
	arena_free(s.a);
}

static const char *const more_rights[] = { "backup.list", NULL };

/* Four event logs of 2 s and two dead shares of 3 s at the very worst. */
const struct probe probe_backup = {
	.area = "backup",
	.deadline = 18000,
	.read = read_backup,
	.more_rights = more_rights,
};
