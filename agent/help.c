/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/help.h"

#include "agent/paragraph.h"
#include "agent/say.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

#define COLUMN 28 /* where explanations start */
#define WIDTH  80

/* A line "  NAME      what it is". */
static void add_line(struct buf *out, const char *name, const char *text)
{
	size_t at = text_width(name) + 2;

	buf_fmt(out, "  %s", name);
	if (at + 1 >= COLUMN) {
		buf_char(out, '\n');
		at = 0;
	}
	paragraph_add(out, text, COLUMN, at, WIDTH);
}

static void add_option(struct buf *out, enum option_id id, enum lang lang)
{
	const struct option_row *row = option_row(id);
	const char *value = row->value.text[lang];
	char name[80];
	char letter[8] = "";

	if (row->letter)
		snprintf(letter, sizeof(letter), "-%c, ", row->letter);
	snprintf(name, sizeof(name), "%s--%s%s%s", letter, row->name,
	         value ? " " : "", value ? value : "");
	add_line(out, name, row->help.text[lang]);
}

static void add_title(struct buf *out, enum say_id id, enum lang lang)
{
	buf_fmt(out, "\n%s\n", say(id, lang));
}

static void add_commands(struct buf *out, enum lang lang)
{
	const struct command *c;

	add_title(out, SAY_HELP_COMMANDS, lang);
	for (size_t i = 0; (c = command_list(i)); i++) {
		const char *operands = c->operands.text[lang];
		char name[80];

		snprintf(name, sizeof(name), "garde %s%s%s", c->name,
		         operands ? " " : "", operands ? operands : "");
		add_line(out, name, c->help.text[lang]);
	}
}

static void add_options(struct buf *out, const struct command *c,
                        enum lang lang)
{
	add_title(out, SAY_HELP_OPTIONS, lang);
	for (int i = 0; i < OPTION_COUNT; i++)
		if (!c || c->options & UINT32_C(1) << i)
			add_option(out, (enum option_id)i, lang);
}

void help_write(struct buf *out, const struct command *c, enum lang lang)
{
	if (!c) {
		paragraph_add(out, say(SAY_HELP_ABOUT, lang), 0, 0, WIDTH);
		add_commands(out, lang);
	} else {
		const char *operands = c->operands.text[lang];

		buf_fmt(out, "garde %s%s%s [%s]\n\n", c->name,
		        operands ? " " : "", operands ? operands : "",
		        say(SAY_HELP_OPTIONS_WORD, lang));
		paragraph_add(out, c->help.text[lang], 0, 0, WIDTH);
		if (c->more.text[lang])
			paragraph_add(out, c->more.text[lang], 0, 0, WIDTH);
	}
	add_options(out, c, lang);
	add_title(out, SAY_HELP_EXAMPLES, lang);
	buf_str(out,
	        c ? c->examples.text[lang] : say(SAY_HELP_EXAMPLE_LINES, lang));
	if (c)
		return;
	add_title(out, SAY_HELP_ENDINGS, lang);
	buf_str(out, say(SAY_HELP_ENDING_LINES, lang));
}
