/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_PAGE_H
#define AGENT_PAGE_H

#include "core/buf.h"

#include <stdbool.h>
#include <stddef.h>

#define PAGE_BUTTONS 34
#define PAGE_LINKS   3

/* The button that ends the program, on every page: IDCANCEL of Windows. */
#define PAGE_CANCEL 2

/* Something to press. */
struct page_button {
	int id;
	const char *label;
	const char *note; /* a second line under a large button, or NULL */
};

enum page_icon { PAGE_PLAIN, PAGE_OWN, PAGE_WARNING, PAGE_ERROR };

/* What a page of the window shows, in the words of the person. */
struct page_words {
	const char *title; /* the main instruction */
	const char *content;
	const char *details; /* shown when asked for, or NULL */
	const char *details_show;
	const char *details_hide;
	const char *footer; /* or NULL */
	enum page_icon icon;
	bool wide;     /* has many buttons side by side */
	bool progress; /* has a bar */
	bool large;    /* buttons one a line, as for answers */
	bool last;     /* to close the window is an answer, not to interrupt */
	struct page_button button[PAGE_BUTTONS];
	size_t buttons;
	struct page_button link[PAGE_LINKS]; /* behind the footer */
	size_t links;
	int chosen; /* id of the button that Enter presses; 0: the first */
};

/* Add a button, or a link; what does not fit is left out. */
void page_button(struct page_words *p, int id, const char *label,
                 const char *note);
void page_link(struct page_words *p, int id, const char *label);

/*
 * Append the label with & before the letter that presses the button, one that
 * no other button of the page has; used has a bit a letter. A & of its own is
 * doubled.
 */
void page_mnemonic(struct buf *out, const char *label, unsigned *used);

#endif
