/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/order.h"

#include "coordinator/order_help.h"
#include "coordinator/order_option.h"
#include "coordinator/order_state.h"
#include "coordinator/wording.h"
#include "core/crypto.h"
#include "core/text.h"
#include "core/tty.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#define MEMORY     (256u << 20) /* ceiling of what a command keeps */
#define LINE_BYTES (64u << 10)
#define PROGRAM    "garde-coordinator: "

#define BIT(option) (UINT64_C(1) << ORDER_##option)
#define ALWAYS      (BIT(STATE) | BIT(STORE) | BIT(LANG) | BIT(HELP) | BIT(VERSION))

static const struct order orders[] = {
#define ORDER(name, options, least, most, run) \
	{ name, (options) | ALWAYS, least, most, run },
#include "coordinator/orders.def"
#undef ORDER
};

#define ORDERS (sizeof(orders) / sizeof(orders[0]))

_Static_assert(ORDER_OPTIONS <= 64, "options are bits of 64");

const struct order *order_list(size_t index)
{
	return index < ORDERS ? &orders[index] : NULL;
}

static void say(enum tty_stream stream, const char *before, const char *id,
                enum lang lang, va_list values)
{
	struct buf b;

	buf_init(&b, LINE_BYTES);
	buf_str(&b, before);
	wording_list(&b, id, lang, values);
	buf_char(&b, '\n');
	(void)tty_write(stream, buf_text(&b), b.len);
	buf_clear(&b);
}

void order_say(const struct order_line *line, const char *id, ...)
{
	va_list values;

	va_start(values, id);
	say(TTY_OUTPUT, "", id, line->lang, values);
	va_end(values);
}

void order_blame(const struct order_line *line, const char *id, ...)
{
	va_list values;

	va_start(values, id);
	say(TTY_ERRORS, PROGRAM, id, line->lang, values);
	va_end(values);
}

enum order_ending order_fail(const struct order_line *line,
                             enum order_ending ending, const struct err *e)
{
	order_blame(line,
	            ending == ORDER_USAGE ? "order-unusable" : "order-broken",
	            NULL);
	order_blame(line, "order-detail", "detail", e->text, NULL);
	return ending;
}

enum order_ending order_write(const struct order_line *line, const void *data,
                              size_t len)
{
	struct err e;

	if (tty_write(TTY_OUTPUT, data, len))
		return ORDER_DONE;
	err_sys(&e, errno, "cannot write");
	return order_fail(line, ORDER_BROKEN, &e);
}

/* How many operands the command's name takes up, 0 when it is another. */
static size_t matches(const struct order_line *line, const struct order *order)
{
	const char *space = strchr(order->name, ' ');
	size_t len =
	    space ? (size_t)(space - order->name) : strlen(order->name);

	if (line->operands == 0 || strlen(line->operand[0]) != len ||
	    strncmp(line->operand[0], order->name, len) != 0)
		return 0;
	if (!space)
		return 1;
	return line->operands > 1 && strcmp(line->operand[1], space + 1) == 0
	           ? 2
	           : 0;
}

static const struct order *take(struct order_line *line)
{
	for (size_t i = 0; i < ORDERS; i++) {
		size_t words = matches(line, &orders[i]);

		if (words == 0)
			continue;
		line->operand += words;
		line->operands -= words;
		return &orders[i];
	}
	return NULL;
}

/* What was meant to be the order: two words when the first is right. */
static const char *mistyped(const struct order_line *line)
{
	const char *first = line->operand[0];
	size_t len = strlen(first);

	for (size_t i = 0; i < ORDERS && line->operands > 1; i++)
		if (text_begins(orders[i].name, first) &&
		    orders[i].name[len] == ' ') {
			const char *both = arena_fmt(line->arena, "%s %s",
			                             first, line->operand[1]);

			return both ? both : first;
		}
	return first;
}

static enum order_ending tell_unknown(const struct order_line *line)
{
	const char *word = mistyped(line);
	const char *names[ORDERS];
	const char *nearest;

