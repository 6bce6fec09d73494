/* SPDX-License-Identifier: Apache-2.0 */
#include "report/asking.h"

#include "report/badge.h"
#include "report/card.h"
#include "report/label.h"
#include "report/markup.h"

#include <stdio.h>
#include <string.h>

#define TOGETHER 3 /* questions that make a group worth its heading */

static const char *detail_of(const struct document_finding *f)
{
	return f->detail ? f->detail : "";
}

/* Whether the same sentence says why both are unknown, and whom to ask. */
static bool alike(const struct document_finding *a,
                  const struct document_finding *b)
{
	return a->parts < 2 && b->parts < 2 &&
	       strcmp(detail_of(a), detail_of(b)) == 0 &&
	       strcmp(card_find_out(a), card_find_out(b)) == 0;
}

/* How many are like the index-th; 0 when it was shown with an earlier one. */
static size_t count_alike(const struct picking *p, size_t index)
{
	size_t n = 0;

	for (size_t i = 0; i < p->count; i++) {
		if (!alike(p->finding[i], p->finding[index]))
			continue;
		if (i < index)
			return 0;
		n++;
	}
	return n;
}

static void group(struct buf *out, const struct view *v,
                  const struct picking *p, size_t index, size_t count)
{
	const struct document_finding *first = p->finding[index];
	char number[24];

	snprintf(number, sizeof(number), "%zu", count);
	buf_str(out, "<article class=\"card unknown\">\n<h3>");
	badge_verdict(out, VERDICT_UNKNOWN);
	buf_str(out, "<span>");
	label_fill(out, "html-questions", v->lang, "count", number, NULL);
	buf_str(out, "</span></h3>\n");
	card_detail(out, v, first);
	card_how_to_know(out, v, first);
	buf_str(out, "<ul class=\"lines\">\n");
	for (size_t i = index; i < p->count; i++)
		if (alike(p->finding[i], first))
			card_title(out, v, p->finding[i]);
	buf_str(out, "</ul>\n</article>\n");
}

void asking_write(struct buf *out, const struct view *v,
                  const struct picking *p)
{
	for (size_t i = 0; i < p->count; i++) {
		size_t count = count_alike(p, i);

		if (count >= TOGETHER)
			group(out, v, p, i, count);
		for (size_t j = i; count && count < TOGETHER && j < p->count;
		     j++)
			if (alike(p->finding[j], p->finding[i]))
				card_question(out, v, p->finding[j]);
	}
}
