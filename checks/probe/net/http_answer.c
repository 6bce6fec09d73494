/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/http_answer.h"

#include "core/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the headers say of the body. */
struct frame {
	size_t head; /* bytes of the headers, the empty line included */
	bool sized;  /* length is known */
	bool chunked;
	uint64_t length;
};

/* The end of the headers, or 0. */
static size_t head_end(const uint8_t *data, size_t len)
{
	for (size_t i = 0; i + 1 < len; i++) {
		if (data[i] != '\n')
			continue;
		if (data[i + 1] == '\n')
			return i + 2;
		if (i + 2 < len && data[i + 1] == '\r' && data[i + 2] == '\n')
			return i + 3;
	}
	return 0;
}

/* The next header line of at most size - 1 bytes; false at their end. */
static bool next_line(const uint8_t **p, const uint8_t *end, char *out,
                      size_t size)
{
	const uint8_t *stop = memchr(*p, '\n', (size_t)(end - *p));
	size_t n;

	if (!stop)
		return false;
	n = (size_t)(stop - *p);
	if (n > 0 && (*p)[n - 1] == '\r')
		n--;
	if (n > size - 1)
		n = size - 1;
	for (size_t i = 0; i < n; i++)
		out[i] = (*p)[i] ? (char)(*p)[i] : ' ';
	out[n] = '\0';
	*p = stop + 1;
	return n > 0;
}

/* The value behind "Name:" in line, or NULL when it is another header. */
static char *value_of(char *line, const char *name)
{
	size_t n = strlen(name);
	char *colon = strchr(line, ':');

	if (!colon || (size_t)(colon - line) != n)
		return NULL;
	*colon = '\0';
	if (!text_same(line, name)) {
		*colon = ':';
		return NULL;
	}
	return text_trim(colon + 1);
}

static bool frame_read(struct frame *f, const uint8_t *data, size_t len)
{
	const uint8_t *p = data, *end;
	char line[512];
	int64_t length;

	memset(f, 0, sizeof(*f));
	f->head = head_end(data, len);
	if (f->head == 0)
		return false;
	end = data + f->head;
	next_line(&p, end, line, sizeof(line));
	if (strstr(line, " 204") || strstr(line, " 304"))
		f->sized = true;
	while (next_line(&p, end, line, sizeof(line))) {
		char *value = value_of(line, "Content-Length");

		if (value && text_int(value, 0, INT64_C(1) << 60, &length)) {
			f->sized = true;
			f->length = (uint64_t)length;
		}
		value = value_of(line, "Transfer-Encoding");
		if (value && text_has(value, "chunked"))
			f->chunked = true;
	}
	return true;
}

/*
 * The size of the chunk at p, which moves behind that line: -1 when the line
 * is not there yet, -2 when it is none.
 */
static int64_t chunk_size(const uint8_t **p, const uint8_t *end)
{
	const uint8_t *stop = memchr(*p, '\n', (size_t)(end - *p));
	int64_t size = 0;
	int n = 0;

	if (!stop)
		return end - *p > 64 ? -2 : -1;
	for (const uint8_t *c = *p; c < stop; c++, n++) {
		int digit;

		if (*c >= '0' && *c <= '9')
			digit = *c - '0';
		else if ((*c | 0x20) >= 'a' && (*c | 0x20) <= 'f')
			digit = (*c | 0x20) - 'a' + 10;
		else
			break;
		if (n == 7)
			return -2;
		size = size * 16 + digit;
	}
	*p = stop + 1;
	return n > 0 ? size : -2;
}

/*
 * Join the chunks between p and end in out, if not NULL, of which there is
 * room for as many bytes as go in. Whether the last one is there.
 */
static bool join_chunks(const uint8_t *p, const uint8_t *end, char *out,
                        size_t *len)
{
	*len = 0;
	for (;;) {
		int64_t size = chunk_size(&p, end);
		size_t n;

		if (size <= 0)
			return size == 0;
		n = (uint64_t)size < (uint64_t)(end - p) ? (size_t)size
		                                         : (size_t)(end - p);
		if (out)
			memcpy(out + *len, p, n);
		*len += n;
		p += n;
		if (p < end && *p == '\r')
			p++;
		if (p < end && *p == '\n')
			p++;
		if (p == end)
			return false;
	}
}

enum http_answer_state http_answer_state(const uint8_t *data, size_t len,
                                         bool closed)
{
	size_t n = len < 5 ? len : 5, joined;
	struct frame f;

	if (memcmp(data, "HTTP/", n) != 0)
		return HTTP_ANSWER_NONE;
	if (!frame_read(&f, data, len))
		return HTTP_ANSWER_MORE;
	if (f.chunked)
		return join_chunks(data + f.head, data + len, NULL, &joined)
		           ? HTTP_ANSWER_DONE
		           : HTTP_ANSWER_MORE;
	if (f.sized)
		return len - f.head >= f.length ? HTTP_ANSWER_DONE
		                                : HTTP_ANSWER_MORE;
	return closed ? HTTP_ANSWER_DONE : HTTP_ANSWER_MORE;
}

