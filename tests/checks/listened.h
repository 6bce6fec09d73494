/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_CHECKS_LISTENED_H
#define TESTS_CHECKS_LISTENED_H

#include "captured.h"

#include "checks/probe/net/listen/ear.h"

/* What was heard of a capture, in words. Include it behind cmocka.h. */
struct listened {
	struct facts facts;
	struct arena *arena;
	char text[512]; /* "ftp 1, smb1 2, dhcp 1": what was counted */
};

static inline void listened_add(struct listened *l, const char *name,
                                long long count)
{
	size_t n = strlen(l->text);

	snprintf(l->text + n, sizeof(l->text) - n, "%s%s %lld", n ? ", " : "",
	         name, count);
}

/* Read the capture from file, which is closed, through. */
static inline void listened_to(struct listened *l, FILE *file)
{
	struct ear_session session = { .seconds = -1 };
	struct ear *ear = ear_new();
	struct capture_packet p;
	struct capture *c;
	struct err e;

	memset(l, 0, sizeof(*l));
	l->arena = arena_new(1u << 20);
	c = capture_open_stream(file, &e);
	assert_non_null(c);
	assert_non_null(ear);
	for (;;) {
		enum capture_step step = capture_next(c, 0, &p, &e);

		if (step == CAPTURE_PACKET)
			ear_hear(ear, capture_link(c), &p);
		if (step == CAPTURE_BROKEN)
			session.doubt = e.text;
		if (step == CAPTURE_END || step == CAPTURE_BROKEN)
			break;
	}
	ear_end(ear, &session, &l->facts, l->arena);
	for (size_t i = 0; i < l->facts.listen_logins.count; i++)
		listened_add(l, l->facts.listen_logins.row[i].protocol,
		             l->facts.listen_logins.row[i].count);
	for (size_t i = 0; i < l->facts.listen_events.count; i++)
		listened_add(l, l->facts.listen_events.row[i].code,
		             l->facts.listen_events.row[i].count);
	if (l->facts.listen_dhcp_servers.value)
		listened_add(l, "dhcp", l->facts.listen_dhcp_servers.value);
	capture_close(c);
	ear_free(ear);
}

static inline void listened_clear(struct listened *l)
{
	arena_free(l->arena);
}

#endif
