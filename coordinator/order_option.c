/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/order_option.h"

static const struct order_option_row rows[ORDER_OPTIONS] = {
#define OPTION(id, name, letter, value) [ORDER_##id] = { name, letter, value },
#include "coordinator/options.def"
#undef OPTION
};

const struct order_option_row *order_option_row(enum order_option id)
{
	return &rows[id];
}

bool order_option_parse(struct order_line *line, int argc, char **argv,
                        struct flag_problem *p)
{
	struct flag list[ORDER_OPTIONS];
	struct flag_line cut = { .value = line->value };

	for (int i = 0; i < ORDER_OPTIONS; i++)
		list[i] = (struct flag){ rows[i].name, rows[i].letter,
			                 rows[i].value != NULL };
	if (!flag_parse(&cut, list, ORDER_OPTIONS, argc, argv, line->arena, p))
		return false;
	line->operand = cut.operand;
	line->operands = cut.operands;
	return true;
}
