/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/talk_certificate.h"
#include "core/text.h"

#include <string.h>

/*
 * FTP inside TLS from the first byte (port 990): its certificate and its
 * greeting. FTP that starts TLS of its own accord is another dialect.
 */
enum step { GREETING, MORE, BYE };

static enum talk_next open_tls(struct talk *t)
{
	if (!t->secure)
		return TALK_TLS;
	talk_certificate(t, "ftps");
	return TALK_WAIT;
}

static enum talk_next hear(struct talk *t)
{
	char line[512];

	while (talk_line(t, line, sizeof(line))) {
		/* The first line, of perhaps many, says what it is. */
		if (t->step == BYE ||
		    (t->step == GREETING && !text_begins(line, "220")))
			return TALK_END;
		if (t->step == GREETING && strlen(line) > 4)
			talk_product(t, NULL, line + 4);
		t->step = MORE;
		if (!text_begins(line, "220 "))
			continue;
		talk_text(t, "QUIT\r\n");
		t->step = BYE;
	}
	return TALK_WAIT;
}

const struct dialect dialect_ftps = {
	.name = "ftps",
	.speaks_first = true,
	.open = open_tls,
	.hear = hear,
};
