/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/order_help.h"

#include "coordinator/order_option.h"
#include "coordinator/wording.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

#define COLUMN 34 /* where explanations start */
#define ID     80

const char *order_help_words(const struct order *order, const char *ending,
                             enum lang lang)
{
	char id[ID];
	const char *text;

	snprintf(id, sizeof(id), "order-%s%s", order->name, ending);
	for (char *c = id; *c; c++)
		if (*c == ' ')
			*c = '-';
	text = wording(id, lang);
	/* There need not be any of operands: then the id comes back. */
	return strcmp(text, id) == 0 ? "" : text;
}

/* A line "  NAME      what it is". */
static void add_line(struct buf *out, const char *name, const char *text)
{
	size_t at = text_width(name) + 2;

	buf_fmt(out, "  %s", name);
	if (at >= COLUMN) {
		buf_char(out, '\n');
		at = 0;
	}
	for (; at < COLUMN; at++)
		buf_char(out, ' ');
	buf_fmt(out, "%s\n", text);
}

static void add_commands(struct buf *out, enum lang lang)
{
	const struct order *order;

	buf_fmt(out, "\n%s\n", wording("order-commands", lang));
	for (size_t i = 0; (order = order_list(i)); i++) {
		const char *operands =
		    order_help_words(order, "-operands", lang);
		char name[ID];

		snprintf(name, sizeof(name), "%s%s%s", order->name,
		         *operands ? " " : "", operands);
		add_line(out, name, order_help_words(order, "", lang));
	}
}

static void add_option(struct buf *out, enum order_option id, enum lang lang)
{
	const struct order_option_row *row = order_option_row(id);
	char words[ID];
	char name[ID];
	char letter[8] = "";

	if (row->letter)
		snprintf(letter, sizeof(letter), "-%c, ", row->letter);
	snprintf(name, sizeof(name), "%s--%s%s%s", letter, row->name,
	         row->value ? " " : "",
	         row->value ? wording(row->value, lang) : "");
	snprintf(words, sizeof(words), "option-%s", row->name);
	add_line(out, name, wording(words, lang));
}

void order_help_write(struct buf *out, const struct order *order,
                      uint64_t options, enum lang lang)
{
	if (order) {
		const char *operands =
		    order_help_words(order, "-operands", lang);

		buf_fmt(out, "garde-coordinator %s%s%s [%s]\n\n%s.\n",
		        order->name, *operands ? " " : "", operands, "OPTIONS",
		        order_help_words(order, "", lang));
	} else {
		buf_fmt(out, "%s\n%s\n", wording("order-usage", lang),
		        wording("order-about", lang));
		add_commands(out, lang);
	}
	buf_fmt(out, "\n%s\n", wording("order-options", lang));
	for (int i = 0; i < ORDER_OPTIONS; i++)
		if (options & UINT64_C(1) << i)
			add_option(out, (enum order_option)i, lang);
	if (!order)
		buf_fmt(out, "\n%s\n%s\n", wording("order-endings", lang),
		        wording("order-ending-lines", lang));
}
