/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/listen.h"

#include "agent/collect.h"
#include "agent/console.h"
#include "agent/input.h"
#include "agent/listen_text.h"
#include "checks/probe/net/listen/post.h"
#include "core/clock.h"
#include "core/interrupt.h"
#include "core/text.h"

#include <errno.h>
#include <stdio.h>

#define STEP 50 /* milliseconds between two looks */

#define TEXT_BYTES (64u << 10)

static enum ending read_options(const struct session *s,
                                struct post_order *order)
{
	const char *seconds = s->options.value[OPTION_SECONDS];
	int64_t number = POST_SECONDS;

	order->file = s->options.value[OPTION_READ];
	order->interface = s->options.value[OPTION_INTERFACE];
	if (order->file && (seconds || order->interface)) {
		console_error(s, SAY_EAR_ONE);
		return ENDING_USAGE;
	}
	if (seconds && !text_int(seconds, 1, POST_SECONDS_MOST, &number)) {
		console_error(s, SAY_EAR_SECONDS, "word", seconds);
		return ENDING_USAGE;
	}
	order->seconds = (unsigned)number;
	return ENDING_DONE;
}

/* What is about to happen, and what is not kept of it. */
static void announce(const struct session *s, const struct post_order *order)
{
	char seconds[16];

	if (order->file) {
		console_note(s, SAY_EAR_FILE, "file", order->file);
	} else {
		snprintf(seconds, sizeof(seconds), "%u", order->seconds);
		console_note(s, SAY_EAR_BEGIN, "seconds", seconds);
	}
	console_note(s, SAY_EAR_KEEPS);
	console_note(s, SAY_EAR_FORGETS);
	console_note(s, SAY_EAR_STOP);
}

/* Until it is over; somebody who asks to stop has what was heard so far. */
static void wait_for(struct post *p, const struct session *s,
                     const struct post_order *order)
{
	int64_t begun = clock_ticks();
	bool asked = false;
	const char *words = say(SAY_EAR_SPENT, s->lang);
	char text[96];

	while (!post_done(p)) {
		long long spent = (long long)(clock_ticks() - begun) / 1000;

		if (order->file)
			snprintf(text, sizeof(text), "%s %lld s", words, spent);
		else
			snprintf(text, sizeof(text), "%s %lld s / %u s", words,
			         spent, order->seconds);
		console_progress(s, text);
		if (interrupt_seen() && !asked)
			post_hurry(p);
		asked = interrupt_seen();
		clock_wait(STEP);
	}
	console_progress(s, NULL);
	if (asked)
		console_note(s, SAY_EAR_STOPPED);
}

/* Nothing was listened to: why, and what helps. */
static enum ending refuse(const struct session *s,
                          const struct post_order *order, const struct err *why)
{
	if (order->file) {
		if (why->sys == EILSEQ) {
			console_error(s, SAY_CANNOT_READ, "file", order->file);
			console_error(s, SAY_EAR_NOT_A_CAPTURE);
			console_error(s, SAY_WHY_DETAIL, "detail", why->text);
		} else {
			console_blame(s, SAY_CANNOT_READ, order->file, why);
		}
		return ENDING_USAGE;
	}
	if (why->sys == ENODEV) {
		if (order->interface)
			console_error(s, SAY_EAR_NO_CARD, "word",
			              order->interface);
		else
			console_error(s, SAY_EAR_NO_NETWORK);
		return order->interface ? ENDING_USAGE : ENDING_BROKEN;
	}
	if (why->sys == EPERM || why->sys == EACCES) {
		console_error(s, SAY_EAR_DENIED);
		console_error(s, SAY_EAR_ASK);
		console_error(s, SAY_EAR_SETCAP);
		return ENDING_BROKEN;
	}
	console_error(s, SAY_EAR_CANNOT);
	console_error(s, SAY_WHY_DETAIL, "detail", why->text);
	return ENDING_BROKEN;
}

static enum ending tell(const struct session *s, const struct facts *f,
                        int64_t now)
{
	const char *output = s->options.value[OPTION_OUTPUT];
	enum ending ending = ENDING_DONE;
	struct buf b;

	if (output)
		ending = collect_keep(s, f, now);
	/* Facts on standard output are not to be mixed with words. */
	if (ending != ENDING_DONE || s->quiet || text_is(output, "-"))
		return ending;
	buf_init(&b, TEXT_BYTES);
	listen_text_write(&b, f, s->options.value[OPTION_READ] != NULL,
	                  s->lang);
	ending = console_result(s, &b);
	buf_clear(&b);
	return ending;
}

static enum ending finish(const struct session *s, const struct post_outcome *o,
                          const struct facts *f, int64_t now)
{
	enum ending ending;

	if (o->interface)
		console_note(s, SAY_EAR_PLACE, "name", o->interface);
	if (o->unwalled) {
		console_note(s, SAY_EAR_UNWALLED);
		console_note(s, SAY_WHY_DETAIL, "detail", o->unwalled);
	}
	if (o->broken) {
		console_error(s, SAY_EAR_BROKEN);
		console_error(s, SAY_WHY_DETAIL, "detail", o->broken);
	}
	ending = tell(s, f, now);
	return ending == ENDING_DONE && o->broken ? ENDING_INCOMPLETE : ending;
}

enum ending listen_run(struct session *s)
{
	struct facts *f = arena_alloc(s->arena, 1, sizeof(*f));
	struct post_outcome outcome;
	struct post_order order;
	struct post *post = NULL;
	enum ending ending;
	struct err e;
	int64_t now;

	if (!input_now(s, &now))
		return ENDING_USAGE;
	ending = read_options(s, &order);
	if (ending != ENDING_DONE)
		return ending;
	announce(s, &order);
	if (f)
		post = post_start(&order, &e);
	else
		err_set(&e, "out of memory");
	if (post) {
		wait_for(post, s, &order);
		if (post_finish(post, f, s->arena, &outcome, &e))
			return outcome.opened ? finish(s, &outcome, f, now)
			                      : refuse(s, &order, &outcome.why);
	}
	console_error(s, SAY_EAR_CANNOT);
	console_error(s, SAY_WHY_DETAIL, "detail", e.text);
	return ENDING_BROKEN;
}
