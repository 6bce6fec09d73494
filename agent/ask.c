/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/ask.h"

#include "agent/kit_confirm.h"
#include "agent/say.h"
#include "core/date.h"
#include "core/text.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define NAME_BYTES   200 /* of a commune */
#define DOMAIN_BYTES 254 /* RFC 1035, with the NUL */
#define CHOICES_MAX  32

/* A round while it is under way. */
struct round {
	struct ask *ask;
	struct answers *answers;
	struct answer *row; /* room for one a control */
	const struct control **asked;
	size_t count; /* of asked */
	bool keep;    /* those answered before are not asked again */
};

bool ask_insee(char out[6], const char *typed)
{
	size_t len = strlen(typed);

	if (len != 5)
		return false;
	for (size_t i = 0; i < len; i++) {
		char c = (char)toupper((unsigned char)typed[i]);
		bool corsica =
		    i == 1 && typed[0] == '2' && (c == 'A' || c == 'B');

		if (!corsica && !isdigit((unsigned char)c))
			return false;
		out[i] = c;
	}
	out[len] = '\0';
	return true;
}

/* Whether s is a host name with a dot: letters, digits, inner hyphens. */
static bool host(const char *s)
{
	size_t label = 0;
	bool dot = false;

	for (; *s; s++) {
		if (*s == '.') {
			if (label == 0 || s[-1] == '-')
				return false;
			dot = true;
			label = 0;
			continue;
		}
		/* Names with accents exist: bytes above ASCII are let in. */
		if (!isalnum((unsigned char)*s) &&
		    !((unsigned char)*s & 0x80) && (*s != '-' || label == 0))
			return false;
		if (++label > 63)
			return false;
	}
	return dot && label > 1 && s[-1] != '-';
}

bool ask_domain(char *out, size_t size, const char *typed)
{
	const char *start = strstr(typed, "://");
	const char *at;
	char name[DOMAIN_BYTES];
	size_t len;

	start = start ? start + 3 : typed;
	len = strcspn(start, "/?# :");
	if (len == 0 || len >= sizeof(name) || len >= size)
		return false;
	snprintf(name, sizeof(name), "%.*s", (int)len, start);
	for (char *p = name; *p; p++)
		*p = (char)tolower((unsigned char)*p);
	at = strchr(name, '@');
	if (at == name || strchr(at ? at + 1 : name, '@') ||
	    !host(at ? at + 1 : name))
		return false;
	memcpy(out, name, len + 1);
	return true;
}

static void save(const struct round *r)
{
	r->ask->save(r->ask->ctx, r->answers);
}

/* Keep an answer in place of the one before. */
static bool put(struct round *r, const struct control *c, const char *value)
{
	char *copy = arena_strdup(r->ask->session->arena, value);
	size_t i = 0;

	while (i < r->answers->count && strcmp(r->row[i].control, c->id) != 0)
		i++;
	if (!copy || i >= r->ask->baseline->controls)
		return false;
	r->row[i].control = c->id;
	r->row[i].value = copy;
	if (i == r->answers->count)
		r->answers->count++;
	/* Kept answers stay as old as they are, and with them the file. */
	if (!r->keep || !r->answers->made_at)
		r->answers->made_at = r->ask->now;
	save(r);
	return true;
}

/* Ask for a line until check takes it; *given is what it made of it. */
static enum frontend_reply type(struct round *r, struct frontend_question *q,
                                bool (*check)(char *, size_t, const char *),
                                enum say_id problem, char *given, size_t size)
{
	const struct frontend *f = r->ask->frontend;
	enum frontend_reply reply;
	char typed[NAME_BYTES + 100];

	q->problem = NULL;
	for (;;) {
		reply = f->type(f->ctx, q, typed, sizeof(typed));
		if (reply != FRONTEND_GIVEN || check(given, size, typed))
			return reply;
		q->problem = say(problem, r->ask->session->lang);
	}
}

static bool take_name(char *out, size_t size, const char *typed)
{
	text_clean(out, size, typed);
	return strlen(typed) < size;
}

