/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_ORDER_OPTION_H
#define COORDINATOR_ORDER_OPTION_H

#include "coordinator/order.h"
#include "core/flag.h"

#include <stdbool.h>

/* One line of options.def. */
struct order_option_row {
	const char *name;  /* without "--" */
	char letter;       /* short form, or 0 */
	const char *value; /* id of what stands behind it, NULL: a flag */
};

/* The row of an option; static. */
const struct order_option_row *order_option_row(enum order_option id);

/*
 * Cut a command line up: values and operands of line, in line->arena. False
 * and *p when that is not possible.
 */
bool order_option_parse(struct order_line *line, int argc, char **argv,
                        struct flag_problem *p);

#endif
