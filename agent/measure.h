/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_MEASURE_H
#define AGENT_MEASURE_H

#include <stdbool.h>

#include <windows.h>

/* Widths of pages of the window, in quarters of a letter. */
#define MEASURE_WIDTH 280
#define MEASURE_WIDE  340

/* The program's own icon, in its resources. */
#define MEASURE_ICON 1

/*
 * The system's letters and what they make of lengths, in pixels: all grow
 * with the screen's resolution and with the size of text that the person
 * chose. Windows only.
 */
struct measure {
	HFONT font;
	HFONT large; /* of a main instruction */
	int line;    /* height */
	int gap;
	int width;  /* of a page */
	int button; /* width of the smallest */
};

/* Those of the screen that hwnd is on. */
void measure_init(struct measure *m, HWND hwnd);
void measure_clear(struct measure *m);

/* The size of a window's text in lines of at most width. */
SIZE measure_text(HWND hwnd, HFONT font, int width);

/* Whether the person has chosen colours of high contrast. */
bool measure_contrast(void);

/* Move the window up or left as far as its screen does not show all of it. */
void measure_fit(HWND hwnd);

/* Give the window the program's icon. */
void measure_icon(HWND hwnd);

#endif
