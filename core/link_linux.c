/* SPDX-License-Identifier: Apache-2.0 */
/* The flags of interfaces are not in POSIX. */
#define _DEFAULT_SOURCE
#include "core/link.h"

#include "core/ipv4.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <netinet/in.h>
#include <netpacket/packet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define LATELY 120 /* seconds: a machine is not moved about that fast */

#define LINKS 128 /* interfaces of one machine */

static uint32_t address_of(const struct sockaddr *sa)
{
	struct sockaddr_in in;

	memcpy(&in, sa, sizeof(in));
	return ntohl(in.sin_addr.s_addr);
}

static unsigned bits_of(uint32_t mask)
{
	unsigned bits = 0;

	while (bits < 32 && (mask & 0x80000000u >> bits))
		bits++;
	return bits;
}

/* One question to the kernel about links, routes and neighbours (rtnetlink(7)). */
struct ask {
	int fd;
	char reply[16384];
};

static bool ask_open(struct ask *a, uint16_t type)
{
	struct {
		struct nlmsghdr head;
		struct rtmsg body;
	} question;
	struct timeval patience = { .tv_sec = 1 };

	memset(&question, 0, sizeof(question));
	question.head.nlmsg_len = sizeof(question);
	question.head.nlmsg_type = type;
	question.head.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	question.body.rtm_family = AF_INET;
	a->fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	if (a->fd < 0)
		return false;
	setsockopt(a->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	if (send(a->fd, &question, sizeof(question), 0) > 0)
		return true;
	close(a->fd);
	return false;
}

/* Give every message of the answer to each; closes. */
static void ask_read(struct ask *a,
                     void (*each)(void *ctx, const void *body, size_t len),
                     void *ctx)
{
	bool more = true;

	while (more) {
		ssize_t got = recv(a->fd, a->reply, sizeof(a->reply), 0);
		size_t left = got > 0 ? (size_t)got : 0, at = 0;
		struct nlmsghdr head;

		more = left > 0;
		while (left - at >= sizeof(head)) {
			memcpy(&head, a->reply + at, sizeof(head));
			if (head.nlmsg_type == NLMSG_DONE ||
			    head.nlmsg_type == NLMSG_ERROR ||
			    head.nlmsg_len < sizeof(head) ||
			    head.nlmsg_len > left - at) {
				more = false;
				break;
			}
			each(ctx, a->reply + at + NLMSG_HDRLEN,
			     head.nlmsg_len - NLMSG_HDRLEN);
			at += NLMSG_ALIGN(head.nlmsg_len);
			if (at >= left)
				break;
		}
	}
	close(a->fd);
}

/*
 * The value of an attribute behind the first skip bytes, at least size long,
 * or NULL; *found, if not NULL, is its length.
 */
static const void *attribute_of(const void *body, size_t len, size_t skip,
                                uint16_t type, size_t size, size_t *found)
{
	const char *p = (const char *)body;
	size_t at = NLMSG_ALIGN(skip);
	struct rtattr a;

	while (at < len && len - at >= sizeof(a)) {
		memcpy(&a, p + at, sizeof(a));
		if (a.rta_len < sizeof(a) || a.rta_len > len - at)
			return NULL;
		if (a.rta_type == type && a.rta_len >= RTA_LENGTH(size)) {
			if (found)
				*found = a.rta_len - RTA_LENGTH(0);
			return p + at + RTA_LENGTH(0);
		}
		at += RTA_ALIGN(a.rta_len);
	}
	return NULL;
}

static const void *attribute(const void *body, size_t len, size_t skip,
                             uint16_t type, size_t size)
{
	return attribute_of(body, len, skip, type, size, NULL);
}

/* What an interface is made of. */
struct interface {
	int index;
	int master;    /* the bridge that it is part of, or 0 */
	char kind[16]; /* "bridge", "tun"; "": it is a device */
	char name[LINK_NAME];
};

struct interfaces {
	struct interface row[LINKS];
	size_t count;
};

/* A text of an attribute, cut. */
static void copy_text(char *out, size_t size, const void *text, size_t len)
{
	len = len < size - 1 ? len : size - 1;
	memcpy(out, text, len);
	out[len] = '\0';
}

static void add_interface(void *ctx, const void *body, size_t len)
{
	struct interfaces *all = ctx;
	struct interface *row = &all->row[all->count];
	const void *name, *info, *kind = NULL, *master;
	struct ifinfomsg m;
	size_t n, inner;

	if (len < sizeof(m) || all->count == LINKS)
		return;
	memcpy(&m, body, sizeof(m));
	name = attribute_of(body, len, sizeof(m), IFLA_IFNAME, 1, &n);
	if (!name)
		return;
	memset(row, 0, sizeof(*row));
	row->index = m.ifi_index;
	copy_text(row->name, sizeof(row->name), name, n);
	master = attribute(body, len, sizeof(m), IFLA_MASTER, sizeof(int));
	if (master)
		memcpy(&row->master, master, sizeof(row->master));
	info = attribute_of(body, len, sizeof(m), IFLA_LINKINFO, 0, &inner);
	if (info)
		kind = attribute_of(info, inner, 0, IFLA_INFO_KIND, 1, &n);
	if (kind)
		copy_text(row->kind, sizeof(row->kind), kind, n);
	all->count++;
}

static bool one_of(const char *kind, const char *const *list)
{
	while (*list && strcmp(*list, kind) != 0)
		list++;
	return *list;
}

/* Whether the interface leads to no cable and no radio. */
static bool made_up(const struct interfaces *all, const struct interface *i)
{
	static const char *const tunnels[] = { "tun",    "wireguard", "ipip",
		                               "gre",    "gretap",    "vti",
		                               "sit",    "xfrm",      "vxlan",
		                               "geneve", "dummy",     NULL };
	static const char *const cables[] = { "", "bond", "team", "vlan",
		                              NULL };

	if (one_of(i->kind, tunnels))
		return true;
	if (strcmp(i->kind, "bridge") != 0)
		return false;
	for (size_t j = 0; j < all->count; j++)
		if (all->row[j].master == i->index &&
		    one_of(all->row[j].kind, cables))
			return false;
	return true;
}

static void mark_made_up(struct link_address *list, size_t count)
{
	struct interfaces all = { .count = 0 };
	struct ask a;

	if (!ask_open(&a, RTM_GETLINK))
		return;
	ask_read(&a, add_interface, &all);
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < all.count; j++)
			if (strcmp(list[i].interface, all.row[j].name) == 0)
				list[i].made_up = made_up(&all, &all.row[j]);
}

