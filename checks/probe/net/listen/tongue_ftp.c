/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/listen/tongue.h"

#include "checks/probe/net/listen/line.h"
#include "core/text.h"

/*
 * A password that passes counts, right or wrong. None does for a visitor who
 * says "anonymous" (RFC 1635), nor when it is empty: there is no secret. After
 * AUTH TLS comes a TLS record, which line_feed() sees.
 */
static void ftp_line(struct speech *t, int side, char *text)
{
	const char *name = line_after(text, "USER");
	const char *password = name ? NULL : line_after(text, "PASS");

	(void)side;
	if (name)
		t->nobody =
		    text_same(name, "anonymous") || text_same(name, "ftp");
	else if (password && password[0] && !t->nobody)
		t->heard->login[HEARD_FTP]++;
}

const struct tongue tongue_ftp = {
	.name = "ftp",
	.feed = line_feed,
	.gap = line_gap,
	.line = ftp_line,
};
