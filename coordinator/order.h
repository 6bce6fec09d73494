/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_ORDER_H
#define COORDINATOR_ORDER_H

#include "core/arena.h"
#include "core/err.h"
#include "core/lang.h"

#include <stddef.h>
#include <stdint.h>

/*
 * The commands of garde-coordinator. A command is one file order_x.c, one line
 * in orders.def and its words "order-NAME" in words/order.def; an option is
 * one line in options.def and its words "option-NAME".
 */

/* The exit status of the program, as the manual says. */
enum order_ending {
	ORDER_DONE = 0,
	ORDER_BROKEN = 1, /* the disk, the memory, the store, the network */
	ORDER_USAGE = 2,  /* the command line, or a file it names */
	ORDER_SOME = 3,   /* finished, but some of it was refused */
	ORDER_INTERRUPTED = 130
};

enum order_option {
#define OPTION(id, name, letter, value) ORDER_##id,
#include "coordinator/options.def"
#undef OPTION
	ORDER_OPTIONS
};

/* What every command is given. Texts last until it ends. */
struct order_line {
	enum lang lang;
	struct arena *arena;
	const char *value[ORDER_OPTIONS]; /* NULL: not given, "" a flag */
	const char *const *operand;
	size_t operands;
	const char *state; /* folder, resolved; made, for its owner alone */
	const char *store; /* resolved: postgresql://... or a path */
};

/* One line of orders.def. */
struct order {
	const char *name; /* "serve"; "store move" has two words */
	uint64_t options; /* bits 1 << enum order_option; some all take */
	size_t least;     /* operands */
	size_t most;
	enum order_ending (*run)(struct order_line *line);
};

#define ORDER_MANY SIZE_MAX

/* What runs each, in order_x.c. */
#define ORDER(name, options, least, most, run) \
	enum order_ending run(struct order_line *line);
#include "coordinator/orders.def"
#undef ORDER

/* The index-th command as help lists them, or NULL past the end; static. */
const struct order *order_list(size_t index);

/* Run the program: argv as main() gets it. */
enum order_ending order_main(int argc, char **argv);

/*
 * A line at the console, to standard output: the words of that id with
 * {names} filled in: "name", value, ..., NULL.
 */
void order_say(const struct order_line *line, const char *id, ...);

/* The same to standard error, behind the program's name. */
void order_blame(const struct order_line *line, const char *id, ...);

/*
 * Tell to standard error what went wrong, in the language of the line, and
 * behind it the text of the error on a line of its own, as a technical detail.
 * Returns ending, to end with.
 */
enum order_ending order_fail(const struct order_line *line,
                             enum order_ending ending, const struct err *e);

/* Bytes to standard output as they are: a list, a page. */
enum order_ending order_write(const struct order_line *line, const void *data,
                              size_t len);

#endif
