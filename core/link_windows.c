/* SPDX-License-Identifier: Apache-2.0 */
#include "core/link.h"

#include "core/ipv4.h"
#include "core/library.h"
#include "core/link_kind.h"
#include "core/pcap.h"
#include "core/text.h"
#include "core/wide.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <winsock2.h>

#include <windows.h>

#include <iphlpapi.h>
#include <netioapi.h>
#include <ws2tcpip.h>

/* A word of ours that Windows' headers take for themselves. */
#undef interface

#define KINDS      256         /* interfaces: Windows makes many of its own */
#define ROOM_FIRST (16u << 10) /* bytes, as "GetAdaptersAddresses" advises */
#define ROOM_MOST  (4u << 20)  /* bytes */
#define NPF        "\\Device\\NPF_" /* what Npcap puts before a GUID */

/* Each as its header has it; NULL where this Windows lacks it. */
static struct {
	ULONG(WINAPI *adapters)
	(ULONG, ULONG, PVOID, PIP_ADAPTER_ADDRESSES, PULONG);
	NETIO_STATUS(WINAPI *interfaces)(PMIB_IF_TABLE2 *);
	NETIO_STATUS(WINAPI *routes)(ADDRESS_FAMILY, PMIB_IPFORWARD_TABLE2 *);
	NETIO_STATUS(WINAPI *neighbours)(ADDRESS_FAMILY, PMIB_IPNET_TABLE2 *);
	NETIO_STATUS(WINAPI *interface)(PMIB_IPINTERFACE_ROW);
	VOID(WINAPI *release)(PVOID);
} api;

static BOOL CALLBACK load(INIT_ONCE *once, void *given, void **out)
{
	static const char *const names[] = { "iphlpapi.dll", NULL };
	static const struct library_symbol symbol[] = {
		{ "GetAdaptersAddresses", &api.adapters },
		{ "GetIfTable2", &api.interfaces },
		{ "GetIpForwardTable2", &api.routes },
		{ "GetIpNetTable2", &api.neighbours },
		{ "GetIpInterfaceEntry", &api.interface },
		{ "FreeMibTable", &api.release },
	};
	struct err e;

	(void)once;
	(void)given;
	(void)out;
	for (size_t i = 0; i < sizeof(symbol) / sizeof(symbol[0]); i++)
		(void)library_load(names, &symbol[i], 1, &e);
	return TRUE;
}

static void prepare(void)
{
	static INIT_ONCE once = INIT_ONCE_STATIC_INIT;

	InitOnceExecuteOnce(&once, load, NULL, NULL);
}

/* The adapters with an IPv4 address; free() them. NULL: none can be told. */
static IP_ADAPTER_ADDRESSES *list_adapters(void)
{
	const ULONG flags = GAA_FLAG_SKIP_ANYCAST | GAA_FLAG_SKIP_MULTICAST |
	                    GAA_FLAG_SKIP_DNS_SERVER;
	IP_ADAPTER_ADDRESSES *list = NULL;
	ULONG room = ROOM_FIRST, status = ERROR_BUFFER_OVERFLOW;

	prepare();
	/* They may become more between two calls. */
	for (int i = 0; api.adapters && i < 4 && room <= ROOM_MOST &&
	                status == ERROR_BUFFER_OVERFLOW;
	     i++) {
		free(list);
		list = malloc(room);
		if (!list)
			return NULL;
		status = api.adapters(AF_INET, flags, NULL, list, &room);
	}
	if (status == NO_ERROR)
		return list;
	free(list);
	return NULL;
}

/* As Windows shows it to people: "Ethernet", "Wi-Fi". */
static void name_of(const IP_ADAPTER_ADDRESSES *a, char out[LINK_NAME])
{
	char *name = wide_utf8(a->FriendlyName);

	text_clean(out, LINK_NAME, name ? name : a->AdapterName);
	free(name);
}

/* Every interface, also those without an address; how many. */
static size_t list_kinds(struct link_kind out[KINDS])
{
	PMIB_IF_TABLE2 table = NULL;
	size_t count = 0;

	if (!api.interfaces || !api.release ||
	    api.interfaces(&table) != NO_ERROR)
		return 0;
	for (; count < table->NumEntries && count < KINDS; count++) {
		const MIB_IF_ROW2 *row = &table->Table[count];
		struct link_kind *k = &out[count];

		*k = (struct link_kind){
			.index = row->InterfaceIndex,
			.type = row->Type,
			.hardware =
			    row->InterfaceAndOperStatusFlags.HardwareInterface,
			.mac_len = row->PhysicalAddressLength,
		};
		if (k->mac_len == sizeof(k->mac))
			memcpy(k->mac, row->PhysicalAddress, sizeof(k->mac));
	}
	api.release(table);
	return count;
}

static bool made_up(const struct link_kind *all, size_t count, uint32_t index)
{
	for (size_t i = 0; i < count; i++)
		if (all[i].index == index)
			return link_kind_made_up(&all[i], all, count);
	return false;
}

static uint32_t address_of(const SOCKET_ADDRESS *from)
{
	struct sockaddr_in in;

	if (!from->lpSockaddr || from->iSockaddrLength < (int)sizeof(in))
		return 0;
	memcpy(&in, from->lpSockaddr, sizeof(in));
	return in.sin_family == AF_INET ? ntohl(in.sin_addr.s_addr) : 0;
}

/* Those of one adapter; how many. */
static size_t add_addresses(const IP_ADAPTER_ADDRESSES *a, bool fake,
                            struct link_address *out, size_t room)
{
	const IP_ADAPTER_UNICAST_ADDRESS *u = a->FirstUnicastAddress;
	size_t count = 0;

