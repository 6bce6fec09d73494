/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/nl80211.h"

#include <errno.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <linux/nl80211.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#define ANSWER      65536 /* bytes of one datagram; the kernel sends 32 KiB */
#define DATAGRAMS   200   /* of one answer: 2 networks each and more */
#define SECONDS     1     /* that the kernel may take */
#define CAP_PRIVACY 0x10  /* IEEE 802.11-2020, 9.4.1.4 */

/* A request, filled by hand: header, generic header, one attribute. */
struct request {
	struct nlmsghdr head;
	struct genlmsghdr generic;
	struct nlattr attribute;
	char value[16];
};

/* The attribute of a type among len bytes; its payload's length in *n. */
static const uint8_t *find(const uint8_t *p, size_t len, unsigned type,
                           size_t *n)
{
	struct nlattr head;

	while (len >= sizeof(head)) {
		size_t whole;

		memcpy(&head, p, sizeof(head));
		if (head.nla_len < sizeof(head) || head.nla_len > len)
			return NULL;
		if ((head.nla_type & NLA_TYPE_MASK) == type) {
			*n = head.nla_len - sizeof(head);
			return p + sizeof(head);
		}
		whole = ((size_t)head.nla_len + 3) & ~(size_t)3;
		if (whole > len)
			return NULL;
		p += whole;
		len -= whole;
	}
	return NULL;
}

static bool find_number(const uint8_t *p, size_t len, unsigned type, void *out,
                        size_t size)
{
	size_t n;
	const uint8_t *value = find(p, len, type, &n);

	if (!value || n != size)
		return false;
	memcpy(out, value, size);
	return true;
}

bool nl80211_parse(struct nl80211_network *out, const uint8_t *attributes,
                   size_t len)
{
	uint32_t status;
	uint16_t capability = 0;
	const uint8_t *bss;
	const uint8_t *ies;
	size_t n;
	size_t m;

	bss = find(attributes, len, NL80211_ATTR_BSS, &n);
	if (!bss ||
	    !find_number(bss, n, NL80211_BSS_STATUS, &status, sizeof(status)) ||
	    (status != NL80211_BSS_STATUS_ASSOCIATED &&
	     status != NL80211_BSS_STATUS_IBSS_JOINED))
		return false;
	find_number(bss, n, NL80211_BSS_CAPABILITY, &capability,
	            sizeof(capability));
	ies = find(bss, n, NL80211_BSS_INFORMATION_ELEMENTS, &m);
	if (!ies)
		ies = find(bss, n, NL80211_BSS_BEACON_IES, &m);
	if (!ies || m > sizeof(out->ies))
		return false;
	memcpy(out->ies, ies, m);
	out->len = m;
	out->privacy = (capability & CAP_PRIVACY) != 0;
	out->connected = true;
	return true;
}

static bool ask(int fd, uint16_t type, uint8_t command, bool all,
                uint16_t attribute, const void *value, size_t len,
                struct err *e)
{
	struct request r;

	memset(&r, 0, sizeof(r));
	r.attribute.nla_type = attribute;
	r.attribute.nla_len = (uint16_t)(sizeof(r.attribute) + len);
	memcpy(r.value, value, len);
	r.generic.cmd = command;
	r.generic.version = 1;
	r.head.nlmsg_len = (uint32_t)(offsetof(struct request, value) +
	                              ((len + 3) & ~(size_t)3));
	r.head.nlmsg_type = type;
	r.head.nlmsg_flags = (uint16_t)(NLM_F_REQUEST | (all ? NLM_F_DUMP : 0));
	if (send(fd, &r, r.head.nlmsg_len, 0) < 0)
		return err_sys(e, errno, "cannot ask the kernel about Wi-Fi");
	return true;
}

/*
 * Read datagrams and give the attributes of each message to take(), until it
 * returns true, the answer ends or an error comes.
 */
static bool answer(int fd, uint8_t *data,
                   bool (*take)(void *ctx, const uint8_t *p, size_t len),
                   void *ctx, struct err *e)
{
	for (int i = 0; i < DATAGRAMS; i++) {
		ssize_t got = recv(fd, data, ANSWER, 0);
		const uint8_t *p = data;
		size_t left = got > 0 ? (size_t)got : 0;
		struct nlmsghdr head;

		if (got <= 0)
			return err_sys(e, got < 0 ? errno : EIO,
			               "the kernel says nothing of Wi-Fi");
		while (left >= sizeof(head)) {
			const size_t skip =
			    sizeof(head) + sizeof(struct genlmsghdr);
			int32_t code = 0;
			size_t whole;

			memcpy(&head, p, sizeof(head));
			if (head.nlmsg_len < sizeof(head) ||
			    head.nlmsg_len > left)
				return err_set(e, "a damaged answer");
			if (head.nlmsg_type == NLMSG_DONE)
				return true;
			if (head.nlmsg_type == NLMSG_ERROR) {
				if (head.nlmsg_len >= sizeof(head) + 4)
					memcpy(&code, p + sizeof(head), 4);
				return code == 0 || err_sys(e, -code, "Wi-Fi");
			}
			if (head.nlmsg_len >= skip &&
			    take(ctx, p + skip, head.nlmsg_len - skip))
				return true;
			whole = ((size_t)head.nlmsg_len + 3) & ~(size_t)3;
			whole = whole < left ? whole : left;
			p += whole;
			left -= whole;
		}
	}
	return err_set(e, "too many Wi-Fi networks");
}

static bool take_family(void *ctx, const uint8_t *p, size_t len)
{
	return find_number(p, len, CTRL_ATTR_FAMILY_ID, ctx, sizeof(uint16_t));
}

static bool take_network(void *ctx, const uint8_t *p, size_t len)
{
	return nl80211_parse(ctx, p, len);
}

bool nl80211_read(unsigned interface, struct nl80211_network *out,
                  struct err *e)
{
	struct timeval limit = { .tv_sec = SECONDS };
	uint8_t *data = malloc(ANSWER);
	uint32_t index = interface;
	uint16_t family = 0;
	bool ok = false;
	int fd;

	out->connected = false;
	fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC);
	if (!data || fd < 0) {
		err_sys(e, errno, "cannot ask the kernel about Wi-Fi");
		goto out;
	}
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	if (!ask(fd, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, false,
	         CTRL_ATTR_FAMILY_NAME, NL80211_GENL_NAME,
	         sizeof(NL80211_GENL_NAME), e) ||
	    !answer(fd, data, take_family, &family, e))
		goto out;
	if (family == 0) {
		err_set(e, "the kernel knows no Wi-Fi");
		goto out;
	}
	ok = ask(fd, family, NL80211_CMD_GET_SCAN, true, NL80211_ATTR_IFINDEX,
	         &index, sizeof(index), e) &&
	     answer(fd, data, take_network, out, e);
out:
	if (fd >= 0)
		close(fd);
	free(data);
	return ok;
}