static bool take_insee(char *out, size_t size, const char *typed)
{
	return size >= 6 && ask_insee(out, typed);
}

static enum frontend_reply ask_commune(struct round *r)
{
	const struct session *s = r->ask->session;
	struct frontend_question name = {
		.text = say(SAY_ASK_COMMUNE, s->lang),
		.why = say(SAY_ASK_COMMUNE_WHY, s->lang),
		.typed = r->answers->name,
	};
	struct frontend_question insee = {
		.text = say(SAY_ASK_INSEE, s->lang),
		.why = say(SAY_ASK_INSEE_WHY, s->lang),
		.typed = r->answers->insee,
	};
	char given[NAME_BYTES];
	enum frontend_reply reply;

	/* It is known already, and was shown. */
	if (s->kit)
		return FRONTEND_NOTHING;
	do {
		reply = type(r, &name, take_name, SAY_ASK_TOO_LONG, given,
		             sizeof(given));
		if (reply == FRONTEND_GIVEN)
			r->answers->name = arena_strdup(s->arena, given);
		name.typed = r->answers->name;
	} while (reply == FRONTEND_BACK);
	if (reply == FRONTEND_QUIT || reply == FRONTEND_INTERRUPTED)
		return reply;
	reply = type(r, &insee, take_insee, SAY_ASK_INSEE_AGAIN, given,
	             sizeof(given));
	if (reply == FRONTEND_BACK)
		return ask_commune(r);
	if (reply == FRONTEND_GIVEN)
		r->answers->insee = arena_strdup(s->arena, given);
	save(r);
	return reply;
}

/* Whether answers are recent enough to be kept, if the person wants. */
static bool recent(const struct round *r)
{
	int64_t age = r->ask->now - r->answers->made_at;

	return r->answers->count > 0 && r->answers->made_at > 0 && age >= 0 &&
	       age < ASK_KEPT_DAYS * DATE_DAY;
}

/* Offer to keep the answers of last time. */
static enum frontend_reply offer(struct round *r)
{
	const struct session *s = r->ask->session;
	const struct frontend *f = r->ask->frontend;
	const char *const choices[] = { say(SAY_KEEP_YES, s->lang),
		                        say(SAY_KEEP_NO, s->lang) };
	struct frontend_question q = { .choice = choices,
		                       .choices = 2,
		                       .current = 1 };
	char day[DATE_TEXT];
	char count[24];
	enum frontend_reply reply;
	size_t choice = 0;
	struct buf b;

	if (!recent(r))
		return FRONTEND_NOTHING;
	date_say(day, r->answers->made_at, s->lang);
	snprintf(count, sizeof(count), "%zu", r->answers->count);
	buf_init(&b, 4096);
	say_format(&b, s->lang, SAY_KEEP, "date", day, "count", count,
	           (char *)NULL);
	q.text = buf_text(&b);
	reply = f->choose(f->ctx, &q, &choice);
	buf_clear(&b);
	r->keep = reply == FRONTEND_GIVEN && choice == 0;
	return reply;
}

static enum frontend_reply ask_choice(struct round *r,
                                      struct frontend_question *q,
                                      const struct control *c)
{
	const struct question *from = c->question;
	const struct frontend *f = r->ask->frontend;
	const char *before = answers_find(r->answers, c->id);
	const char *labels[CHOICES_MAX];
	enum frontend_reply reply;
	size_t choice = 0;

	q->choices = from->choices < CHOICES_MAX ? from->choices : CHOICES_MAX;
	for (size_t i = 0; i < q->choices; i++) {
		labels[i] = from->choice[i].label.text[r->ask->session->lang];
		if (text_is(before, from->choice[i].id))
			q->current = i + 1;
	}
	q->choice = labels;
	reply = f->choose(f->ctx, q, &choice);
	if (reply == FRONTEND_GIVEN && !put(r, c, from->choice[choice].id))
		return FRONTEND_QUIT;
	return reply;
}

