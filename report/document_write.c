/* SPDX-License-Identifier: Apache-2.0 */
#include "core/buf.h"
#include "core/date.h"
#include "core/text.h"
#include "report/document_json.h"
#include "report/document_shape.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const void *get_pointer(const void *at)
{
	const void *p;

	memcpy(&p, at, sizeof(p));
	return p;
}

/* A comma, but before the first of a group. */
static void begin(struct buf *out)
{
	char last = out->len ? out->data[out->len - 1] : '{';

	if (last != '{' && last != '[')
		buf_char(out, ',');
}

static void write_escape(struct buf *out, char c)
{
	static const char plain[] = "\"\\\b\f\n\r\t";
	static const char letter[] = "\"\\bfnrt";
	const char *at = strchr(plain, c);

	if (at)
		buf_fmt(out, "\\%c", letter[at - plain]);
	else
		buf_fmt(out, "\\u%04x", (unsigned)c);
}

static void write_quoted(struct buf *out, const char *text)
{
	buf_char(out, '"');
	while (*text) {
		const char *end = text;

		while ((unsigned char)*end >= 0x20 && *end != '"' &&
		       *end != '\\')
			end++;
		buf_add(out, text, (size_t)(end - text));
		if (*end)
			write_escape(out, *end++);
		text = end;
	}
	buf_char(out, '"');
}

/*
 * A text that document_from_json() takes back: as it is, unless it comes from
 * a machine and is too long or no UTF-8.
 */
static void write_text(struct buf *out, const char *text)
{
	size_t len = strlen(text);
	struct buf b;

	if (len <= DOCUMENT_TEXT && text_valid(text, len)) {
		write_quoted(out, text);
		return;
	}
	buf_init(&b, DOCUMENT_TEXT);
	while (*text && buf_ok(&b)) {
		const char *start = text;

		if (text_next(&text) == 0xFFFD)
			buf_str(&b, "\xEF\xBF\xBD");
		else
			buf_add(&b, start, (size_t)(text - start));
	}
	write_quoted(out, buf_text(&b));
	buf_clear(&b);
}

static void write_name(struct buf *out, const char *name)
{
	begin(out);
	write_quoted(out, name);
	buf_char(out, ':');
}

static void write_texts(struct buf *out, const char *const *text, size_t count)
{
	buf_char(out, '[');
	for (size_t i = 0; i < count; i++) {
		begin(out);
		write_text(out, text[i]);
	}
	buf_char(out, ']');
}

static void write_mapping(struct buf *out, const struct document_mapping *row,
                          size_t count)
{
	buf_char(out, '{');
	for (size_t i = 0; i < count; i++) {
		write_name(out, row[i].reference);
		write_texts(out, row[i].item, row[i].items);
	}
	buf_char(out, '}');
}

static void write_time(struct buf *out, int64_t time, bool day)
{
	char text[DATE_TEXT];

	if (day)
		date_format_day(text, time);
	else
		date_format(text, time);
	write_quoted(out, text);
}

static void write_int(struct buf *out, int64_t n)
{
	char text[24];
	char *at = text + sizeof(text);
	uint64_t left = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;

	do
		*--at = (char)('0' + left % 10);
	while (left /= 10);
	if (n < 0)
		*--at = '-';
	buf_add(out, at, (size_t)(text + sizeof(text) - at));
}

/* As short as reads back the same. */
static void write_number(struct buf *out, double n)
{
	char text[32];

	snprintf(text, sizeof(text), "%.15g", n);
	if (strtod(text, NULL) < n || strtod(text, NULL) > n)
		snprintf(text, sizeof(text), "%.17g", n);
	buf_str(out, fabs(n) <= DBL_MAX ? text : "null");
}

static void write_letter(struct buf *out, char letter)
{
	const char text[2] = { letter, '\0' };

	write_quoted(out, text);
}

static void write_range(struct buf *out, int64_t from, int64_t to)
{
	buf_char(out, '[');
	write_int(out, from);
	buf_char(out, ',');
	write_int(out, to);
	buf_char(out, ']');
}

static void write_members(struct buf *out, const char *base,
                          const struct shape *s);

static void write_object(struct buf *out, const char *base,
                         const struct shape *s)
{
	buf_char(out, '{');
	write_members(out, base, s);
	buf_char(out, '}');
}

