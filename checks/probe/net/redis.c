/* SPDX-License-Identifier: Apache-2.0 */
#include "core/text.h"

#include "checks/probe/net/talk.h"

#include <string.h>

/*
 * Redis: PING, when anonymous questions were agreed to. "+PONG" comes where
 * anyone is let in; "-NOAUTH" where a password is wanted, "-DENIED" where it
 * is the protected mode that keeps others out.
 */
static enum talk_next open_plain(struct talk *t)
{
	if (t->plan->level < TALK_THOROUGH)
		return TALK_END;
	talk_text(t, "PING\r\n");
	return TALK_WAIT;
}

static enum talk_next hear(struct talk *t)
{
	char line[200];

	if (!talk_line(t, line, sizeof(line)))
		return TALK_WAIT;
	if (strcmp(line, "+PONG") != 0)
		return TALK_END;
	talk_product(t, NULL, "Redis");
	talk_sign(t, "db-no-auth", "PING");
	return TALK_END;
}

const struct dialect dialect_redis = {
	.name = "redis",
	.open = open_plain,
	.hear = hear,
};
