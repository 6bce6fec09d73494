/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_LINK_KIND_H
#define CORE_LINK_KIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What an interface of Windows is made of. Pure: as link_windows.c reads it
 * from GetIfTable2().
 */
struct link_kind {
	uint32_t index;
	uint32_t type; /* IF_TYPE_ of "MIB_IF_ROW2" */
	bool hardware; /* a device of the machine is behind it */
	size_t mac_len;
	uint8_t mac[6];
};

/* A tunnel or a mobile network: its other end is no neighbour. */
bool link_kind_point_to_point(uint32_t type);

/*
 * Whether it leads to no cable and no radio: it has no hardware, nor the
 * address of one that has. Switches of Hyper-V that a card is lent to, teams,
 * bridges and virtual networks on a card have the card's address, a bridge
 * with the bit of its own making. Where nothing at all is said to have
 * hardware, it is not known, and only its type is heeded.
 */
bool link_kind_made_up(const struct link_kind *one, const struct link_kind *all,
                       size_t count);

#endif
