/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/naming.h"

#include "agent/say.h"
#include "agent/shelf.h"
#include "core/text.h"

#include <string.h>

#define NAME_BYTES 60 /* of a machine: it has to fit into a column */

/* Whether another machine of the folder is called so. */
static bool taken(const struct shelf *shelf, const char *name)
{
	for (size_t i = 1; i < shelf->count; i++)
		for (size_t k = 0; k < shelf->document[i]->machines; k++)
			if (text_same(shelf->document[i]->machine[k].label,
			              name))
				return true;
	return false;
}

enum frontend_reply naming_ask(const struct frontend *front,
                               const struct folder *f, struct session *s,
                               struct document *d, const char *former)
{
	struct shelf shelf;
	char typed[NAME_BYTES * 2];
	enum frontend_reply reply;
	const char *kept;
	struct frontend_question q = {
		.text = say(SAY_MACHINE_NAME, s->lang),
		.why = say(SAY_MACHINE_NAME_WHY, s->lang),
	};

	if (!f->path || !shelf_read(&shelf, f, s, d, former) || shelf.own)
		return FRONTEND_NOTHING;
	q.typed = d->machine[0].label;
	for (;;) {
		reply = front->type(front->ctx, &q, typed, sizeof(typed));
		if (reply != FRONTEND_GIVEN || strcmp(typed, q.typed) == 0)
			return reply;
		if (strlen(typed) < NAME_BYTES && !taken(&shelf, typed))
			break;
		q.problem = say(SAY_MACHINE_NAME_AGAIN, s->lang);
	}
	kept = arena_strdup(s->arena, typed);
	if (kept)
		d->machine[0].label = kept;
	return reply;
}
