/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/wording.h"

#include "report/markup.h"

#include <stdarg.h>
#include <string.h>

struct line {
	const char *id;
	struct words words;
};

static const struct line lines[] = {
#define WORDS(id, fr, en) { id, { { fr, en } } },
#include "wording_list.def"
#undef WORDS
};

#define LINES (sizeof(lines) / sizeof(lines[0]))

static const struct words *find(const char *id)
{
	for (size_t i = 0; i < LINES; i++)
		if (strcmp(lines[i].id, id) == 0)
			return &lines[i].words;
	return NULL;
}

const char *wording(const char *id, enum lang lang)
{
	const struct words *words = find(id);

	return words ? words->text[lang] : id;
}

static void raw(struct buf *out, const char *s)
{
	buf_str(out, s);
}

/* The value that goes with a name of len bytes, or NULL. */
static const char *value_of(const char *name, size_t len, va_list values)
{
	const char *found = NULL;
	const char *key;
	va_list ap;

	va_copy(ap, values);
	while (!found && (key = va_arg(ap, const char *))) {
		const char *value = va_arg(ap, const char *);

		if (strlen(key) == len && memcmp(key, name, len) == 0)
			found = value ? value : "";
	}
	va_end(ap);
	return found;
}

static void fill(struct buf *out, const char *text, va_list values,
                 void (*put)(struct buf *out, const char *s))
{
	while (*text) {
		const char *open = strchr(text, '{');
		const char *end = open ? strchr(open, '}') : NULL;
		const char *value;

		if (!end) {
			buf_str(out, text);
			return;
		}
		value = value_of(open + 1, (size_t)(end - open - 1), values);
		if (value) {
			buf_add(out, text, (size_t)(open - text));
			put(out, value);
		} else {
			buf_add(out, text, (size_t)(end + 1 - text));
		}
		text = end + 1;
	}
}

void wording_html(struct buf *out, const char *id, enum lang lang, ...)
{
	struct buf escaped;
	va_list ap;

	buf_init(&escaped, out->limit);
	markup_text(&escaped, wording(id, lang));
	va_start(ap, lang);
	fill(out, buf_text(&escaped), ap, markup_text);
	va_end(ap);
	buf_clear(&escaped);
}

void wording_list(struct buf *out, const char *id, enum lang lang,
                  va_list values)
{
	fill(out, wording(id, lang), values, raw);
}

void wording_text(struct buf *out, const char *id, enum lang lang, ...)
{
	va_list ap;

	va_start(ap, lang);
	fill(out, wording(id, lang), ap, raw);
	va_end(ap);
}

const char *wording_id(size_t index)
{
	return index < LINES ? lines[index].id : NULL;
}

const struct words *wording_words(size_t index)
{
	return index < LINES ? &lines[index].words : NULL;
}
