/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_FRONTEND_H
#define AGENT_FRONTEND_H

#include <stddef.h>

/* What came back from a person. */
enum frontend_reply {
	FRONTEND_GIVEN,      /* an answer */
	FRONTEND_NOTHING,    /* goes on without one, only if optional */
	FRONTEND_BACK,       /* wants the question before again */
	FRONTEND_QUIT,       /* wants no more questions */
	FRONTEND_INTERRUPTED /* wants the program to end */
};

/* One question, in the words of the person. */
struct frontend_question {
	unsigned number; /* 1.., 0: not counted */
	unsigned total;
	const char *text;
	const char *why;           /* NULL: needs no reason */
	const char *const *choice; /* NULL: something is typed */
	size_t choices;
	size_t current;      /* 1..: the choice made before; 0: none */
	const char *typed;   /* what was typed before, or NULL */
	const char *problem; /* why the last try was refused, or NULL */
};

/*
 * A way to talk with a person: a terminal, a window. The functions of one
 * share its ctx.
 */
struct frontend {
	void *ctx;

	/* Show a few sentences, one a line. */
	void (*tell)(void *ctx, const char *text);

	/* Have one of the choices picked: *choice is its index. */
	enum frontend_reply (*choose)(void *ctx,
	                              const struct frontend_question *q,
	                              size_t *choice);

	/* Have a line typed, in at most size bytes; always optional. */
	enum frontend_reply (*type)(void *ctx,
	                            const struct frontend_question *q,
	                            char *out, size_t size);
};

#endif
