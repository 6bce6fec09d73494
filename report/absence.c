/* SPDX-License-Identifier: Apache-2.0 */
#include "report/absence.h"

#include "core/date.h"
#include "report/label.h"

static int64_t newest(const struct document *d)
{
	int64_t when = 0;

	for (size_t i = 0; i < d->machines; i++)
		if (d->machine[i].seen_at > when)
			when = d->machine[i].seen_at;
	return when;
}

bool absence_is(const struct document *d, const struct document_machine *m)
{
	return m->seen_at > 0 &&
	       newest(d) - m->seen_at >= ABSENCE_DAYS * DATE_DAY;
}

void absence_write(struct buf *out, const struct document *d, enum lang lang)
{
	char day[DATE_TEXT];
	bool first = true;

	for (size_t i = 0; i < d->machines; i++) {
		const struct document_machine *m = &d->machine[i];

		if (!absence_is(d, m))
			continue;
		date_say(day, m->seen_at, lang);
		buf_str(out, first ? "" : "\n");
		label_fill(out, "page-absent", lang, "machine",
		           m->label ? m->label : "?", "date", day, NULL);
		first = false;
	}
}
