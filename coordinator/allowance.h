/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_ALLOWANCE_H
#define COORDINATOR_ALLOWANCE_H

#include <stdbool.h>
#include <stddef.h>

/* A list of addresses and networks that somebody configured. */
#define ALLOWANCE_MOST 32

struct allowance {
	struct {
		unsigned char bytes[16]; /* IPv4 as ::ffff:a.b.c.d */
		unsigned bits;           /* of the prefix, 0..128 */
	} net[ALLOWANCE_MOST];
	size_t nets;
};

/*
 * Read "192.0.2.10,2001:db8::/32"; "" is nobody. False when one is no address
 * or no network, or there are too many; *wrong is then where it begins.
 */
bool allowance_parse(struct allowance *out, const char *text,
                     const char **wrong);

/* Whether an address, as text, is among them. */
bool allowance_has(const struct allowance *list, const char *address);

#endif
