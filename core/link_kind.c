/* SPDX-License-Identifier: Apache-2.0 */
#include "core/link_kind.h"

#include <string.h>

/* ipifcons.h, "Interface Types" of the IANA. */
#define PPP          23
#define LOOPBACK     24
#define PROP_VIRTUAL 53
#define TUNNEL       131
#define WWAN_GSM     243
#define WWAN_CDMA    244

#define OWN_MAKING 0x02 /* bit of the first byte, IEEE 802 */

bool link_kind_point_to_point(uint32_t type)
{
	return type == PPP || type == TUNNEL || type == WWAN_GSM ||
	       type == WWAN_CDMA;
}

/* Whether the address of b is a's, or made from it. */
static bool same_card(const struct link_kind *a, const struct link_kind *b)
{
	return a->mac_len == 6 && b->mac_len == 6 &&
	       (a->mac[0] | OWN_MAKING) == (b->mac[0] | OWN_MAKING) &&
	       memcmp(a->mac + 1, b->mac + 1, 5) == 0;
}

bool link_kind_made_up(const struct link_kind *one, const struct link_kind *all,
                       size_t count)
{
	bool told = false;

	if (one->type == PROP_VIRTUAL || one->type == TUNNEL)
		return true;
	if (one->type == LOOPBACK || one->hardware)
		return false;
	for (size_t i = 0; i < count; i++) {
		told = told || all[i].hardware;
		if (all[i].hardware && same_card(one, &all[i]))
			return false;
	}
	return told;
}
