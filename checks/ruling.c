/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/ruling.h"

#include "checks/facts_json.h"
#include "core/buf.h"
#include "core/date.h"
#include "core/text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define EVIDENCE_MAX   100  /* lines one rule may add */
#define EVIDENCE_BYTES 500  /* of one value; paths are shorter in practice */
#define SAY_BYTES      4000 /* of one sentence with its values */

bool ruling_make(const struct inputs *in, struct arena *a, struct ruling *r)
{
	const struct rule *rule = rule_find(in->control->id);

	memset(r, 0, sizeof(*r));
	r->verdict = VERDICT_UNKNOWN;
	r->severity = in->control->severity;
	r->arena = a;
	rows_init(&r->arguments, a, sizeof(struct argument));
	rows_init(&r->evidence, a, sizeof(struct evidence));
	if (rule)
		rule->judge(in, r);
	else if (in->control->question)
		ruling_answer(r, in);
	else
		ruling_set(r, VERDICT_UNKNOWN, "fact-unasked");
	return !r->failed;
}

void ruling_set(struct ruling *r, enum verdict v, const char *message)
{
	r->verdict = v;
	r->message = message;
}

static struct argument *add_argument(struct ruling *r, const char *name)
{
	struct argument *argument = rows_add(&r->arguments);

	if (argument)
		argument->name = name;
	else
		r->failed = true;
	return argument;
}

static void set_words(struct ruling *r, struct argument *argument,
                      const char *value)
{
	char *copy = arena_strdup(r->arena, value);

	if (!copy)
		r->failed = true;
	for (int i = 0; i < LANG_COUNT; i++)
		argument->value.text[i] = copy ? copy : "";
}

void ruling_text(struct ruling *r, const char *name, const char *value)
{
	struct argument *argument = add_argument(r, name);

	if (argument)
		set_words(r, argument, value);
}

void ruling_words(struct ruling *r, const char *name, const struct words *value)
{
	struct argument *argument = add_argument(r, name);

	if (argument)
		argument->value = *value;
}

void ruling_number(struct ruling *r, const char *name, int64_t value)
{
	char text[32];

	snprintf(text, sizeof(text), "%" PRId64, value);
	ruling_text(r, name, text);
}

void ruling_day(struct ruling *r, const char *name, int64_t time)
{
	struct argument *argument = add_argument(r, name);

	for (int i = 0; argument && i < LANG_COUNT; i++) {
		char text[DATE_TEXT];
		char *copy;

		date_say(text, time, (enum lang)i);
		copy = arena_strdup(r->arena, text);
		if (!copy)
			r->failed = true;
		argument->value.text[i] = copy ? copy : "";
	}
}

static struct evidence *add_evidence(struct ruling *r, const char *code,
                                     const char *value)
{
	struct evidence *line;

	if (r->evidence.count >= EVIDENCE_MAX)
		return NULL;
	line = rows_add(&r->evidence);
	if (!line) {
		r->failed = true;
		return NULL;
	}
	line->code = code;
	if (value) {
		line->value = arena_strdup(r->arena, value);
		r->failed = r->failed || !line->value;
	}
	return line;
}

bool ruling_windows(const struct inputs *in)
{
	const struct fact_text *family = &in->facts->system_family;

	return family->fact.state == FACT_KNOWN &&
	       text_is(family->value, "windows");
}

const char *ruling_number_name(const struct inputs *in)
{
	return ruling_windows(in) ? "RID" : "uid";
}

void ruling_evidence(struct ruling *r, const char *code, const char *fmt, ...)
{
	char value[EVIDENCE_BYTES];
	char clean[EVIDENCE_BYTES];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(value, sizeof(value), fmt, ap);
	va_end(ap);
	text_clean(clean, sizeof(clean), value);
	add_evidence(r, code, clean);
}

/* A copy in the ruling's arena; NULL stays NULL. */
static const char *keep(struct ruling *r, const char *text)
{
	const char *copy = text ? arena_strdup(r->arena, text) : NULL;

	r->failed = r->failed || (text && !copy);
	return copy;
}

void ruling_port(struct ruling *r, const char *code, const char *host,
                 int64_t port, const char *transport, const char *value)
{
	struct evidence *line = add_evidence(r, code, value);

	if (!line)
		return;
	line->host = keep(r, host);
	line->port = port;
	line->transport = keep(r, transport);
}

