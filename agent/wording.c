/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/wording.h"

#include "checks/ruling.h"
#include "report/rating.h"

#include <string.h>

static const char *title(const struct document_finding *f,
                         const struct control *c, enum lang lang)
{
	switch (f->verdict) {
	case VERDICT_PASS:
	case VERDICT_NOT_APPLICABLE:
		return c->good.text[lang];
	case VERDICT_UNKNOWN:
		return c->ask.text[lang];
	default:
		return c->bad.text[lang];
	}
}

/* The finding's arguments, as rules hold them. */
static bool copy_arguments(struct ruling *r, const struct document_finding *f)
{
	for (size_t i = 0; i < f->arguments; i++) {
		struct argument *to = rows_add(&r->arguments);

		if (!to)
			return false;
		to->name = f->argument[i].name;
		to->value = f->argument[i].value;
	}
	return true;
}

static const char *detail(const struct document_finding *f,
                          const struct inputs *in, enum lang lang,
                          struct arena *a)
{
	struct ruling r = { .arena = a };
	const char *first = "";
	const char *second = "";

	rows_init(&r.arguments, a, sizeof(struct argument));
	rows_init(&r.evidence, a, sizeof(struct evidence));
	if (!copy_arguments(&r, f))
		return NULL;
	if (f->message)
		first = ruling_say(&r, in, f->message, lang);
	if (f->contradiction)
		second = ruling_say(&r, in, f->contradiction, lang);
	if (!first || !second)
		return NULL;
	return arena_fmt(a, "%s%s%s", first, first[0] && second[0] ? " " : "",
	                 second);
}

bool wording_finding(struct document_finding *f, const struct baseline *b,
                     const struct control *c, enum lang lang, struct arena *a)
{
	struct inputs in = { .baseline = b, .control = c };

	f->title = title(f, c, lang);
	f->detail = detail(f, &in, lang, a);
	f->why = c->why.text[lang];
	f->remedy = c->remedy.text[lang];
	f->fix = c->fix.text[lang];
	f->verify = c->verify.text[lang];
	f->cost = c->cost.text[lang];
	return f->detail;
}

/* Whether every word that the finding needs is in the baseline. */
static bool known(const struct document_finding *f, const struct baseline *b,
                  const struct control *c)
{
	return c && (!f->message || baseline_message(b, c, f->message)) &&
	       (!f->contradiction || baseline_message(b, c, f->contradiction));
}

/* What each machine said of its own, as if it were a finding. */
static bool translate_parts(struct document_finding *f,
                            const struct baseline *b, const struct control *c,
                            enum lang lang, struct arena *a)
{
	for (size_t i = 0; i < f->parts; i++) {
		struct document_part *part = &f->part[i];
		struct document_finding own = { .verdict = part->verdict,
			                        .message = part->message,
			                        .contradiction =
			                            part->contradiction,
			                        .argument = part->argument,
			                        .arguments = part->arguments };

		if (!known(&own, b, c))
			continue;
		if (!wording_finding(&own, b, c, lang, a))
			return false;
		part->title = own.title;
		part->detail = own.detail;
	}
	return true;
}

bool wording_translate(struct document *d, const struct baseline *b,
                       enum lang lang, struct arena *a)
{
	bool same = d->baseline.id && d->baseline.version &&
	            strcmp(d->baseline.id, b->id) == 0 &&
	            strcmp(d->baseline.version, b->version) == 0;

	if (d->lang == lang)
		return true;
	for (size_t i = 0; same && i < d->findings; i++) {
		struct document_finding *f = &d->finding[i];
		const struct control *c = baseline_control(b, f->id);

		if (known(f, b, c) && (!wording_finding(f, b, c, lang, a) ||
		                       !translate_parts(f, b, c, lang, a)))
			return false;
	}
	d->lang = lang;
	return rating_make(d, a);
}
