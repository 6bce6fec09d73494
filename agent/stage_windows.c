/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/stage.h"

#include "agent/dialog.h"
#include "agent/measure.h"
#include "core/interrupt.h"
#include "core/text.h"
#include "core/wide.h"

#include <process.h>
#include <stdlib.h>
#include <string.h>

#define FIRST      250 /* milliseconds that the first page may take */
#define PATIENCE   300 /* between two pages, before progress is shown */
#define LAST       700 /* after Cancel; what is left of a second is ours */
#define LINE_BYTES 512
#define WHOLE      1000 /* of progress */
#define WM_WAKE    (WM_APP + 1)

/*
 * The session's thread leaves what it wants and wakes the window's, which
 * alone touches windows.
 */
struct stage {
	const struct stage_words *words;
	int (*job)(void *ctx, struct stage *s);
	void *ctx;
	wchar_t *name;
	HWND wake; /* hears of the session */
	HANDLE thread;
	HANDLE began;    /* the session wants something, or ended */
	HANDLE answered; /* reply is there */

	CRITICAL_SECTION lock; /* of what follows, up to reply */
	const struct page_words *page;
	const struct entry_page *entry;
	volatile LONG fresh; /* one of them is to be shown */
	char title[LINE_BYTES];
	char step[LINE_BYTES];
	unsigned done;
	bool moved; /* progress is to be shown anew */
	volatile LONG ended;
	bool stopping; /* Cancel */
	int result;
	int reply;

	char *out; /* where a typed line goes */
	size_t size;

	/* The window's thread only. */
	HWND dialog;
	struct dialog *shown;
	struct dialog *before; /* until the dialog has let go of it */
	struct entry *form;
	bool form_over;
	bool working;  /* progress is shown */
	bool last;     /* the page may be closed */
	bool waiting;  /* the session waits for an answer to what is shown */
	bool moved_on; /* and the new page may not fit where it is */
	bool closing;
	ULONGLONG since; /* GetTickCount64() of the last answer, or of Cancel */
};

static HRESULT CALLBACK notice(HWND dialog, UINT what, WPARAM wparam,
                               LPARAM lparam, LONG_PTR ctx);

/* Give the session its answer. */
static void reply(struct stage *s, int id)
{
	s->waiting = false;
	s->since = GetTickCount64();
	s->reply = id;
	SetEvent(s->answered);
}

/* Somebody wants out: the session has a moment to end by itself. */
static void stop(struct stage *s)
{
	bool asked;

	if (s->stopping)
		return;
	EnterCriticalSection(&s->lock);
	s->stopping = true;
	s->moved = true;
	asked = s->waiting || s->fresh;
	InterlockedExchange(&s->fresh, 0);
	LeaveCriticalSection(&s->lock);
	interrupt_raise();
	s->form_over = true;
	s->since = GetTickCount64();
	if (asked)
		reply(s, PAGE_CANCEL);
}

static void close_window(struct stage *s)
{
	s->closing = true;
	s->form_over = true;
	PostMessageW(s->dialog, TDM_CLICK_BUTTON, PAGE_CANCEL, 0);
}

static void press(struct stage *s, int id)
{
	if (id == PAGE_CANCEL && !s->last) {
		stop(s);
	} else if (s->waiting) {
		if (id == PAGE_CANCEL)
			ShowWindow(s->dialog, SW_HIDE);
		reply(s, id);
	}
}

static struct dialog *make(struct stage *s, const struct page_words *p)
{
	struct page_words copy = *p;
	bool cancel = copy.large;

	for (size_t i = 0; i < copy.buttons; i++)
		cancel |= copy.button[i].id == PAGE_CANCEL;
	if (!cancel)
		page_button(&copy, PAGE_CANCEL, s->words->cancel, NULL);
	return dialog_new(&copy, s->name, notice, (void *)s);
}

static void show(struct stage *s, const struct page_words *p)
{
	struct dialog *next = make(s, p);

	/* No memory for a page: nobody could answer it. */
	if (!next) {
		stop(s);
		return;
	}
	dialog_free(s->before);
	s->before = s->shown;
	s->shown = next;
	s->last = p->last;
	s->working = false;
	SendMessageW(s->dialog, TDM_NAVIGATE_PAGE, 0,
	             (LPARAM)dialog_config(next));
	/* A dialog keeps its corner, whatever its height. */
	measure_fit(s->dialog);
	s->moved_on = true;
}

static void move_bar(const struct stage *s)
{
	SendMessageW(s->dialog, TDM_SET_PROGRESS_BAR_RANGE, 0,
	             MAKELPARAM(0, WHOLE));
	SendMessageW(s->dialog, TDM_SET_PROGRESS_BAR_POS, s->done, 0);
}

