/* SPDX-License-Identifier: Apache-2.0 */
#include "report/label.h"

#include <stdlib.h>
#include <string.h>

static const struct label_table *const tables[] = {
	&label_shared, &label_page, &label_contact, &label_html,
	&label_sheet,  &label_wall, &label_text,    &label_network,
};

#define TABLES (sizeof(tables) / sizeof(tables[0]))

/* Most {names} that one label is filled with. */
#define PAIRS 8

struct pair {
	const char *name;
	const char *value;
};

static int by_id(const void *id, const void *line)
{
	return strcmp(id, ((const struct label_line *)line)->id);
}

static const struct label_line *find(const char *id)
{
	for (size_t i = 0; i < TABLES; i++) {
		const struct label_line *line =
		    bsearch(id, tables[i]->line, tables[i]->count,
		            sizeof(*line), by_id);

		if (line)
			return line;
	}
	return NULL;
}

const char *label(const char *id, enum lang lang)
{
	const struct label_line *line = find(id);

	return line ? line->words.text[lang] : id;
}

bool label_exists(const char *id)
{
	return find(id) != NULL;
}

/* Append the value that the name of len bytes has, if any. */
static bool fill_name(struct buf *out, const struct pair *pair, size_t count,
                      const char *name, size_t len)
{
	for (size_t i = 0; i < count; i++)
		if (strncmp(pair[i].name, name, len) == 0 &&
		    pair[i].name[len] == '\0') {
			buf_str(out, pair[i].value);
			return true;
		}
	return false;
}

static void fill(struct buf *out, const char *words, const struct pair *pair,
                 size_t count)
{
	while (*words) {
		size_t text = strcspn(words, "{");
		size_t name;

		buf_add(out, words, text);
		words += text;
		if (!*words)
			return;
		name = strcspn(words, "}");
		if (words[name] &&
		    fill_name(out, pair, count, words + 1, name - 1)) {
			words += name + 1;
			continue;
		}
		buf_char(out, *words++);
	}
}

void label_vfill(struct buf *out, const char *id, enum lang lang, va_list ap)
{
	struct pair pair[PAIRS];
	size_t count = 0;

	while (count < PAIRS && (pair[count].name = va_arg(ap, const char *))) {
		pair[count].value = va_arg(ap, const char *);
		count++;
	}
	fill(out, label(id, lang), pair, count);
}

void label_fill(struct buf *out, const char *id, enum lang lang, ...)
{
	va_list ap;

	va_start(ap, lang);
	label_vfill(out, id, lang, ap);
	va_end(ap);
}

/* The index-th line of all tables, or NULL past the end. */
static const struct label_line *line_at(size_t index)
{
	for (size_t i = 0; i < TABLES; i++) {
		if (index < tables[i]->count)
			return &tables[i]->line[index];
		index -= tables[i]->count;
	}
	return NULL;
}

const char *label_id(size_t index)
{
	const struct label_line *line = line_at(index);

	return line ? line->id : NULL;
}

const struct words *label_words(size_t index)
{
	const struct label_line *line = line_at(index);

	return line ? &line->words : NULL;
}
