/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/gather.h"

#include "agent/console.h"
#include "agent/outside_option.h"
#include "checks/facts_json.h"
#include "core/clock.h"
#include "core/file.h"
#include "core/interrupt.h"
#include "core/place.h"
#include "core/text.h"

#include <string.h>

#define PATIENCE 1000 /* milliseconds before progress is shown */
#define STEP     10   /* milliseconds between two looks */

static bool read_options(struct probe_context *c, const struct session *s)
{
	const char *root = s->options.value[OPTION_ROOT];
	const char *user = s->options.value[OPTION_USER];

	c->live = !root || strcmp(root, "/") == 0;
	c->root = c->live ? "" : root;
	c->user = place_user();
	if (!c->live && !file_exists(root)) {
		console_error(s, SAY_NO_FOLDER, "file", root);
		return false;
	}
	if (user && !text_int(user, 0, UINT32_MAX, &c->user)) {
		console_error(s, SAY_NOT_A_NUMBER, "word", user);
		return false;
	}
	return outside_option_read(c, s);
}

enum ending gather_start(struct gather *g, const struct session *s,
                         const struct baseline *b, int64_t now)
{
	size_t probes;
	struct err e;

	g->context.now = now;
	g->context.baseline = b;
	if (!read_options(&g->context, s))
		return ENDING_USAGE;
	g->probing = probing_start(&g->context, &e);
	if (g->probing) {
		/* A verdict from answers alone must not pass for a look. */
		(void)probe_list(&probes);
		if (probes == 0)
			console_note(s, SAY_NO_PROBES);
		return ENDING_DONE;
	}
	console_error(s, SAY_CANNOT_LOOK);
	console_error(s, SAY_WHY_DETAIL, "detail", e.text);
	return ENDING_BROKEN;
}

void gather_agreed(struct gather *g, const struct lan_plan *plan)
{
	g->context.lan = plan;
	probing_add(g->probing);
}

void gather_declared(struct gather *g, const struct session *s,
                     const struct answers *answers)
{
	outside_option_declare(&g->context, s, answers);
	probing_add(g->probing);
}

/* What is still looked at, in words of everybody. */
static enum say_id waiting_words(const char *area)
{
	return area && strcmp(area, "lan") == 0       ? SAY_WAITING_LAN
	       : area && strcmp(area, "outside") == 0 ? SAY_WAITING_OUTSIDE
	                                              : SAY_WAITING;
}

/* Show how far it is, where the person looks. */
static void show(const struct gather *g, const struct session *s,
                 const struct probing_progress *at)
{
	const struct frontend *f = g->frontend;
	struct frontend_progress p = {
		.text = say(waiting_words(at->waiting), s->lang),
		.done = at->done,
		.total = at->total,
	};

	if (f && f->progress)
		f->progress(f->ctx, &p);
	else
		console_progress(s, p.text);
}

/* Until all is there; false when somebody asked to stop. */
static bool wait_for(struct gather *g, const struct session *s)
{
	const struct frontend *f = g->frontend;
	int64_t start = clock_ticks();
	struct probing_progress at;

	while (!probing_done(g->probing, &at) && !interrupt_seen()) {
		if ((f && f->progress) || clock_ticks() - start > PATIENCE)
			show(g, s, &at);
		clock_wait(STEP);
	}
	if (f && f->progress)
		f->progress(f->ctx, NULL);
	else
		console_progress(s, NULL);
	return !interrupt_seen();
}

void gather_stop(struct gather *g)
{
	probing_stop(g->probing);
	g->probing = NULL;
}

static bool complete(struct facts *f)
{
	const struct fact_field *field;

	for (size_t i = 0; (field = fact_field(i)); i++)
		if (fact_find(f, field->name)->state == FACT_FAILED)
			return false;
	return true;
}

enum ending gather_finish(struct gather *g, const struct session *s,
                          struct facts *f)
{
	struct err e;

	memset(f, 0, sizeof(*f));
	if (!wait_for(g, s)) {
		gather_stop(g);
		console_error(s, SAY_INTERRUPTED);
		return ENDING_INTERRUPTED;
	}
	if (!probing_finish(g->probing, f, s->arena, &e)) {
		console_error(s, SAY_CANNOT_LOOK);
		console_error(s, SAY_WHY_DETAIL, "detail", e.text);
		return ENDING_BROKEN;
	}
	return complete(f) ? ENDING_DONE : ENDING_INCOMPLETE;
}
