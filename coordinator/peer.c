/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/peer.h"

#include "core/text.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

/* Its address as text, and whether it is of this machine. */
static bool read_socket(const struct sockaddr *from, char out[PEER_TEXT])
{
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;

	text_clean(out, PEER_TEXT, "local");
	if (from && from->sa_family == AF_INET) {
		memcpy(&v4, from, sizeof(v4));
		inet_ntop(AF_INET, &v4.sin_addr, out, PEER_TEXT);
		return ntohl(v4.sin_addr.s_addr) >> 24 == 127;
	}
	if (from && from->sa_family == AF_INET6) {
		memcpy(&v6, from, sizeof(v6));
		inet_ntop(AF_INET6, &v6.sin6_addr, out, PEER_TEXT);
		return IN6_IS_ADDR_LOOPBACK(&v6.sin6_addr);
	}
	return true;
}

/* The address that ends at end, of a list that begins at text. */
static bool read_last(const char *text, const char *end, char out[PEER_TEXT])
{
	unsigned char bytes[sizeof(struct in6_addr)];
	const char *begin;

	while (end > text && end[-1] == ' ')
		end--;
	for (begin = end; begin > text && begin[-1] != ','; begin--)
		continue;
	begin += strspn(begin, " ");
	if (end <= begin || end - begin >= PEER_TEXT)
		return false;
	memcpy(out, begin, (size_t)(end - begin));
	out[end - begin] = '\0';
	return inet_pton(AF_INET, out, bytes) == 1 ||
	       inet_pton(AF_INET6, out, bytes) == 1;
}

/*
 * The last address that is no proxy's of ours: each proxy writes whom it saw
 * itself behind what it was told.
 */
static bool find_visitor(const char *list, const struct allowance *proxies,
                         char out[PEER_TEXT])
{
	const char *end = list ? list + strlen(list) : NULL;

	while (end && read_last(list, end, out)) {
		if (!allowance_has(proxies, out))
			return true;
		do
			end--;
		while (end > list && *end != ',');
		if (end == list)
			return true; /* a proxy asks for itself */
	}
	return false;
}

void peer_read(struct peer *out, const struct sockaddr *from,
               const char *forwarded_for, const char *forwarded_proto,
               const struct allowance *proxies)
{
	char visitor[PEER_TEXT];
	bool here = read_socket(from, out->address);
	bool proxy = here || allowance_has(proxies, out->address);
	bool told = proxy && find_visitor(forwarded_for, proxies, visitor);

	if (told)
		text_clean(out->address, sizeof(out->address), visitor);
	/* What cannot be read is not of this machine. */
	out->near = here && (!forwarded_for ||
	                     (told && (strcmp(visitor, "::1") == 0 ||
	                               text_begins(visitor, "127."))));
	out->secure = proxy && text_is(forwarded_proto, "https");
}