	for (size_t i = 0; i < ORDERS; i++)
		names[i] = orders[i].name;
	nearest = text_nearest(word, names, ORDERS);
	order_blame(line, "order-unknown", "word", word, NULL);
	if (nearest)
		order_blame(line, "order-nearest", "word", nearest, NULL);
	order_blame(line, "order-see-help", NULL);
	return ORDER_USAGE;
}

/* Whether the command takes these options and so many operands. */
static bool fits(const struct order_line *line, const struct order *order)
{
	for (int i = 0; i < ORDER_OPTIONS; i++) {
		if (!line->value[i] || order->options & UINT64_C(1) << i)
			continue;
		order_blame(line, "option-elsewhere", "word",
		            order_option_row((enum order_option)i)->name,
		            "order", order->name, NULL);
		return false;
	}
	if (line->operands < order->least) {
		order_blame(line, "order-too-few", "order", order->name, NULL);
		return false;
	}
	if (line->operands > order->most) {
		order_blame(line, "order-too-many", "word",
		            line->operand[order->most], NULL);
		return false;
	}
	return true;
}

static enum order_ending show_help(const struct order_line *line,
                                   const struct order *order)
{
	uint64_t options = ALWAYS;
	enum order_ending ending;
	struct buf b;

	if (order)
		options = order->options;
	buf_init(&b, LINE_BYTES);
	order_help_write(&b, order, options, line->lang);
	ending = order_write(line, buf_text(&b), b.len);
	buf_clear(&b);
	return ending;
}

/* Whether it makes a state where there is none. */
static bool begins(const struct order *order)
{
	return order->run == order_serve || order->run == order_demo ||
	       order->run == order_restore;
}

static enum order_ending run(struct order_line *line)
{
	static const char version[] = "garde-coordinator " GARDE_VERSION "\n";
	const char *lang = line->value[ORDER_LANG];
	const struct order *order;
	enum order_ending ending;
	enum lang ignored;
	struct err e;

	if (lang && !lang_parse(lang, &ignored)) {
		order_blame(line, "option-no-lang", "word", lang, NULL);
		return ORDER_USAGE;
	}
	if (line->value[ORDER_VERSION])
		return order_write(line, version, strlen(version));
	if (line->operands == 0 && line->value[ORDER_HELP])
		return show_help(line, NULL);
	if (line->operands == 0) {
		order_blame(line, "order-usage", NULL);
		order_blame(line, "order-see-help", NULL);
		return ORDER_USAGE;
	}
	order = take(line);
	if (!order)
		return tell_unknown(line);
	if (line->value[ORDER_HELP])
		return show_help(line, order);
	if (!fits(line, order)) {
		order_blame(line, "order-see-its-help", "word", order->name,
		            NULL);
		return ORDER_USAGE;
	}
	if (!begins(order) && !order_state_known(line)) {
		order_blame(line, "state-none", NULL);
		return ORDER_BROKEN;
	}
	if (!order_state_open(line, &e))
		return order_fail(line, ORDER_BROKEN, &e);
	ending = order->run(line);
	order_state_close(line);
	return ending;
}

static enum order_ending tell_problem(const struct order_line *line,
                                      const struct flag_problem *p)
{
	static const char *const ids[] = {
		[FLAG_UNKNOWN] = "option-unknown",
		[FLAG_NEEDS] = "option-needs",
		[FLAG_REFUSES] = "option-refuses",
		[FLAG_NO_MEMORY] = "order-no-memory",
	};

	order_blame(line, ids[p->fault], "word", p->word, NULL);
	if (p->nearest)
		order_blame(line, "order-nearest", "word", p->nearest, NULL);
	order_blame(line, "order-see-help", NULL);
	return ORDER_USAGE;
}

enum order_ending order_main(int argc, char **argv)
{
	struct order_line line = { .arena = arena_new(MEMORY) };
	struct flag_problem problem;
	enum order_ending ending;
	struct err e;

	if (!lang_asked(argc, argv, &line.lang))
		line.lang = LANG_FR;
	if (!line.arena || !crypto_prepare(&e)) {
		order_blame(&line, "order-no-memory", NULL);
		arena_free(line.arena);
		return ORDER_BROKEN;
	}
	ending = order_option_parse(&line, argc, argv, &problem)
	             ? run(&line)
	             : tell_problem(&line, &problem);
	arena_free(line.arena);
	return ending;
}
