/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_LISTEN_FRAME_H
#define CHECKS_PROBE_NET_LISTEN_FRAME_H

#include "core/capture.h"

#include <stddef.h>
#include <stdint.h>

/* What a frame carries. */
enum frame_kind { FRAME_OTHER, FRAME_ARP, FRAME_IP };

struct frame {
	enum frame_kind kind;
	const uint8_t *data; /* behind every header of the link */
	size_t len;          /* bytes that were kept, padding included */
};

/*
 * Take the headers of the link off: Ethernet with any VLAN tags (802.1Q,
 * 802.1ad), LLC/SNAP or PPPoE, Linux cooked captures, loopback, none. A frame
 * that is cut short or unknown is OTHER.
 */
void frame_parse(struct frame *f, enum capture_link link, const uint8_t *data,
                 size_t len);

#endif
