/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_SMB2_H
#define CHECKS_PROBE_NET_SMB2_H

#include "checks/probe/net/smb_line.h"

/*
 * The messages of SMB 2 and 3 that a look at a server needs (MS-SMB2):
 * smb2_version, and how a session begins.
 */

/* Append the question for a dialect; id is other each time. */
#define SMB2_ID_BYTES 16
void smb2_negotiate(struct smb_line *l, struct buf *out,
                    const uint8_t id[SMB2_ID_BYTES]);

/* Whether the answer agrees on one; signed: every message is to be. */
bool smb2_negotiated(struct smb_line *l, const struct smb_answer *a,
                     bool *is_signed);

/* Append a token of who comes; the one that came, false where there is none. */
void smb2_session_setup(struct smb_line *l, struct buf *out, const void *token,
                        size_t len);
bool smb2_token(const struct smb_answer *a, struct wire *token);

#endif
