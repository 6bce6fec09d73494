/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/merging.h"

#include "agent/console.h"
#include "agent/document_file.h"
#include "agent/input.h"
#include "report/document_json.h"
#include "report/merge.h"

static enum ending write_merged(struct session *s,
                                const struct document *const *list,
                                size_t count)
{
	struct document *d = arena_alloc(s->arena, 1, sizeof(*d));
	enum ending ending;
	struct buf b;
	struct err e;

	if (!d) {
		console_error(s, SAY_NO_MEMORY);
		return ENDING_BROKEN;
	}
	if (!merge_documents(d, list, count, s->arena, &e)) {
		console_error(s, SAY_CANNOT_MERGE);
		console_error(s, SAY_WHY_DETAIL, "detail", e.text);
		return ENDING_USAGE;
	}
	buf_init(&b, DOCUMENT_BYTES);
	document_file_format(&b, d);
	ending = console_keep(s, s->options.value[OPTION_OUTPUT], &b);
	buf_clear(&b);
	return ending;
}

enum ending merging_run(struct session *s)
{
	size_t count = s->options.operands;
	struct document *d = arena_alloc(s->arena, count, sizeof(*d));
	const struct document **list =
	    arena_alloc(s->arena, count, sizeof(*list));

	if (!d || !list) {
		console_error(s, SAY_NO_MEMORY);
		return ENDING_BROKEN;
	}
	for (size_t i = 0; i < count; i++) {
		if (!input_document(s, s->options.operand[i], &d[i]))
			return ENDING_USAGE;
		list[i] = &d[i];
	}
	return write_merged(s, list, count);
}
