/* SPDX-License-Identifier: Apache-2.0 */
#include "core/date.h"
#include "core/text.h"
#include "report/deadline.h"
#include "report/label.h"
#include "report/renderer.h"
#include "report/wrap.h"

#include <stdio.h>
#include <string.h>

/* Octets of a line before it is folded (RFC 5545, 3.1). */
#define FOLD 75

/* Half a year: how long a report tells the truth, roughly. */
#define AGAIN (182 * DATE_DAY)

/* Days before the day that the reminder rings. */
#define REMIND     "30"
#define REMIND_NOW "1"

/* One whole-day event. */
struct event {
	int64_t time;
	const char *uid; /* stable: the same event again replaces itself */
	const char *summary;
	const char *detail;
	const char *remind; /* days before */
};

/* A content line, folded between characters, ended by CR LF. */
static void add_line(struct buf *out, const char *line)
{
	size_t used = 0;

	while (*line) {
		const char *start = line;
		size_t len;

		text_next(&line);
		len = (size_t)(line - start);
		if (used + len > FOLD) {
			buf_str(out, "\r\n ");
			used = 1;
		}
		buf_add(out, start, len);
		used += len;
	}
	buf_str(out, "\r\n");
}

/* A property whose value is TEXT, escaped (RFC 5545, 3.3.11). */
static void add_text(struct buf *out, const char *name, const char *text,
                     struct arena *a)
{
	const char *clean = wrap_clean(out, text, a);
	struct buf line;

	if (!clean)
		return;
	buf_init(&line, 256u << 10);
	buf_fmt(&line, "%s:", name);
	for (; *clean; clean++) {
		if (strchr("\\;,", *clean))
			buf_char(&line, '\\');
		buf_char(&line, *clean);
	}
	add_line(out, buf_text(&line));
	buf_clear(&line);
}

static void add_day(struct buf *out, const char *name, int64_t time)
{
	struct date d = date_of(time);

	buf_fmt(out, "%s;VALUE=DATE:%04d%02d%02d\r\n", name, d.year, d.month,
	        d.day);
}

static void add_stamp(struct buf *out, int64_t time)
{
	struct date d = date_of(time);
	int64_t second = time - date_time(d);

	buf_fmt(out, "DTSTAMP:%04d%02d%02dT%02d%02d%02dZ\r\n", d.year, d.month,
	        d.day, (int)(second / 3600), (int)(second / 60 % 60),
	        (int)(second % 60));
}

static void add_event(const struct view *v, struct buf *out,
                      const struct event *e)
{
	buf_str(out, "BEGIN:VEVENT\r\n");
	add_text(out, "UID", e->uid, v->arena);
	/* The document's time: the same document gives the same bytes. */
	add_stamp(out, v->document->made_at);
	add_day(out, "DTSTART", e->time);
	add_day(out, "DTEND", e->time + DATE_DAY);
	add_text(out, "SUMMARY", e->summary, v->arena);
	if (e->detail && *e->detail)
		add_text(out, "DESCRIPTION", e->detail, v->arena);
	buf_str(out, "TRANSP:TRANSPARENT\r\n"
	             "BEGIN:VALARM\r\n"
	             "ACTION:DISPLAY\r\n");
	buf_fmt(out, "TRIGGER:-P%sD\r\n", e->remind);
	add_text(out, "DESCRIPTION", e->summary, v->arena);
	buf_str(out, "END:VALARM\r\n"
	             "END:VEVENT\r\n");
}

/* An end that the machine or the registry told. */
static void add_deadline(const struct view *v, struct buf *out,
                         const struct deadline *d)
{
	const char *where = deadline_where(d, v->document);
	const char *place = d->host ? d->host : d->machine;
	struct event e = { .time = d->time, .remind = REMIND };
	char day[DATE_TEXT];
	char id[96];

	snprintf(id, sizeof(id), "ics-%s", d->finding->id);
	e.summary = label(label_exists(id) ? id : "ics-other", v->lang);
	if (where && *where)
		e.summary = arena_fmt(v->arena, "%s (%s)", e.summary, where);
	date_format_day(day, d->time);
	e.uid = arena_fmt(v->arena, "%s-%s-%s@garde-champetre", d->finding->id,
	                  day, place ? place : "commune");
	e.detail = d->finding->remedy;
	if (e.summary && e.uid)
		add_event(v, out, &e);
	else
		out->failed = true;
}

static void add_deadlines(const struct view *v, struct buf *out)
{
	const struct deadline *list;
	size_t count = deadline_list(v->document, v->arena, &list);

	if (!list) {
		out->failed = true;
		return;
	}
	/* What is over is in the report, not in a calendar. */
	for (size_t i = 0; i < count && buf_ok(out); i++)
		if (list[i].time >= v->document->made_at)
			add_deadline(v, out, &list[i]);
}

/* "run-again-01004@garde-champetre" */
static const char *own_uid(const struct view *v, struct buf *out,
                           const char *what)
{
	const char *insee = v->document->commune.insee;
	const char *uid = arena_fmt(v->arena, "%s-%s@garde-champetre", what,
	                            insee ? insee : "commune");

	if (!uid)
		out->failed = true;
	return uid ? uid : "";
}

static void add_own(const struct view *v, struct buf *out)
{
	const struct document *d = v->document;
	const struct event again = {
		.time = d->made_at + AGAIN,
		.uid = own_uid(v, out, "run-again"),
		.summary = label("ics-again", v->lang),
		.detail = label("ics-again-why", v->lang),
		.remind = REMIND_NOW,
	};
	const struct event rules = {
		.time = d->baseline.expires,
		.uid = own_uid(v, out, "rules"),
		.summary = label("ics-rules", v->lang),
		.detail = label("ics-rules-why", v->lang),
		.remind = REMIND,
	};

	add_event(v, out, &again);
	if (rules.time > d->made_at)
		add_event(v, out, &rules);
}

static void render(const struct view *v, struct buf *out)
{
	buf_str(out, "BEGIN:VCALENDAR\r\n"
	             "VERSION:2.0\r\n"
	             "PRODID:-//Garde Champetre//garde//FR\r\n"
	             "CALSCALE:GREGORIAN\r\n");
	add_text(out, "X-WR-CALNAME", label("ics-name", v->lang), v->arena);
	add_deadlines(v, out);
	add_own(v, out);
	buf_str(out, "END:VCALENDAR\r\n");
}

const struct renderer ics_renderer = {
	.name = "ics",
	.extension = "ics",
	.stem_fr = "echeances",
	.stem_en = "deadlines",
	.about = { { "les échéances, pour un agenda",
	             "the deadlines, for a calendar" } },
	.render = render,
};
