/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_CHECKS_SPOKEN_H
#define TESTS_CHECKS_SPOKEN_H

#include "checks/probe/net/carry.h"
#include "checks/probe/net/talk.h"
#include "core/arena.h"
#include "core/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * The other side of a conversation, for tests and fuzzers: a device at
 * 192.0.2.1 whose words are given, and what they made of it.
 */

#define SPOKEN_ADDRESS UINT32_C(0xc0000201)

struct spoken {
	struct arena *arena;
	struct sight sight;
	struct talk_plan plan;
	struct buf said; /* all that the dialect sent */
	unsigned connections;
	unsigned calls;   /* of talk_call() */
	char called[200]; /* "PORT DIALECT NOTE" of the last one */
};

static inline void spoken_called(void *ctx, uint32_t address, uint16_t port,
                                 const char *dialect, const char *note)
{
	struct spoken *s = ctx;

	(void)address;
	s->calls++;
	snprintf(s->called, sizeof(s->called), "%u %s %s", port, dialect,
	         note ? note : "");
}

/* Set plan.baseline and plan.roots afterwards where a dialect needs them. */
static inline void spoken_init(struct spoken *s, enum talk_level level)
{
	memset(s, 0, sizeof(*s));
	s->arena = arena_new(4u << 20);
	sight_init(&s->sight, s->arena);
	sight_device(&s->sight, SPOKEN_ADDRESS, "tcp");
	buf_init(&s->said, 1u << 20);
	s->plan = (struct talk_plan){ .level = level,
		                      .now = INT64_C(1795348800),
		                      .sight = &s->sight,
		                      .call = spoken_called,
		                      .ctx = s };
}

static inline void spoken_clear(struct spoken *s)
{
	buf_clear(&s->said);
	arena_free(s->arena);
}

static inline void spoken_collect(struct spoken *s, struct carry *c)
{
	const struct buf *out = carry_out(c);

	buf_add(&s->said, out->data, out->len);
	carry_sent(c, out->len);
}

/* Behind the next end of a connection; NULL: none comes. */
static inline const char *spoken_cut(const char *p, const char *end)
{
	for (; end - p >= 3; p++)
		if (memcmp(p, "\xff\xfe\xfd", 3) == 0)
			return p + 3;
	return NULL;
}

/*
 * Feed len bytes in pieces of at most step. A byte 0xff 0xfe 0xfd row in the
 * data ends a connection, unless the dialect has ended it already; the rest
 * is for the next one, if the dialect wants one. At the end the other side
 * closes, or stays silent.
 */
static inline void spoken_feed(struct spoken *s, const char *dialect,
                               uint16_t port, const char *note,
                               const void *data, size_t len, size_t step,
                               enum talk_over over)
{
	static const char cut[] = "\xff\xfe\xfd";
	const char *p = data, *end = p + len;
	bool ended = false;
	struct carry *c = carry_new(&s->plan, dialect_find(dialect),
	                            SPOKEN_ADDRESS, port, dialect, note);
	enum carry_next next;

	if (!c)
		return;
	sight_port(&s->sight, SPOKEN_ADDRESS, port, "tcp", dialect, NULL);
	s->connections++;
	next = carry_open(c);
	spoken_collect(s, c);
	for (;;) {
		size_t left = (size_t)(end - p);
		size_t n = left < step ? left : step;

		if (next == CARRY_AGAIN) {
			/* Its words were for the connection before. */
			if (!ended && spoken_cut(p, end))
				p = spoken_cut(p, end);
			ended = false;
			s->connections++;
			next = carry_open(c);
			spoken_collect(s, c);
			continue;
		}
		if (next == CARRY_CLOSE)
			break;
		if (left >= 3 && memcmp(p, cut, 3) == 0) {
			p += 3;
			ended = true;
			next = carry_over(c, TALK_CLOSED);
		} else if (left == 0) {
			next = carry_over(c, over);
			if (next == CARRY_AGAIN && s->connections > 8)
				break;
		} else {
			for (size_t i = 1; i < n && left >= 3; i++)
				if (end - p - (long)i >= 3 &&
				    memcmp(p + i, cut, 3) == 0)
					n = i;
			next = carry_take(c, p, n);
			p += n;
		}
		spoken_collect(s, c);
	}
	carry_free(c);
}

/* The first sign of that code, or NULL. */
static inline const struct device_sign *spoken_sign(const struct spoken *s,
                                                    const char *code)
{
	const struct device_sign *list = s->sight.signs.data;

	for (size_t i = 0; i < s->sight.signs.count; i++)
		if (strcmp(list[i].code, code) == 0)
			return &list[i];
	return NULL;
}

/* The row of a port, or NULL. */
static inline const struct device_port *spoken_port(const struct spoken *s,
                                                    uint16_t port)
{
	const struct device_port *list = s->sight.ports.data;

	for (size_t i = 0; i < s->sight.ports.count; i++)
		if (list[i].port == port)
			return &list[i];
	return NULL;
}

#endif
