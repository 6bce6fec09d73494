/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_DECODE_SHARE_RIGHT_H
#define CHECKS_PROBE_WINDOWS_DECODE_SHARE_RIGHT_H

#include "checks/facts.h"
#include "checks/probe/windows/decode/security_descriptor.h"

#include <stdbool.h>
#include <stdint.h>

/* How somebody without a password gets in, before any folder is asked for. */
struct share_entrance {
	enum tri guest;          /* the guest's account is open */
	enum tri blank;          /* accounts without a password are let in */
	bool everyone_anonymous; /* S-1-1-0 takes in who gave no name */
	bool null_session;       /* such a one reaches the share */
};

/* The rights of a share, or of the folder that it opens. */
struct share_right {
	struct security_descriptor d;
	bool known;
};

/* Whether anybody who is named may do that: SECURITY_READ or _WRITE. */
enum tri share_right_anybody(const struct share_right *share,
                             const struct share_right *folder, uint32_t mask);

/*
 * Whether somebody without a password may. "Everyone" alone asks for an
 * account since Windows XP: it is open when the guest's account is, when who
 * gave no name reaches the share, and perhaps when accounts without a
 * password do. That a user right may keep the guest from the network, only
 * an administrator can read.
 */
enum tri share_right_stranger(const struct share_entrance *in,
                              const struct share_right *share,
                              const struct share_right *folder, uint32_t mask);

#endif
