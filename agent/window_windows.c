/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/window.h"

#include "agent/command.h"
#include "agent/frontend.h"
#include "agent/say.h"
#include "agent/stage.h"
#include "core/desktop.h"
#include "core/text.h"
#include "core/wide.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_BYTES (64u << 10)
#define NOTE_BYTES (16u << 10)
#define PATH_BYTES 2048
#define WHOLE      1000 /* of progress */

/* What a page can be left by; answers count from FIRST_ANSWER. */
enum button {
	BUTTON_CLOSE = PAGE_CANCEL,
	BUTTON_NEXT = 201,
	BUTTON_BACK,
	BUTTON_ENOUGH,
	BUTTON_REPORT,
	BUTTON_LIST,
	BUTTON_SEND,
	BUTTON_OTHER,
	FIRST_ANSWER = 301
};

struct window {
	struct stage *stage;
	enum lang lang;
	int argc;
	char **argv;
	struct buf notes; /* not shown on a page yet */
	bool trouble;     /* one of them is an error */
	bool stopped;     /* somebody wants out */
	char told[1024];  /* last, to be seen while nothing is asked */
};

static const char *words(const struct window *w, enum say_id id)
{
	return say(id, w->lang);
}

static int show(struct window *w, const struct page_words *p)
{
	int id = stage_ask(w->stage, p);

	w->stopped |= id == PAGE_CANCEL && !p->last;
	return id;
}

static void forget_notes(struct window *w)
{
	buf_clear(&w->notes);
	w->trouble = false;
}

/* Errors have a page of their own. False when somebody wants out. */
static bool flush_errors(struct window *w, bool last)
{
	struct page_words p = { .title = words(w, SAY_WIN_TROUBLE),
		                .content = buf_text(&w->notes),
		                .icon = last ? PAGE_ERROR : PAGE_WARNING,
		                .last = last };
	int id;

	if (!w->trouble)
		return true;
	page_button(&p, last ? BUTTON_CLOSE : BUTTON_NEXT,
	            words(w, last ? SAY_WIN_CLOSE : SAY_WIN_NEXT), NULL);
	id = show(w, &p);
	forget_notes(w);
	return id != PAGE_CANCEL;
}

/* What was noted comes first on the next page, where it is about to matter. */
static const char *with_notes(struct window *w, struct buf *b, const char *text)
{
	buf_init(b, TEXT_BYTES);
	buf_str(b, buf_text(&w->notes));
	if (b->len && text)
		buf_str(b, "\n");
	if (text)
		buf_str(b, text);
	forget_notes(w);
	return b->len ? buf_text(b) : NULL;
}

static enum frontend_reply welcome(void *ctx, const struct frontend_welcome *f)
{
	struct window *w = ctx;
	struct page_words p = { .title = f->title, .icon = PAGE_OWN };
	struct buf b;
	int id;

	if (!flush_errors(w, false))
		return FRONTEND_INTERRUPTED;
	p.content = with_notes(w, &b, f->text);
	page_button(&p, BUTTON_NEXT, words(w, SAY_WIN_START), NULL);
	id = show(w, &p);
	buf_clear(&b);
	return id == PAGE_CANCEL ? FRONTEND_INTERRUPTED : FRONTEND_GIVEN;
}

static void tell(void *ctx, const char *text)
{
	struct window *w = ctx;

	text_clean(w->told, sizeof(w->told), text);
	stage_progress(w->stage, words(w, SAY_WAITING), w->told, 0);
}

/*
 * Enter alone keeps the answer from before; where there is none it picks the
 * last, "I do not know" or "no", so that a key too many says nothing good.
 */
static void add_answers(struct page_words *p, const struct window *w,
                        const struct frontend_question *q)
{
	size_t chosen = q->current ? q->current : q->choices;

	p->chosen = FIRST_ANSWER + (int)chosen - 1;
	for (size_t i = 0; i < q->choices; i++) {
		/* Other questions only propose an answer. */
		bool before = q->number && q->current == i + 1;

		page_button(p, FIRST_ANSWER + (int)i, q->choice[i],
		            before ? words(w, SAY_WIN_BEFORE) : NULL);
	}
}

static void add_number(struct buf *b, const struct window *w,
                       const struct frontend_question *q)
{
	char number[16], total[16];

	buf_init(b, TEXT_BYTES);
	if (!q->number)
		return;
	snprintf(number, sizeof(number), "%u", q->number);
	snprintf(total, sizeof(total), "%u", q->total);
	say_format(b, w->lang, SAY_ASK_NUMBER, "number", number, "total", total,
	           (char *)NULL);
}

