/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/collect.h"

#include "agent/console.h"
#include "agent/facts_file.h"
#include "agent/gather.h"
#include "agent/input.h"
#include "agent/lan_option.h"
#include "core/json.h"

#define FACTS_BYTES (16u << 20)

enum ending collect_keep(const struct session *s, const struct facts *f,
                         int64_t made_at)
{
	cJSON *json = facts_file_to_json(f, made_at);
	enum ending ending;
	struct buf b;

	buf_init(&b, FACTS_BYTES);
	b.failed = !json || !json_print(&b, json);
	cJSON_Delete(json);
	ending = console_keep(s, s->options.value[OPTION_OUTPUT], &b);
	buf_clear(&b);
	return ending;
}

enum ending collect_run(struct session *s)
{
	struct facts *f = arena_alloc(s->arena, 1, sizeof(*f));
	const struct baseline *b;
	struct gather g = { 0 };
	struct lan_option lan;
	enum ending ending, kept;
	int64_t now;

	if (!input_now(s, &now))
		return ENDING_USAGE;
	ending = lan_option_read(&lan, s);
	if (ending != ENDING_DONE)
		return ending;
	if (lan.look)
		g.context.lan = &lan.plan;
	b = input_baseline(s, now);
	if (!b)
		return ENDING_BASELINE;
	ending = f ? gather_start(&g, s, b, now) : ENDING_BROKEN;
	if (ending == ENDING_DONE)
		ending = gather_finish(&g, s, f);
	if (ending != ENDING_DONE && ending != ENDING_INCOMPLETE)
		return ending;
	kept = collect_keep(s, f, now);
	return kept == ENDING_DONE ? ending : kept;
}
