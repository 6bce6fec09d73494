/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a screen reader finds in the window of Garde Champêtre, for the tests:
 * see_page.exe TEXT... waits until a page says one of these, and prints
 * its parts in the order of the keyboard, one a line, the one that has the
 * focus behind a ">". see_page.exe --gone waits until there is none.
 * see_page.exe --fits waits until the screen shows all of it.
 * see_page.exe --race PROGRAM starts it, presses on every page the button that
 * has the focus, or Enter's, and tells after how many milliseconds the result
 * is there.
 * see_page.exe --hold FILE keeps a lock on it, as another program would.
 */
#include "core/argument.h"
#include "core/lock.h"
#include "core/wide.h"

#include <fcntl.h>
#include <io.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

#define PATIENCE 20000 /* milliseconds */
#define UNITS    4096

struct seen {
	HWND window;
	HWND focus;
	char **wanted; /* one of these, ended by NULL */
	bool found;
	bool print;
};

static BOOL CALLBACK look_part(HWND part, LPARAM ctx)
{
	struct seen *seen = (struct seen *)ctx;
	wchar_t class[64] = L"", text[UNITS] = L"";
	DWORD_PTR got = 0;
	char *utf8;

	if (!IsWindowVisible(part))
		return TRUE;
	GetClassNameW(part, class, 64);
	SendMessageTimeoutW(part, WM_GETTEXT, UNITS, (LPARAM)text,
	                    SMTO_ABORTIFHUNG, 1000, &got);
	utf8 = wide_utf8(text);
	if (!utf8)
		return TRUE;
	for (char **one = seen->wanted; *one; one++)
		seen->found |=
		    strstr(utf8, *one) != NULL ||
		    (wcscmp(class, L"Edit") == 0 && strcmp(*one, "Edit") == 0);
	if (seen->print)
		printf("%s%ls: %s\n", part == seen->focus ? "> " : "  ", class,
		       utf8);
	free(utf8);
	return TRUE;
}

static BOOL CALLBACK look_window(HWND window, LPARAM ctx)
{
	struct seen *seen = (struct seen *)ctx;
	wchar_t title[64] = L"", class[64] = L"";

	GetWindowTextW(window, title, 64);
	GetClassNameW(window, class, 64);
	if (IsWindowVisible(window) && wcscmp(class, L"#32770") == 0 &&
	    wcscmp(title, L"Garde Champêtre") == 0)
		seen->window = window;
	return TRUE;
}

/* Whether there is a page that says what is wanted; print it if asked to. */
static bool look(char **wanted, bool print)
{
	struct seen seen = { .wanted = wanted, .print = print };
	GUITHREADINFO info = { .cbSize = sizeof(info) };

	EnumWindows(look_window, (LPARAM)&seen);
	if (!seen.window)
		return false;
	if (GetGUIThreadInfo(GetWindowThreadProcessId(seen.window, NULL),
	                     &info))
		seen.focus = info.hwndFocus;
	EnumChildWindows(seen.window, look_part, (LPARAM)&seen);
	return seen.found;
}

static bool fits(void)
{
	char *none[] = { NULL };
	struct seen seen = { .wanted = none };
	MONITORINFO screen = { .cbSize = sizeof(screen) };
	RECT r, both;

	EnumWindows(look_window, (LPARAM)&seen);
	return seen.window && GetWindowRect(seen.window, &r) &&
	       GetMonitorInfoW(
		   MonitorFromWindow(seen.window, MONITOR_DEFAULTTONEAREST),
		   &screen) &&
	       IntersectRect(&both, &r, &screen.rcWork) && EqualRect(&both, &r);
}

static bool done(char **wanted)
{
	if (strcmp(wanted[0], "--fits") == 0)
		return fits();
	return look(wanted, false);
}

/* Press what Enter would press, unless the page went away meanwhile. */
static void press(HWND focus)
{
	HWND window = GetAncestor(focus, GA_ROOT);
	wchar_t class[64] = L"";
	DWORD_PTR id = 0;

	GetClassNameW(focus, class, 64);
	if (wcscmp(class, L"Edit") == 0) {
		SendMessageTimeoutW(window, DM_GETDEFID, 0, 0, SMTO_ABORTIFHUNG,
		                    1000, &id);
		focus = GetDlgItem(window, LOWORD(id));
	}
	if (focus)
		PostMessageW(focus, BM_CLICK, 0, 0);
}

/* What has the focus in a page that is no result; false once there is one. */
static bool next(HWND *focus)
{
	char report[] = "&Voir le rapport";
	char *result[] = { report, NULL };
	GUITHREADINFO info = { .cbSize = sizeof(info) };
	struct seen seen = { .wanted = result };

	*focus = NULL;
	EnumWindows(look_window, (LPARAM)&seen);
	if (seen.window &&
	    GetGUIThreadInfo(GetWindowThreadProcessId(seen.window, NULL),
	                     &info))
		*focus = info.hwndFocus;
	if (seen.window)
		EnumChildWindows(seen.window, look_part, (LPARAM)&seen);
	return !seen.found;
}

static int race(const char *program)
{
	ULONGLONG begin = GetTickCount64();
	STARTUPINFOW start = { .cb = sizeof(start) };
	PROCESS_INFORMATION child;
	wchar_t *line = wide_text(program);
	HWND focus;

	if (!line || !CreateProcessW(NULL, line, NULL, NULL, FALSE, 0, NULL,
	                             NULL, &start, &child))
		return 1;
	while (next(&focus)) {
		if (focus)
			press(focus);
		if (GetTickCount64() - begin > PATIENCE)
			return 1;
		Sleep(10);
	}
	printf("%llu\n", GetTickCount64() - begin);
	return 0;
}

static int hold(const char *path)
{
	struct lock *lock;

	if (lock_open(&lock, path) != LOCK_TAKEN)
		return 1;
	Sleep(PATIENCE);
	lock_close(lock);
	return 0;
}

int main(int argc, char **argv)
{
	ULONGLONG end = GetTickCount64() + PATIENCE;
	char empty[] = "";
	char *any[] = { empty, NULL };
	bool gone;

	argv = argument_list(&argc, argv);
	if (argc < 2)
		return 2;
	if (argc == 3 && strcmp(argv[1], "--hold") == 0)
		return hold(argv[2]);
	if (argc == 3 && strcmp(argv[1], "--race") == 0)
		return race(argv[2]);
	gone = strcmp(argv[1], "--gone") == 0;
	_setmode(_fileno(stdout), _O_BINARY);
	SetProcessDPIAware();
	while (GetTickCount64() < end) {
		if (gone ? !look(any, false) : done(argv + 1)) {
			look(any, true);
			return 0;
		}
		Sleep(20);
	}
	look(any, true);
	return 1;
}
