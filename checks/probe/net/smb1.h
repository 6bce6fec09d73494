/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_SMB1_H
#define CHECKS_PROBE_NET_SMB1_H

#include "checks/probe/net/smb_line.h"

/*
 * The messages of SMB 1 that a look at a server needs (MS-CIFS, MS-SMB):
 * smb1_version, and how a session begins.
 */

/* What a server that accepted SMB 1 said of itself. */
struct smb1 {
	bool is_signed; /* every message is to be */
	char name[64];  /* "" where it tells none */
};

/* Append the only question that is put: NT LM 0.12, or nothing. */
void smb1_negotiate(struct smb_line *l, struct buf *out);

/* Whether the answer accepts it; what it tells, then. */
bool smb1_negotiated(struct smb_line *l, const struct smb_answer *a,
                     struct smb1 *s);

/* Append who comes: user without a password, or nobody where it is NULL. */
void smb1_session_setup(struct smb_line *l, struct buf *out, const char *user);

/* What the answer to that says the server is: "Samba 3.6.25"; or "". */
void smb1_system(const struct smb_answer *a, char *out, size_t size);

#endif
