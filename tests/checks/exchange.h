/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_CHECKS_EXCHANGE_H
#define TESTS_CHECKS_EXCHANGE_H

#include "tests/checks/spoken.h"
#include "tests/fuzz/builtin.h"

/* Recorded conversations as rows of a table; include after cmocka.h. */

/* In "heard": the connection ends here. */
#define CUT "\xff\xfe\xfd"

/* A literal and its length. */
#define WORDS(text) text, sizeof(text) - 1

/* All that we must have said, a literal. */
#define SAYS(text) .all = (text), .all_len = sizeof(text) - 1

/* One conversation, and what must come of it. */
struct exchange {
	const char *what;
	const char *heard; /* said by the device */
	size_t len;        /* of it; 0: a string */
	enum talk_level level;
	enum talk_over over;
	const char *signs;   /* "CODE=VALUE CODE", in order */
	const char *product; /* or NULL: none */
	const char *said;    /* must be in what we said, or NULL */
	const char *not_said;
	const char *all; /* SAYS(): just what we said, or NULL */
	size_t all_len;
	const char *kind;     /* or NULL: none */
	const char *called;   /* "PORT DIALECT NOTE", or NULL: nothing */
	const char *note;     /* of the call that this is */
	const char *dialect;  /* NULL: the test's own */
	unsigned connections; /* 0: not looked at */
	uint16_t port;        /* 0: the test's own */
};

/* All signs as "CODE=VALUE CODE@TIME=VALUE". */
static inline void exchange_signs(const struct spoken *s, char *out,
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

static inline bool exchange_same(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

/* What we said, as the row wants it. */
static inline void exchange_said(const struct exchange *d,
                                 const struct spoken *s, size_t step)
{
	const char *said = buf_text(&s->said);

	if ((d->said && !strstr(said, d->said)) ||
	    (d->not_said && strstr(said, d->not_said)) ||
	    (d->all && (s->said.len != d->all_len ||
	                memcmp(said, d->all, d->all_len) != 0)))
		fail_msg("%s, by %zu: said %zu bytes: \"%s\"", d->what, step,
		         s->said.len, said);
}

/* Have it in pieces of that many bytes. */
static inline void exchange_step(const struct exchange *d, const char *dialect,
                                 uint16_t port, const char *service,
                                 size_t step, void *roots)
{
	size_t len = d->len ? d->len : strlen(d->heard);
	const struct sight_device *device;
	const struct device_port *row;
	struct spoken s;
	char signs[1000];

	port = d->port ? d->port : port;
	spoken_init(&s, d->level);
	s.plan.baseline = builtin_baseline();
	s.plan.roots = roots;
	if (service)
		sight_port(&s.sight, SPOKEN_ADDRESS, port, "tcp", service,
		           NULL);
	spoken_feed(&s, d->dialect ? d->dialect : dialect, port, d->note,
	            d->heard, len, step, d->over);
	exchange_signs(&s, signs, sizeof(signs));
	row = spoken_port(&s, port);
	device = sight_find(&s.sight, SPOKEN_ADDRESS);
	if (!exchange_same(signs, d->signs))
		fail_msg("%s, by %zu: signs \"%s\"", d->what, step, signs);
	if (!exchange_same(row->product, d->product))
		fail_msg("%s, by %zu: product \"%s\"", d->what, step,
		         row->product ? row->product : "");
	exchange_said(d, &s, step);
	if (!exchange_same(device->kind, d->kind))
		fail_msg("%s: kind %s", d->what, device->kind);
	if (!exchange_same(s.called, d->called))
		fail_msg("%s: called \"%s\"", d->what, s.called);
	if (d->connections)
		assert_int_equal(s.connections, d->connections);
	spoken_clear(&s);
}

/* At once, byte by byte, and in pieces of other sizes. */
static inline void exchange_have(const struct exchange *list, size_t count,
                                 const char *dialect, uint16_t port,
                                 const char *service, void *roots)
{
	static const size_t steps[] = { 1, 2, 7, 1000000 };

	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < sizeof(steps) / sizeof(*steps); j++)
			exchange_step(&list[i], dialect, port, service,
			              steps[j], roots);
}

/* Cut at every byte: nothing may be told that the whole does not tell. */
static inline void exchange_cut(const struct exchange *d, const char *dialect,
                                size_t step)
{
	for (size_t len = 0; len < d->len; len++) {
		const struct device_sign *list;
		struct spoken s;

		spoken_init(&s, d->level);
		spoken_feed(&s, d->dialect ? d->dialect : dialect, 1000, NULL,
		            d->heard, len, step, TALK_CLOSED);
		list = s.sight.signs.data;
		for (size_t i = 0; i < s.sight.signs.count; i++)
			if (!d->signs || !strstr(d->signs, list[i].code))
				fail_msg("%s, cut: %s", d->what, list[i].code);
		spoken_clear(&s);
	}
}

/* Closed at the end or silent, in pieces of several sizes, and cut. */
static inline void exchange_check(const struct exchange *list, size_t count,
                                  const char *dialect)
{
	static const size_t steps[] = { 1, 2, 7, 4096 };

	for (size_t i = 0; i < count; i++) {
		struct exchange d = list[i];
		/* A piece must not reach into the next connection. */
		size_t most = d.connections > 1 ? 1 : 4;

		for (size_t j = 0; j < most; j++) {
			d.over = TALK_SILENCE;
			exchange_step(&d, dialect, 1000, NULL, steps[j], NULL);
			d.over = TALK_CLOSED;
			exchange_step(&d, dialect, 1000, NULL, steps[j], NULL);
		}
		exchange_cut(&d, dialect, most == 1 ? 1 : 64);
	}
}

#endif