void ruling_unknown(struct ruling *r, const char *fact_name,
                    const struct fact *fact)
{
	static const char *const messages[] = {
		[FACT_UNASKED] = "fact-unasked",
		[FACT_KNOWN] = "fact-unasked",
		[FACT_ABSENT] = "fact-absent",
		[FACT_DENIED] = "fact-denied",
		[FACT_UNSUPPORTED] = "fact-unsupported",
		[FACT_FAILED] = "fact-failed",
	};

	ruling_set(r, VERDICT_UNKNOWN, messages[fact->state]);
	ruling_evidence(r, "not-read", "%s: %s%s%s", fact_name,
	                fact_state_name(fact->state), fact->why ? ": " : "",
	                fact->why ? fact->why : "");
}

void ruling_unseen(struct ruling *r, const char *fact_name,
                   const struct fact *fact)
{
	ruling_unknown(r, fact_name, fact);
	if (fact->state == FACT_UNASKED)
		ruling_set(r, VERDICT_UNKNOWN,
		           text_begins(fact_name, "listen.")
		               ? "network-not-heard"
		               : "network-not-looked");
}

/* The id of a message that says what an answer means. */
static const char *answer_message(const struct inputs *in,
                                  const struct choice *choice)
{
	static const char *const shared[VERDICT_COUNT] = {
		[VERDICT_UNKNOWN] = "declared-unknown",
		[VERDICT_FAIL] = "declared-fail",
		[VERDICT_PARTIAL] = "declared-partial",
		[VERDICT_PASS] = "declared-pass",
		[VERDICT_NOT_APPLICABLE] = "declared-not-applicable",
	};
	char id[80];
	const struct message *m;

	snprintf(id, sizeof(id), "answer-%s", choice->id);
	m = baseline_message(in->baseline, in->control, id);
	return m ? m->id : shared[choice->verdict];
}

/* The choice that was answered, or NULL. */
static const struct choice *answered(const struct inputs *in)
{
	const char *value = answers_find(in->answers, in->control->id);
	const struct question *q = in->control->question;

	if (!value || !q || q->kind != QUESTION_CHOICE)
		return NULL;
	return question_choice(q, value);
}

bool ruling_answer(struct ruling *r, const struct inputs *in)
{
	const struct choice *choice = answered(in);
	struct argument *argument;

	if (!choice) {
		ruling_set(r, VERDICT_UNKNOWN, "not-answered");
		return false;
	}
	ruling_set(r, choice->verdict, answer_message(in, choice));
	r->declared = true;
	argument = add_argument(r, "answer");
	if (argument)
		argument->value = choice->label;
	return true;
}

void ruling_join(struct ruling *r, const struct inputs *in)
{
	const struct choice *choice = answered(in);
	struct argument *argument;

	if (!choice || choice->verdict == VERDICT_UNKNOWN)
		return;
	if (r->verdict == VERDICT_UNKNOWN) {
		ruling_answer(r, in);
		return;
	}
	if (choice->verdict == r->verdict ||
	    r->verdict == VERDICT_NOT_APPLICABLE ||
	    choice->verdict == VERDICT_NOT_APPLICABLE)
		return;
	r->contradiction = choice->verdict > r->verdict ? "contradiction-better"
	                                                : "contradiction-worse";
	argument = add_argument(r, "answer");
	if (argument)
		argument->value = choice->label;
}

/* The value of the {name} at s, len bytes, or NULL. */
static const char *value_of(const struct ruling *r, const char *s, size_t len,
                            enum lang lang)
{
	const struct argument *list = r->arguments.data;

	for (size_t i = 0; i < r->arguments.count; i++)
		if (strlen(list[i].name) == len &&
		    strncmp(list[i].name, s, len) == 0)
			return list[i].value.text[lang];
	return NULL;
}

static void fill(struct buf *out, const char *text, const struct ruling *r,
                 enum lang lang)
{
	while (*text) {
		size_t n = strcspn(text, "{");
		size_t name;
		const char *value;

		buf_add(out, text, n);
		text += n;
		if (!*text)
			return;
		name = strcspn(text + 1, "}");
		value =
		    text[1 + name] ? value_of(r, text + 1, name, lang) : NULL;
		if (!value) {
			buf_char(out, *text++);
			continue;
		}
		buf_str(out, value);
		text += name + 2;
	}
}

const char *ruling_say(const struct ruling *r, const struct inputs *in,
                       const char *message, enum lang lang)
{
	const struct message *m =
	    message ? baseline_message(in->baseline, in->control, message)
		    : NULL;
	struct buf out;
	const char *text;

	if (!m)
		return "";
	buf_init(&out, SAY_BYTES);
	fill(&out, m->text.text[lang], r, lang);
	text = arena_strdup(r->arena, buf_text(&out));
	buf_clear(&out);
	return text;
}
