/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/wifi_ies.h"

#include <string.h>

#define ELEMENT_RSN    48  /* WPA2 and later */
#define ELEMENT_VENDOR 221 /* WPA 1 hides in a vendor's element */

/* What one RSN or WPA element allows. */
struct offer {
	bool here;
	bool broken;   /* it ends before its counts do */
	bool strong;   /* a cipher better than TKIP */
	bool password; /* PSK or 802.1X, of WPA2 or WPA1 */
	bool sae;      /* WPA3, with a password or 192 bits 802.1X */
	bool owe;      /* encrypted for anyone */
};

static uint16_t le16(const uint8_t *p)
{
	return (uint16_t)(p[0] | p[1] << 8);
}

/* Suite selectors: 00-0F-AC is the standard, 00-50-F2 its WPA 1 twin. */
static void cipher(struct offer *o, const uint8_t *suite)
{
	/* Table 9-149: 4 CCMP, 8 to 10 GCMP and CCMP-256; 2 TKIP, 1, 5 WEP */
	if (suite[3] == 4 || (suite[3] >= 8 && suite[3] <= 10))
		o->strong = true;
}

static void manager(struct offer *o, const uint8_t *suite)
{
	switch (suite[3]) { /* table 9-151 */
	case 8:             /* SAE */
	case 9:             /* SAE, fast transition */
	case 12:            /* 802.1X with 192 bits */
	case 13:
	case 24: /* SAE of 802.11be */
	case 25:
		o->sae = true;
		break;
	case 18:
		o->owe = true;
		break;
	default:
		o->password = true;
	}
}

/* A count and that many suites at *at. */
static void suites(struct offer *o, const uint8_t *p, size_t len, size_t *at,
                   void (*each)(struct offer *, const uint8_t *))
{
	size_t n;

	if (len - *at < 2)
		return;
	n = le16(p + *at);
	*at += 2;
	if (n > (len - *at) / 4) {
		o->broken = true;
		return;
	}
	for (size_t i = 0; i < n; i++, *at += 4)
		each(o, p + *at);
}

/* A version, a group cipher, the pair's ciphers, the key managements. */
static void offer_parse(struct offer *o, const uint8_t *p, size_t len, bool rsn)
{
	size_t at = 6;

	memset(o, 0, sizeof(*o));
	o->here = true;
	if (len < 2) {
		o->broken = true;
		return;
	}
	if (len >= 8)
		suites(o, p, len, &at, cipher);
	else
		o->strong = rsn; /* what is left out has its default */
	if (!o->broken && len >= 8 && at < len)
		suites(o, p, len, &at, manager);
	if (!o->password && !o->sae && !o->owe)
		o->password = true; /* 802.1X is the default */
}

const char *wifi_ies_security(const uint8_t *ies, size_t len, bool privacy)
{
	static const uint8_t wpa[] = { 0x00, 0x50, 0xF2, 0x01 };
	struct offer rsn = { 0 };
	struct offer old = { 0 };
	size_t at = 0;

	while (len - at >= 2) {
		const uint8_t *body = ies + at + 2;
		size_t n = ies[at + 1];

		if (n > len - at - 2)
			return NULL;
		if (ies[at] == ELEMENT_RSN && !rsn.here)
			offer_parse(&rsn, body, n, true);
		if (ies[at] == ELEMENT_VENDOR && !old.here &&
		    n >= sizeof(wpa) && memcmp(body, wpa, sizeof(wpa)) == 0)
			offer_parse(&old, body + 4, n - 4, false);
		at += 2 + n;
	}
	if (at != len || rsn.broken || old.broken)
		return NULL;
	if (rsn.here && rsn.password)
		return rsn.strong ? "wpa2" : "wpa1";
	if (rsn.here && rsn.sae)
		return "wpa3";
	if (rsn.here)
		return "owe";
	if (old.here)
		return "wpa1";
	return privacy ? "wep" : "open";
}
