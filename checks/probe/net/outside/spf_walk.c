/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/outside/spf_walk.h"

#include "checks/probe/net/outside/spf.h"
#include "core/text.h"

#include <string.h>

/* One walk and the way that led here, for loops. */
struct way {
	const char *domain;
	const struct way *from;
};
struct walk {
	struct spf_walk *out;
	const struct spf_source *source;
	struct arena *arena;
};

static void visit(struct walk *w, const struct way *here, char *all);

static const struct dns_answer *look(struct walk *w, const char *name,
                                     enum dns_kind kind)
{
	const struct dns_answer *answer =
	    w->source->ask(w->source->ctx, name, kind);

	if (answer->state == DNS_WAITING)
		w->source->wait(w->source->ctx);
	return answer;
}

static void break_off(struct walk *w, const char *what, const char *domain)
{
	if (!w->out->broken)
		w->out->broken = arena_fmt(w->arena, "%s %s", what, domain);
}

/* Note what a question brought; true when it may have been void. */
static bool is_void(struct walk *w, const struct dns_answer *answer,
                    const char *name)
{
	if (answer->state == DNS_FAILED && !w->out->unread)
		w->out->unread =
		    arena_fmt(w->arena, "%s: %s", name, answer->why);
	return answer->state == DNS_NONE || answer->state == DNS_NO_NAME;
}

/* The domain that a term asks about. */
static const char *target(const struct spf_term *t, const struct way *here)
{
	return t->domain ? t->domain : here->domain;
}

/* Put the questions of a record all at once. */
static void ask_ahead(struct walk *w, const struct spf *spf,
                      const struct way *here)
{
	const struct spf_source *s = w->source;

	for (size_t i = 0; i < spf->terms && i <= SPF_LOOKUPS; i++) {
		const struct spf_term *t = &spf->term[i];
		const char *name = target(t, here);

		if (t->macro)
			continue;
		if (t->kind == SPF_INCLUDE || t->kind == SPF_REDIRECT)
			s->ask(s->ctx, name, DNS_TXT);
		if (t->kind == SPF_A || t->kind == SPF_EXISTS)
			s->ask(s->ctx, name, DNS_A);
		if (t->kind == SPF_A)
			s->ask(s->ctx, name, DNS_AAAA);
		if (t->kind == SPF_MX)
			s->ask(s->ctx, name, DNS_MX);
	}
}

/* The questions that one mechanism costs. */
static void count_term(struct walk *w, const struct spf_term *t,
                       const struct way *here)
{
	const char *name = target(t, here);
	bool nothing = false;

	w->out->lookups++;
	/* What depends on the message cannot be asked, only counted. */
	if (t->macro || t->kind == SPF_PTR)
		return;
	if (t->kind == SPF_MX)
		nothing = is_void(w, look(w, name, DNS_MX), name);
	else
		nothing = is_void(w, look(w, name, DNS_A), name);
	if (t->kind == SPF_A && nothing)
		nothing = is_void(w, look(w, name, DNS_AAAA), name);
	w->out->voids += nothing;
}

static void follow(struct walk *w, const struct spf_term *t,
                   const struct way *here, char *all)
{
	const struct way next = { target(t, here), here };

	w->out->lookups++;
	if (t->macro || w->out->lookups > SPF_LOOKUPS)
		return;
	for (const struct way *at = here; at; at = at->from)
		if (text_same(at->domain, next.domain)) {
			break_off(w, "a loop at", next.domain);
			return;
		}
	visit(w, &next, all);
}

static void walk_terms(struct walk *w, const struct spf *spf,
                       const struct way *here, char *all)
{
	const struct spf_term *redirect = NULL;
	char ignored = 0;

	ask_ahead(w, spf, here);
	for (size_t i = 0; i < spf->terms; i++) {
		const struct spf_term *t = &spf->term[i];

		if (w->out->lookups > SPF_LOOKUPS)
			return;
		if (t->kind == SPF_ALL) {
			/* What stands behind it is never looked at. */
			*all = t->qualifier;
			return;
		}
		if (t->kind == SPF_INCLUDE)
			follow(w, t, here, &ignored);
		else if (t->kind == SPF_REDIRECT)
			redirect = t;
		else if (t->kind != SPF_ADDRESS)
			count_term(w, t, here);
	}
	if (redirect && w->out->lookups <= SPF_LOOKUPS)
		follow(w, redirect, here, all);
}

/* The SPF records among the texts of a domain; the first, and how many. */
static const char *find(const struct dns_answer *answer, unsigned *count)
{
	const char *first = NULL;

	*count = 0;
	for (size_t i = 0; i < answer->count; i++)
		if (spf_is(answer->text[i]) && (*count)++ == 0)
			first = answer->text[i];
	return first;
}

static void visit(struct walk *w, const struct way *here, char *all)
{
	const struct dns_answer *answer = look(w, here->domain, DNS_TXT);
	const char *record;
	unsigned count;
	struct spf spf;

	if (is_void(w, answer, here->domain) && here->from)
		w->out->voids++;
	record = find(answer, &count);
	if (!here->from) {
		w->out->record = record;
		w->out->records = count;
	}
	if (answer->state == DNS_FAILED)
		return;
	if (count > 1)
		break_off(w, "several records at", here->domain);
	else if (count == 0 && here->from)
		break_off(w, "no record at", here->domain);
	if (count != 1)
		return;
	if (!spf_parse(&spf, record, w->arena))
		return;
	if (spf.wrong)
		break_off(w, "a wrong word:", spf.wrong);
	walk_terms(w, &spf, here, all);
}

void spf_walk_read(struct spf_walk *out, const char *domain,
                   const struct spf_source *source, struct arena *a)
{
	struct walk w = { out, source, a };
	const struct way here = { domain, NULL };

	memset(out, 0, sizeof(*out));
	visit(&w, &here, &out->all);
}
