/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/xml.h"

#include "core/text.h"

#include <string.h>

void xml_init(struct xml *x, const char *data, size_t len)
{
	memset(x, 0, sizeof(*x));
	x->p = data;
	x->end = data + len;
}

static bool begins(const struct xml *x, const char *part)
{
	size_t n = strlen(part);

	return (size_t)(x->end - x->p) >= n && memcmp(x->p, part, n) == 0;
}

/* Move behind the next part; false when it does not come. */
static bool skip_to(struct xml *x, const char *part)
{
	for (; x->p < x->end; x->p++)
		if (begins(x, part)) {
			x->p += strlen(part);
			return true;
		}
	return false;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The name at p without its prefix, into x->name. */
static void read_name(struct xml *x)
{
	size_t n = 0;

	for (; x->p < x->end && !is_space(*x->p) && *x->p != '>' &&
	       *x->p != '/' && *x->p != '<';
	     x->p++) {
		if (*x->p == ':')
			n = 0;
		else if (n < XML_NAME - 1 && *x->p)
			x->name[n++] = *x->p;
	}
	x->name[n] = '\0';
}

/* Skip attributes up to the end of the tag. */
static bool end_tag(struct xml *x)
{
	char quote = '\0', last = '\0';

	for (; x->p < x->end; x->p++) {
		char c = *x->p;

		if (quote) {
			quote = c == quote ? '\0' : quote;
		} else if (c == '"' || c == '\'') {
			quote = c;
		} else if (c == '<') {
			return false;
		} else if (c == '>') {
			x->empty = last == '/';
			x->p++;
			return true;
		}
		last = c;
	}
	return false;
}

/* A number reference as UTF-8; how many bytes, 0 for what is no text. */
static size_t put_number(char out[4], unsigned long code)
{
	if (code < 0x20 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
		return 0;
	return text_encode(out, (uint32_t)code);
}

/* What stands behind an &, which p is at; how many bytes, 0 for nothing. */
static size_t read_entity(struct xml *x, char out[4])
{
	static const struct {
		const char *name;
		char c;
	} known[] = { { "&amp;", '&' },
		      { "&lt;", '<' },
		      { "&gt;", '>' },
		      { "&quot;", '"' },
		      { "&apos;", '\'' } };
	unsigned long code = 0;
	unsigned base = 10;

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (begins(x, known[i].name)) {
			x->p += strlen(known[i].name);
			out[0] = known[i].c;
			return 1;
		}
	if (!begins(x, "&#")) {
		x->p++;
		return 0;
	}
	x->p += 2;
	if (x->p < x->end && *x->p == 'x') {
		base = 16;
		x->p++;
	}
	for (; x->p < x->end && *x->p != ';'; x->p++) {
		static const char digits[] = "0123456789abcdef";
		char c =
		    *x->p >= 'A' && *x->p <= 'F' ? (char)(*x->p + 32) : *x->p;
		const char *d = c ? strchr(digits, c) : NULL;

		if (!d || (unsigned)(d - digits) >= base || code > 0x10ffff)
			return 0;
		code = code * base + (unsigned long)(d - digits);
	}
	if (x->p == x->end)
		return 0;
	x->p++;
	return put_number(out, code);
}

/* The text up to the next tag, into x->text. */
static void read_text(struct xml *x)
{
	size_t n = 0;
	char *start;

	while (x->p < x->end && *x->p != '<') {
		char one[4] = { *x->p };
		size_t bytes = 1;

		if (*x->p == '&')
			bytes = read_entity(x, one);
		else
			x->p++;
		if (bytes == 1 && !one[0])
			one[0] = ' ';
		if (n + bytes < XML_TEXT) {
			memcpy(x->text + n, one, bytes);
			n += bytes;
		}
	}
	x->text[n] = '\0';
	start = text_trim(x->text);
	memmove(x->text, start, strlen(start) + 1);
}

/* Skip what is no element; false at the end, or at what is not allowed. */
static bool skip_others(struct xml *x)
{
	for (;;) {
		if (begins(x, "<?")) {
			if (!skip_to(x, "?>"))
				return false;
		} else if (begins(x, "<!--")) {
			x->p += 4;
			if (!skip_to(x, "-->"))
				return false;
		} else {
			return !begins(x, "<!");
		}
		if (x->p < x->end && *x->p != '<')
			read_text(x);
	}
}

enum xml_step xml_next(struct xml *x)
{
	if (x->empty) {
		x->empty = false;
		x->depth--;
		x->text[0] = '\0';
		return XML_CLOSE;
	}
	x->text[0] = '\0';
	read_text(x);
	if (!skip_others(x) || x->p == x->end || ++x->steps > XML_STEPS)
		return XML_END;
	x->p++;
	if (x->p < x->end && *x->p == '/') {
		x->p++;
		read_name(x);
		if (x->depth == 0 || !end_tag(x))
			return XML_END;
		x->empty = false;
		x->depth--;
		return XML_CLOSE;
	}
	read_name(x);
	if (!x->name[0] || !end_tag(x) || ++x->depth > XML_DEPTH)
		return XML_END;
	return XML_OPEN;
}
