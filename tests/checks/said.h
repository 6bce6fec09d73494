/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_CHECKS_SAID_H
#define TESTS_CHECKS_SAID_H

#include "captured.h"

#include <ctype.h>

/* The conversations of listened.def. */
#define SAID 16 /* things said in one conversation */

static const struct {
	const char *name;
	uint16_t port;
	const char *heard;
	bool udp;
	const char *said[SAID];
} said_cases[] = {
#define CASE(name, port, heard, ...) \
	{ name, port, heard, false, { __VA_ARGS__ } },
#define UDP_CASE(name, port, heard, ...) \
	{ name, port, heard, true, { __VA_ARGS__ } },
#include "listened.def"
};

#define SAID_CASES (sizeof(said_cases) / sizeof(said_cases[0]))

/* The bytes of "16 0301 00*8"; how many. */
static inline size_t said_decode(const char *text, uint8_t *out, size_t room)
{
	size_t n = 0, word = 0;

	while (*text) {
		unsigned byte;

		if (isspace((unsigned char)*text)) {
			text++;
			word = n;
		} else if (*text == '*') {
			size_t size = n - word;
			long times = strtol(text + 1, (char **)&text, 10);

			for (long i = 1; i < times; i++, n += size) {
				if (n + size > room)
					abort();
				memcpy(out + n, out + word, size);
			}
		} else {
			if (n == room || sscanf(text, "%2x", &byte) != 1)
				abort();
			out[n++] = (uint8_t)byte;
			text += 2;
		}
	}
	return n;
}

/* Have conversation i of said_cases again, between these two. */
static inline void said_again(struct captured *c, size_t i,
                              struct captured_end client,
                              struct captured_end server)
{
	struct captured_talk talk;

	if (!said_cases[i].udp)
		captured_open(&talk, c, client, server);
	for (size_t k = 0; k < SAID && said_cases[i].said[k]; k++) {
		const char *said = said_cases[i].said[k];
		int side = tolower((unsigned char)said[0]) == 's';
		uint8_t data[2048];
		size_t n;

		if (islower((unsigned char)said[0]))
			n = said_decode(said + 2, data, sizeof(data));
		else
			n = strlen(said + 2);
		if (!islower((unsigned char)said[0]))
			memcpy(data, said + 2, n);
		if (said_cases[i].udp)
			captured_udp(c, side ? server : client,
			             side ? client : server, data, n);
		else
			captured_say(&talk, side, data, n);
	}
	if (!said_cases[i].udp)
		captured_close(&talk);
}

#endif
