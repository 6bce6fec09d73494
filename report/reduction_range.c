/* SPDX-License-Identifier: Apache-2.0 */
#include "report/reduction_range.h"

#include "core/date.h"
#include "core/text.h"

#include <inttypes.h>
#include <string.h>

#define FAR_DAYS 7305 /* 20 years: no day further away is told */
#define NO_END   INT64_MAX

/* Last day of each range; those of commune.md's example are among them. */
static const int64_t day_ends[] = {
	0, 7, 15, 30, 45, 90, 180, 365, 730, NO_END
};
static const int64_t minute_ends[] = { 0, 5, 10, 15, 30, 60, NO_END };
static const int64_t percent_ends[] = { 0, 5, 10, 20, 50, 100, NO_END };

struct range {
	int64_t from;
	int64_t to; /* NO_END: or more */
};

static struct range range_of(const int64_t *ends, int64_t value)
{
	struct range r = { 0, ends[0] };

	while (value > r.to) {
		r.from = r.to + 1;
		r.to = *++ends;
	}
	return r;
}

/* "Il y a {} jours." with a range in it. */
struct phrase {
	const char *before[LANG_COUNT];
	const char *after[LANG_COUNT];
};

static const char *say_range(const struct phrase *p, struct range r,
                             enum lang lang, struct arena *a)
{
	static const char *const to[LANG_COUNT] = { "à", "to" };
	static const char *const over[LANG_COUNT] = { "plus de ",
		                                      "more than " };

	if (r.to == NO_END)
		return arena_fmt(a, "%s%s%" PRId64 "%s", p->before[lang],
		                 over[lang], r.from - 1, p->after[lang]);
	if (r.from == r.to)
		return arena_fmt(a, "%s%" PRId64 "%s", p->before[lang], r.from,
		                 p->after[lang]);
	return arena_fmt(a, "%s%" PRId64 " %s %" PRId64 "%s", p->before[lang],
	                 r.from, to[lang], r.to, p->after[lang]);
}

static bool say_both(struct words *out, const struct phrase *p, struct range r,
                     struct arena *a)
{
	for (int lang = 0; lang < LANG_COUNT; lang++) {
		out->text[lang] = say_range(p, r, (enum lang)lang, a);
		if (!out->text[lang])
			return false;
	}
	return true;
}

bool reduction_day(const char *text, int64_t near, int64_t *day)
{
	int64_t noon = near - near % DATE_DAY;
	char said[DATE_TEXT];

	for (int64_t away = 0; away <= FAR_DAYS; away++)
		for (int way = -1; way <= 1; way += 2) {
			*day = noon + way * away * DATE_DAY;
			date_say(said, *day, LANG_FR);
			if (strcmp(said, text) == 0)
				return true;
		}
	return false;
}

static bool say_day(struct words *out, int64_t day, int64_t made_at,
                    struct arena *a)
{
	static const struct phrase ago = { { "Il y a ", "" },
		                           { " jours.", " days ago." } };
	static const struct phrase ahead = { { "Dans ", "In " },
		                             { " jours.", " days." } };
	int64_t days = made_at / DATE_DAY - day / DATE_DAY;

	return days >= 0 ? say_both(out, &ago, range_of(day_ends, days), a)
	                 : say_both(out, &ahead, range_of(day_ends, -days), a);
}

bool reduction_range(struct words *out, const struct document_argument *in,
                     int64_t made_at, struct arena *a)
{
	static const struct phrase minutes = { { "", "" },
		                               { " minutes.", " minutes." } };
	static const struct phrase percent = { { "", "" }, { " %.", "%." } };
	const char *text = in->value.text[LANG_FR];
	int64_t n;

	memset(out, 0, sizeof(*out));
	if (!text)
		return true;
	if (text_is(in->name, "minutes") && text_int(text, 0, 1000000, &n))
		return say_both(out, &minutes, range_of(minute_ends, n), a);
	if (text_is(in->name, "percent") && text_int(text, 0, 100, &n))
		return say_both(out, &percent, range_of(percent_ends, n), a);
	if (reduction_day(text, made_at, &n))
		return say_day(out, n, made_at, a);
	return true;
}
