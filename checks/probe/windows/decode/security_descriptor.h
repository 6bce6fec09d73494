/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_DECODE_SECURITY_DESCRIPTOR_H
#define CHECKS_PROBE_WINDOWS_DECODE_SECURITY_DESCRIPTOR_H

#include "core/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Who comes from the network. Each carries SIDs of his own: names differ from
 * one language of Windows to the next.
 */
enum security_visitor {
	SECURITY_ANONYMOUS, /* gave no name: S-1-5-7 */
	SECURITY_GUEST,     /* RID 501 of Guests (S-1-5-32-546) */
	SECURITY_ACCOUNT,   /* any account: S-1-5-11, S-1-5-32-545 */
	SECURITY_ANYBODY,   /* whoever is named at all */
	SECURITY_VISITORS
};

/* What the access mask of a file comes to (MS-DTYP 2.4.3, MS-SMB2 2.2.13.1) */
#define SECURITY_READ  0x00000001u /* FILE_READ_DATA */
#define SECURITY_WRITE 0x000d0006u /* data, DELETE, WRITE_DAC, WRITE_OWNER */
#define SECURITY_FULL  0x001f01ffu

/* What a descriptor of a share or a folder lets each of them do. */
struct security_descriptor {
	uint32_t granted[SECURITY_VISITORS]; /* rights, generic ones mapped */
	bool unclear; /* an entry has conditions that cannot be told here */
};

/*
 * Read a SECURITY_DESCRIPTOR in self-relative form (MS-DTYP 2.4.6). Entries
 * count in their order, as Windows takes them: the first that speaks of a
 * right decides it. No list of rights: everybody may do everything. With
 * everyone_anonymous, who gave no name is of S-1-1-0 too. False for damage.
 */
bool security_descriptor_parse(const uint8_t *data, size_t len,
                               bool everyone_anonymous,
                               struct security_descriptor *out);

/*
 * Append who is named, for a technician: "S-1-1-0 write, RID 1001 read". The
 * numbers of the machine or of its domain are left out. False for damage.
 */
bool security_descriptor_format(const uint8_t *data, size_t len,
                                struct buf *out);

#endif