static enum frontend_reply choose(void *ctx, const struct frontend_question *q,
                                  size_t *choice)
{
	struct window *w = ctx;
	struct page_words p = { .title = q->text, .large = true };
	struct buf content, number;
	int id;

	if (!flush_errors(w, false))
		return FRONTEND_INTERRUPTED;
	p.content = with_notes(w, &content, q->why);
	add_number(&number, w, q);
	p.footer = number.len ? buf_text(&number) : NULL;
	add_answers(&p, w, q);
	page_link(&p, BUTTON_BACK,
	          words(w, q->single ? SAY_WIN_LEAVE : SAY_WIN_BACK));
	if (!q->single)
		page_link(&p, BUTTON_ENOUGH, words(w, SAY_WIN_ENOUGH));
	id = show(w, &p);
	buf_clear(&content);
	buf_clear(&number);
	if (id == BUTTON_BACK)
		return FRONTEND_BACK;
	if (id == BUTTON_ENOUGH)
		return FRONTEND_QUIT;
	if (id < FIRST_ANSWER)
		return FRONTEND_INTERRUPTED;
	*choice = (size_t)(id - FIRST_ANSWER);
	return FRONTEND_GIVEN;
}

static enum frontend_reply type(void *ctx, const struct frontend_question *q,
                                char *out, size_t size)
{
	struct window *w = ctx;
	struct entry_page p = { .title = q->text,
		                .problem = q->problem,
		                .typed = q->typed };
	struct buf b, number;
	int id;

	if (!flush_errors(w, false))
		return FRONTEND_INTERRUPTED;
	(void)with_notes(w, &b, q->why);
	add_number(&number, w, q);
	if (number.len)
		buf_fmt(&b, "%s%s", b.len ? "\n" : "", buf_text(&number));
	buf_clear(&number);
	p.content = buf_text(&b);
	id = stage_type(w->stage, &p, out, size);
	buf_clear(&b);
	if (id == ENTRY_BACK)
		return FRONTEND_BACK;
	if (id == ENTRY_CANCEL) {
		w->stopped = true;
		return FRONTEND_INTERRUPTED;
	}
	return id == ENTRY_GIVEN && out[0] ? FRONTEND_GIVEN : FRONTEND_NOTHING;
}

static void progress(void *ctx, const struct frontend_progress *p)
{
	struct window *w = ctx;

	if (p)
		stage_progress(w->stage, p->text, w->told,
		               p->total ? (unsigned)(p->done * WHOLE / p->total)
		                        : 0);
}

static void note(void *ctx, const char *text, bool error)
{
	struct window *w = ctx;

	if (w->notes.len + strlen(text) + 1 < NOTE_BYTES)
		buf_fmt(&w->notes, "%s\n", text);
	w->trouble |= error;
	if (!error)
		tell(w, text);
}

/* Lines of text as a paragraph of their own. */
static void add_paragraph(struct buf *b, const char *text)
{
	if (!text || !text[0])
		return;
	if (b->len)
		buf_str(b, "\n\n");
	buf_str(b, text);
}

static void write_result(struct buf *b, struct window *w,
                         const struct frontend_result *r)
{
	buf_init(b, TEXT_BYTES);
	add_paragraph(b, r->ceiling);
	if (r->actions)
		add_paragraph(b, words(w, SAY_SUM_ACTIONS));
	for (size_t i = 0; i < r->actions; i++) {
		buf_fmt(b, "\n\n%u. %s", (unsigned)i + 1, r->action[i].title);
		buf_fmt(b, "\n%s", r->action[i].effort);
	}
	add_paragraph(b, r->coverage);
	add_paragraph(b, r->commune);
	add_paragraph(b, r->absent);
	add_paragraph(b, r->coordinator);
	add_paragraph(b, buf_text(&w->notes));
}

/* Windows' own folders show a path so, whatever it takes. */
static void add_path(struct buf *b, const struct window *w, enum say_id id,
                     const char *path)
{
	char shown[PATH_BYTES];

	if (!path)
		return;
	text_clean(shown, sizeof(shown), path);
	for (char *p = shown; *p; p++)
		if (*p == '/')
			*p = '\\';
	say_format(b, w->lang, id, "file", shown, (char *)NULL);
}

static void write_details(struct buf *b, const struct window *w,
                          const struct frontend_result *r)
{
	buf_init(b, TEXT_BYTES);
	add_paragraph(b, r->machine);
	buf_char(b, '\n');
	add_path(b, w, SAY_SUM_REPORT, r->report);
	buf_char(b, '\n');
	add_path(b, w, SAY_SUM_FOLDER, r->folder);
}

/* A page with some words and a way back to the result. */
static void explain(struct window *w, const char *title, const char *content)
{
	struct page_words p = { .title = title,
		                .content = content,
		                .last = true };

	page_button(&p, BUTTON_BACK, words(w, SAY_WIN_RETURN), NULL);
	page_button(&p, BUTTON_CLOSE, words(w, SAY_WIN_CLOSE), NULL);
	if (show(w, &p) == BUTTON_CLOSE)
		w->stopped = true;
}

/*
 * Open a report. To print it is left to the browser: Windows' own "print"
 * needs the one that it came with, which may be switched off.
 */
static void open_report(struct window *w, const char *path, bool print)
{
	struct err e;
	struct buf b;

	if (desktop_show(path, &e)) {
		if (print)
			explain(w, words(w, SAY_WIN_PRINT_OPENED),
			        words(w, SAY_WIN_PRINT_HOW));
		return;
	}
	buf_init(&b, TEXT_BYTES);
	add_path(&b, w, SAY_WIN_FILE, path);
	explain(w, words(w, SAY_WIN_NOT_OPENED), buf_text(&b));
	buf_clear(&b);
}

