/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_SMB1_H
#define CHECKS_PROBE_NET_SMB1_H

#include "checks/probe/net/wire.h"

/*
 * The messages of SMB 1 that a look at a server needs (MS-CIFS, MS-SMB).
 * Those that are sent are framed for TCP; those that came are without their
 * frame.
 */

/* What a server that accepted SMB 1 said of itself. */
struct smb1 {
	bool signs;    /* it wants every message signed */
	char name[64]; /* "" where it tells none */
};

/* Append the only question that is put: NT LM 0.12, or nothing. */
void smb1_negotiate(struct buf *out);

/* Whether the answer accepts it; what it tells, then. */
bool smb1_negotiated(struct smb1 *s, struct wire message);

#endif
