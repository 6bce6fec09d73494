/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/scan.h"

#include "agent/ask.h"
#include "agent/assess.h"
#include "agent/consent.h"
#include "agent/console.h"
#include "agent/folder.h"
#include "agent/gather.h"
#include "agent/input.h"
#include "agent/kit_choice.h"
#include "agent/kit_confirm.h"
#include "agent/lan_option.h"
#include "agent/naming.h"
#include "agent/selection.h"
#include "agent/send.h"
#include "agent/showing.h"
#include "agent/store.h"
#include "agent/terminal.h"
#include "core/date.h"

#include <string.h>

#define ANSWERS_DAYS 365 /* after which answers count no more */

/* One scan, from the options to the last word. */
struct scan {
	struct session *session;
	const struct baseline *baseline;
	int64_t now;
	struct selection only;
	struct selection skip;
	bool partial; /* --only or --skip: no whole picture */
	struct frontend terminal;
	const struct frontend *frontend; /* NULL: nobody is there to answer */
	struct lan_option lan;
	bool asked;  /* about the network, on this visit */
	bool enough; /* somebody wants no more questions */
	struct folder folder;
	struct answers answers;
	struct facts *facts;
	struct document *document;
	struct store_result kept;
};

static bool read_selections(struct scan *scan)
{
	const struct session *s = scan->session;
	const char *only = s->options.value[OPTION_ONLY];
	const char *skip = s->options.value[OPTION_SKIP];

	scan->partial = only || skip;
	return (!only ||
	        selection_parse(&scan->only, s, scan->baseline, only)) &&
	       (!skip || selection_parse(&scan->skip, s, scan->baseline, skip));
}

static bool read_letter(const struct session *s)
{
	const char *letter = s->options.value[OPTION_FAIL_ON];

	if (!letter || (letter[0] >= 'A' && letter[0] <= 'E' && !letter[1]))
		return true;
	console_error(s, SAY_NO_LETTER, "word", letter);
	return false;
}

/* Who answers: the session's own front end, else whoever is at a terminal. */
static void find_person(struct scan *scan)
{
	struct session *s = scan->session;

	scan->terminal = terminal_frontend(s);
	if (s->quiet || s->options.value[OPTION_JSON] ||
	    s->options.value[OPTION_NO_QUESTIONS])
		scan->frontend = NULL;
	else if (s->frontend)
		scan->frontend = s->frontend;
	else
		scan->frontend = terminal_there() ? &scan->terminal : NULL;
}

static enum ending prepare(struct scan *scan)
{
	struct session *s = scan->session;
	enum ending ending;

	scan->facts = arena_alloc(s->arena, 1, sizeof(*scan->facts));
	scan->document = arena_alloc(s->arena, 1, sizeof(*scan->document));
	if (!scan->facts || !scan->document) {
		console_error(s, SAY_NO_MEMORY);
		return ENDING_BROKEN;
	}
	if (!input_now(s, &scan->now) || !read_letter(s))
		return ENDING_USAGE;
	ending = lan_option_read(&scan->lan, s);
	if (ending != ENDING_DONE)
		return ending;
	ending = kit_choice_make(s, scan->now);
	if (ending != ENDING_DONE)
		return ending;
	scan->baseline = input_baseline(s, scan->now);
	if (!scan->baseline)
		return ENDING_BASELINE;
	if (!read_selections(scan))
		return ENDING_USAGE;
	find_person(scan);
	return ENDING_DONE;
}

/* Answers of --answers, else those of the folder if they are young enough. */
static enum ending read_answers(struct scan *scan)
{
	const struct session *s = scan->session;
	const char *path = s->options.value[OPTION_ANSWERS];
	char day[DATE_TEXT];

	if (path)
		return input_answers(s, path, scan->baseline, &scan->answers)
		           ? ENDING_DONE
		           : ENDING_USAGE;
	store_read_answers(&scan->folder, s, scan->baseline, &scan->answers);
	if (scan->answers.count == 0 || scan->answers.made_at == 0 ||
	    scan->now - scan->answers.made_at < ANSWERS_DAYS * DATE_DAY)
		return ENDING_DONE;
	date_say(day, scan->answers.made_at, s->lang);
	console_note(s, SAY_ANSWERS_OLD, "date", day);
	scan->answers.count = 0;
	return ENDING_DONE;
}

