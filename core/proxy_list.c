/* SPDX-License-Identifier: Apache-2.0 */
#include "core/proxy_list.h"

#include "core/ipv4.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

#define BETWEEN "; \t\r\n" /* what stands between two entries */

/* The next entry of *list, cut to size; one that does not fit is empty. */
static bool next(const char **list, char *out, size_t size)
{
	size_t len;

	*list += strspn(*list, BETWEEN);
	len = strcspn(*list, BETWEEN);
	if (len == 0)
		return false;
	out[0] = '\0';
	if (len < size) {
		memcpy(out, *list, len);
		out[len] = '\0';
	}
	*list += len;
	return true;
}

/* Cut what stands before a word off; NULL when the word is not there. */
static char *behind(char *text, const char *word)
{
	char *at = strstr(text, word);

	if (!at)
		return NULL;
	*at = '\0';
	return at + strlen(word);
}

/* Where the port of "name:1", "192.0.2.1:1", "[2001:db8::1]:1" begins. */
static const char *port_of(const char *host)
{
	const char *bracket = strchr(host, ']');

	return strchr(bracket ? bracket : host, ':');
}

/* Whether it is a name or an address with a port or none, nothing else. */
static bool plain(const char *host)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789.-_";
	const char *port = port_of(host);
	size_t len = port ? (size_t)(port - host) : strlen(host);
	int64_t number;

	if (len == 0 || (port && !text_int(port + 1, 1, 65535, &number)))
		return false;
	if (host[0] == '[')
		return len > 3 && host[len - 1] == ']' &&
		       strspn(host + 1, "0123456789abcdefABCDEF:.") == len - 2;
	return strspn(host, letters) == len;
}

/* One entry, without its "http=", as libcurl takes it. */
static bool take(char *entry, char out[PROXY_LIST_TEXT])
{
	char *host = behind(entry, "://");
	bool secure = host && text_same(entry, "https");

	/* SOCKS needs other words, and nobody's browser asks it for names. */
	if (host && !secure && !text_same(entry, "http"))
		return false;
	if (!host)
		host = entry;
	host[strcspn(host, "/")] = '\0';
	if (!plain(host) || strlen(host) > PROXY_LIST_TEXT - 20)
		return false;
	/* Left to itself libcurl would take 1080. */
	snprintf(out, PROXY_LIST_TEXT, "%s%s%s", secure ? "https://" : "", host,
	         port_of(host) ? ""
	         : secure      ? ":443"
	                       : ":80");
	return true;
}

bool proxy_list_find(const char *list, const char *scheme,
                     char out[PROXY_LIST_TEXT])
{
	char entry[PROXY_LIST_TEXT];
	bool found = false;

	while (next(&list, entry, sizeof(entry))) {
		char *proxy = behind(entry, "=");

		/* One that is meant for the scheme wins over one for all. */
		if (proxy && text_same(entry, scheme) && take(proxy, out))
			return true;
		if (!proxy && !found)
			found = take(entry, out);
	}
	return found;
}

/* Whether host is this machine, by its name or its address. */
static bool ourselves(const char *host)
{
	uint32_t address;

	if (ipv4_parse(host, &address))
		return address >> 24 == 127;
	return text_same(host, "localhost") || text_same(host, "[::1]") ||
	       text_same(host, "::1");
}

static bool fits(char *entry, const char *scheme, const char *host)
{
	char *name = behind(entry, "://");
	const char *port;
	const char *usual = strcmp(scheme, "https") == 0 ? "443" : "80";

	if (name && !text_same(entry, scheme))
		return false;
	if (!name)
		name = entry;
	if (text_same(name, "<local>"))
		return !strchr(host, '.') && !strchr(host, ':');
	name[strcspn(name, "/")] = '\0';
	port = port_of(name);
	if (port && name[0] != '<') {
		if (strcmp(port + 1, usual) != 0 && strcmp(port + 1, "*") != 0)
			return false;
		name[port - name] = '\0';
	}
	return text_like(name, host);
}

bool proxy_list_leaves_out(const char *list, const char *scheme,
                           const char *host)
{
	char entry[PROXY_LIST_TEXT];

	if (ourselves(host))
		return true;
	while (next(&list, entry, sizeof(entry)))
		if (entry[0] && fits(entry, scheme, host))
			return true;
	return false;
}
