/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/request.h"

#include "core/text.h"

#include <string.h>
#include <unistd.h>

#define BODY_MOST (16u << 20) /* bytes of an answer that is made in memory */

/*
 * Decode len bytes into the arena; NULL when it is no text that a person can
 * have meant. '+' is a space in fields alone.
 */
static char *decode(struct arena *a, const char *s, size_t len, bool field)
{
	char *out = arena_alloc(a, len + 1, 1);
	size_t n = 0;

	for (size_t i = 0; out && i < len; i++) {
		char c = s[i];

		if (c == '%') {
			int high = i + 2 < len ? text_hex(s[i + 1]) : -1;
			int low = i + 2 < len ? text_hex(s[i + 2]) : -1;

			if (high < 0 || low < 0)
				return NULL;
			c = (char)(high << 4 | low);
			i += 2;
		} else if (c == '+' && field) {
			c = ' ';
		}
		out[n++] = c;
	}
	if (!out || !text_valid(out, n))
		return NULL;
	return out;
}

/* Whether no control character stands in it, but the ends of lines. */
static bool printable(const char *s, bool lines)
{
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;

		if (lines && (c == '\n' || c == '\r' || c == '\t'))
			continue;
		if (c < 0x20 || c == 0x7f)
			return false;
	}
	return true;
}

static size_t parts_of(const char *text, size_t len)
{
	size_t n = len > 0 ? 1 : 0;

	for (size_t i = 0; i < len; i++)
		n += text[i] == '&';
	return n;
}

/* One "name=value" of len bytes. */
static bool read_field(struct arena *a, const char *text, size_t len,
                       struct field *out, struct err *e)
{
	const char *equals = memchr(text, '=', len);
	size_t name = equals ? (size_t)(equals - text) : len;
	size_t value = equals ? len - name - 1 : 0;

	if (name > (size_t)3 * REQUEST_NAME ||
	    value > (size_t)3 * REQUEST_VALUE)
		return err_set(e, "a field is too long");
	out->name = decode(a, text, name, true);
	out->value = decode(a, equals ? equals + 1 : "", value, true);
	if (!out->name || !out->value)
		return err_set(e, "a field is no text");
	if (strlen(out->name) > REQUEST_NAME ||
	    strlen(out->value) > REQUEST_VALUE)
		return err_set(e, "a field is too long");
	if (!printable(out->name, false) || !printable(out->value, true))
		return err_set(e, "a field has control characters");
	return true;
}

bool request_fields(struct arena *a, const char *text, size_t len,
                    struct field **out, size_t *count, struct err *e)
{
	size_t parts = parts_of(text, len);
	size_t n = 0;

	*out = NULL;
	*count = 0;
	if (parts == 0)
		return true;
	if (parts > REQUEST_FIELDS)
		return err_set(e, "more than %d fields", REQUEST_FIELDS);
	*out = arena_alloc(a, parts, sizeof(**out));
	if (!*out)
		return err_set(e, "out of memory");
	while (len > 0) {
		const char *end = memchr(text, '&', len);
		size_t part = end ? (size_t)(end - text) : len;

		if (part > 0 && !read_field(a, text, part, &(*out)[n++], e))
			return false;
		text += part + (end ? 1 : 0);
		len -= part + (end ? 1 : 0);
	}
	*count = n;
	return true;
}

bool request_target(struct request *r, const char *target, struct err *e)
{
	const char *question = strchr(target, '?');
	size_t path = question ? (size_t)(question - target) : strlen(target);

	if (strlen(target) > REQUEST_TARGET)
		return err_set(e, "the address is too long");
	/* "http://other/path" is for proxies, and nothing good for us. */
	if (target[0] != '/' || strchr(target, '#'))
		return err_set(e, "the address is no path");
	r->path = decode(r->arena, target, path, false);
	if (!r->path || !printable(r->path, false))
		return err_set(e, "the address is no text");
	if (!question)
		return true;
	return request_fields(r->arena, question + 1, strlen(question + 1),
	                      &r->query, &r->queries, e);
}

/* The quality that "en-GB;q=0.8" gives, in thousandths. */
static int quality(const char *s, size_t len)
{
	const char *q = memchr(s, ';', len);
	int value = 0;
	int unit = 100;

	if (!q)
		return 1000;
	while (q < s + len && *q != '=')
		q++;
	if (q + 1 >= s + len || q[1] != '0')
		return 1000;
	for (q += 3; q < s + len && unit > 0 && *q >= '0' && *q <= '9'; q++) {
		value += (*q - '0') * unit;
		unit /= 10;
	}
	return value;
}

enum lang request_lang(const char *accept_language)
{
	const char *s = accept_language ? accept_language : "";
	int best[LANG_COUNT] = { 0, 0 };

	while (*s) {
		size_t len = strcspn(s, ",");

		for (int i = 0; i < LANG_COUNT; i++)
			if (len >= 2 &&
			    strncmp(s, lang_name((enum lang)i), 2) == 0 &&
			    quality(s, len) > best[i])
				best[i] = quality(s, len);
		s += len;
		s += strspn(s, ", ");
	}
	return best[LANG_EN] > best[LANG_FR] ? LANG_EN : LANG_FR;
}

const char *request_cookie(const struct request *r, const char *name)
{
	const char *s = r->cookie ? r->cookie : "";
	size_t len = strlen(name);

	while (*s) {
		size_t part;

		s += strspn(s, "; ");
		part = strcspn(s, ";");
		if (part > len && s[len] == '=' && strncmp(s, name, len) == 0)
			return arena_fmt(r->arena, "%.*s",
			                 (int)(part - len - 1), s + len + 1);
		s += part;
	}
	return NULL;
}

static const struct field *find(const struct field *f, size_t count,
                                const char *name, bool file)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(f[i].name, name) == 0 && (f[i].data != NULL) == file)
			return &f[i];
	return NULL;
}

const char *request_query(const struct request *r, const char *name)
{
	const struct field *f = find(r->query, r->queries, name, false);

	return f ? f->value : NULL;
}

const char *request_form(const struct request *r, const char *name)
{
	const struct field *f = find(r->form, r->forms, name, false);

	return f ? f->value : NULL;
}

const struct field *request_file(const struct request *r, const char *name)
{
	return find(r->form, r->forms, name, true);
}

void response_init(struct response *out)
{
	memset(out, 0, sizeof(*out));
	out->status = 200;
	out->type = "text/html; charset=utf-8";
	out->file = -1;
	buf_init(&out->body, BODY_MOST);
}

void response_clear(struct response *out)
{
	buf_clear(&out->body);
	if (out->file >= 0)
		close(out->file);
	out->file = -1;
}

bool response_redirect(struct response *out, const char *path)
{
	out->status = 303;
	out->location = path;
	return true;
}
