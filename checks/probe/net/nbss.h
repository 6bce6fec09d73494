/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_NBSS_H
#define CHECKS_PROBE_NET_NBSS_H

#include "checks/probe/net/wire.h"

/*
 * What frames SMB over TCP: the session service of NetBIOS (RFC 1002 4.3).
 * Port 445 uses its messages alone, with longer lengths.
 */
enum nbss_kind { NBSS_MESSAGE, NBSS_ACCEPTED = 0x82, NBSS_ALIVE = 0x85 };

/* Append the question for a session with whatever serves files there. */
void nbss_ask(struct buf *out);

/*
 * The frame that in begins with: its content, and how it is called. False
 * until all of it is there; *size is its bytes in all as soon as they are
 * known, else 0.
 */
bool nbss_frame(struct wire in, uint8_t *kind, struct wire *content,
                size_t *size);

#endif
