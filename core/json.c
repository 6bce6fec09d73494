/* SPDX-License-Identifier: Apache-2.0 */
#include "core/json.h"

#include "core/text.h"

#include <ctype.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Members of an object that need not be sorted to be compared. */
#define FEW 24

/* Where the reader stands in the text. */
struct scan {
	const char *text;
	size_t len;
	size_t at;
	size_t values; /* seen so far */
	struct err *e;
};

static bool refuse(const struct scan *s, const char *what)
{
	size_t line = 1;
	size_t start = 0;

	for (size_t i = 0; i < s->at && i < s->len; i++)
		if (s->text[i] == '\n') {
			line++;
			start = i + 1;
		}
	return err_set(s->e, "line %zu, column %zu: %s", line,
	               s->at - start + 1, what);
}

/* The byte here, or 0 at the end (a NUL byte was refused before). */
static char peek(const struct scan *s)
{
	return s->at < s->len ? s->text[s->at] : '\0';
}

static void skip_space(struct scan *s)
{
	while (peek(s) == ' ' || peek(s) == '\t' || peek(s) == '\n' ||
	       peek(s) == '\r')
		s->at++;
}

/* Four hexadecimal digits. */
static bool scan_hex(struct scan *s, unsigned *out)
{
	*out = 0;
	for (int i = 0; i < 4; i++, s->at++) {
		int digit = text_hex(peek(s));

		if (digit < 0)
			return refuse(s, "this \\u escape is incomplete");
		*out = *out << 4 | (unsigned)digit;
	}
	return true;
}

static bool scan_unicode(struct scan *s)
{
	unsigned c, low;

	if (!scan_hex(s, &c))
		return false;
	if (c == 0)
		return refuse(s, "a NUL character is not allowed");
	if (c >= 0xDC00 && c <= 0xDFFF)
		return refuse(s, "half a surrogate pair is missing");
	if (c < 0xD800 || c > 0xDBFF)
		return true;
	if (peek(s) != '\\' || s->at + 1 >= s->len || s->text[s->at + 1] != 'u')
		return refuse(s, "half a surrogate pair is missing");
	s->at += 2;
	if (!scan_hex(s, &low))
		return false;
	if (low < 0xDC00 || low > 0xDFFF)
		return refuse(s, "half a surrogate pair is missing");
	return true;
}

static bool scan_string(struct scan *s)
{
	s->at++;
	for (;;) {
		char c = peek(s);

		if (c == '\0')
			return refuse(s, "this text has no closing quote");
		if ((unsigned char)c < 0x20)
			return refuse(s, "a control character is not allowed");
		s->at++;
		if (c == '"')
			return true;
		if (c != '\\')
			continue;
		c = peek(s);
		if (c == '\0' || !strchr("\"\\/bfnrtu", c))
			return refuse(s, "this escape does not exist");
		s->at++;
		if (c == 'u' && !scan_unicode(s))
			return false;
	}
}

static bool scan_digits(struct scan *s)
{
	if (!isdigit((unsigned char)peek(s)))
		return refuse(s, "this number is malformed");
	while (isdigit((unsigned char)peek(s)))
		s->at++;
	return true;
}

static bool scan_number(struct scan *s)
{
	char copy[64];
	size_t start = s->at;

	if (peek(s) == '-')
		s->at++;
	if (peek(s) == '0')
		s->at++;
	else if (!scan_digits(s))
		return false;
	if (peek(s) == '.') {
		s->at++;
		if (!scan_digits(s))
			return false;
	}
	if ((peek(s) | 32) == 'e') {
		s->at++;
		if (peek(s) == '+' || peek(s) == '-')
			s->at++;
		if (!scan_digits(s))
			return false;
	}
	if (s->at - start >= sizeof(copy))
		return refuse(s, "this number is too long");
	memcpy(copy, s->text + start, s->at - start);
	copy[s->at - start] = '\0';
	if (fabs(strtod(copy, NULL)) > DBL_MAX)
		return refuse(s, "this number is too large");
	return true;
}

static bool scan_word(struct scan *s)
{
	static const char *const words[] = { "true", "false", "null" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t n = strlen(words[i]);

		if (s->len - s->at >= n &&
		    memcmp(s->text + s->at, words[i], n) == 0) {
			s->at += n;
			return true;
		}
	}
	return refuse(s, s->at < s->len ? "this is not JSON"
	                                : "the text ends too early");
}

static bool scan_value(struct scan *s, int depth);

/* What stands between "{" or "[" and its end. */
static bool scan_members(struct scan *s, char end, int depth)
{
	s->at++;
	skip_space(s);
	if (peek(s) == end) {
		s->at++;
		return true;
	}
	for (;;) {
		if (end == '}') {
			skip_space(s);
			if (peek(s) != '"')
				return refuse(s, "a name in quotes is missing");
			if (!scan_string(s))
				return false;
			skip_space(s);
			if (peek(s) != ':')
				return refuse(s, "a colon is missing");
			s->at++;
		}
		if (!scan_value(s, depth + 1))
			return false;
		skip_space(s);
		if (peek(s) == end) {
			s->at++;
			return true;
		}
		if (peek(s) != ',')
			return refuse(s, s->at < s->len
			                     ? "a comma is missing"
			                     : "the text ends too early");
		s->at++;
	}
}

static bool scan_value(struct scan *s, int depth)
{
	char c;

	if (depth > JSON_DEPTH)
		return refuse(s, "too many levels inside each other");
	if (++s->values > JSON_VALUES)
		return refuse(s, "too many values");
	skip_space(s);
	c = peek(s);
	if (c == '{')
		return scan_members(s, '}', depth);
	if (c == '[')
		return scan_members(s, ']', depth);
	if (c == '"')
		return scan_string(s);
	if (c == '-' || isdigit((unsigned char)c))
		return scan_number(s);
	return scan_word(s);
}

