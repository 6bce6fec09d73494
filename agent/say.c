/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/say.h"

#include "core/text.h"

#include <stdarg.h>
#include <string.h>

#define VALUES      8    /* pairs in one sentence */
#define VALUE_BYTES 4200 /* a path and some */

static const struct words table[SAY_COUNT] = {
#define SAY(id, fr, en) [SAY_##id] = { { fr, en } },
#include "agent/say.def"
#undef SAY
};

struct pair {
	const char *name;
	const char *value;
};

const struct words *say_words(enum say_id id)
{
	return &table[id];
}

const char *say(enum say_id id, enum lang lang)
{
	return table[id].text[lang];
}

/* The value of the {name} at s, whose length goes to *len; NULL if none. */
static const char *value_at(const char *s, const struct pair *pairs,
                            size_t count, size_t *len)
{
	for (size_t i = 0; i < count; i++) {
		size_t n = strlen(pairs[i].name);

		if (strncmp(s + 1, pairs[i].name, n) == 0 && s[n + 1] == '}') {
			*len = n + 2;
			return pairs[i].value;
		}
	}
	return NULL;
}

static void add_clean(struct buf *out, const char *value)
{
	char clean[VALUE_BYTES];

	text_clean(clean, sizeof(clean), value);
	buf_str(out, clean);
}

void say_vformat(struct buf *out, enum lang lang, enum say_id id, va_list ap)
{
	struct pair pairs[VALUES];
	size_t count = 0;

	while (count < VALUES && (pairs[count].name = va_arg(ap, char *))) {
		pairs[count].value = va_arg(ap, char *);
		if (!pairs[count].value)
			pairs[count].value = "";
		count++;
	}
	for (const char *s = say(id, lang); *s;) {
		size_t len = 0;
		const char *value =
		    *s == '{' ? value_at(s, pairs, count, &len) : NULL;

		if (value) {
			add_clean(out, value);
			s += len;
		} else {
			buf_char(out, *s++);
		}
	}
}

void say_format(struct buf *out, enum lang lang, enum say_id id, ...)
{
	va_list ap;

	va_start(ap, id);
	say_vformat(out, lang, id, ap);
	va_end(ap);
}
