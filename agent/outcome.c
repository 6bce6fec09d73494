/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/outcome.h"

#include "agent/say.h"
#include "agent/summary.h"
#include "core/buf.h"
#include "report/absence.h"
#include "report/kit.h"
#include "report/label.h"

#include <stdio.h>

#define TEXT_BYTES (16u << 10)

/* What was built becomes a text of the arena; NULL when it could not be. */
static const char *keep(struct buf *b, const struct session *s)
{
	const char *text =
	    buf_ok(b) ? arena_strdup(s->arena, buf_text(b)) : NULL;

	buf_clear(b);
	return text;
}

void outcome_coordinator(struct buf *out, const struct session *s)
{
	const char *phone = s->kit->coordinator.phone;

	say_format(out, s->lang,
	           phone ? SAY_KIT_COORDINATOR_PHONE : SAY_KIT_COORDINATOR,
	           "name", s->kit->coordinator.name, "phone",
	           phone ? phone : "", (char *)NULL);
}

static const char *grade(const struct session *s, const struct document *d,
                         enum say_id id)
{
	struct buf b, word;

	buf_init(&b, TEXT_BYTES);
	buf_init(&word, TEXT_BYTES);
	summary_grade(&word, d);
	if (d->rating.letter)
		say_format(&b, s->lang, id, "grade", buf_text(&word),
		           (char *)NULL);
	else
		buf_str(&b, say(SAY_SUM_PROVISIONAL, s->lang));
	buf_clear(&word);
	return keep(&b, s);
}

/* Why the letter is no better, one reason a line; "" when nothing holds it. */
static const char *ceiling(const struct session *s, const struct document *d)
{
	struct buf b;

	buf_init(&b, TEXT_BYTES);
	for (size_t i = 0; i < d->rating.caps; i++)
		buf_fmt(&b, "%s%s", i ? "\n" : "", d->rating.cap[i].why);
	return keep(&b, s);
}

static const char *absent(const struct session *s, const struct document *d)
{
	struct buf b;

	buf_init(&b, TEXT_BYTES);
	absence_write(&b, d, s->lang);
	return keep(&b, s);
}

static const char *coverage(const struct session *s, const struct document *d)
{
	size_t all = 0, unknown = 0;
	char known_text[24], all_text[24];
	struct buf b;

	for (size_t i = 0; i < d->findings; i++) {
		all += d->finding[i].verdict != VERDICT_NOT_APPLICABLE;
		unknown += d->finding[i].verdict == VERDICT_UNKNOWN;
	}
	snprintf(known_text, sizeof(known_text), "%zu", all - unknown);
	snprintf(all_text, sizeof(all_text), "%zu", all);
	buf_init(&b, TEXT_BYTES);
	if (unknown == 0)
		buf_str(&b, label("html-coverage-all", s->lang));
	else
		label_fill(&b, "html-coverage", s->lang, "known", known_text,
		           "all", all_text, NULL);
	return keep(&b, s);
}

static bool add_action(struct frontend_result *out, const struct session *s,
                       const struct document *d,
                       const struct document_action *action)
{
	const struct document_finding *f = document_finding(d, action->id);
	struct frontend_action *a = &out->action[out->actions];
	struct buf b;

	if (!f)
		return true;
	buf_init(&b, TEXT_BYTES);
	summary_effort(&b, f, action->letter_after, s->lang);
	a->title = f->title;
	a->effort = keep(&b, s);
	out->actions++;
	return a->effort;
}

/* Who to call; NULL without a kit, or when memory ran out. */
static const char *coordinator(const struct session *s)
{
	struct buf b;

	if (!s->kit)
		return NULL;
	buf_init(&b, TEXT_BYTES);
	outcome_coordinator(&b, s);
	return keep(&b, s);
}

bool outcome_make(struct frontend_result *out, const struct session *s,
                  const struct document *d, const struct store_result *kept,
                  const char *folder)
{
	const struct document_rating *r = &d->rating;
	bool several = kept->commune && kept->commune->machines > 1;
	bool ok = true;

	*out = (struct frontend_result){
		.letter = r->letter,
		.grade = grade(s, d, SAY_SUM_GRADE),
		.machine = d->machine[0].label,
		.ceiling = ceiling(s, d),
		.coverage = coverage(s, d),
		.coordinator = coordinator(s),
		.report = kept->report,
		.list = kept->list,
		.folder = kept->report ? folder : NULL,
		.next = say(SAY_NEXT_MACHINE, s->lang),
	};
	out->absent = absent(s, kept->commune ? kept->commune : d);
	if (several)
		out->commune = grade(s, kept->commune, SAY_SUM_COMMUNE);
	for (size_t i = 0;
	     ok && i < r->next_actions && out->actions < FRONTEND_ACTIONS; i++)
		ok = add_action(out, s, d, &r->next_action[i]);
	return ok && out->grade && out->ceiling && out->coverage &&
	       out->absent && (!several || out->commune) &&
	       (!s->kit || out->coordinator);
}
