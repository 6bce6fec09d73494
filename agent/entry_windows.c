/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/entry.h"

#include "agent/measure.h"
#include "core/text.h"
#include "core/wide.h"

#include <limits.h>
#include <stdlib.h>

#define MOST  500 /* characters of a line */
#define BLUE  RGB(0, 51, 153)
#define RED   RGB(164, 38, 44)
#define PARTS 8

/* The parts in the order of the keyboard and of screen readers. */
enum part { TITLE, CONTENT, LABEL, FIELD, NEXT, BACK, SKIP, CANCEL };

struct entry {
	HWND hwnd;
	HWND part[PARTS];
	struct measure measure;
	int strip; /* where the buttons' ground begins */
	bool refused;
	void (*done)(void *ctx, int id);
	void *ctx;
};

static void set_text(HWND hwnd, const char *text)
{
	wchar_t *wide = wide_text(text ? text : "");

	SetWindowTextW(hwnd, wide ? wide : L"");
	free(wide);
}

static void add(struct entry *e, enum part part, const wchar_t *class,
                DWORD style, int id)
{
	e->part[part] =
	    CreateWindowExW(part == FIELD ? WS_EX_CLIENTEDGE : 0, class, L"",
	                    WS_CHILD | WS_VISIBLE | style, 0, 0, 0, 0, e->hwnd,
	                    (HMENU)(INT_PTR)id, GetModuleHandleW(NULL), NULL);
}

static void add_button(struct entry *e, enum part part, const char *label,
                       int id, unsigned *used)
{
	struct buf b;

	add(e, part, L"BUTTON",
	    WS_TABSTOP | (part == NEXT ? BS_DEFPUSHBUTTON : BS_PUSHBUTTON), id);
	buf_init(&b, 1024);
	page_mnemonic(&b, label, used);
	set_text(e->part[part], buf_text(&b));
	buf_clear(&b);
}

static void add_parts(struct entry *e, const struct entry_words *w)
{
	unsigned used = 0;

	add(e, TITLE, L"STATIC", SS_NOPREFIX, -1);
	add(e, CONTENT, L"STATIC", SS_NOPREFIX, -1);
	add(e, LABEL, L"STATIC", SS_NOPREFIX, -1);
	add(e, FIELD, L"EDIT", WS_TABSTOP | ES_AUTOHSCROLL, 100);
	add_button(e, NEXT, w->next, ENTRY_GIVEN, &used);
	add_button(e, BACK, w->back, ENTRY_BACK, &used);
	add_button(e, SKIP, w->skip, ENTRY_SKIP, &used);
	add_button(e, CANCEL, w->cancel, ENTRY_CANCEL, &used);
	SendMessageW(e->part[FIELD], EM_LIMITTEXT, MOST, 0);
}

/* Put a text at *y, as wide as the page, and move *y behind it. */
static void put_text(struct entry *e, enum part part, int *y)
{
	const struct measure *m = &e->measure;
	HFONT font = part == TITLE ? m->large : m->font;
	int width = m->width - 2 * m->gap;
	int height = measure_text(e->part[part], font, width).cy;

	SendMessageW(e->part[part], WM_SETFONT, (WPARAM)font, TRUE);
	SetWindowPos(e->part[part], NULL, m->gap, *y, width, height,
	             SWP_NOZORDER | SWP_NOACTIVATE);
	if (height > 0)
		*y += height + m->gap;
}

static int button_width(const struct entry *e, int part)
{
	const struct measure *m = &e->measure;
	int width = measure_text(e->part[part], m->font, INT_MAX).cx + m->line;

	return width < m->button ? m->button : width;
}

/* The page is at least as wide as its buttons. */
static void widen(struct entry *e)
{
	struct measure *m = &e->measure;
	int width = 2 * m->gap;

	for (int i = NEXT; i <= CANCEL; i++)
		width += button_width(e, i) + m->gap / 2;
	if (width > m->width)
		m->width = width;
}

/* The buttons from the right, the last one outermost. */
static void put_buttons(struct entry *e, int y)
{
	const struct measure *m = &e->measure;
	int right = m->width - m->gap;

	for (int i = CANCEL; i >= NEXT; i--) {
		int width = button_width(e, i);

		SendMessageW(e->part[i], WM_SETFONT, (WPARAM)m->font, TRUE);
		SetWindowPos(e->part[i], NULL, right - width, y, width,
		             m->line + m->gap, SWP_NOZORDER | SWP_NOACTIVATE);
		right -= width + m->gap / 2;
	}
}

static void lay_out(struct entry *e)
{
	const struct measure *m = &e->measure;
	RECT all = { 0, 0, 0, 0 };
	int y = m->gap;

	widen(e);
	all.right = m->width;
	put_text(e, TITLE, &y);
	put_text(e, CONTENT, &y);
	put_text(e, LABEL, &y);
	y -= m->gap / 2;
	SendMessageW(e->part[FIELD], WM_SETFONT, (WPARAM)m->font, TRUE);
	SetWindowPos(e->part[FIELD], NULL, m->gap, y, m->width - 2 * m->gap,
	             m->line + m->gap, SWP_NOZORDER | SWP_NOACTIVATE);
	y += m->line + 3 * m->gap;
	e->strip = y;
	put_buttons(e, y + m->gap);
	all.bottom = y + m->line + 3 * m->gap;
	AdjustWindowRectEx(&all, (DWORD)GetWindowLongW(e->hwnd, GWL_STYLE),
	                   FALSE, (DWORD)GetWindowLongW(e->hwnd, GWL_EXSTYLE));
	SetWindowPos(e->hwnd, NULL, 0, 0, all.right - all.left,
	             all.bottom - all.top,
	             SWP_NOMOVE | SWP_NOZORDER | SWP_NOACTIVATE);
	measure_fit(e->hwnd);
	InvalidateRect(e->hwnd, NULL, TRUE);
}

