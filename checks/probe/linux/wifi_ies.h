/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_WIFI_IES_H
#define CHECKS_PROBE_LINUX_WIFI_IES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * How a Wi-Fi network protects itself, from the information elements of its
 * beacon (IEEE 802.11-2020, 9.4.2), len bytes, and the privacy bit of its
 * capabilities: "open", "wep", "wpa1", "wpa2" or "wpa3", or "owe" for one that
 * encrypts without asking for a password. Of several ways in, the weakest of
 * the newest kind counts: WPA2 and WPA3 together are "wpa2". NULL when the
 * elements contradict themselves or end too early to tell.
 */
const char *wifi_ies_security(const uint8_t *ies, size_t len, bool privacy);

#endif
