/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_CHECKS_DIALOGUE_H
#define TESTS_CHECKS_DIALOGUE_H

#include "tests/checks/spoken.h"
#include "tests/fuzz/builtin.h"

/* Recorded conversations as rows of a table; include after cmocka.h. */

/* In "heard": the connection ends here. */
#define CUT "\xff\xfe\xfd"

/* One conversation, and what must come of it. */
struct dialogue {
	const char *what;
	const char *heard; /* said by the device */
	size_t len;        /* of it; 0: a string */
	enum talk_level level;
	enum talk_over over;
	const char *signs;   /* "CODE=VALUE CODE", in order */
	const char *product; /* or NULL: none */
	const char *said;    /* must be in what we said, or NULL */
	const char *not_said;
	const char *kind;   /* or NULL: none */
	const char *called; /* "PORT DIALECT NOTE", or NULL: nothing */
	const char *note;   /* of the call that this is */
	uint16_t port;      /* 0: the test's own */
};

/* All signs as "CODE=VALUE CODE@TIME=VALUE". */
static inline void dialogue_signs(const struct spoken *s, char *out,
                                  size_t size)
{
	const struct device_sign *list = s->sight.signs.data;
	size_t n = 0;

	out[0] = '\0';
	for (size_t i = 0; i < s->sight.signs.count && n < size; i++) {
		n += (size_t)snprintf(out + n, size - n, "%s%s", i ? " " : "",
		                      list[i].code);
		if (n < size && list[i].time != CELL_UNKNOWN)
			n += (size_t)snprintf(out + n, size - n, "@%lld",
			                      (long long)list[i].time);
		if (n < size && list[i].value)
			n += (size_t)snprintf(out + n, size - n, "=%s",
			                      list[i].value);
	}
}

static inline bool dialogue_same(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

/* Have it in pieces of that many bytes. */
static inline void dialogue_step(const struct dialogue *d, const char *dialect,
                                 uint16_t port, const char *service,
                                 size_t step, void *roots)
{
	size_t len = d->len ? d->len : strlen(d->heard);
	const struct device_port *row;
	struct spoken s;
	char signs[1000];

	port = d->port ? d->port : port;
	spoken_init(&s, d->level);
	s.plan.baseline = builtin_baseline();
	s.plan.roots = roots;
	sight_port(&s.sight, SPOKEN_ADDRESS, port, "tcp", service, NULL);
	spoken_feed(&s, dialect, port, d->note, d->heard, len, step, d->over);
	dialogue_signs(&s, signs, sizeof(signs));
	row = spoken_port(&s, port);
	if (!dialogue_same(signs, d->signs))
		fail_msg("%s, by %zu: signs \"%s\"", d->what, step, signs);
	if (!dialogue_same(row->product, d->product))
		fail_msg("%s, by %zu: product \"%s\"", d->what, step,
		         row->product ? row->product : "");
	if (d->said && !strstr(buf_text(&s.said), d->said))
		fail_msg("%s, by %zu: said \"%s\"", d->what, step,
		         buf_text(&s.said));
	if (d->not_said && strstr(buf_text(&s.said), d->not_said))
		fail_msg("%s, by %zu: said \"%s\"", d->what, step,
		         buf_text(&s.said));
	if (!dialogue_same(sight_find(&s.sight, SPOKEN_ADDRESS)->kind, d->kind))
		fail_msg("%s: kind %s", d->what,
		         sight_find(&s.sight, SPOKEN_ADDRESS)->kind);
	if (!dialogue_same(s.called, d->called))
		fail_msg("%s: called \"%s\"", d->what, s.called);
	spoken_clear(&s);
}

/* At once, byte by byte, and in pieces of other sizes. */
static inline void dialogue_have(const struct dialogue *list, size_t count,
                                 const char *dialect, uint16_t port,
                                 const char *service, void *roots)
{
	static const size_t steps[] = { 1, 2, 7, 1000000 };

	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < sizeof(steps) / sizeof(*steps); j++)
			dialogue_step(&list[i], dialect, port, service,
			              steps[j], roots);
}

#endif
