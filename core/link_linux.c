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

bool link_frames(void)
{
	int s = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);

	if (s < 0)
		return false;
	close(s);
	return true;
}

/* One question to the kernel about its routes and neighbours (rtnetlink(7)). */
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

/* The value of an attribute behind the first skip bytes, or NULL. */
static const void *attribute(const void *body, size_t len, size_t skip,
                             uint16_t type, size_t size)
{
	const char *p = (const char *)body;
	size_t at = NLMSG_ALIGN(skip);
	struct rtattr a;

	while (at < len && len - at >= sizeof(a)) {
		memcpy(&a, p + at, sizeof(a));
		if (a.rta_len < sizeof(a) || a.rta_len > len - at)
			return NULL;
		if (a.rta_type == type && a.rta_len >= RTA_LENGTH(size))
			return p + at + RTA_LENGTH(0);
		at += RTA_ALIGN(a.rta_len);
	}
	return NULL;
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
