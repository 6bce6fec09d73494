/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_NL80211_H
#define CHECKS_PROBE_LINUX_NL80211_H

#include "core/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The network that a Wi-Fi interface is connected to, as the kernel knows. */
struct nl80211_network {
	bool connected;    /* nothing below counts when it is not */
	bool privacy;      /* bit of its capabilities */
	uint8_t ies[4096]; /* information elements of its beacon */
	size_t len;        /* bytes of them */
};

/*
 * Ask the kernel about the interface of that index, over netlink; nothing is
 * sent on the air. False and e when it cannot be asked.
 */
bool nl80211_read(unsigned interface, struct nl80211_network *out,
                  struct err *e);

/*
 * Take the len bytes of attributes of one scan result into out if it is the
 * network that is connected; false when it is another, or damaged.
 */
bool nl80211_parse(struct nl80211_network *out, const uint8_t *attributes,
                   size_t len);

#endif
