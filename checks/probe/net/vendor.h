/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_VENDOR_H
#define CHECKS_PROBE_NET_VENDOR_H

#include <stdint.h>

/*
 * Who made the network card of that hardware address, by the register of the
 * IEEE, shortened: "Synology". NULL when nobody knows: telephones invent
 * their address, and so do virtual machines. Static.
 */
const char *vendor_find(const uint8_t mac[6]);

#endif
