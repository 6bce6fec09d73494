/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/framing.h"

#include "core/text.h"

#include <string.h>

#define LENGTH_DIGITS 10

size_t framing_head(const char *data, size_t len)
{
	/* Bare line feeds end no line, but they must not keep us waiting. */
	for (size_t i = 1; i < len; i++) {
		if (data[i] != '\n')
			continue;
		if (data[i - 1] == '\n')
			return i + 1;
		if (i >= 3 && memcmp(data + i - 3, "\r\n\r\n", 4) == 0)
			return i + 1;
	}
	return 0;
}

static bool is(const char *s, size_t len, const char *name)
{
	for (size_t i = 0; i < len; i++, name++) {
		char c = s[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c + ('a' - 'A'));
		if (c != *name)
			return false;
	}
	return *name == '\0';
}

/* RFC 9110, 5.6.2: what a header's name is made of. */
static bool is_token(const char *s, size_t len)
{
	static const char signs[] = "!#$%&'*+-.^_`|~";

	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];
		bool good = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
		            (c >= 'a' && c <= 'z') ||
		            (c && strchr(signs, c) != NULL);

		if (!good)
			return false;
	}
	return len > 0;
}

/* RFC 9110, 5.5: no control character but the tab. */
static bool is_value(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];

		if ((c < 0x20 && c != '\t') || c == 0x7f)
			return false;
	}
	return true;
}

/* A host and a port have these letters and no others. */
static bool is_host(const char *s, size_t len)
{
	static const char signs[] = "-._:[]";

	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];
		bool good = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
		            (c >= 'a' && c <= 'z') ||
		            (c && strchr(signs, c) != NULL);

		if (!good)
			return false;
	}
	return true;
}

static bool read_length(struct framing *f, const char *s, size_t len)
{
	if (len == 0 || len > LENGTH_DIGITS)
		return false;
	f->length = 0;
	for (size_t i = 0; i < len; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		f->length = f->length * 10 + (s[i] - '0');
	}
	return true;
}

static void add_header(struct framing *f, const char *name, size_t name_len,
                       const char *value, size_t value_len)
{
	if (!is_token(name, name_len) || !is_value(value, value_len)) {
		f->fault = "a header has letters that none has";
	} else if (is(name, name_len, "content-length")) {
		f->lengths++;
		if (!read_length(f, value, value_len))
			f->fault = "the length is no number";
	} else if (is(name, name_len, "transfer-encoding")) {
		f->encodings++;
		f->chunked = is(value, value_len, "chunked");
	} else if (is(name, name_len, "host")) {
		f->hosts++;
		if (!is_host(value, value_len))
			f->fault = "the host is no name";
	}
}

/* "Name: value" without the end of its line. */
static void read_header(struct framing *f, const char *line, size_t len)
{
	const char *colon = memchr(line, ':', len);
	const char *value;
	size_t rest;

	if (!colon) {
		f->fault = "a header has no colon";
		return;
	}
	value = colon + 1;
	rest = len - (size_t)(value - line);
	while (rest > 0 && (*value == ' ' || *value == '\t')) {
		value++;
		rest--;
	}
	while (rest > 0 && (value[rest - 1] == ' ' || value[rest - 1] == '\t'))
		rest--;
	add_header(f, line, (size_t)(colon - line), value, rest);
}

/* "POST /path HTTP/1.1", with one space between. */
static void read_first(struct framing *f, const char *line, size_t len)
{
	const char *one = memchr(line, ' ', len);
	const char *two =
	    one ? memchr(one + 1, ' ', len - (size_t)(one + 1 - line)) : NULL;
	size_t rest = two ? len - (size_t)(two + 1 - line) : 0;

	if (!two || !is_token(line, (size_t)(one - line)) || one[1] != '/') {
		f->fault = "the first line is none";
		return;
	}
	for (const char *c = one + 1; c < two; c++)
		if ((unsigned char)*c <= 0x20 || *c == 0x7f)
			f->fault = "the address has control characters";
	f->post = is(line, (size_t)(one - line), "post");
	f->eleven = rest == 8 && memcmp(two + 1, "HTTP/1.1", 8) == 0;
	if (!f->eleven && (rest != 8 || memcmp(two + 1, "HTTP/1.0", 8) != 0))
		f->fault = "the version is none that is spoken here";
}

/* What only the whole tells. */
static const char *whole(const struct framing *f)
{
	if (f->hosts > 1 || (f->eleven && f->hosts == 0))
		return "there is not one host";
	if (f->lengths > 1 || f->encodings > 1)
		return "the length is told twice";
	if (!f->post && f->length > 0)
		return "a question has a body";
	if (f->encodings > 0)
		return "the length is not told";
	return NULL;
}

bool framing_check(struct framing *f, const char *head, size_t len)
{
	bool first = true;

	memset(f, 0, sizeof(*f));
	f->length = -1;
	while (!f->fault && len > 0) {
		const char *end = memchr(head, '\n', len);
		size_t line = end ? (size_t)(end - head) : 0;

		/* Its CR, and no other; that it is one is seen by is_value(). */
		if (!end || line == 0 || head[line - 1] != '\r') {
			f->fault = "a line does not end as lines do";
		} else if (line == 1) {
			f->fault = first ? "there is no first line" : NULL;
			break;
		} else if (first) {
			read_first(f, head, line - 1);
		} else {
			read_header(f, head, line - 1);
		}
		first = false;
		head += line + 1;
		len -= line + 1;
	}
	if (!f->fault)
		f->fault = whole(f);
	return f->fault == NULL;
}
