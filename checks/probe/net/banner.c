/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/talk.h"
#include "core/text.h"

#include <string.h>

/*
 * What greets with its name and waits: SSH (RFC 4253 section 4.2). Nothing
 * is said.
 */

#define LINES 20 /* that may come before the one with the version */

/* What names show of the device behind them. */
static const struct {
	const char *text;
	const char *kind;
	enum sight_sure sure;
} hints[] = {
	{ "OpenSSH_for_Windows", "computer", SIGHT_LIKELY },
	{ "Raspbian", "computer", SIGHT_GUESS },
	{ "Ubuntu", "computer", SIGHT_GUESS },
	{ "Debian", "computer", SIGHT_GUESS },
	{ "ROSSSH", "router", SIGHT_LIKELY },
	{ "Cisco", "router", SIGHT_GUESS },
};

static enum talk_next open_talk(struct talk *t)
{
	t->step = 0;
	return TALK_WAIT;
}

static enum talk_next hear(struct talk *t)
{
	char line[260];

	while (talk_line(t, line, sizeof(line))) {
		const char *version = line + 4;

		if (!text_begins(line, "SSH-")) {
			if (++t->step == LINES)
				return TALK_END;
			continue;
		}
		/* "SSH-2.0-OpenSSH_9.2p1 Debian-2" */
		if (strchr(version, '-'))
			version = strchr(version, '-') + 1;
		talk_product(t, "ssh", version);
		for (size_t i = 0; i < sizeof(hints) / sizeof(*hints); i++)
			if (strstr(version, hints[i].text)) {
				sight_kind(t->plan->sight, t->address,
				           hints[i].kind, hints[i].sure);
				break;
			}
		return TALK_END;
	}
	return TALK_WAIT;
}

const struct dialect dialect_banner = {
	.name = "banner",
	.speaks_first = true,
	.open = open_talk,
	.hear = hear,
};
