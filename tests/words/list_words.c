/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/command.h"
#include "agent/say.h"
#include "checks/baseline.h"
#include "report/label.h"
#include "tests/words/line.h"

#include <stdio.h>
#include <string.h>

/* Every text that a clerk or a technician can read. */

static const char *const say_names[] = {
#define SAY(id, fr, en) #id,
#include "agent/say.def"
#undef SAY
};

static void put_question(const struct control *c)
{
	const struct question *q = c->question;

	if (!q)
		return;
	line_put("clerk", c->id, "question", &q->text);
	line_put("clerk", c->id, "question.why", &q->why);
	for (size_t i = 0; i < q->choices; i++)
		line_put("clerk", c->id, "choice", &q->choice[i].label);
}

static void put_control(const struct control *c)
{
	line_put("clerk", c->id, "good", &c->good);
	line_put("clerk", c->id, "bad", &c->bad);
	line_put("clerk", c->id, "ask", &c->ask);
	line_put("clerk", c->id, "why", &c->why);
	line_put("clerk", c->id, "remedy", &c->remedy);
	line_put("clerk", c->id, "cost", &c->cost);
	line_put("technician", c->id, "fix", &c->fix);
	line_put("technician", c->id, "verify", &c->verify);
	put_question(c);
	for (size_t i = 0; i < c->messages; i++)
		line_put("clerk", c->id, c->message[i].id, &c->message[i].text);
}

/* Labels of the provider's sheet, of the JSON and of messages of errors. */
static const char *reader_of(const char *id)
{
	static const char *const technical[] = { "provider-", "csv-",
		                                 "mapping-" };

	for (size_t i = 0; i < sizeof(technical) / sizeof(technical[0]); i++)
		if (strncmp(id, technical[i], strlen(technical[i])) == 0)
			return "technician";
	return "clerk";
}

/* The help: examples are lines to type, not words to read. */
static void put_help(void)
{
	const struct command *c;

	for (size_t i = 0; (c = command_list(i)); i++) {
		line_put("clerk", c->name, "help", &c->help);
		if (c->more.text[LANG_FR])
			line_put("clerk", c->name, "more", &c->more);
	}
	for (int i = 0; i < OPTION_COUNT; i++) {
		const struct option_row *row = option_row((enum option_id)i);

		line_put("clerk", "option", row->name, &row->help);
	}
}

int main(void)
{
	struct err e;
	struct baseline *b = baseline_builtin(&e);

	if (!b) {
		fprintf(stderr, "%s\n", e.text);
		return 1;
	}
	for (size_t i = 0; i < b->controls; i++)
		put_control(&b->control[i]);
	for (size_t i = 0; i < b->messages; i++)
		line_put("clerk", "baseline", b->message[i].id,
		         &b->message[i].text);
	for (size_t i = 0; label_id(i); i++)
		line_put(reader_of(label_id(i)), "label", label_id(i),
		         label_words(i));
	for (int i = 0; i < SAY_COUNT; i++)
		line_put("clerk", "say", say_names[i],
		         say_words((enum say_id)i));
	put_help();
	baseline_free(b);
	return 0;
}