static void save_answers(void *ctx, const struct answers *answers)
{
	struct scan *scan = ctx;

	(void)store_write_answers(&scan->folder, scan->session, answers);
}

/*
 * Whether to look at the network: as --lan says, else as somebody agreed or
 * agrees now. A partial visit and a copied machine do not raise the question.
 * QUIT: no more questions at all.
 */
static enum frontend_reply agree(struct scan *scan)
{
	struct session *s = scan->session;
	const char *root = s->options.value[OPTION_ROOT];
	struct consent c = { .session = s,
		             .frontend = scan->frontend,
		             .now = scan->now };
	enum frontend_reply reply;

	if (scan->lan.given || scan->partial ||
	    (root && strcmp(root, "/") != 0))
		return FRONTEND_NOTHING;
	consent_here(&c.here);
	reply = consent_find(&c, &scan->answers, &scan->lan.plan,
	                     &scan->lan.look, &scan->asked);
	if (scan->asked)
		save_answers(scan, &scan->answers);
	if (reply == FRONTEND_QUIT)
		c.frontend->tell(c.frontend->ctx,
		                 say(SAY_ASK_STOPPED, s->lang));
	return reply;
}

/* Whose results these are, by the kit; and keep it, now that it is sure. */
static enum frontend_reply confirm(struct scan *scan, bool enough)
{
	enum frontend_reply reply;
	bool changed;

	reply = kit_confirm_run(scan->session, enough ? NULL : scan->frontend,
	                        scan->baseline, &scan->answers, &changed);
	if (reply == FRONTEND_INTERRUPTED)
		return reply;
	if (enough)
		reply = FRONTEND_QUIT;
	kit_choice_keep(scan->session, &scan->folder);
	if (changed && scan->folder.path)
		save_answers(scan, &scan->answers);
	return reply;
}

static enum ending interrupted(const struct scan *scan)
{
	console_error(scan->session, SAY_INTERRUPTED);
	return ENDING_INTERRUPTED;
}

static enum ending ask(struct scan *scan)
{
	struct ask round = { .session = scan->session,
		             .baseline = scan->baseline,
		             .frontend = scan->frontend,
		             .now = scan->now,
		             .save = save_answers,
		             .ctx = scan };

	enum frontend_reply reply;

	if (!scan->frontend)
		return ENDING_DONE;
	reply = ask_run(&round, &scan->answers);
	scan->enough = reply == FRONTEND_QUIT;
	return reply == FRONTEND_INTERRUPTED ? interrupted(scan) : ENDING_DONE;
}

static enum ending judge(struct scan *scan)
{
	struct assessment as = {
		.facts = scan->facts,
		.answers = &scan->answers,
		.baseline = scan->baseline,
		.now = scan->now,
		.lang = scan->session->lang,
		.only = scan->only.id,
		.onlys = scan->only.count,
		.skip = scan->skip.id,
		.skips = scan->skip.count,
	};
	struct err e;

	if (assess_make(scan->document, &as, scan->session->arena, &e))
		return ENDING_DONE;
	console_error(scan->session, SAY_NO_MEMORY);
	return ENDING_BROKEN;
}

static enum ending keep(struct scan *scan)
{
	struct session *s = scan->session;
	char former[ASSESS_ID];

	scan->kept.commune = scan->document;
	if (scan->partial && !s->options.value[OPTION_OUT]) {
		console_note(s, SAY_NOT_KEPT);
		return ENDING_DONE;
	}
	assess_machine(former, NULL, scan->facts);
	return store_keep(&scan->folder, s, scan->document, former,
	                  &scan->answers, &scan->kept);
}

/* Whether the letter is as bad as --fail-on says; no letter is worse. */
static bool too_bad(const struct scan *scan)
{
	const char *letter = scan->session->options.value[OPTION_FAIL_ON];

	return letter && (!scan->document->rating.letter ||
	                  scan->document->rating.letter >= letter[0]);
}

static bool selected(const struct selection *list, const char *id)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->id[i], id) == 0)
			return true;
	return false;
}

/* Whether a control that is judged needs a look from outside. */
static bool outside_matters(const struct scan *scan)
{
	static const char *const ids[] = { "website-https", "mail-no-spoofing",
		                           "mail-official-address",
		                           "domain-owned", "tls-expiry" };

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		if ((!scan->only.count || selected(&scan->only, ids[i])) &&
		    !selected(&scan->skip, ids[i]))
			return true;
	return false;
}

