/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_NTLMSSP_H
#define CHECKS_PROBE_NET_NTLMSSP_H

#include "checks/probe/net/wire.h"

/*
 * How Windows and its likes ask who comes (MS-NLMP), wrapped as SMB carries
 * it (SPNEGO, RFC 4178). We come as nobody, or as a guest without a password:
 * there is nothing here that could send one.
 */

/* What the other side tells of itself when it asks. */
struct ntlmssp {
	uint32_t flags;
	uint8_t challenge[8];
	struct wire info; /* its target info; points into what was parsed */
	uint64_t time;    /* its clock, 100 ns since 1601; 0: not told */
	char computer[64];
	char dns[256];        /* "" where a name is not told */
	uint8_t major, minor; /* of its system, as it says */
	uint16_t build;       /* 0: not told */
};

/* Append the first word: we speak NTLMSSP, and say nothing of who we are. */
void ntlmssp_hello(struct buf *out);

/* Find the challenge in what the other side answered; false: none there. */
bool ntlmssp_parse(struct ntlmssp *c, struct wire answer);

/*
 * Append the answer to a challenge: user without a password, or nobody where
 * user is NULL. now is the time, for a server that tells none. False when
 * this system has no MD5, or nothing more fits.
 */
bool ntlmssp_answer(struct buf *out, const struct ntlmssp *c, const char *user,
                    int64_t now);

#endif