/* Every byte is text; the first line that is not is named. */
static bool scan_bytes(struct scan *s)
{
	const char *nul = memchr(s->text, '\0', s->len);

	if (nul) {
		s->at = (size_t)(nul - s->text);
		return refuse(s, "a NUL byte is not allowed");
	}
	if (text_valid(s->text, s->len))
		return true;
	while (s->at < s->len) {
		const char *line = s->text + s->at;
		const char *end = memchr(line, '\n', s->len - s->at);
		size_t len = end ? (size_t)(end - line) : s->len - s->at;

		if (!text_valid(line, len))
			break;
		s->at += len + 1;
	}
	return refuse(s, "this line is not UTF-8 text");
}

static bool scan_text(struct scan *s)
{
	if (!scan_bytes(s))
		return false;
	if (!scan_value(s, 0))
		return false;
	skip_space(s);
	if (s->at < s->len)
		return refuse(s, "something follows the end");
	return true;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Comparing all with all takes no memory, and most differ at once. */
static bool few_differ(const cJSON *object, struct err *e)
{
	const cJSON *a, *b;

	cJSON_ArrayForEach (a, object)
		for (b = object->child; b != a; b = b->next)
			if (a->string[0] == b->string[0] &&
			    strcmp(a->string, b->string) == 0)
				return err_set(e, "\"%.60s\" is there twice",
				               a->string);
	return true;
}

/* No two members of one object may share a name: readers would disagree. */
static bool names_differ(const cJSON *object, struct err *e)
{
	size_t n = (size_t)cJSON_GetArraySize(object);
	const char **names;
	const cJSON *item;
	size_t i = 0;
	bool ok = true;

	if (n <= FEW)
		return few_differ(object, e);
	names = malloc(n * sizeof(*names));
	if (!names)
		return err_set(e, "out of memory");
	cJSON_ArrayForEach (item, object)
		names[i++] = item->string;
	qsort(names, n, sizeof(*names), by_text);
	for (i = 1; ok && i < n; i++)
		if (strcmp(names[i - 1], names[i]) == 0)
			ok = err_set(e, "\"%.60s\" is there twice", names[i]);
	free(names);
	return ok;
}

static bool check_names(const cJSON *json, struct err *e)
{
	const cJSON *item;

	if (cJSON_IsObject(json) && !names_differ(json, e))
		return false;
	cJSON_ArrayForEach (item, json)
		if (!check_names(item, e))
			return false;
	return true;
}

cJSON *json_parse(const char *text, size_t len, struct err *e)
{
	struct scan s = { .text = text, .len = len, .e = e };
	cJSON *json;

	/* A byte order mark, which some editors put in front. */
	if (len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
		s.at = 3;
	if (!scan_text(&s))
		return NULL;
	json = cJSON_ParseWithLength(text, len);
	if (!json) {
		err_set(e, "it cannot be read as JSON");
		return NULL;
	}
	if (!check_names(json, e)) {
		cJSON_Delete(json);
		return NULL;
	}
	return json;
}

bool json_print(struct buf *out, const cJSON *json)
{
	char *text = cJSON_Print(json);

	if (!text) {
		out->failed = true;
		return false;
	}
	buf_str(out, text);
	buf_char(out, '\n');
	cJSON_free(text);
	return buf_ok(out);
}

/* The member, or NULL; *ok tells whether NULL is fine. */
static const cJSON *member(const cJSON *object, const char *name, bool must,
                           bool *ok, struct err *e)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);

	*ok = true;
	if (item && !cJSON_IsNull(item))
		return item;
	if (must)
		*ok = err_set(e, "\"%s\" is missing", name);
	return NULL;
}

bool json_text(const cJSON *object, const char *name, bool must,
               struct arena *a, const char **out, struct err *e)
{
	bool ok;
	const cJSON *item = member(object, name, must, &ok, e);

	if (!item)
		return ok;
	if (!cJSON_IsString(item))
		return err_set(e, "\"%s\" is not a text", name);
	*out = arena_strdup(a, item->valuestring);
	return *out || err_set(e, "\"%s\" takes too much memory", name);
}

bool json_int(const cJSON *object, const char *name, bool must, int64_t low,
              int64_t high, int64_t *out, struct err *e)
{
	bool ok;
	const cJSON *item = member(object, name, must, &ok, e);

	if (!item)
		return ok;
	/* Doubles hold integers exactly up to 2^53. */
	if (!cJSON_IsNumber(item) || item->valuedouble < -9e15 ||
	    item->valuedouble > 9e15 ||
	    item->valuedouble != floor(item->valuedouble))
		return err_set(e, "\"%s\" is not a whole number", name);
	if ((int64_t)item->valuedouble < low ||
	    (int64_t)item->valuedouble > high)
		return err_set(e, "\"%s\" is out of range", name);
	*out = (int64_t)item->valuedouble;
	return true;
}

bool json_bool(const cJSON *object, const char *name, bool must, bool *out,
               struct err *e)
{
	bool ok;
	const cJSON *item = member(object, name, must, &ok, e);

	if (!item)
		return ok;
	if (!cJSON_IsBool(item))
		return err_set(e, "\"%s\" is not true or false", name);
	*out = cJSON_IsTrue(item);
	return true;
}

const cJSON *json_array(const cJSON *object, const char *name, struct err *e)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);

	if (cJSON_IsArray(item))
		return item;
	err_set(e, "\"%s\" is not a list", name);
	return NULL;
}

const cJSON *json_object(const cJSON *object, const char *name, struct err *e)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);

	if (cJSON_IsObject(item))
		return item;
	err_set(e, "\"%s\" is not a group of names and values", name);
	return NULL;
}
