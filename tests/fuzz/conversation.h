/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_FUZZ_CONVERSATION_H
#define TESTS_FUZZ_CONVERSATION_H

#include "tests/checks/spoken.h"
#include "tests/fuzz/builtin.h"

/*
 * The input is what a device says to a dialect: the first byte tells in what
 * pieces, at which level, and how it ends. Whatever it says, what we keep is
 * short and known by its code.
 */
static inline void conversation(const char *dialect, uint16_t port,
                                const char *note, const uint8_t *data,
                                size_t size)
{
	const struct device_sign *sign;
	struct spoken s;
	uint8_t mood;

	if (size == 0)
		return;
	mood = data[0];
	spoken_init(&s, mood & 0x40 ? TALK_THOROUGH : TALK_NORMAL);
	s.plan.baseline = builtin_baseline();
	spoken_feed(&s, dialect, port, note, data + 1, size - 1,
	            (mood & 0x3f) + 1u,
	            mood & 0x80 ? TALK_SILENCE : TALK_CLOSED);
	sign = s.sight.signs.data;
	for (size_t i = 0; i < s.sight.signs.count; i++)
		if (!sign[i].code || (sign[i].value && !sign[i].value[0]))
			abort();
	if (s.connections > 20 || s.calls > 16)
		abort();
	spoken_clear(&s);
}

#endif