static void write_list(struct buf *out, const char *row, const struct shape *s,
                       size_t count)
{
	buf_char(out, '[');
	for (size_t i = 0; i < count; i++) {
		begin(out);
		write_object(out, row + i * s->size, s);
	}
	buf_char(out, ']');
}

static bool all_empty(const char *base, const struct shape *s);

/* Whether the member is NULL, 0, false or an empty list, or all of it is. */
static bool is_empty(const char *base, const struct member *m)
{
	const void *at = base + m->at;

	switch (m->kind) {
	case MEMBER_TEXT:
	case MEMBER_ID:
	case MEMBER_ADDRESS:
	case MEMBER_INSEE:
	case MEMBER_SUBJECT:
		return !get_pointer(at);
	case MEMBER_INT:
	case MEMBER_TIME:
	case MEMBER_DAY:
		return *(const int64_t *)at == 0;
	case MEMBER_LETTER:
		return *(const char *)at == '\0';
	case MEMBER_BOOL:
		return !*(const bool *)at;
	case MEMBER_OBJECT:
		return all_empty(at, m->shape);
	case MEMBER_TEXTS:
	case MEMBER_NAMES:
	case MEMBER_CIDRS:
	case MEMBER_LIST:
	case MEMBER_MAPPING:
		return *(const size_t *)(const void *)(base + m->also_at) == 0;
	default:
		return false;
	}
}

static bool all_empty(const char *base, const struct shape *s)
{
	for (size_t i = 0; i < s->members; i++)
		if (!is_empty(base, &s->member[i]))
			return false;
	return true;
}

static void write_value(struct buf *out, const char *base,
                        const struct member *m)
{
	const void *at = base + m->at;
	const void *also = base + m->also_at;

	switch (m->kind) {
	case MEMBER_TEXT:
	case MEMBER_ID:
	case MEMBER_ADDRESS:
	case MEMBER_INSEE:
	case MEMBER_SUBJECT:
		write_text(out, get_pointer(at));
		break;
	case MEMBER_CHOICE:
		write_quoted(out, m->choice((int)*(const unsigned *)at));
		break;
	case MEMBER_INT:
		write_int(out, *(const int64_t *)at);
		break;
	case MEMBER_PERCENT:
		write_number(out, *(const double *)at);
		break;
	case MEMBER_TIME:
	case MEMBER_DAY:
		write_time(out, *(const int64_t *)at, m->kind == MEMBER_DAY);
		break;
	case MEMBER_BOOL:
		buf_str(out, *(const bool *)at ? "true" : "false");
		break;
	case MEMBER_LETTER:
		write_letter(out, *(const char *)at);
		break;
	case MEMBER_RANGE:
		write_range(out, *(const int64_t *)at, *(const int64_t *)also);
		break;
	case MEMBER_OBJECT:
		write_object(out, at, m->shape);
		break;
	case MEMBER_TEXTS:
	case MEMBER_NAMES:
	case MEMBER_CIDRS:
		write_texts(out, get_pointer(at), *(const size_t *)also);
		break;
	case MEMBER_LIST:
		write_list(out, get_pointer(at), m->shape,
		           *(const size_t *)also);
		break;
	case MEMBER_MAPPING:
		write_mapping(out, get_pointer(at), *(const size_t *)also);
		break;
	}
}

/* Write the members of the struct at base. */
static void write_members(struct buf *out, const char *base,
                          const struct shape *s)
{
	for (size_t i = 0; i < s->members; i++) {
		const struct member *m = &s->member[i];
		bool empty = is_empty(base, m);

		if (m->need == NEED_NONE && empty)
			continue;
		write_name(out, m->name);
		if (!empty || m->need == NEED_ZERO || m->kind == MEMBER_LIST ||
		    m->kind == MEMBER_TIME || m->kind == MEMBER_INT)
			write_value(out, base, m);
		else
			buf_str(out, m->need == NEED_NULL ? "null" : "\"\"");
	}
}

bool document_write(struct buf *out, const struct document *d)
{
	/* The format first, so that a reader knows at once what it holds. */
	buf_str(out, "{\"format\":");
	write_int(out, DOCUMENT_FORMAT);
	write_members(out, (const char *)d, &document_shape);
	return buf_char(out, '}');
}

cJSON *document_to_json(const struct document *d)
{
	struct buf text;
	cJSON *json = NULL;

	buf_init(&text, SIZE_MAX / 4);
	if (document_write(&text, d))
		json = cJSON_ParseWithLength(buf_text(&text), text.len);
	buf_clear(&text);
	return json;
}
