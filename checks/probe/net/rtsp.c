/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/talk.h"
#include "core/text.h"

#include <string.h>

/*
 * RTSP (RFC 2326, RFC 7826): OPTIONS, which every server answers. No stream
 * is asked for. What sends films is a camera, or records what cameras see;
 * loudspeakers of Apple speak it, too.
 */

static enum talk_next open_talk(struct talk *t)
{
	t->step = 0;
	talk_text(t, "OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n"
	             "User-Agent: garde/" GARDE_VERSION "\r\n\r\n");
	return TALK_WAIT;
}

static void conclude(struct talk *t, const char *server)
{
	talk_product(t, "rtsp", *server ? server : NULL);
	if (!text_has(server, "AirTunes"))
		sight_kind(t->plan->sight, t->address, "camera", SIGHT_LIKELY);
}

static enum talk_next hear(struct talk *t)
{
	char *server = t->state;
	char line[200];

	while (talk_line(t, line, sizeof(line))) {
		if (t->step++ == 0) {
			if (!text_begins(line, "RTSP/"))
				return TALK_END;
		} else if (!line[0]) {
			conclude(t, server);
			return TALK_END;
		} else if (text_has(line, "Server:") && line[6] == ':') {
			memcpy(server, line + 7, sizeof(line) - 7);
		}
	}
	return TALK_WAIT;
}

const struct dialect dialect_rtsp = {
	.name = "rtsp",
	.state = 200,
	.open = open_talk,
	.hear = hear,
};
