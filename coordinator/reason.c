/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/reason.h"

#include "coordinator/number.h"
#include "coordinator/threshold.h"
#include "coordinator/urgency.h"
#include "coordinator/wording.h"
#include "core/date.h"
#include "report/markup.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define MONTH (30 * DATE_DAY)

static void with_day(struct buf *out, const char *id, int64_t day,
                     enum lang lang)
{
	char text[DATE_TEXT];

	date_say(text, day, lang);
	wording_html(out, id, lang, "day", text, NULL);
}

static void item(struct buf *out, bool *open)
{
	buf_str(out, *open ? "</li><li>" : "<ul class=\"reasons\"><li>");
	*open = true;
}

static void fallen(struct buf *out, const struct commune *c, enum lang lang)
{
	char before[] = { c->letter_before, '\0' };
	char after[] = { c->letter, '\0' };

	if (before[0] && after[0] > before[0])
		wording_html(out, "reason-fallen", lang, "before", before,
		             "after", after, NULL);
	else
		wording_html(out, "reason-falling", lang, NULL);
}

static void certificate(struct buf *out, const struct commune *c, int64_t now,
                        enum lang lang)
{
	if (c->certificate_end == 0)
		wording_html(out, "reason-certificate", lang, NULL);
	else if (c->certificate_end < now)
		with_day(out, "reason-certificate-ended", c->certificate_end,
		         lang);
	else
		with_day(out, "reason-certificate-ends", c->certificate_end,
		         lang);
}

void reason_write(struct buf *out, const struct commune *c, int64_t now,
                  enum lang lang)
{
	unsigned reasons = urgency_reasons(c->urgency);
	bool open = false;

	if (c->next_at && c->next_at < commune_day_end(now) &&
	    strcmp(c->followup, "done") != 0) {
		item(out, &open);
		with_day(out, "reason-planned", c->next_at, lang);
	}
	if (reasons & URGENCY_NO_BACKUP) {
		item(out, &open);
		wording_html(out, "reason-no-backup", lang, NULL);
	}
	if (reasons & URGENCY_CRITICAL) {
		item(out, &open);
		number_html(out, "reason-critical", c->critical, lang);
	}
	if (reasons & URGENCY_FALLING) {
		item(out, &open);
		fallen(out, c, lang);
	}
	if (reasons & URGENCY_CERTIFICATE) {
		item(out, &open);
		certificate(out, c, now, lang);
	}
	if (open)
		buf_str(out, "</li></ul>");
}

void reason_received(struct buf *out, const struct commune *c,
                     const struct request *r)
{
	char months[24];

	if (c->received_at == 0) {
		wording_html(out, "reason-never", r->lang, NULL);
		return;
	}
	markup_day(out, c->received_at, r->lang);
	if (c->received_at >= threshold_silence(r))
		return;
	snprintf(months, sizeof(months), "%" PRId64,
	         (r->now - c->received_at) / MONTH);
	buf_str(out, "<br>");
	wording_html(out, "reason-silent", r->lang, "n", months, NULL);
}
