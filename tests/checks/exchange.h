/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_CHECKS_EXCHANGE_H
#define TESTS_CHECKS_EXCHANGE_H

#include "tests/checks/spoken.h"

/*
 * What one device said in a conversation, in one piece, and what must come of
 * it; run in pieces of several sizes, then cut at every byte, where nothing
 * may be told that the whole does not tell. Include after cmocka.h.
 */
struct exchange {
	const char *what;
	const char *dialect;
	enum talk_level level;
	const char *words; /* see spoken_feed() */
	size_t len;
	const char *sign[2]; /* codes, and no others */
	const char *value;   /* of the first; NULL: not looked at */
	const char *product; /* "": none; NULL: not looked at */
	unsigned connections;
	const char *said; /* by us, all of it; NULL: not looked at */
	size_t said_len;
};

/* A literal and its length. */
#define WORDS(text) text, sizeof(text) - 1

static inline bool exchange_expects(const struct exchange *d, const char *code)
{
	for (int i = 0; i < 2; i++)
		if (d->sign[i] && strcmp(d->sign[i], code) == 0)
			return true;
	return false;
}

/* Nothing that is not expected. */
static inline void exchange_no_more(const struct exchange *d,
                                    const struct spoken *s, const char *how)
{
	const struct device_sign *list = s->sight.signs.data;

	for (size_t i = 0; i < s->sight.signs.count; i++)
		if (!exchange_expects(d, list[i].code))
			fail_msg("%s, %s: %s", d->what, how, list[i].code);
}

static inline void exchange_whole(const struct exchange *d, size_t step,
                                  enum talk_over over)
{
	const struct device_port *port;
	struct spoken s;

	spoken_init(&s, d->level);
	spoken_feed(&s, d->dialect, 1000, NULL, d->words, d->len, step, over);
	exchange_no_more(d, &s, "whole");
	for (int i = 0; i < 2 && d->sign[i]; i++) {
		const struct device_sign *sign = spoken_sign(&s, d->sign[i]);

		if (!sign)
			fail_msg("%s: no %s", d->what, d->sign[i]);
		else if (i == 0 && d->value)
			assert_string_equal(sign->value ? sign->value : "",
			                    d->value);
	}
	port = spoken_port(&s, 1000);
	assert_non_null(port);
	if (d->product)
		assert_string_equal(port->product ? port->product : "",
		                    d->product);
	if (d->connections)
		assert_int_equal(s.connections, d->connections);
	if (d->said && (s.said.len != d->said_len ||
	                memcmp(buf_text(&s.said), d->said, d->said_len) != 0))
		fail_msg("%s: said %zu bytes: %s", d->what, s.said.len,
		         buf_text(&s.said));
	spoken_clear(&s);
}

static inline void exchange_cut(const struct exchange *d, size_t step)
{
	for (size_t len = 0; len < d->len; len++) {
		struct spoken s;

		spoken_init(&s, d->level);
		spoken_feed(&s, d->dialect, 1000, NULL, d->words, len, step,
		            TALK_CLOSED);
		exchange_no_more(d, &s, "cut");
		spoken_clear(&s);
	}
}

static inline void exchange_check(const struct exchange *list, size_t count)
{
	static const size_t steps[] = { 1, 2, 7, 4096 };

	for (size_t i = 0; i < count; i++) {
		/* A piece must not reach into the next connection. */
		size_t most = list[i].connections > 1 ? 1 : 4;

		for (size_t j = 0; j < most; j++) {
			exchange_whole(&list[i], steps[j], TALK_SILENCE);
			exchange_whole(&list[i], steps[j], TALK_CLOSED);
		}
		exchange_cut(&list[i], most == 1 ? 1 : 64);
	}
}

#endif
