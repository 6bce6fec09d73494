/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/decode/task_data.h"

#include "checks/probe/net/xml.h"
#include "checks/probe/windows/decode/unicode.h"
#include "core/buf.h"
#include "core/text.h"

#include <string.h>

#define TEXT_BYTES 4096 /* of a command or its arguments */

/* Kinds of an action: run a program, answer a call, send mail, say a text. */
#define EXECUTE 0x6666
#define CALL    0x7777

/* Seconds from 1601 to 1970 (MS-DTYP 2.3.3), and parts of a second. */
#define EPOCH INT64_C(11644473600)
#define TICKS UINT64_C(10000000)

struct cursor {
	const uint8_t *p;
	size_t left;
};

void task_data_init(struct task_data *t)
{
	memset(t, 0, sizeof(*t));
	t->started = CELL_UNKNOWN;
	t->result = CELL_UNKNOWN;
}

static uint64_t number_at(const uint8_t *p, size_t bytes)
{
	uint64_t n = 0;

	for (size_t i = 0; i < bytes; i++)
		n |= (uint64_t)p[i] << 8 * i;
	return n;
}

static bool take(struct cursor *c, size_t bytes, const uint8_t **out)
{
	if (c->left < bytes)
		return false;
	*out = c->p;
	c->p += bytes;
	c->left -= bytes;
	return true;
}

static bool take_number(struct cursor *c, size_t bytes, uint64_t *out)
{
	const uint8_t *p;

	if (!take(c, bytes, &p))
		return false;
	*out = number_at(p, bytes);
	return true;
}

/* A text: its length in bytes, then UTF-16. */
static bool take_text(struct cursor *c, struct arena *a, const char **out)
{
	const uint8_t *p;
	struct buf text;
	uint64_t len;

	if (!take_number(c, 4, &len) || len > c->left ||
	    !take(c, (size_t)len, &p))
		return false;
	buf_init(&text, TEXT_BYTES);
	(void)unicode_utf16(p, (size_t)len, &text);
	*out = arena_strdup(a, buf_text(&text));
	buf_clear(&text);
	return *out != NULL;
}

static void keep(struct task_data *out, const struct task_action *action)
{
	if (out->actions < TASK_DATA_ACTIONS && action->command[0])
		out->action[out->actions++] = *action;
}

static bool take_execute(struct cursor *c, uint64_t version, struct arena *a,
                         struct task_data *out)
{
	struct task_action action;
	uint64_t flags;

	if (!take_text(c, a, &action.command) ||
	    !take_text(c, a, &action.arguments) ||
	    !take_text(c, a, &action.folder))
		return false;
	keep(out, &action);
	return version < 3 || take_number(c, 2, &flags);
}

bool task_data_actions(const uint8_t *data, size_t len, struct arena *a,
                       struct task_data *out)
{
	struct cursor c = { data, len };
	uint64_t version, kind;
	const uint8_t *skipped;
	const char *text;

	if (!take_number(&c, 2, &version))
		return false;
	if (version >= 2 && !take_text(&c, a, &text))
		return false;
	while (c.left > 0) {
		/* Each begins with a name of its own. */
		if (!take_number(&c, 2, &kind) || !take_text(&c, a, &text))
			return false;
		if (kind == EXECUTE) {
			if (!take_execute(&c, version, a, out))
				return false;
		} else if (kind == CALL) {
			if (!take(&c, 16, &skipped) || !take_text(&c, a, &text))
				return false;
		} else {
			/* Mail and messages are gone since Windows 8. */
			return true;
		}
	}
	return true;
}

/* A time of Windows; 0 for none. */
static int64_t time_of(uint64_t file_time)
{
	int64_t seconds = (int64_t)(file_time / TICKS) - EPOCH;

	return file_time == 0 ? 0 : seconds > 0 ? seconds : CELL_UNKNOWN;
}

bool task_data_runs(const uint8_t *data, size_t len, struct task_data *out)
{
	if (len < 0x1c)
		return false;
	out->started = time_of(number_at(data + 0x0c, 8));
	out->result = (int64_t)number_at(data + 0x18, 4);
	return true;
}

/* Where in the tree of elements we are. */
enum part { PART_NONE, PART_TRIGGERS, PART_SETTINGS, PART_ACTIONS };

struct reading {
	enum part part;
	struct task_action action;
	struct task_data *out;
	struct arena *arena;
	enum tri trigger; /* the one that is being read */
};

static void open_element(struct reading *r, const struct xml *x)
{
	if (x->depth == 2)
		r->part = strcmp(x->name, "Triggers") == 0   ? PART_TRIGGERS
		          : strcmp(x->name, "Settings") == 0 ? PART_SETTINGS
		          : strcmp(x->name, "Actions") == 0  ? PART_ACTIONS
		                                             : PART_NONE;
	if (x->depth != 3)
		return;
	r->trigger = TRI_YES;
	r->action = (struct task_action){ "", "", "" };
}

static void keep_text(const struct reading *r, const struct xml *x,
                      const char *name, const char **slot)
{
	const char *text;

	if (strcmp(x->name, name) != 0)
		return;
	text = arena_strdup(r->arena, x->text);
	*slot = text ? text : "";
}

/* depth: of the element that ended, where the task itself is 1. */
static void close_element(struct reading *r, const struct xml *x,
                          unsigned depth)
{
	bool no = text_same(x->text, "false") || strcmp(x->text, "0") == 0;
	bool enabled = strcmp(x->name, "Enabled") == 0;

	if (r->part == PART_SETTINGS && depth == 3 && enabled)
		r->out->enabled = no ? TRI_NO : TRI_YES;
	if (r->part == PART_TRIGGERS && depth == 4 && enabled && no)
		r->trigger = TRI_NO;
	if (r->part == PART_TRIGGERS && depth == 3 && r->trigger == TRI_YES)
		r->out->triggers++;
	if (r->part != PART_ACTIONS)
		return;
	if (depth == 4) {
		keep_text(r, x, "Command", &r->action.command);
		keep_text(r, x, "Arguments", &r->action.arguments);
		keep_text(r, x, "WorkingDirectory", &r->action.folder);
	} else if (depth == 3 && strcmp(x->name, "Exec") == 0) {
		keep(r->out, &r->action);
	}
}

bool task_data_xml(const char *text, size_t len, struct arena *a,
                   struct task_data *out)
{
	struct reading r = { .out = out, .arena = a };
	enum xml_step step;
	struct xml x;

	xml_init(&x, text, len);
	if (xml_next(&x) != XML_OPEN || strcmp(x.name, "Task") != 0)
		return false;
	/* Enabled is what a task is that does not say. */
	out->enabled = TRI_YES;
	r.action = (struct task_action){ "", "", "" };
	while ((step = xml_next(&x)) != XML_END) {
		if (step == XML_OPEN)
			open_element(&r, &x);
		else
			close_element(&r, &x, x.depth + 1);
	}
	return true;
}
