/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/selection.h"

#include "agent/console.h"
#include "core/rows.h"
#include "core/text.h"

#include <string.h>

const struct control *selection_control(const struct session *s,
                                        const struct baseline *b,
                                        const char *id)
{
	const struct control *c = baseline_control(b, id);
	const char **ids =
	    arena_alloc(s->arena, 2 * b->controls + 1, sizeof(*ids));
	const char *nearest = NULL;

	if (c)
		return c;
	for (size_t i = 0; ids && i < b->controls; i++) {
		ids[2 * i] = b->control[i].id;
		ids[2 * i + 1] = b->control[i].id_fr;
	}
	if (ids)
		nearest = text_nearest(id, ids, 2 * b->controls);
	console_error(s, SAY_NO_CONTROL, "word", id);
	if (nearest)
		console_error(s, SAY_NEAREST, "word", nearest);
	else
		console_error(s, SAY_SEE_CHECKS);
	return NULL;
}

bool selection_parse(struct selection *out, const struct session *s,
                     const struct baseline *b, const char *text)
{
	char *copy = arena_strdup(s->arena, text);
	struct rows rows;

	rows_init(&rows, s->arena, sizeof(const char *));
	while (copy) {
		char *comma = strchr(copy, ',');
		const struct control *c;
		const char **id;

		if (comma)
			*comma = '\0';
		c = selection_control(s, b, text_trim(copy));
		id = c ? rows_add(&rows) : NULL;
		if (!id)
			return false;
		*id = c->id;
		copy = comma ? comma + 1 : NULL;
	}
	out->id = rows.data;
	out->count = rows.count;
	return out->count > 0;
}
