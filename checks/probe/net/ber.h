/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_BER_H
#define CHECKS_PROBE_NET_BER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Tags of X.690 that LDAP and SNMP use. */
#define BER_INTEGER    0x02
#define BER_OCTETS     0x04
#define BER_NOTHING    0x05
#define BER_OBJECT     0x06
#define BER_ENUMERATED 0x0a
#define BER_SEQUENCE   0x30

/* Most bytes of an element's head that ber_next() takes. */
#define BER_HEAD 6

/* An element, or what is left of the ones within it. */
struct ber {
	const uint8_t *data;
	size_t len;  /* bytes that are there */
	size_t size; /* bytes that it has */
	uint8_t tag;
};

/*
 * Take the next element out of within. False at its end, and where not all of
 * the element's head is there; of its content there may be less than it has.
 */
bool ber_next(struct ber *within, struct ber *out);

#endif
