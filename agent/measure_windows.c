/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/measure.h"

#include "core/library.h"

#include <stddef.h>

#define TEXT_UNITS 1024

/* As SystemParametersInfo() for the screen that hwnd is on: from Windows 10. */
static bool metrics_here(NONCLIENTMETRICSW *metrics, HWND hwnd)
{
	static const char *const names[] = { "user32.dll", NULL };
	UINT(WINAPI * dpi)(HWND) = NULL;
	BOOL(WINAPI * info)(UINT, UINT, void *, UINT, UINT) = NULL;
	const struct library_symbol symbols[] = {
		{ "GetDpiForWindow", &dpi },
		{ "SystemParametersInfoForDpi", &info },
	};
	struct err ignored;

	return library_load(names, symbols, 2, &ignored) &&
	       info(SPI_GETNONCLIENTMETRICS, sizeof(*metrics), metrics, 0,
	            dpi(hwnd));
}

void measure_init(struct measure *m, HWND hwnd)
{
	static const wchar_t letters[] =
	    L"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
	const int count = (int)(sizeof(letters) / sizeof(letters[0])) - 1;
	NONCLIENTMETRICSW metrics = { .cbSize = sizeof(metrics) };
	TEXTMETRICW text = { .tmHeight = 16 };
	SIZE size = { 7 * count, 16 };
	HDC dc = GetDC(hwnd);
	HGDIOBJ before;

	if (!metrics_here(&metrics, hwnd))
		SystemParametersInfoW(SPI_GETNONCLIENTMETRICS, sizeof(metrics),
		                      &metrics, 0);
	m->font = CreateFontIndirectW(&metrics.lfMessageFont);
	metrics.lfMessageFont.lfHeight = metrics.lfMessageFont.lfHeight * 4 / 3;
	m->large = CreateFontIndirectW(&metrics.lfMessageFont);
	before = SelectObject(dc, m->font);
	GetTextMetricsW(dc, &text);
	GetTextExtentPoint32W(dc, letters, count, &size);
	SelectObject(dc, before);
	ReleaseDC(hwnd, dc);
	m->line = text.tmHeight;
	m->gap = MulDiv(7, text.tmHeight, 8);
	m->width = MulDiv(MEASURE_WIDTH, size.cx, 4 * count);
	m->button = MulDiv(50, size.cx, 4 * count);
}

void measure_clear(struct measure *m)
{
	DeleteObject(m->font);
	DeleteObject(m->large);
	m->font = m->large = NULL;
}

SIZE measure_text(HWND hwnd, HFONT font, int width)
{
	wchar_t text[TEXT_UNITS];
	int len = GetWindowTextW(hwnd, text, TEXT_UNITS);
	RECT r = { 0, 0, width, 0 };
	SIZE size = { 0, 0 };
	HDC dc = GetDC(hwnd);
	HGDIOBJ before = SelectObject(dc, font);

	if (len > 0) {
		DrawTextW(dc, text, len, &r, DT_CALCRECT | DT_WORDBREAK);
		size.cx = r.right;
		size.cy = r.bottom;
	}
	SelectObject(dc, before);
	ReleaseDC(hwnd, dc);
	return size;
}

bool measure_contrast(void)
{
	HIGHCONTRASTW contrast = { .cbSize = sizeof(contrast) };

	return SystemParametersInfoW(SPI_GETHIGHCONTRAST, sizeof(contrast),
	                             &contrast, 0) &&
	       contrast.dwFlags & HCF_HIGHCONTRASTON;
}

static LONG within(LONG place, LONG size, LONG low, LONG high)
{
	if (place + size > high)
		place = high - size;
	return place < low ? low : place;
}

void measure_fit(HWND hwnd)
{
	MONITORINFO screen = { .cbSize = sizeof(screen) };
	const RECT *work = &screen.rcWork;
	RECT r;

	if (!GetWindowRect(hwnd, &r) ||
	    !GetMonitorInfoW(MonitorFromWindow(hwnd, MONITOR_DEFAULTTONEAREST),
	                     &screen))
		return;
	SetWindowPos(hwnd, NULL,
	             within(r.left, r.right - r.left, work->left, work->right),
	             within(r.top, r.bottom - r.top, work->top, work->bottom),
	             0, 0, SWP_NOSIZE | SWP_NOZORDER | SWP_NOACTIVATE);
}

void measure_icon(HWND hwnd)
{
	static const struct {
		WPARAM which;
		int metric;
	} icons[] = { { ICON_BIG, SM_CXICON }, { ICON_SMALL, SM_CXSMICON } };

	for (size_t i = 0; i < sizeof(icons) / sizeof(icons[0]); i++) {
		int size = GetSystemMetrics(icons[i].metric);
		HANDLE icon = LoadImageW(GetModuleHandleW(NULL),
		                         MAKEINTRESOURCEW(MEASURE_ICON),
		                         IMAGE_ICON, size, size, LR_SHARED);

		if (icon)
			SendMessageW(hwnd, WM_SETICON, icons[i].which,
			             (LPARAM)icon);
	}
}
