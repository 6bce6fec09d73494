/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_STAGE_H
#define AGENT_STAGE_H

#include "agent/entry.h"
#include "agent/page.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * The window of a session: one dialog that walks from page to page while the
 * session runs in a thread of its own. Windows only.
 */
struct stage;

/* The words that the window says by itself. */
struct stage_words {
	const char *name;         /* of the program */
	const char *begin;        /* until the session says what it does */
	const char *stop;         /* once somebody wants it to end */
	const char *cancel;       /* the button */
	struct entry_words entry; /* buttons of a page where one types */
};

/* How a session in a window ended. */
enum stage_end {
	STAGE_ENDED,  /* by itself: the result is there */
	STAGE_LEFT,   /* somebody wants out, and its thread still runs */
	STAGE_MISSING /* there is no window here */
};

/*
 * Show a window and run job(ctx, window) beside it; returns once both are
 * over. After Cancel the job has a second, while interrupt_seen() is true,
 * and then is left behind: the program has to end. The words last as long.
 */
enum stage_end stage_run(const struct stage_words *words,
                         int (*job)(void *ctx, struct stage *s), void *ctx,
                         int *result);

/*
 * What the job calls: show the page and wait for a button, whose id that is.
 * PAGE_CANCEL when somebody wants the program to end, at once from then on.
 */
int stage_ask(struct stage *s, const struct page_words *p);

/*
 * Show a page where one types a line, which goes to out in at most size
 * bytes. Returns an id of enum entry_id.
 */
int stage_type(struct stage *s, const struct entry_page *p, char *out,
               size_t size);

/*
 * What is going on, shown whenever nothing is asked: title, a line about the
 * step, and how much is done, in thousandths. Does not wait.
 */
void stage_progress(struct stage *s, const char *title, const char *step,
                    unsigned done);

#endif
