/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_RULING_H
#define CHECKS_RULING_H

#include "checks/answers.h"
#include "checks/baseline.h"
#include "checks/facts.h"
#include "core/arena.h"
#include "core/rows.h"

#include <stdint.h>

/* All that a rule may look at. */
struct inputs {
	const struct facts *facts;
	const struct answers *answers;
	const struct baseline *baseline;
	const struct control *control; /* the one being judged */
	int64_t now;                   /* time the facts were collected at */
};

/* A value for a {name} in a message. */
struct argument {
	const char *name;
	struct words value; /* most values are the same in every language */
};

/* A technical line for the provider; cells are NULL (port: 0) if unused. */
struct evidence {
	const char *code; /* one of the rule's codes */
	const char *host;
	int64_t port;
	const char *transport;
	const char *value; /* exact, in no language */
};

/* What a rule concluded about one machine. */
struct ruling {
	enum verdict verdict;
	enum severity severity; /* the control's unless the rule lowered it */
	const char *message;    /* id of what to say, or NULL */
	const char *contradiction; /* id of what to add when the answer and
	                              the machine disagree, or NULL */
	bool declared;             /* rests on an answer alone */
	struct rows arguments;     /* struct argument */
	struct rows evidence;      /* struct evidence */
	struct arena *arena;
	bool failed; /* memory ran out; see ruling_make() */
};

/*
 * A rule: facts and an answer to a verdict. One file in checks/rule/ defines
 * one of these and exports nothing else. Controls that rest on an answer
 * alone need none.
 */
struct rule {
	const char *id;           /* the control's */
	const char *const *reads; /* names of facts, NULL-ended */
	const char *const *codes; /* evidence codes it may emit, NULL-ended */

	/*
	 * Judge; never reads the system, the clock or the environment. The
	 * ruling comes as UNKNOWN with the control's severity.
	 */
	void (*judge)(const struct inputs *in, struct ruling *r);
};

/* The rule of a control, or NULL if it has none. */
const struct rule *rule_find(const char *control);

/* All rules in report order; the array is static. */
const struct rule *const *rule_list(size_t *count);

/*
 * Judge in->control: by its rule, else by its answer. The ruling's parts live
 * in a. False if memory ran out.
 */
bool ruling_make(const struct inputs *in, struct arena *a, struct ruling *r);

/* Conclude: the verdict and the id of the message that says it. */
void ruling_set(struct ruling *r, enum verdict v, const char *message);

/* Give a {name} of the message its value. */
void ruling_text(struct ruling *r, const char *name, const char *value);
void ruling_words(struct ruling *r, const char *name,
                  const struct words *value); /* texts live in r->arena */
void ruling_number(struct ruling *r, const char *name, int64_t value);
void ruling_day(struct ruling *r, const char *name, int64_t time);

/* Whether the machine runs Windows, as far as is known. */
bool ruling_windows(const struct inputs *in);

/* An account's number as its system calls it: "uid" or "RID". */
const char *ruling_number_name(const struct inputs *in);

/* Add a technical line; value is a format. */
void ruling_evidence(struct ruling *r, const char *code, const char *fmt, ...)
    ERR_PRINTF(3, 4);

/* Add a technical line about a port. */
void ruling_port(struct ruling *r, const char *code, const char *host,
                 int64_t port, const char *transport, const char *value);

/*
 * Conclude UNKNOWN because of a fact that is not known: the message says
 * denied, failed, unsupported... and the evidence names the fact.
 */
void ruling_unknown(struct ruling *r, const char *fact_name,
                    const struct fact *fact);

/*
 * The same for a fact that only the network can tell: when nobody asked, the
 * message says that the network was not looked at, or not listened to.
 */
void ruling_unseen(struct ruling *r, const char *fact_name,
                   const struct fact *fact);

/*
 * Conclude by the answer alone, if there is one: its choice's verdict, and
 * "declared-VERDICT" or the control's message "answer-CHOICE" if it has one.
 * False and UNKNOWN "not-answered" when nobody was asked.
 */
bool ruling_answer(struct ruling *r, const struct inputs *in);

/*
 * After the facts gave a verdict: if the answer says better than the machine
 * (or worse), keep the machine's verdict and note the contradiction, to be
 * told kindly. After the facts gave UNKNOWN: conclude by the answer, if any.
 */
void ruling_join(struct ruling *r, const struct inputs *in);

/*
 * The words of a message with its {names} filled in, in the arena; NULL if
 * memory ran out. A message that does not exist gives "".
 */
const char *ruling_say(const struct ruling *r, const struct inputs *in,
                       const char *message, enum lang lang);

#endif
