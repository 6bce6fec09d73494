/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/listen/ear.h"

#include <stdlib.h>
#include <string.h>

/*
 * Packets of any link: a byte for the link, then for each packet two bytes of
 * its length and what it holds. Whatever they are, the counts can be told.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct ear_session session = { .seconds = 1 };
	struct ear *ear = ear_new();
	struct arena *a = arena_new(1u << 20);
	struct facts *f = calloc(1, sizeof(*f));
	enum capture_link link;

	if (!ear || !a || !f || size == 0)
		goto out;
	link = (enum capture_link)(data[0] % (CAPTURE_OTHER + 1));
	for (size_t at = 1; at + 2 <= size;) {
		size_t n = (size_t)data[at] << 8 | data[at + 1];
		struct capture_packet p = { .time = (int64_t)at * 1000 };
		uint8_t *copy;

		at += 2;
		if (n > size - at)
			n = size - at;
		/* On its own, so that reading past it is found. */
		copy = malloc(n ? n : 1);
		if (!copy)
			break;
		memcpy(copy, data + at, n);
		p.data = copy;
		p.len = n;
		p.size = n;
		ear_hear(ear, link, &p);
		free(copy);
		at += n;
	}
	ear_end(ear, &session, f, a);
	if (f->listen_seconds.value != 1 || f->listen_packets.value < 0 ||
	    f->listen_logins.count > 9 || f->listen_events.count > 6)
		abort();
out:
	free(f);
	arena_free(a);
	ear_free(ear);
	return 0;
}