/* What to show while nothing is asked; the words last as s does. */
static struct page_words working(struct stage *s)
{
	struct page_words p = { .title = s->words->begin, .progress = true };

	if (s->stopping) {
		p.title = s->words->stop;
	} else {
		if (s->title[0])
			p.title = s->title;
		p.content = s->step;
	}
	return p;
}

static void show_working(struct stage *s)
{
	struct page_words p;

	EnterCriticalSection(&s->lock);
	p = working(s);
	s->moved = false;
	show(s, &p);
	LeaveCriticalSection(&s->lock);
	s->working = true;
}

static void press_form(void *ctx, int id)
{
	struct stage *s = ctx;

	if (id == ENTRY_GIVEN && s->waiting)
		entry_text(s->form, s->out, s->size);
	press(s, id);
}

static void serve(struct stage *s);

/* Put the dialog where the form is, and the form away. */
static void end_form(struct stage *s)
{
	RECT place;

	GetWindowRect(entry_window(s->form), &place);
	SetWindowPos(s->dialog, NULL, place.left, place.top, 0, 0,
	             SWP_NOSIZE | SWP_NOZORDER | SWP_NOACTIVATE);
	if (s->fresh)
		serve(s);
	else
		show_working(s);
	ShowWindow(s->dialog, SW_SHOW);
	SetForegroundWindow(s->dialog);
	entry_close(s->form);
	s->form = NULL;
}

/*
 * Have lines typed: in a window of their own, and with its messages, for as
 * long as the session asks for nothing else.
 */
static void run_form(struct stage *s)
{
	MSG message;
	BOOL got = TRUE;

	s->form = entry_open(&s->words->entry, s->dialog, press_form, s);
	if (!s->form) {
		stop(s);
		return;
	}
	s->form_over = false;
	entry_fill(s->form, &s->words->entry, s->entry);
	ShowWindow(s->dialog, SW_HIDE);
	while (!s->form_over && (got = GetMessageW(&message, NULL, 0, 0)) > 0)
		if (!IsDialogMessageW(entry_window(s->form), &message)) {
			TranslateMessage(&message);
			DispatchMessageW(&message);
		}
	if (got == 0)
		PostQuitMessage((int)message.wParam);
	end_form(s);
}

/* Show what the session wants. */
static void serve(struct stage *s)
{
	if (s->ended) {
		close_window(s);
		return;
	}
	if (!s->fresh || s->stopping)
		return;
	if (s->form && s->page && !s->form_over) {
		/* Once the form has let go. */
		s->form_over = true;
		return;
	}
	InterlockedExchange(&s->fresh, 0);
	s->waiting = true;
	if (s->page) {
		show(s, s->page);
	} else {
		s->last = false;
		if (s->form)
			entry_fill(s->form, &s->words->entry, s->entry);
		else
			run_form(s);
	}
}

/* Five times a second. */
static void look_around(struct stage *s)
{
	ULONGLONG age = GetTickCount64() - s->since;

	if (s->ended || (s->stopping && age >= LAST))
		close_window(s);
	else if (s->form && !s->waiting && !s->fresh && age >= PATIENCE)
		s->form_over = true;
	else if (!s->form && !s->working && !s->waiting && !s->fresh &&
	         (s->stopping || age >= PATIENCE))
		show_working(s);
	else if (s->working && s->moved)
		show_working(s);
	if (s->working)
		move_bar(s);
	if (s->moved_on)
		measure_fit(s->dialog);
	s->moved_on = false;
}

static HRESULT CALLBACK notice(HWND dialog, UINT what, WPARAM wparam,
                               LPARAM lparam, LONG_PTR ctx)
{
	struct stage *s = (struct stage *)ctx;

	switch (what) {
	case TDN_CREATED:
		s->dialog = dialog;
		measure_icon(dialog);
		PostMessageW(s->wake, WM_WAKE, 0, 0);
		break;
	case TDN_NAVIGATED:
		if (s->working)
			move_bar(s);
		break;
	case TDN_BUTTON_CLICKED:
		if (s->closing)
			return S_OK;
		press(s, (int)wparam);
		return S_FALSE;
	case TDN_HYPERLINK_CLICKED:
		press(s, (int)wcstol((const wchar_t *)lparam, NULL, 10));
		break;
	case TDN_TIMER:
		look_around(s);
		break;
	default:
		break;
	}
	return S_OK;
}

static LRESULT CALLBACK hear(HWND hwnd, UINT message, WPARAM wparam,
                             LPARAM lparam)
{
	struct stage *s =
	    (struct stage *)GetWindowLongPtrW(hwnd, GWLP_USERDATA);

	if (message != WM_WAKE)
		return DefWindowProcW(hwnd, message, wparam, lparam);
	if (s->dialog)
		serve(s);
	return 0;
}

