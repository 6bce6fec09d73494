/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_ENTRY_H
#define AGENT_ENTRY_H

#include "agent/page.h"

#include <stdbool.h>
#include <stddef.h>

#include <windows.h>

/*
 * A page of the window where one types a line, since task dialogs have no
 * field. It looks like them and stands in their place. Windows only.
 */
struct entry;

/* What it can end with. */
enum entry_id {
	ENTRY_GIVEN = IDOK,
	ENTRY_CANCEL = PAGE_CANCEL,
	ENTRY_BACK = 101,
	ENTRY_SKIP
};

/* The words that are the same each time. */
struct entry_words {
	const char *name;  /* of the program */
	const char *label; /* of the field */
	const char *next;
	const char *back;
	const char *skip;
	const char *cancel;
};

/* What is asked. */
struct entry_page {
	const char *title;
	const char *content; /* or NULL */
	const char *problem; /* why the last try was refused, or NULL */
	const char *typed;   /* what was typed before, or NULL */
};

/*
 * Make one where another window is, and as wide; done(ctx, id) is called for a
 * button. NULL when Windows refuses.
 */
struct entry *entry_open(const struct entry_words *words, HWND other,
                         void (*done)(void *ctx, int id), void *ctx);

/* Ask for something, and show it in front. */
void entry_fill(struct entry *e, const struct entry_words *words,
                const struct entry_page *p);

/* What was typed, cut to size bytes. */
void entry_text(const struct entry *e, char *out, size_t size);

/* Its window, for the messages of the keyboard. */
HWND entry_window(const struct entry *e);

void entry_close(struct entry *e);

#endif
