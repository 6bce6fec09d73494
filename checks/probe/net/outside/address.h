/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_OUTSIDE_ADDRESS_H
#define CHECKS_PROBE_NET_OUTSIDE_ADDRESS_H

#include <stdbool.h>
#include <stdint.h>

/* A numeric address; IPv4 as ::ffff:a.b.c.d, RFC 4291 section 2.5.5.2. */
struct address {
	uint8_t byte[16];
};

/* Read "192.0.2.1" or "2001:db8::1"; false when it is neither. */
bool address_parse(struct address *out, const char *text);

/*
 * Whether it can be somebody's on the Internet: false for what the registries
 * of special addresses (RFC 6890) keep for one machine, one network or no
 * one: loopback, private, link-local, shared by a provider, multicast,
 * unspecified, and IPv4 wrapped in IPv6. Addresses for documentation are
 * nobody's and harmless; they count as public.
 */
bool address_public(const char *text);

#endif
