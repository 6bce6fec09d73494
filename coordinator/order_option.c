/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/order_option.h"

#include "core/text.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

static const struct order_option_row rows[ORDER_OPTIONS] = {
#define OPTION(id, name, letter, value) [ORDER_##id] = { name, letter, value },
#include "coordinator/options.def"
#undef OPTION
};

#define LONG 256 /* what getopt_long() says of the first long option */

const struct order_option_row *order_option_row(enum order_option id)
{
	return &rows[id];
}

/* What getopt_long() wants, made from the rows. */
static void describe(struct option *longs, char *shorts)
{
	/* '-': words come in their place; ':': a missing value is told. */
	*shorts++ = '-';
	*shorts++ = ':';
	for (int i = 0; i < ORDER_OPTIONS; i++) {
		longs[i].name = rows[i].name;
		longs[i].has_arg =
		    rows[i].value ? required_argument : no_argument;
		longs[i].flag = NULL;
		longs[i].val = LONG + i;
		if (!rows[i].letter)
			continue;
		*shorts++ = rows[i].letter;
		if (rows[i].value)
			*shorts++ = ':';
	}
	memset(&longs[ORDER_OPTIONS], 0, sizeof(*longs));
	*shorts = '\0';
}

static int find_letter(int letter)
{
	for (int i = 0; i < ORDER_OPTIONS; i++)
		if (rows[i].letter && rows[i].letter == letter)
			return i;
	return -1;
}

static const char *nearest(const char *word, struct arena *a)
{
	const char *names[ORDER_OPTIONS];
	char name[64];
	const char *found;

	if (!text_begins(word, "--"))
		return NULL;
	snprintf(name, sizeof(name), "%s", word + 2);
	name[strcspn(name, "=")] = '\0';
	for (int i = 0; i < ORDER_OPTIONS; i++)
		names[i] = rows[i].name;
	found = text_nearest(name, names, ORDER_OPTIONS);
	return found ? arena_fmt(a, "--%s", found) : NULL;
}

static bool complain(struct order_problem *p, int result, char **argv,
                     struct arena *a)
{
	int id = optopt >= LONG ? optopt - LONG : find_letter(optopt);

	/* A bad letter may stand inside "-hx": argv would name the next. */
	p->word = optopt > 0 && optopt < LONG ? arena_fmt(a, "-%c", optopt)
	                                      : argv[optind - 1];
	if (result == ':' && id >= 0 && rows[id].value)
		p->id = "option-needs";
	else if (id >= 0)
		p->id = "option-refuses";
	else
		p->id = "option-unknown";
	if (id < 0 && p->word)
		p->nearest = nearest(p->word, a);
	return false;
}

bool order_option_parse(struct order_line *line, int argc, char **argv,
                        struct order_problem *p)
{
	const char **operand =
	    arena_alloc(line->arena, (size_t)argc + 1, sizeof(*operand));
	struct option longs[ORDER_OPTIONS + 1];
	char shorts[2 * ORDER_OPTIONS + 3];
	int got;

	memset(p, 0, sizeof(*p));
	p->id = "order-no-memory";
	if (!operand)
		return false;
	line->operand = operand;
	describe(longs, shorts);
	opterr = 0;
	optind = 0;
	while ((got = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		if (got == '?' || got == ':')
			return complain(p, got, argv, line->arena);
		if (got == 1)
			operand[line->operands++] = optarg;
		else if (got >= LONG)
			line->value[got - LONG] = optarg ? optarg : "";
		else
			line->value[find_letter(got)] = optarg ? optarg : "";
	}
	while (optind < argc)
		operand[line->operands++] = argv[optind++];
	return true;
}