/* The look itself may be what tells the box from others. */
static void complete_agreement(struct scan *scan)
{
	struct consent_network here;

	if (!scan->asked)
		return;
	consent_here(&here);
	if (consent_complete(&here, &scan->answers.network,
	                     scan->session->arena))
		save_answers(scan, &scan->answers);
}

/*
 * Questions while the machine is looked at: first those that let the network
 * be looked at, then the long ones, while that goes on.
 */
static enum ending talk(struct scan *scan, struct gather *g)
{
	enum frontend_reply reply = FRONTEND_NOTHING;

	if (scan->frontend)
		reply = ask_welcome(scan->frontend, scan->session->lang);
	/* Who wants no questions gets none, but it is still whose it is. */
	if (reply != FRONTEND_INTERRUPTED)
		reply = confirm(scan, reply == FRONTEND_QUIT);
	if (reply != FRONTEND_INTERRUPTED && reply != FRONTEND_QUIT)
		reply = agree(scan);
	if (reply == FRONTEND_INTERRUPTED)
		return interrupted(scan);
	if (scan->lan.look)
		gather_agreed(g, &scan->lan.plan);
	scan->enough = reply == FRONTEND_QUIT;
	return scan->enough ? ENDING_DONE : ask(scan);
}

/* Look and ask at the same time; the probes' ending, or what stopped us. */
static enum ending look(struct scan *scan)
{
	struct session *s = scan->session;
	struct gather *g = arena_alloc(s->arena, 1, sizeof(*g));
	enum ending ending;

	if (!g)
		return ENDING_BROKEN;
	g->frontend = scan->frontend;
	if (!scan->partial || s->options.value[OPTION_OUT])
		(void)folder_open(&scan->folder, s);
	ending = read_answers(scan);
	if (ending == ENDING_DONE)
		ending = gather_start(g, s, scan->baseline, scan->now);
	if (ending != ENDING_DONE)
		return ending;
	ending = talk(scan, g);
	if (ending != ENDING_DONE) {
		gather_stop(g);
		return ending;
	}
	if (outside_matters(scan))
		gather_declared(g, s, &scan->answers);
	ending = gather_finish(g, s, scan->facts);
	complete_agreement(scan);
	return ending;
}

/* What the machine is called, once it can be told from the others. */
static enum ending name_machine(struct scan *scan)
{
	char former[ASSESS_ID];

	if (!scan->frontend || scan->enough || scan->partial)
		return ENDING_DONE;
	assess_machine(former, NULL, scan->facts);
	return naming_ask(scan->frontend, &scan->folder, scan->session,
	                  scan->document, former) == FRONTEND_INTERRUPTED
	           ? interrupted(scan)
	           : ENDING_DONE;
}

static enum ending finish(const struct scan *scan)
{
	const struct showing o = {
		.session = scan->session,
		.frontend = scan->frontend,
		.document = scan->document,
		.kept = &scan->kept,
		.folder = scan->folder.path,
		.facts = scan->facts,
		.partial = scan->partial,
		.network = scan->lan.look,
	};

	return showing_run(&o);
}

enum ending scan_run(struct session *s)
{
	struct scan *scan = arena_alloc(s->arena, 1, sizeof(*scan));
	enum ending ending, looked, kept;

	if (!scan) {
		console_error(s, SAY_NO_MEMORY);
		return ENDING_BROKEN;
	}
	scan->session = s;
	ending = prepare(scan);
	if (ending != ENDING_DONE)
		return ending;
	looked = look(scan);
	if (looked != ENDING_DONE && looked != ENDING_INCOMPLETE)
		return looked;
	ending = judge(scan);
	if (ending == ENDING_DONE)
		ending = name_machine(scan);
	if (ending != ENDING_DONE)
		return ending;
	/* Even what could not be kept is shown. */
	kept = keep(scan);
	if (kept == ENDING_INTERRUPTED)
		return kept;
	if (!scan->partial)
		send_later(s, &scan->folder);
	ending = finish(scan);
	if (kept != ENDING_DONE || ending != ENDING_DONE)
		return ENDING_BROKEN;
	if (too_bad(scan))
		return ENDING_LETTER;
	return looked;
}
