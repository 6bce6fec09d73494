/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/dialog.h"

#include "agent/measure.h"
#include "core/library.h"
#include "core/wide.h"

#include <stdlib.h>

#define TEXTS      (PAGE_BUTTONS + 8)
#define TEXT_BYTES (64u << 10)

struct dialog {
	TASKDIALOGCONFIG config;
	TASKDIALOG_BUTTON button[PAGE_BUTTONS];
	wchar_t *text[TEXTS];
	size_t texts;
	bool failed;
};

/* A text of the dialog's own; "" when that is not possible. */
static const wchar_t *keep(struct dialog *d, const char *text)
{
	wchar_t *wide = NULL;

	if (!text)
		return NULL;
	if (d->texts < TEXTS)
		wide = wide_text(text);
	if (!wide) {
		d->failed = true;
		return L"";
	}
	d->text[d->texts++] = wide;
	return wide;
}

static const wchar_t *keep_buf(struct dialog *d, struct buf *b)
{
	const wchar_t *wide = keep(d, buf_text(b));

	d->failed |= !buf_ok(b);
	buf_clear(b);
	return wide;
}

/* Where links are allowed, a < of the text would begin one. */
static const wchar_t *keep_plain(struct dialog *d, const struct page_words *p,
                                 const char *text)
{
	struct buf b;

	if (!text || !p->links)
		return keep(d, text);
	buf_init(&b, TEXT_BYTES);
	for (; *text; text++)
		if (*text == '<')
			buf_str(&b, "‹");
		else
			buf_char(&b, *text);
	return keep_buf(d, &b);
}

/* The words and the links behind them, which are called by their number. */
static const wchar_t *keep_footer(struct dialog *d, const struct page_words *p)
{
	struct buf b;

	if (!p->footer && !p->links)
		return NULL;
	buf_init(&b, TEXT_BYTES);
	buf_str(&b, p->footer ? p->footer : "");
	for (size_t i = 0; i < p->links; i++)
		buf_fmt(&b, "%s<a href=\"%d\">%s</a>", b.len ? "     " : "",
		        p->link[i].id, p->link[i].label);
	return keep_buf(d, &b);
}

static void add_buttons(struct dialog *d, const struct page_words *p)
{
	unsigned used = 0;

	for (size_t i = 0; i < p->buttons; i++) {
		struct buf b;

		buf_init(&b, TEXT_BYTES);
		page_mnemonic(&b, p->button[i].label, &used);
		if (p->large && p->button[i].note)
			buf_fmt(&b, "\n%s", p->button[i].note);
		d->button[i].nButtonID = p->button[i].id;
		d->button[i].pszButtonText = keep_buf(d, &b);
	}
	d->config.cButtons = (UINT)p->buttons;
	d->config.pButtons = d->button;
}

static const wchar_t *icon(enum page_icon icon)
{
	switch (icon) {
	case PAGE_OWN:
		return MAKEINTRESOURCEW(MEASURE_ICON);
	case PAGE_WARNING:
		return TD_WARNING_ICON;
	case PAGE_ERROR:
		return TD_ERROR_ICON;
	case PAGE_PLAIN:
		break;
	}
	return NULL;
}

struct dialog *dialog_new(const struct page_words *p, const wchar_t *title,
                          PFTASKDIALOGCALLBACK callback, void *ctx)
{
	struct dialog *d = calloc(1, sizeof(*d));
	TASKDIALOGCONFIG *c;

	if (!d)
		return NULL;
	c = &d->config;
	c->cbSize = sizeof(*c);
	c->hInstance = GetModuleHandleW(NULL);
	c->dwFlags = TDF_CALLBACK_TIMER | TDF_CAN_BE_MINIMIZED;
	/* Large buttons leave no place for one of ours besides. */
	if (p->large) {
		c->dwFlags |= TDF_USE_COMMAND_LINKS;
		c->dwCommonButtons = TDCBF_CANCEL_BUTTON;
	}
	if (p->links)
		c->dwFlags |= TDF_ENABLE_HYPERLINKS;
	if (p->progress)
		c->dwFlags |= TDF_SHOW_PROGRESS_BAR;
	c->cxWidth = p->wide ? MEASURE_WIDE : MEASURE_WIDTH;
	c->pszWindowTitle = title;
	c->pszMainIcon = icon(p->icon);
	c->pszMainInstruction = keep(d, p->title);
	c->pszContent = keep_plain(d, p, p->content);
	c->pszExpandedInformation = keep_plain(d, p, p->details);
	c->pszCollapsedControlText = keep(d, p->details_show);
	c->pszExpandedControlText = keep(d, p->details_hide);
	c->pszFooter = keep_footer(d, p);
	add_buttons(d, p);
	c->nDefaultButton = p->chosen;
	c->pfCallback = callback;
	c->lpCallbackData = (LONG_PTR)ctx;
	if (!d->failed)
		return d;
	dialog_free(d);
	return NULL;
}

void dialog_free(struct dialog *d)
{
	if (!d)
		return;
	for (size_t i = 0; i < d->texts; i++)
		free(d->text[i]);
	free(d);
}

const TASKDIALOGCONFIG *dialog_config(const struct dialog *d)
{
	return &d->config;
}

typedef HRESULT(WINAPI *indirect)(const TASKDIALOGCONFIG *, int *, int *,
                                  BOOL *);

/* Not linked: where it is missing the program would not even begin. */
static indirect find(void)
{
	static const char *const names[] = { "comctl32.dll", NULL };
	indirect found = NULL;
	const struct library_symbol symbol = { "TaskDialogIndirect", &found };
	struct err ignored;

	return library_load(names, &symbol, 1, &ignored) ? found : NULL;
}

bool dialog_there(void)
{
	return find() != NULL;
}

bool dialog_show(const TASKDIALOGCONFIG *config)
{
	indirect show = find();

	return show && SUCCEEDED(show(config, NULL, NULL, NULL));
}
