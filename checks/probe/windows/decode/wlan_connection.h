/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_DECODE_WLAN_CONNECTION_H
#define CHECKS_PROBE_WINDOWS_DECODE_WLAN_CONNECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Read what WlanQueryInterface() says of the current connection: a
 * WLAN_CONNECTION_ATTRIBUTES. *security becomes "open", "wep", "wpa1",
 * "wpa2", "wpa3", "owe", "other", or NULL when there is no connection. The
 * name of the network is not looked at. False for damage.
 */
bool wlan_connection_parse(const uint8_t *data, size_t len,
                           const char **security);

#endif