static enum frontend_reply ask_one(struct round *r, size_t index)
{
	const struct control *c = r->asked[index];
	enum lang lang = r->ask->session->lang;
	struct frontend_question q = {
		.number = (unsigned)index + 1,
		.total = (unsigned)r->count,
		.text = c->question->text.text[lang],
		.why = c->question->why.text[lang],
	};
	char given[DOMAIN_BYTES];
	enum frontend_reply reply;

	if (c->question->kind == QUESTION_CHOICE)
		return ask_choice(r, &q, c);
	q.typed = answers_find(r->answers, c->id);
	reply =
	    type(r, &q, ask_domain, SAY_ASK_DOMAIN_AGAIN, given, sizeof(given));
	if (reply == FRONTEND_GIVEN && !put(r, c, given))
		return FRONTEND_QUIT;
	return reply;
}

/* Whether an answer was given; "je ne sais pas" may be known by now. */
static bool settled(const struct round *r, const struct control *c)
{
	const char *value = answers_find(r->answers, c->id);
	const struct choice *choice =
	    value && c->question->kind == QUESTION_CHOICE
		? question_choice(c->question, value)
		: NULL;

	return value && (!choice || choice->verdict != VERDICT_UNKNOWN);
}

/* The controls that there is something to ask about. */
static void choose_asked(struct round *r)
{
	const struct baseline *b = r->ask->baseline;

	r->count = 0;
	for (size_t i = 0; i < b->controls; i++) {
		const struct control *c = &b->control[i];

		if (!c->question || (r->keep && settled(r, c)) ||
		    kit_confirm_answers(r->ask->session, c->id))
			continue;
		r->asked[r->count++] = c;
	}
}

static enum frontend_reply ask_all(struct round *r)
{
	size_t i = 0;

	while (i < r->count) {
		enum frontend_reply reply = ask_one(r, i);

		if (reply == FRONTEND_QUIT || reply == FRONTEND_INTERRUPTED)
			return reply;
		if (reply != FRONTEND_BACK)
			i++;
		else if (i == 0)
			return reply;
		else
			i--;
	}
	return FRONTEND_GIVEN;
}

/* The commune, the offer to keep answers, the questions. */
static enum frontend_reply ask_in_order(struct round *r)
{
	enum frontend_reply reply;

	do {
		reply = ask_commune(r);
		if (reply == FRONTEND_QUIT || reply == FRONTEND_INTERRUPTED)
			return reply;
		reply = offer(r);
		if (reply == FRONTEND_QUIT || reply == FRONTEND_INTERRUPTED)
			return reply;
		if (reply == FRONTEND_BACK)
			continue;
		choose_asked(r);
		reply = ask_all(r);
	} while (reply == FRONTEND_BACK);
	return reply;
}

enum frontend_reply ask_welcome(const struct frontend *f, enum lang lang)
{
	struct frontend_welcome w = { .title = say(SAY_WELCOME, lang),
		                      .text = say(SAY_WELCOME_TEXT, lang) };

	return f->welcome(f->ctx, &w);
}

enum frontend_reply ask_run(struct ask *ask, struct answers *answers)
{
	struct arena *a = ask->session->arena;
	size_t room = ask->baseline->controls + answers->count + 1;
	struct round r = {
		.ask = ask,
		.answers = answers,
		.row = arena_alloc(a, room, sizeof(*r.row)),
		.asked = arena_alloc(a, room, sizeof(*r.asked)),
	};
	enum frontend_reply reply;

	if (!r.row || !r.asked)
		return FRONTEND_QUIT;
	if (answers->count)
		memcpy(r.row, answers->row, answers->count * sizeof(*r.row));
	answers->row = r.row;
	reply = ask_in_order(&r);
	if (reply != FRONTEND_INTERRUPTED)
		ask->frontend->tell(ask->frontend->ctx,
		                    say(reply == FRONTEND_QUIT ? SAY_ASK_STOPPED
		                                               : SAY_ASK_THANKS,
		                        ask->session->lang));
	return reply;
}