size_t link_addresses(struct link_address *out, size_t room)
{
	struct ifaddrs *list, *i;
	size_t count = 0;

	if (getifaddrs(&list) != 0)
		return 0;
	for (i = list; i && count < room; i = i->ifa_next) {
		struct link_address *l = &out[count];

		if (!i->ifa_addr || i->ifa_addr->sa_family != AF_INET ||
		    !i->ifa_netmask || !(i->ifa_flags & IFF_UP))
			continue;
		memset(l, 0, sizeof(*l));
		snprintf(l->interface, sizeof(l->interface), "%s", i->ifa_name);
		l->address = address_of(i->ifa_addr);
		l->bits = bits_of(address_of(i->ifa_netmask));
		l->loopback = (i->ifa_flags & IFF_LOOPBACK) != 0;
		l->point_to_point = (i->ifa_flags & IFF_POINTOPOINT) != 0;
		count++;
	}
	freeifaddrs(list);
	mark_made_up(out, count);
	return count;
}

bool link_hardware(const char *interface, uint8_t out[6])
{
	struct ifaddrs *list, *i;
	struct sockaddr_ll ll;
	bool found = false;

	if (getifaddrs(&list) != 0)
		return false;
	for (i = list; i && !found; i = i->ifa_next) {
		if (!i->ifa_addr || i->ifa_addr->sa_family != AF_PACKET ||
		    strcmp(i->ifa_name, interface) != 0)
			continue;
		memcpy(&ll, i->ifa_addr, sizeof(ll));
		found = ll.sll_hatype == ARPHRD_ETHER && ll.sll_halen == 6;
		memcpy(out, ll.sll_addr, 6);
	}
	freeifaddrs(list);
	return found;
}

bool link_device(const char *interface, char out[LINK_DEVICE])
{
	return snprintf(out, LINK_DEVICE, "%s", interface) < LINK_DEVICE;
}

bool link_frames(void)
{
	int s = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);

	if (s < 0)
		return false;
	close(s);
	return true;
}

static void find_gateway(void *ctx, const void *body, size_t len)
{
	const void *value;
	uint32_t address, *out = ctx;
	struct rtmsg m;

	if (len < sizeof(m) || *out != 0)
		return;
	memcpy(&m, body, sizeof(m));
	value = attribute(body, len, sizeof(m), RTA_GATEWAY, sizeof(address));
	if (m.rtm_dst_len != 0 || m.rtm_table != RT_TABLE_MAIN || !value)
		return;
	memcpy(&address, value, sizeof(address));
	*out = ntohl(address);
}

bool link_gateway(uint32_t *out)
{
	struct ask a;

	*out = 0;
	if (ask_open(&a, RTM_GETROUTE))
		ask_read(&a, find_gateway, out);
	return *out != 0;
}

struct neighbours {
	struct link_neighbour *out;
	size_t room;
	size_t count;
};

/* Whether it answered, by the last time that it was confirmed. */
static bool fresh(const void *body, size_t len, uint16_t state)
{
	struct nda_cacheinfo info;
	const void *value;

	if (state & NUD_REACHABLE)
		return true;
	value = attribute(body, len, sizeof(struct ndmsg), NDA_CACHEINFO,
	                  sizeof(info));
	if (!value)
		return false;
	memcpy(&info, value, sizeof(info));
	return info.ndm_confirmed / (uint32_t)sysconf(_SC_CLK_TCK) <= LATELY;
}

static void add_neighbour(void *ctx, const void *body, size_t len)
{
	struct neighbours *n = ctx;
	struct link_neighbour *row = &n->out[n->count];
	const void *ip, *mac;
	struct ndmsg m;

	if (len < sizeof(m) || n->count == n->room)
		return;
	memcpy(&m, body, sizeof(m));
	ip = attribute(body, len, sizeof(m), NDA_DST, sizeof(row->address));
	mac = attribute(body, len, sizeof(m), NDA_LLADDR, sizeof(row->mac));
	/* What somebody wrote in (PERMANENT) proves nothing either. */
	if (!ip || !mac ||
	    (m.ndm_state &
	     (NUD_FAILED | NUD_INCOMPLETE | NUD_NOARP | NUD_PERMANENT)))
		return;
	memcpy(&row->address, ip, sizeof(row->address));
	row->address = ntohl(row->address);
	memcpy(row->mac, mac, sizeof(row->mac));
	row->fresh = fresh(body, len, m.ndm_state);
	n->count++;
}

size_t link_neighbours(struct link_neighbour *out, size_t room)
{
	struct neighbours n = { .out = out, .room = room };
	struct ask a;

	if (ask_open(&a, RTM_GETNEIGH))
		ask_read(&a, add_neighbour, &n);
	return n.count;
}
