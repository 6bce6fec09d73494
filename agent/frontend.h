/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_FRONTEND_H
#define AGENT_FRONTEND_H

#include <stdbool.h>
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
	bool single; /* no others around it: to go back is to leave it */
};

/* The first page: what the program does, and what it does not do. */
struct frontend_welcome {
	const char *title;
	const char *text; /* a few sentences, one a line */
};

/* How far the look is. */
struct frontend_progress {
	const char *text; /* the step, in words */
	size_t done;      /* parts of the look that have ended, of total */
	size_t total;
};

#define FRONTEND_ACTIONS 3

/* Something to do, and what it takes. */
struct frontend_action {
	const char *title;
	const char *effort; /* who, how long, at what cost; a sentence */
};

/* The last page. Texts may be NULL where it says so. */
struct frontend_result {
	char letter;          /* 'A'..'E'; 0: too little is known */
	const char *grade;    /* the letter in words, a sentence */
	const char *machine;  /* what this computer is called: "Poste 1" */
	const char *ceiling;  /* why it is no better, one a line, or NULL */
	const char *coverage; /* how much is known, a sentence */
	const char *commune;  /* letter of all computers, when there are
	                         several; or NULL */
	const char *absent;   /* computers that were not seen for long, one a
	                         line; "" when there are none */
	struct frontend_action action[FRONTEND_ACTIONS];
	size_t actions;
	const char *coordinator; /* who to call, a sentence; or NULL */
	const char *report;      /* path of the page to show, or NULL */
	const char *list;        /* path of the page to print, or NULL */
	const char *folder;      /* where all of it is, or NULL */
	const char *next;        /* how to go on with another computer */

	/* Send the results, asking first; NULL: no kit says where to. */
	void (*send)(void *ctx);
	void *send_ctx;
};

/*
 * A way to talk with a person: a terminal, a window. One session walks through
 * it: welcome, then questions while the look goes on behind, then what is left
 * of the look, then the result. The functions of one share its ctx.
 */
struct frontend {
	void *ctx;

	/* GIVEN, QUIT (look, but no questions) or INTERRUPTED. */
	enum frontend_reply (*welcome)(void *ctx,
	                               const struct frontend_welcome *w);

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

	/* How far it is, now and then; NULL: nothing is waited for now. */
	void (*progress)(void *ctx, const struct frontend_progress *p);

	/*
	 * A message that has no page of its own: an error, a file that was
	 * put aside. NULL: the console has it.
	 */
	void (*note)(void *ctx, const char *text, bool error);

	/*
	 * Show the result until the person has enough of it. NULL: the
	 * console has it.
	 */
	void (*result)(void *ctx, const struct frontend_result *r);
};

#endif
