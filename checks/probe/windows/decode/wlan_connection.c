/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/decode/wlan_connection.h"

/*
 * Where things stand (wlanapi.h): the state, behind the profile's name and
 * the network's, and the security at the end.
 */
#define STATE  0
#define AUTH   596 /* dot11AuthAlgorithm */
#define CIPHER 600 /* dot11CipherAlgorithm */
#define LENGTH 604

#define CONNECTED 1 /* wlan_interface_state_connected */

/* Of windot11.h, DOT11_CIPHER_ALGORITHM. */
#define CIPHER_NONE   0x000
#define CIPHER_WEP40  0x001
#define CIPHER_TKIP   0x002
#define CIPHER_WEP104 0x005
#define CIPHER_WEP    0x101

static uint32_t word32(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	       (uint32_t)p[3] << 24;
}

static bool is_wep(uint32_t cipher)
{
	return cipher == CIPHER_WEP40 || cipher == CIPHER_WEP104 ||
	       cipher == CIPHER_WEP;
}

/* By DOT11_AUTH_ALGORITHM; TKIP is WPA's cipher, under any name. */
static const char *name_of(uint32_t auth, uint32_t cipher)
{
	switch (auth) {
	case 1: /* open */
		return is_wep(cipher)          ? "wep"
		       : cipher == CIPHER_NONE ? "open"
		                               : "other";
	case 2: /* shared key */
		return "wep";
	case 3: /* WPA, WPA-PSK, WPA-None */
	case 4:
	case 5:
		return "wpa1";
	case 6: /* RSNA, RSNA-PSK */
	case 7:
		return is_wep(cipher)          ? "wep"
		       : cipher == CIPHER_TKIP ? "wpa1"
		                               : "wpa2";
	case 8: /* WPA3-Enterprise of 192 bits, SAE */
	case 9:
	case 11: /* WPA3-Enterprise */
		return "wpa3";
	case 10:
		return "owe";
	default:
		return "other";
	}
}

bool wlan_connection_parse(const uint8_t *data, size_t len,
                           const char **security)
{
	*security = NULL;
	if (len < LENGTH)
		return false;
	if (word32(data + STATE) != CONNECTED)
		return true;
	*security = name_of(word32(data + AUTH), word32(data + CIPHER));
	return true;
}
