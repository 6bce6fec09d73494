/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/summary.h"

#include "agent/paragraph.h"
#include "agent/say.h"
#include "report/label.h"

#include <stdio.h>
#include <string.h>

static const char *letter_word(char letter, enum lang lang)
{
	char id[] = "letter-?";

	id[sizeof(id) - 2] = letter;
	return label(letter ? id : "letter-none", lang);
}

void summary_grade(struct buf *out, const struct document *d)
{
	if (d->rating.letter)
		buf_fmt(out, "%c, ", d->rating.letter);
	buf_str(out, letter_word(d->rating.letter, d->lang));
}

/* Append a sentence with one value on lines of its own. */
static void add_sentence(struct buf *out, enum lang lang, enum say_id id,
                         const char *name, const char *value, size_t width)
{
	struct buf b;

	buf_init(&b, 4096);
	say_format(&b, lang, id, name, value, (char *)NULL);
	paragraph_add(out, buf_text(&b), 0, 0, width);
	buf_clear(&b);
}

static void add_grade(struct buf *out, const struct document *d, size_t width)
{
	const char ceiling[2] = { d->rating.ceiling, '\0' };
	struct buf b;

	buf_init(&b, 4096);
	summary_grade(&b, d);
	if (d->rating.letter)
		add_sentence(out, d->lang, SAY_SUM_GRADE, "grade", buf_text(&b),
		             width);
	else
		paragraph_add(out, say(SAY_SUM_PROVISIONAL, d->lang), 0, 0,
		              width);
	buf_clear(&b);
	if (ceiling[0] && ceiling[0] != d->rating.letter)
		add_sentence(out, d->lang, SAY_SUM_CEILING, "letter", ceiling,
		             width);
	for (size_t i = 0; i < d->rating.caps; i++)
		paragraph_add(out, d->rating.cap[i].why, 0, 0, width);
}

static void add_people(struct buf *out, const struct document_finding *f,
                       enum lang lang)
{
	char id[64];

	for (size_t i = 0; i < f->whos; i++) {
		snprintf(id, sizeof(id), "who-%s", f->who[i]);
		buf_fmt(out, "%s%s", i ? ", " : "", label(id, lang));
	}
}

void summary_effort(struct buf *out, const struct document_finding *f,
                    char after, enum lang lang)
{
	const char letter[2] = { after, '\0' };
	char minutes[24];
	char cost[256];
	size_t len;
	struct buf who;

	buf_init(&who, 1024);
	add_people(&who, f, lang);
	snprintf(minutes, sizeof(minutes), "%d", (int)f->minutes);
	snprintf(cost, sizeof(cost), "%s", f->cost ? f->cost : "");
	len = strlen(cost);
	if (len > 0 && cost[len - 1] == '.')
		cost[len - 1] = '\0';
	say_format(out, lang, SAY_SUM_EFFORT, "who", buf_text(&who), "minutes",
	           minutes, "cost", cost, (char *)NULL);
	if (after) {
		buf_char(out, ' ');
		say_format(out, lang, SAY_SUM_AFTER, "letter", letter,
		           (char *)NULL);
	}
	buf_clear(&who);
}

static void add_actions(struct buf *out, const struct document *d, size_t width)
{
	const struct document_rating *r = &d->rating;
	unsigned number = 0;

	if (r->next_actions)
		buf_fmt(out, "\n%s\n", say(SAY_SUM_ACTIONS, d->lang));
	for (size_t i = 0; i < r->next_actions; i++) {
		const struct document_finding *f =
		    document_finding(d, r->next_action[i].id);
		struct buf b;

		if (!f)
			continue;
		buf_fmt(out, "  %u. ", ++number);
		paragraph_add(out, f->title, 5, 5, width);
		buf_init(&b, 4096);
		summary_effort(&b, f, r->next_action[i].letter_after, d->lang);
		paragraph_add(out, buf_text(&b), 5, 0, width);
		buf_clear(&b);
	}
}

void summary_write(struct buf *out, const struct document *d, size_t width)
{
	if (d->machines == 1)
		buf_fmt(out, "%s%s%s\n", d->machine[0].label,
		        d->machine[0].system && d->machine[0].system[0] ? ", "
		                                                        : "",
		        d->machine[0].system ? d->machine[0].system : "");
	add_grade(out, d, width);
	add_actions(out, d, width);
}
