/* SPDX-License-Identifier: Apache-2.0 */
#include "report/rating.h"

#include "report/label.h"
#include "report/rating_actions.h"
#include "report/tally.h"

#include <string.h>

/* A share in percent, rounded down so that it never shows a better letter. */
static double percent(int64_t part, int64_t whole)
{
	return whole ? (double)(1000 * part / whole) / 10.0 : 0.0;
}

/* What the letter would be if every missing answer were good. */
static char ceiling(const struct document *d, const struct tally *now)
{
	struct tally t = *now;

	for (size_t i = 0; i < d->findings; i++)
		if (d->finding[i].verdict == VERDICT_UNKNOWN)
			tally_pass(&t, &d->finding[i]);
	return tally_letter(&t);
}

static bool add_caps(struct document *d, const struct tally *t, struct arena *a)
{
	const struct {
		bool applies;
		struct document_cap cap;
	} caps[] = {
		{ t->critical == 1,
		  { "one-critical", 'C', "cap-one-critical" } },
		{ t->critical >= 2,
		  { "two-critical", 'D', "cap-two-critical" } },
		{ t->no_backup, { "no-backup", 'D', "cap-no-backup" } },
		{ t->unsupported,
		  { "unsupported-system", 'D', "cap-unsupported-system" } },
	};
	struct document_rating *r = &d->rating;

	r->cap =
	    arena_alloc(a, sizeof(caps) / sizeof(caps[0]), sizeof(*r->cap));
	if (!r->cap)
		return false;
	for (size_t i = 0; i < sizeof(caps) / sizeof(caps[0]); i++)
		if (caps[i].applies) {
			r->cap[r->caps] = caps[i].cap;
			r->cap[r->caps++].why = label(caps[i].cap.why, d->lang);
		}
	return true;
}

bool rating_make(struct document *d, struct arena *a)
{
	struct tally t = tally_of(d);

	memset(&d->rating, 0, sizeof(d->rating));
	d->formula = RATING_FORMULA;
	d->rating.letter = tally_given(&t);
	d->rating.ceiling = ceiling(d, &t);
	d->rating.score = percent(t.earned, t.total);
	d->rating.coverage = percent(t.known, t.total);
	return add_caps(d, &t, a) && rating_actions(d, &t, a);
}
