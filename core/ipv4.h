/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_IPV4_H
#define CORE_IPV4_H

#include <stdbool.h>
#include <stdint.h>

/* Addresses are numbers in the machine's own order: 192.0.2.1 is 0xc0000201. */

/* Bytes of "255.255.255.255" with its NUL. */
#define IPV4_TEXT 16

/* Read four decimal numbers with dots between; nothing else is accepted. */
bool ipv4_parse(const char *text, uint32_t *out);

/* Write them. */
void ipv4_format(char out[IPV4_TEXT], uint32_t address);

/*
 * Read "192.0.2.77/24": the address as it stands there, and the length of the
 * prefix, 0..32 without a needless zero in front.
 */
bool ipv4_parse_range(const char *text, uint32_t *address, unsigned *bits);

/* The mask of a prefix length, 0..32. */
uint32_t ipv4_mask(unsigned bits);

/* Whether it is one of the private addresses of RFC 1918. */
bool ipv4_private(uint32_t address);

#endif