static void keep(char out[HTTP_ANSWER_TEXT], const char *text)
{
	if (!out[0])
		text_clean(out, HTTP_ANSWER_TEXT, text);
}

/* One challenge a header, or several with commas between. */
static void read_challenge(struct http_answer *a, const char *value)
{
	static const char *const other[] = { "Digest", "Negotiate", "NTLM",
		                             "Bearer" };
	const char *realm = value;

	if (text_has(value, "Basic "))
		a->basic = true;
	for (size_t i = 0; i < sizeof(other) / sizeof(*other); i++)
		if (text_has(value, other[i]))
			a->other_auth = true;
	while (*realm && !text_begins(realm, "realm=\""))
		realm++;
	if (*realm) {
		char text[HTTP_ANSWER_TEXT];

		snprintf(text, sizeof(text), "%.*s",
		         (int)strcspn(realm + 7, "\""), realm + 7);
		keep(a->realm, text);
	}
}

static void read_headers(struct http_answer *a, const uint8_t *p,
                         const uint8_t *end)
{
	char line[512], *value;

	while (next_line(&p, end, line, sizeof(line))) {
		value = value_of(line, "Server");
		if (value)
			keep(a->server, value);
		value = value_of(line, "Location");
		/* What does not fit is no address to go to. */
		if (value && strlen(value) < HTTP_ANSWER_TEXT)
			keep(a->location, value);
		value = value_of(line, "WWW-Authenticate");
		if (value)
			read_challenge(a, value);
	}
}

/* Where tag begins in s, capitals or not; NULL if nowhere. */
static const char *find_tag(const char *s, const char *tag)
{
	size_t n = strlen(tag);

	for (; (s = strchr(s, '<')); s++) {
		char begin[16];

		snprintf(begin, sizeof(begin), "%.*s", (int)n, s);
		if (text_same(begin, tag))
			return s;
	}
	return NULL;
}

static void read_title(struct http_answer *a)
{
	const char *s = find_tag(a->body, "<title");
	char text[HTTP_ANSWER_TEXT];

	s = s ? strchr(s, '>') : NULL;
	if (!s)
		return;
	snprintf(text, sizeof(text), "%.*s", (int)strcspn(s + 1, "<"), s + 1);
	keep(a->title, text_trim(text));
}

/* <meta http-equiv="refresh" content="0; url=/index.asp"> */
static void read_refresh(struct http_answer *a)
{
	char tag[300], *url;
	size_t n;

	for (const char *s = a->body; (s = find_tag(s, "<meta")); s++) {
		snprintf(tag, sizeof(tag), "%.*s", (int)strcspn(s, ">"), s);
		if (!text_has(tag, "refresh"))
			continue;
		for (url = tag; *url; url++)
			if (text_begins(url, "url=") ||
			    text_begins(url, "URL="))
				break;
		if (!*url)
			return;
		url += 4;
		url += strspn(url, "'\" ");
		n = strcspn(url, "'\" ");
		url[n] = '\0';
		if (n > 0 && n < HTTP_ANSWER_TEXT)
			keep(a->location, url);
		return;
	}
}

bool http_answer_read(struct http_answer *a, const uint8_t *data, size_t len,
                      bool closed)
{
	const uint8_t *p = data;
	struct frame f;
	char line[64] = "";
	int64_t status;

	memset(a, 0, sizeof(*a));
	if (!frame_read(&f, data, len))
		return false;
	next_line(&p, data + f.head, line, sizeof(line));
	if (!text_begins(line, "HTTP/1.") || strlen(line) < 12 ||
	    line[8] != ' ')
		return false;
	line[12] = '\0';
	if (!text_int(line + 9, 100, 999, &status))
		return false;
	a->status = (int)status;
	read_headers(a, p, data + f.head);
	a->body = malloc(len - f.head + 1);
	if (!a->body)
		return false;
	a->len = len - f.head;
	if (f.chunked)
		join_chunks(data + f.head, data + len, a->body, &a->len);
	else if (a->len > 0)
		memcpy(a->body, data + f.head, a->len);
	a->body[a->len] = '\0';
	for (size_t i = 0; i < a->len; i++)
		if (a->body[i] == '\0')
			a->body[i] = ' ';
	a->whole = http_answer_state(data, len, closed) == HTTP_ANSWER_DONE;
	read_title(a);
	if (a->status == 200)
		read_refresh(a);
	return true;
}

void http_answer_clear(struct http_answer *a)
{
	free(a->body);
	a->body = NULL;
}