static void paint(const struct entry *e, HDC dc)
{
	RECT all;

	GetClientRect(e->hwnd, &all);
	FillRect(dc, &all, GetSysColorBrush(COLOR_WINDOW));
	all.top = e->strip;
	FillRect(dc, &all, GetSysColorBrush(COLOR_BTNFACE));
}

/* The colours of task dialogs, unless somebody chose all of them. */
static INT_PTR colour(const struct entry *e, HDC dc, HWND part)
{
	COLORREF ink = GetSysColor(COLOR_WINDOWTEXT);

	if (!measure_contrast() && part == e->part[TITLE])
		ink = BLUE;
	else if (!measure_contrast() && part == e->part[LABEL] && e->refused)
		ink = RED;
	SetTextColor(dc, ink);
	SetBkColor(dc, GetSysColor(COLOR_WINDOW));
	return (INT_PTR)GetSysColorBrush(COLOR_WINDOW);
}

static INT_PTR CALLBACK procedure(HWND hwnd, UINT message, WPARAM wparam,
                                  LPARAM lparam)
{
	struct entry *e = (struct entry *)GetWindowLongPtrW(hwnd, DWLP_USER);

	if (message == WM_INITDIALOG) {
		SetWindowLongPtrW(hwnd, DWLP_USER, lparam);
		return FALSE;
	}
	if (!e)
		return FALSE;
	switch (message) {
	case WM_COMMAND:
		if (HIWORD(wparam) == BN_CLICKED)
			e->done(e->ctx, LOWORD(wparam));
		return TRUE;
	case WM_ERASEBKGND:
		paint(e, (HDC)wparam);
		SetWindowLongPtrW(hwnd, DWLP_MSGRESULT, TRUE);
		return TRUE;
	case WM_CTLCOLORSTATIC:
		return colour(e, (HDC)wparam, (HWND)lparam);
	case WM_SETTINGCHANGE:
	case WM_DPICHANGED:
		measure_clear(&e->measure);
		measure_init(&e->measure, hwnd);
		lay_out(e);
		return TRUE;
	default:
		return FALSE;
	}
}

/* Stand where the other window is, and be as wide. */
static void take_place(struct entry *e, HWND other)
{
	RECT place = { 0, 0, 0, 0 }, inside;

	measure_init(&e->measure, e->hwnd);
	if (!GetWindowRect(other, &place))
		return;
	SetWindowPos(e->hwnd, NULL, place.left, place.top,
	             place.right - place.left, place.bottom - place.top,
	             SWP_NOZORDER | SWP_NOACTIVATE);
	GetClientRect(e->hwnd, &inside);
	if (inside.right > 0)
		e->measure.width = inside.right;
}

struct entry *entry_open(const struct entry_words *words, HWND other,
                         void (*done)(void *ctx, int id), void *ctx)
{
	/* Without parts: they are placed by what they say. */
	const struct {
		DLGTEMPLATE head;
		WORD menu, class, title;
	} template = { .head = { .style = WS_POPUP | WS_CAPTION | WS_SYSMENU |
		                          WS_MINIMIZEBOX | DS_MODALFRAME,
		                 .dwExtendedStyle =
		                     WS_EX_APPWINDOW | WS_EX_CONTROLPARENT } };
	struct entry *e = calloc(1, sizeof(*e));

	if (!e)
		return NULL;
	e->done = done;
	e->ctx = ctx;
	e->hwnd = CreateDialogIndirectParamW(
	    GetModuleHandleW(NULL), &template.head, NULL, procedure, (LPARAM)e);
	if (!e->hwnd) {
		free(e);
		return NULL;
	}
	set_text(e->hwnd, words->name);
	measure_icon(e->hwnd);
	add_parts(e, words);
	take_place(e, other);
	return e;
}

void entry_fill(struct entry *e, const struct entry_words *words,
                const struct entry_page *p)
{
	e->refused = p->problem != NULL;
	set_text(e->part[TITLE], p->title);
	set_text(e->part[CONTENT], p->content);
	/* What stands before a field is what screen readers call it by. */
	set_text(e->part[LABEL], p->problem ? p->problem : words->label);
	if (!e->refused)
		set_text(e->part[FIELD], p->typed);
	lay_out(e);
	ShowWindow(e->hwnd, SW_SHOW);
	SetForegroundWindow(e->hwnd);
	SendMessageW(e->hwnd, WM_NEXTDLGCTL, (WPARAM)e->part[FIELD], TRUE);
	SendMessageW(e->part[FIELD], EM_SETSEL, 0, -1);
}

void entry_text(const struct entry *e, char *out, size_t size)
{
	wchar_t wide[MOST + 1];
	char *text;

	GetWindowTextW(e->part[FIELD], wide, MOST + 1);
	text = wide_utf8(wide);
	text_clean(out, size, text ? text_trim(text) : "");
	free(text);
}

HWND entry_window(const struct entry *e)
{
	return e->hwnd;
}

void entry_close(struct entry *e)
{
	if (!e)
		return;
	DestroyWindow(e->hwnd);
	measure_clear(&e->measure);
	free(e);
}
