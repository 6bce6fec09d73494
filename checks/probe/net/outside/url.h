/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_OUTSIDE_URL_H
#define CHECKS_PROBE_NET_OUTSIDE_URL_H

#include <stdbool.h>
#include <stddef.h>

#define URL_HOST  254  /* bytes, with the NUL */
#define URL_BYTES 2048 /* of a whole address */

/* An address of a page, cut up. */
struct url {
	bool secure;         /* https, not http */
	char host[URL_HOST]; /* ASCII, lower case; IPv6 without brackets */
	int port;
	char path[URL_BYTES]; /* from "/" on, never empty */
};

/*
 * Read an absolute http or https address. False for anything else, and for
 * what two programs might read in two ways: users, odd signs in the host.
 */
bool url_parse(struct url *out, const char *text);

/* Write it; false when it does not fit. */
bool url_format(char *out, size_t size, const struct url *u);

#endif
