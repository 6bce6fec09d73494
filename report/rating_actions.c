/* SPDX-License-Identifier: Apache-2.0 */
#include "report/rating_actions.h"

#include <stdlib.h>
#include <string.h>

/*
 * Two findings of one verdict, severity and gain change the rating alike, so
 * only the three easiest of each can be in the best set; those that lift a
 * cap are kept apart. That bounds the sets to try, whatever a document holds,
 * and loses none.
 */
/* A set of findings and what the rating is once all of them pass. */
struct plan {
	const struct document_finding *step[RATING_ACTIONS];
	size_t steps;
	struct tally after;
};

static int order(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

/* Least effort first: minutes, money, id. */
static int by_effort(const void *left, const void *right)
{
	const struct document_finding *a =
	    *(const struct document_finding *const *)left;
	const struct document_finding *b =
	    *(const struct document_finding *const *)right;
	int n = order(a->minutes, b->minutes);

	if (n == 0)
		n = order(a->euros_from, b->euros_from);
	return n ? n : strcmp(a->id, b->id);
}

static int by_id(const void *left, const void *right)
{
	return strcmp((*(const struct document_finding *const *)left)->id,
	              (*(const struct document_finding *const *)right)->id);
}

/* Letters from the best to the worst, none at the end. */
static int rank(char letter)
{
	return letter ? letter : 'Z';
}

static int compare_effort(const struct plan *a, const struct plan *b)
{
	int64_t minutes = 0;
	int64_t euros = 0;

	for (size_t i = 0; i < a->steps; i++) {
		minutes += a->step[i]->minutes - b->step[i]->minutes;
		euros += a->step[i]->euros_from - b->step[i]->euros_from;
	}
	return minutes ? order(minutes, 0) : order(euros, 0);
}

/* Negative when a is the better plan; both have as many steps. */
static int compare_plans(const struct plan *a, const struct plan *b)
{
	int n =
	    order(rank(tally_given(&a->after)), rank(tally_given(&b->after)));

	/* While no letter is given, the one that would be still tells. */
	if (n == 0)
		n = order(tally_letter(&a->after), tally_letter(&b->after));
	if (n == 0)
		n = order(b->after.earned, a->after.earned);
	if (n == 0)
		n = compare_effort(a, b);
	for (size_t i = 0; n == 0 && i < a->steps; i++)
		n = strcmp(a->step[i]->id, b->step[i]->id);
	return n;
}

static void add_step(struct plan *p, const struct document_finding *f)
{
	p->step[p->steps++] = f;
	tally_pass(&p->after, f);
}

/* Whether f is one of the easiest of its like in list. */
static bool is_easy(const struct tally *now,
                    const struct document_finding **list, size_t count,
                    const struct document_finding *f)
{
	size_t easier = 0;

	for (size_t i = 0; i < count; i++)
		easier += list[i]->verdict == f->verdict &&
		          list[i]->severity == f->severity &&
		          tally_gain(list[i]) == tally_gain(f) &&
		          !tally_lifts(now, list[i]);
	return easier < RATING_ACTIONS;
}

/* Keep those of list, which is sorted by effort, that a best set can hold. */
static size_t keep_best(const struct tally *now,
                        const struct document_finding **list, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (tally_lifts(now, list[i]) ||
		    is_easy(now, list, kept, list[i]))
			list[kept++] = list[i];
	return kept;
}

/* The findings of d to choose among, in list; how many. */
static size_t candidates(const struct document *d, bool unknown,
                         const struct document_finding **list)
{
	size_t n = 0;

	for (size_t i = 0; i < d->findings; i++) {
		enum verdict v = d->finding[i].verdict;

		if (unknown ? v == VERDICT_UNKNOWN
		            : v == VERDICT_FAIL || v == VERDICT_PARTIAL)
			list[n++] = &d->finding[i];
	}
	return n;
}

/* Try every way to add the missing steps from list[from] on. */
static void search(const struct plan *start, size_t steps,
                   const struct document_finding **list, size_t count,
                   size_t from, struct plan *best)
{
	if (start->steps == steps) {
		if (best->steps == 0 || compare_plans(start, best) < 0)
			*best = *start;
		return;
	}
	for (size_t i = from; i < count; i++) {
		struct plan next = *start;

		add_step(&next, list[i]);
		search(&next, steps, list, count, i + 1, best);
	}
}

/* The best plan that adds steps of list to start. */
static struct plan choose(const struct plan *start,
                          const struct document_finding **list, size_t count)
{
	size_t room = RATING_ACTIONS - start->steps;
	struct plan best = *start;

	if (room == 0 || count == 0)
		return best;
	qsort(list, count, sizeof(*list), by_effort);
	count = keep_best(&start->after, list, count);
	qsort(list, count, sizeof(*list), by_id);
	best.steps = 0;
	search(start, start->steps + (count < room ? count : room), list, count,
	       0, &best);
	return best;
}

/* Put the steps in order, each time the one that helps most. */
static void write_actions(struct document_rating *r, const struct tally *now,
                          struct plan *p)
{
	struct plan done = { .after = *now };

	while (done.steps < p->steps) {
		struct plan best = { 0 };
		size_t taken = 0;

		for (size_t i = done.steps; i < p->steps; i++) {
			struct plan next = done;

			add_step(&next, p->step[i]);
			if (best.steps == 0 ||
			    compare_plans(&next, &best) < 0) {
				best = next;
				taken = i;
			}
		}
		p->step[taken] = p->step[done.steps];
		done = best;
		r->next_action[done.steps - 1].id =
		    done.step[done.steps - 1]->id;
		r->next_action[done.steps - 1].letter_after =
		    tally_given(&done.after);
	}
	r->next_actions = done.steps;
}

bool rating_actions(struct document *d, const struct tally *now,
                    struct arena *a)
{
	struct document_rating *r = &d->rating;
	struct plan plan = { .after = *now };
	const struct document_finding **list =
	    arena_alloc(a, d->findings + 1, sizeof(*list));

	r->next_action =
	    arena_alloc(a, RATING_ACTIONS, sizeof(*r->next_action));
	if (!list || !r->next_action)
		return false;
	plan = choose(&plan, list, candidates(d, false, list));
	plan = choose(&plan, list, candidates(d, true, list));
	write_actions(r, now, &plan);
	return true;
}