static HWND make_wake(struct stage *s)
{
	const WNDCLASSW class = { .lpfnWndProc = hear,
		                  .hInstance = GetModuleHandleW(NULL),
		                  .lpszClassName = L"GardeWake" };
	HWND wake;

	RegisterClassW(&class);
	wake = CreateWindowExW(0, class.lpszClassName, L"", 0, 0, 0, 0, 0,
	                       HWND_MESSAGE, NULL, class.hInstance, NULL);
	if (wake)
		SetWindowLongPtrW(wake, GWLP_USERDATA, (LONG_PTR)s);
	return wake;
}

static void wake(struct stage *s)
{
	SetEvent(s->began);
	PostMessageW(s->wake, WM_WAKE, 0, 0);
}

static unsigned __stdcall work(void *ctx)
{
	struct stage *s = ctx;

	s->result = s->job(s->ctx, s);
	InterlockedExchange(&s->ended, 1);
	wake(s);
	return 0;
}

static bool init(struct stage *s, const struct stage_words *words)
{
	s->words = words;
	InitializeCriticalSection(&s->lock);
	s->since = GetTickCount64();
	s->name = wide_text(words->name);
	s->began = CreateEventW(NULL, TRUE, FALSE, NULL);
	s->answered = CreateEventW(NULL, FALSE, FALSE, NULL);
	s->wake = make_wake(s);
	return s->name && s->began && s->answered && s->wake;
}

static void clear(struct stage *s)
{
	if (s->wake)
		DestroyWindow(s->wake);
	if (s->began)
		CloseHandle(s->began);
	if (s->answered)
		CloseHandle(s->answered);
	if (s->thread)
		CloseHandle(s->thread);
	dialog_free(s->shown);
	dialog_free(s->before);
	free(s->name);
	DeleteCriticalSection(&s->lock);
	free(s);
}

/* The dialog from its first page to its end. */
static bool run_dialog(struct stage *s)
{
	struct page_words p;

	WaitForSingleObject(s->began, FIRST);
	if (s->ended)
		return true;
	p = working(s);
	if (s->page && s->fresh) {
		p = *s->page;
		InterlockedExchange(&s->fresh, 0);
		s->waiting = true;
		s->last = p.last;
	} else {
		s->working = true;
	}
	s->shown = make(s, &p);
	return s->shown && dialog_show(dialog_config(s->shown));
}

enum stage_end stage_run(const struct stage_words *words,
                         int (*job)(void *ctx, struct stage *s), void *ctx,
                         int *result)
{
	struct stage *s = calloc(1, sizeof(*s));
	enum stage_end end = STAGE_MISSING;

	if (!s)
		return end;
	s->job = job;
	s->ctx = ctx;
	if (init(s, words) && dialog_there())
		s->thread = (HANDLE)_beginthreadex(NULL, 0, work, s, 0, NULL);
	if (s->thread) {
		end = run_dialog(s) ? STAGE_ENDED : STAGE_MISSING;
		if (end == STAGE_MISSING)
			stop(s);
		/* The thread may look at s: it is not freed under its feet. */
		if (WaitForSingleObject(s->thread,
		                        end == STAGE_MISSING ? LAST : 0) !=
		        WAIT_OBJECT_0 &&
		    !s->ended)
			return end == STAGE_ENDED ? STAGE_LEFT : end;
		WaitForSingleObject(s->thread, INFINITE);
		*result = s->result;
	}
	clear(s);
	return end;
}

/* Leave the wish and wait; what the answer was. */
static int wish(struct stage *s, const struct page_words *page,
                const struct entry_page *entry)
{
	bool stopping;

	EnterCriticalSection(&s->lock);
	stopping = s->stopping;
	if (!stopping) {
		s->page = page;
		s->entry = entry;
		InterlockedExchange(&s->fresh, 1);
	}
	LeaveCriticalSection(&s->lock);
	if (stopping)
		return PAGE_CANCEL;
	wake(s);
	WaitForSingleObject(s->answered, INFINITE);
	return s->reply;
}

int stage_ask(struct stage *s, const struct page_words *p)
{
	return wish(s, p, NULL);
}

int stage_type(struct stage *s, const struct entry_page *p, char *out,
               size_t size)
{
	s->out = out;
	s->size = size;
	return wish(s, NULL, p);
}

void stage_progress(struct stage *s, const char *title, const char *step,
                    unsigned done)
{
	EnterCriticalSection(&s->lock);
	s->moved |= strcmp(s->title, title) != 0 || strcmp(s->step, step) != 0;
	text_clean(s->title, sizeof(s->title), title);
	text_clean(s->step, sizeof(s->step), step);
	s->done = done < WHOLE ? done : WHOLE;
	LeaveCriticalSection(&s->lock);
}
