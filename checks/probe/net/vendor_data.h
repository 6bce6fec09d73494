/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_VENDOR_DATA_H
#define CHECKS_PROBE_NET_VENDOR_DATA_H

#include <stddef.h>
#include <stdint.h>

/* Made at build time (packaging/cmake/vendor.awk); vendor.c alone reads it. */

/* The first three bytes of an address, and where its maker's name begins. */
#define VENDOR_ROW 6

extern const char vendor_names[]; /* one after the other, NUL-ended */
extern const size_t vendor_count;
extern const uint8_t vendor_table[][VENDOR_ROW]; /* in their order */

#endif
