/* SPDX-License-Identifier: Apache-2.0 */
#include "core/date.h"

#include <stdio.h>
#include <string.h>

/* 0001-01-01 and the last second of 9999-12-31. */
#define TIME_MIN INT64_C(-62135596800)
#define TIME_MAX INT64_C(253402300799)

static const char *const months[LANG_COUNT][12] = {
	[LANG_FR] = { "janvier", "février", "mars", "avril", "mai", "juin",
	              "juillet", "août", "septembre", "octobre", "novembre",
	              "décembre" },
	[LANG_EN] = { "January", "February", "March", "April", "May", "June",
	              "July", "August", "September", "October", "November",
	              "December" },
};

static int64_t clamp(int64_t time)
{
	if (time < TIME_MIN)
		return TIME_MIN;
	return time > TIME_MAX ? TIME_MAX : time;
}

/* Days since 1970-01-01; years begin in March so that leap days come last. */
static int64_t days_of(struct date d)
{
	int64_t y = d.month <= 2 ? d.year - 1 : d.year;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t year = y - era * 400;
	int64_t month = d.month > 2 ? d.month - 3 : d.month + 9;
	int64_t day = (153 * month + 2) / 5 + d.day - 1;

	return era * 146097 + year * 365 + year / 4 - year / 100 + day - 719468;
}

struct date date_of(int64_t time)
{
	int64_t t = clamp(time);
	int64_t z = (t >= 0 ? t : t - DATE_DAY + 1) / DATE_DAY + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;
	struct date d;

	d.day = (int)(doy - (153 * mp + 2) / 5 + 1);
	d.month = (int)(mp < 10 ? mp + 3 : mp - 9);
	d.year = (int)(yoe + era * 400 + (d.month <= 2));
	return d;
}

int64_t date_time(struct date d)
{
	return days_of(d) * DATE_DAY;
}

/* Exactly count digits at *s, moved behind them; -1 otherwise. */
static int digits(const char **s, int count)
{
	int v = 0;

	for (int i = 0; i < count; i++, (*s)++) {
		if (**s < '0' || **s > '9')
			return -1;
		v = v * 10 + (**s - '0');
	}
	return v;
}

static bool skip(const char **s, char c)
{
	if (**s != c)
		return false;
	(*s)++;
	return true;
}

static bool day_exists(struct date d)
{
	struct date back;

	if (d.year < 1 || d.month < 1 || d.month > 12 || d.day < 1 ||
	    d.day > 31)
		return false;
	back = date_of(date_time(d));
	return back.month == d.month && back.day == d.day;
}

bool date_parse(const char *s, int64_t *out)
{
	struct date d;
	int h, m, sec;

	d.year = digits(&s, 4);
	if (!skip(&s, '-'))
		return false;
	d.month = digits(&s, 2);
	if (!skip(&s, '-'))
		return false;
	d.day = digits(&s, 2);
	if (!day_exists(d))
		return false;
	*out = date_time(d);
	if (!*s)
		return true;
	if (!skip(&s, 'T'))
		return false;
	h = digits(&s, 2);
	if (!skip(&s, ':'))
		return false;
	m = digits(&s, 2);
	if (!skip(&s, ':'))
		return false;
	sec = digits(&s, 2);
	if (!skip(&s, 'Z') || *s || h < 0 || h > 23 || m < 0 || m > 59 ||
	    sec < 0 || sec > 60)
		return false;
	*out += h * 3600 + m * 60 + sec;
	return true;
}

void date_format_day(char out[DATE_TEXT], int64_t time)
{
	struct date d = date_of(time);

	snprintf(out, DATE_TEXT, "%04d-%02d-%02d", d.year, d.month, d.day);
}

void date_format(char out[DATE_TEXT], int64_t time)
{
	int64_t t = clamp(time);
	int64_t second = t - date_time(date_of(t));

	date_format_day(out, t);
	snprintf(out + strlen(out), DATE_TEXT - strlen(out), "T%02d:%02d:%02dZ",
	         (int)(second / 3600), (int)(second / 60 % 60),
	         (int)(second % 60));
}

void date_say(char out[DATE_TEXT], int64_t time, enum lang lang)
{
	struct date d = date_of(time);

	snprintf(out, DATE_TEXT, "%d%s %s %d", d.day,
	         lang == LANG_FR && d.day == 1 ? "er" : "",
	         months[lang][d.month - 1], d.year);
}
