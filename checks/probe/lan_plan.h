/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LAN_PLAN_H
#define CHECKS_PROBE_LAN_PLAN_H

#include "core/link.h"

#include <stddef.h>
#include <stdint.h>

/* How far a look at the network goes. Each level does what is before it. */
enum lan_level {
	LAN_PORTS,   /* who is there, which ports answer */
	LAN_NORMAL,  /* what a device says before anyone identifies */
	LAN_THOROUGH /* as anonymous or guest, where no password is asked */
};

/* What somebody agreed to. Nobody agreed: there is no plan. */
struct lan_plan {
	enum lan_level level;
	const char *consent; /* "option", "question", "kit" */
	const char *range;   /* "auto", or what lan_plan_range() made */
	const char *roots;   /* file of certificates that this network
	                        trusts besides the system's, or NULL */
};

/* Bytes of "255.255.255.255/32" and its end. */
#define LAN_RANGE_TEXT 19

/* Why a range of addresses is not looked at. */
enum lan_fault {
	LAN_FINE,
	LAN_NOT_A_RANGE, /* not four numbers, a slash and a length */
	LAN_LINK_LOCAL,  /* 169.254.0.0/16, RFC 3927 */
	LAN_NOT_PRIVATE, /* not in RFC 1918 */
	LAN_TOO_LARGE    /* more than the 256 addresses of a /24 */
};

/*
 * Read a range that somebody typed: "192.168.1.20/24" becomes
 * "192.168.1.0/24". Only what RFC 1918 keeps for local networks, a /24 at
 * most. Whether this machine is attached to it is for the scanner to say: it
 * knows the interfaces.
 */
enum lan_fault lan_plan_range(char out[LAN_RANGE_TEXT], const char *text);

/* Networks of one machine that are looked at, at most. */
#define LAN_NETWORKS 4

/* A network that may be looked at, and our own address in it. */
struct lan_network {
	uint32_t network;
	unsigned bits; /* 24 at least */
	uint32_t own;
	const char *interface; /* of the link it is by */
};

/*
 * The networks that a range means to a machine with those links; how many. It
 * is private ones by a cable or by radio only, a /24 around our own address at
 * most. "auto" is all that nobody made up inside this machine; another range
 * is what of it this machine is plugged into, 0 when that is nothing.
 */
size_t lan_plan_networks(const char *range, const struct link_address *link,
                         size_t links, struct lan_network out[LAN_NETWORKS]);

/* "ports", "normal", "thorough": as facts and documents have it; static. */
const char *lan_plan_level(enum lan_level level);

#endif