/* What came of it is said in notes, which get a page of their own. */
static void send_results(struct window *w, const struct frontend_result *r)
{
	struct buf b;

	r->send(r->send_ctx);
	if (w->stopped)
		return;
	buf_init(&b, TEXT_BYTES);
	(void)with_notes(w, &b, NULL);
	explain(w, words(w, SAY_WIN_SEND), buf_text(&b));
	buf_clear(&b);
}

static void act(struct window *w, const struct frontend_result *r, int id)
{
	if (id == BUTTON_REPORT)
		open_report(w, r->report, false);
	else if (id == BUTTON_LIST)
		open_report(w, r->list, true);
	else if (id == BUTTON_OTHER)
		explain(w, words(w, SAY_WIN_OTHER), r->next);
	else if (id == BUTTON_SEND)
		send_results(w, r);
}

static void add_actions(struct page_words *p, const struct window *w,
                        const struct frontend_result *r)
{
	if (r->report)
		page_button(p, BUTTON_REPORT, words(w, SAY_WIN_REPORT), NULL);
	if (r->list)
		page_button(p, BUTTON_LIST, words(w, SAY_WIN_LIST), NULL);
	if (r->send)
		page_button(p, BUTTON_SEND, words(w, SAY_WIN_SEND), NULL);
	if (r->next)
		page_button(p, BUTTON_OTHER, words(w, SAY_WIN_OTHER), NULL);
	page_button(p, BUTTON_CLOSE, words(w, SAY_WIN_CLOSE), NULL);
}

static void result(void *ctx, const struct frontend_result *r)
{
	struct window *w = ctx;
	struct page_words p = { .title = r->grade,
		                .wide = true,
		                .last = true,
		                .details_show = words(w, SAY_WIN_MORE),
		                .details_hide = words(w, SAY_WIN_LESS) };
	struct buf content, details;
	int id;

	write_result(&content, w, r);
	write_details(&details, w, r);
	forget_notes(w);
	p.content = buf_text(&content);
	p.details = buf_text(&details);
	add_actions(&p, w, r);
	do {
		id = show(w, &p);
		act(w, r, id);
	} while (id != BUTTON_CLOSE && !w->stopped);
	buf_clear(&content);
	buf_clear(&details);
}

/* The session, in a thread of its own. */
static int run(void *ctx, struct stage *stage)
{
	struct window *w = ctx;
	const struct frontend frontend = {
		.ctx = w,
		.welcome = welcome,
		.tell = tell,
		.choose = choose,
		.type = type,
		.progress = progress,
		.note = note,
		.result = result,
	};
	enum ending ending;

	w->stage = stage;
	ending = command_main(w->argc, w->argv, &frontend);
	if (!w->stopped)
		(void)flush_errors(w, true);
	return (int)ending;
}

/* Without the common controls there is only this. */
static void tell_missing(const struct window *w)
{
	wchar_t *name = wide_text(words(w, SAY_WIN_NAME));
	wchar_t *text = wide_text(words(w, SAY_WIN_MISSING));

	if (name && text)
		MessageBoxW(NULL, text, name, MB_OK | MB_ICONERROR);
	free(name);
	free(text);
}

bool window_wanted(int argc, char **argv)
{
	static const char *const alone[] = { "--quiet", "--json",
		                             "--no-questions", "--help",
		                             "--version" };

	for (int i = 1; i < argc; i++) {
		for (size_t j = 0; j < sizeof(alone) / sizeof(*alone); j++)
			if (strcmp(argv[i], alone[j]) == 0)
				return false;
		if (command_find(argv[i]) && strcmp(argv[i], "scan") != 0)
			return false;
	}
	return true;
}

enum ending window_main(int argc, char **argv, bool *left)
{
	/* A session that is left behind may still look at it. */
	static struct window w;
	struct stage_words s;
	int ending = ENDING_INTERRUPTED;

	w.lang = command_lang(argc, argv);
	w.argc = argc;
	w.argv = argv;
	s = (struct stage_words){
		.name = words(&w, SAY_WIN_NAME),
		.begin = words(&w, SAY_WAITING),
		.stop = words(&w, SAY_WIN_STOP),
		.cancel = words(&w, SAY_WIN_CANCEL),
		.entry = { .name = words(&w, SAY_WIN_NAME),
		           .label = words(&w, SAY_WIN_LABEL),
		           .next = words(&w, SAY_WIN_NEXT),
		           .back = words(&w, SAY_WIN_BACK),
		           .skip = words(&w, SAY_WIN_SKIP),
		           .cancel = words(&w, SAY_WIN_CANCEL) },
	};
	buf_init(&w.notes, NOTE_BYTES);
	switch (stage_run(&s, run, &w, &ending)) {
	case STAGE_LEFT:
		*left = true;
		return ENDING_INTERRUPTED;
	case STAGE_MISSING:
		tell_missing(&w);
		return ENDING_BROKEN;
	case STAGE_ENDED:
		break;
	}
	buf_clear(&w.notes);
	return (enum ending)ending;
}
