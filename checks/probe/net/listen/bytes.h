/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_LISTEN_BYTES_H
#define CHECKS_PROBE_NET_LISTEN_BYTES_H

#include <stdint.h>

/* Numbers as they stand in a packet; the caller has checked the length. */

static inline unsigned bytes_be16(const uint8_t *p)
{
	return (unsigned)p[0] << 8 | p[1];
}

static inline uint32_t bytes_be32(const uint8_t *p)
{
	return (uint32_t)bytes_be16(p) << 16 | bytes_be16(p + 2);
}

static inline unsigned bytes_le16(const uint8_t *p)
{
	return (unsigned)p[1] << 8 | p[0];
}

static inline uint32_t bytes_le32(const uint8_t *p)
{
	return (uint32_t)bytes_le16(p + 2) << 16 | bytes_le16(p);
}

#endif
