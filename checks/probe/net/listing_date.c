/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/listing_date.h"

#include "core/date.h"

#include <stddef.h>

/* Up to most digits as a number; the number of digits, 0: none, -1: more. */
static int digits(const char **s, int most, int *out)
{
	int n = 0, value = 0;

	while (n < most && (*s)[n] >= '0' && (*s)[n] <= '9')
		value = value * 10 + ((*s)[n++] - '0');
	if ((*s)[n] >= '0' && (*s)[n] <= '9')
		return -1;
	*s += n;
	*out = value;
	return n;
}

static bool space(const char **s)
{
	const char *start = *s;

	while (**s == ' ' || **s == '\t')
		(*s)++;
	return *s > start;
}

/* The English name of a month, three letters; 0: none. */
static int month(const char **s)
{
	static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";

	for (int i = 0; i < 12; i++) {
		int j = 0;

		while (j < 3 && ((*s)[j] | 0x20) == names[3 * i + j])
			j++;
		if (j == 3) {
			*s += 3;
			return i + 1;
		}
	}
	return 0;
}

/* ":10", ":10:59", "PM" behind an hour; seconds of the day, or -1. */
static int clock_of(const char **s)
{
	const char *p = *s;
	int hour, minute, second = 0;

	if (digits(&p, 2, &hour) < 1 || *p++ != ':' ||
	    digits(&p, 2, &minute) != 2)
		return -1;
	if (*p == ':') {
		p++;
		if (digits(&p, 2, &second) != 2)
			return -1;
	}
	*s = p;
	space(&p);
	if ((p[0] == 'A' || p[0] == 'P') && p[1] == 'M') {
		if (hour > 12)
			return -1;
		hour = hour % 12 + (p[0] == 'P' ? 12 : 0);
		*s = p + 2;
	}
	if (hour > 23 || minute > 59 || second > 60)
		return -1;
	return hour * 3600 + minute * 60 + second;
}

static bool day_time(int year, int mon, int day, int64_t *time)
{
	struct date d = { year, mon, day };

	if (year < 1980 || year > 2200 || mon < 1 || mon > 12 || day < 1 ||
	    day > 31)
		return false;
	*time = date_time(d);
	return true;
}

/* A clock after a day, if there is one. */
static void add_clock(const char **s, int64_t *time)
{
	const char *p = *s;
	int seconds;

	if (!space(&p) && *p != 'T')
		return;
	seconds = clock_of(&p);
	if (seconds < 0)
		return;
	*time += seconds;
	*s = p;
}

/* "2025-11-22", "2025-Nov-22", a clock behind. */
static bool year_first(const char **s, int64_t *time)
{
	const char *p = *s;
	int year, mon, day;

	if (digits(&p, 4, &year) != 4 || *p++ != '-')
		return false;
	mon = month(&p);
	if ((mon == 0 && digits(&p, 2, &mon) != 2) || *p++ != '-' ||
	    digits(&p, 2, &day) != 2 || !day_time(year, mon, day, time))
		return false;
	add_clock(&p, time);
	*s = p;
	return true;
}

/* "22-Nov-2025", a clock behind. */
static bool month_named(const char **s, int64_t *time)
{
	const char *p = *s;
	int year, mon, day;

	if (digits(&p, 2, &day) < 1 || *p++ != '-')
		return false;
	mon = month(&p);
	if (mon == 0 || *p++ != '-' || digits(&p, 4, &year) != 4 ||
	    !day_time(year, mon, day, time))
		return false;
	add_clock(&p, time);
	*s = p;
	return true;
}

bool listing_date_digits(const char *s, int64_t *time)
{
	static const int width[] = { 4, 2, 2, 2, 2, 2 };
	int part[6];

	for (int i = 0; i < 6; i++) {
		part[i] = 0;
		for (int j = 0; j < width[i]; j++, s++) {
			if (*s < '0' || *s > '9')
				return false;
			part[i] = part[i] * 10 + (*s - '0');
		}
	}
	if ((*s && *s != '.') || part[3] > 23 || part[4] > 59 || part[5] > 60 ||
	    !day_time(part[0], part[1], part[2], time))
		return false;
	*time += part[3] * 3600 + part[4] * 60 + part[5];
	return true;
}

bool listing_date_unix(const char **s, int64_t now, int64_t *time)
{
	const char *p = *s;
	int mon, day, year, seconds;

	if (!space(&p))
		return false;
	if (year_first(&p, time)) {
		*s = p;
		return true;
	}
	mon = month(&p);
	if (mon == 0 || !space(&p) || digits(&p, 2, &day) < 1 || !space(&p))
		return false;
	seconds = clock_of(&p);
	if (seconds < 0) {
		if (digits(&p, 4, &year) != 4 ||
		    !day_time(year, mon, day, time))
			return false;
	} else {
		year = date_of(now).year;
		if (!day_time(year, mon, day, time))
			return false;
		/* Without a year it is the last such day. */
		if (*time > now + DATE_DAY &&
		    !day_time(year - 1, mon, day, time))
			return false;
		*time += seconds;
	}
	*s = p;
	return true;
}

bool listing_date_dos(const char **s, int64_t *time)
{
	const char *p = *s;
	int first, second, year, width;
	char mark;

	space(&p);
	if (year_first(&p, time)) {
		*s = p;
		return true;
	}
	if (digits(&p, 2, &first) < 1 || (*p != '-' && *p != '/'))
		return false;
	mark = *p++;
	if (digits(&p, 2, &second) < 1 || *p++ != mark)
		return false;
	width = digits(&p, 4, &year);
	if (width == 2)
		year += year < 80 ? 2000 : 1900;
	else if (width != 4)
		return false;
	/*
	 * DOS writes 11-22-25; with strokes it is the order of some country,
	 * which nobody can tell before the 13th.
	 */
	if (mark == '/' && first <= 12 && second <= 12 && first != second)
		return false;
	if (!day_time(year, first, second, time) &&
	    !day_time(year, second, first, time))
		return false;
	add_clock(&p, time);
	*s = p;
	return true;
}

bool listing_date_anywhere(const char *s, int64_t *time)
{
	const char *start = s;

	for (; *s; s++) {
		/* In the middle of a number there is no date. */
		if (s > start && s[-1] >= '0' && s[-1] <= '9')
			continue;
		if (*s < '0' || *s > '9')
			continue;
		if (year_first(&s, time) || month_named(&s, time) ||
		    listing_date_dos(&s, time))
			return true;
	}
	return false;
}