	for (; u && count < room; u = u->Next) {
		struct link_address *l = &out[count];
		uint32_t address = address_of(&u->Address);

		/* Others are being tried, or somebody else has them. */
		if (address == 0 || u->OnLinkPrefixLength > 32 ||
		    (u->DadState != IpDadStatePreferred &&
		     u->DadState != IpDadStateDeprecated))
			continue;
		memset(l, 0, sizeof(*l));
		name_of(a, l->interface);
		l->address = address;
		l->bits = u->OnLinkPrefixLength;
		l->loopback = a->IfType == IF_TYPE_SOFTWARE_LOOPBACK;
		l->point_to_point = link_kind_point_to_point(a->IfType);
		l->made_up = fake;
		count++;
	}
	return count;
}

size_t link_addresses(struct link_address *out, size_t room)
{
	IP_ADAPTER_ADDRESSES *list = list_adapters();
	struct link_kind *kind = calloc(KINDS, sizeof(*kind));
	size_t kinds = kind ? list_kinds(kind) : 0;
	size_t count = 0;

	for (const IP_ADAPTER_ADDRESSES *a = list; a; a = a->Next)
		if (a->OperStatus == IfOperStatusUp)
			count +=
			    add_addresses(a, made_up(kind, kinds, a->IfIndex),
			                  out + count, room - count);
	free(kind);
	free(list);
	return count;
}

/* The adapter of that name in the list, or NULL. */
static const IP_ADAPTER_ADDRESSES *find(const IP_ADAPTER_ADDRESSES *list,
                                        const char *interface)
{
	char name[LINK_NAME];

	for (; list; list = list->Next) {
		name_of(list, name);
		if (strcmp(name, interface) == 0)
			return list;
	}
	return NULL;
}

bool link_hardware(const char *interface, uint8_t out[6])
{
	IP_ADAPTER_ADDRESSES *list = list_adapters();
	const IP_ADAPTER_ADDRESSES *a = find(list, interface);
	bool found = a && a->PhysicalAddressLength == 6 &&
	             (a->IfType == IF_TYPE_ETHERNET_CSMACD ||
	              a->IfType == IF_TYPE_IEEE80211);

	if (found)
		memcpy(out, a->PhysicalAddress, 6);
	free(list);
	return found;
}

bool link_device(const char *interface, char out[LINK_DEVICE])
{
	IP_ADAPTER_ADDRESSES *list = list_adapters();
	const IP_ADAPTER_ADDRESSES *a = find(list, interface);
	int len = a ? snprintf(out, LINK_DEVICE, NPF "%s", a->AdapterName) : -1;

	free(list);
	return len > 0 && len < LINK_DEVICE;
}

bool link_frames(void)
{
	struct err e;

	return pcap_live(&e) != NULL;
}

/* What the interface adds to the cost of a way through it. */
static uint64_t cost_of(const MIB_IPFORWARD_ROW2 *row)
{
	MIB_IPINTERFACE_ROW i;

	memset(&i, 0, sizeof(i));
	i.Family = AF_INET;
	i.InterfaceLuid = row->InterfaceLuid;
	i.InterfaceIndex = row->InterfaceIndex;
	if (!api.interface || api.interface(&i) != NO_ERROR)
		i.Metric = 0;
	return (uint64_t)row->Metric + i.Metric;
}

bool link_gateway(uint32_t *out)
{
	PMIB_IPFORWARD_TABLE2 table = NULL;
	uint64_t least = UINT64_MAX;

	*out = 0;
	prepare();
	if (!api.routes || !api.release ||
	    api.routes(AF_INET, &table) != NO_ERROR)
		return false;
	for (ULONG i = 0; i < table->NumEntries; i++) {
		const MIB_IPFORWARD_ROW2 *row = &table->Table[i];
		uint32_t hop = ntohl(row->NextHop.Ipv4.sin_addr.s_addr);
		uint64_t cost;

		if (row->DestinationPrefix.PrefixLength != 0 || hop == 0)
			continue;
		cost = cost_of(row);
		if (cost < least) {
			least = cost;
			*out = hop;
		}
	}
	api.release(table);
	return *out != 0;
}

/* Whether somebody has answered for the address, now or some time ago. */
static bool answered(const MIB_IPNET_ROW2 *row)
{
	static const UCHAR none[6];

	/* What somebody wrote in (permanent) proves nothing. */
	if (row->PhysicalAddressLength != sizeof(none) ||
	    memcmp(row->PhysicalAddress, none, sizeof(none)) == 0 ||
	    row->PhysicalAddress[0] & 1 || row->IsUnreachable)
		return false;
	return row->State == NlnsReachable || row->State == NlnsStale ||
	       row->State == NlnsDelay || row->State == NlnsProbe;
}

size_t link_neighbours(struct link_neighbour *out, size_t room)
{
	PMIB_IPNET_TABLE2 table = NULL;
	size_t count = 0;

	prepare();
	if (!api.neighbours || !api.release ||
	    api.neighbours(AF_INET, &table) != NO_ERROR)
		return 0;
	for (ULONG i = 0; i < table->NumEntries && count < room; i++) {
		const MIB_IPNET_ROW2 *row = &table->Table[i];

		if (!answered(row))
			continue;
		out[count].address = ntohl(row->Address.Ipv4.sin_addr.s_addr);
		memcpy(out[count].mac, row->PhysicalAddress, 6);
		/* It was confirmed less than a minute ago ("ARP Caching
		 * Behavior" of Windows). */
		out[count].fresh = row->State == NlnsReachable;
		count++;
	}
	api.release(table);
	return count;
}
