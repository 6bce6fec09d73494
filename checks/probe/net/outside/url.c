/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/outside/url.h"

#include "checks/probe/net/outside/address.h"
#include "core/idn.h"
#include "core/text.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define PORT_PLAIN  80
#define PORT_SECURE 443

/* Letters, digits, dots and dashes, with a dot inside. */
static bool host_fits(const char *host)
{
	return strspn(host, "abcdefghijklmnopqrstuvwxyz0123456789.-") ==
	           strlen(host) &&
	       strchr(host, '.') && host[0] != '.';
}

static bool read_port(struct url *out, const char *text)
{
	int64_t port = out->secure ? PORT_SECURE : PORT_PLAIN;

	if (*text == ':' && text[1] && !text_int(text + 1, 1, 65535, &port))
		return false;
	out->port = (int)port;
	return *text == '\0' || *text == ':';
}

static bool read_host(struct url *out, char *text)
{
	struct address ignored;
	char *colon;

	if (*text == '[') {
		char *end = strchr(text, ']');

		if (!end || end - text > 60)
			return false;
		*end = '\0';
		snprintf(out->host, sizeof(out->host), "%.60s", text + 1);
		return strchr(out->host, ':') &&
		       address_parse(&ignored, out->host) &&
		       read_port(out, end + 1);
	}
	colon = strchr(text, ':');
	if (colon && !read_port(out, colon))
		return false;
	if (colon)
		*colon = '\0';
	else
		(void)read_port(out, "");
	return idn_ascii(out->host, sizeof(out->host), text) &&
	       host_fits(out->host);
}

bool url_parse(struct url *out, const char *text)
{
	char host[URL_HOST + 60];
	const char *start;
	size_t len;

	memset(out, 0, sizeof(*out));
	if (text_begins(text, "https://"))
		out->secure = true;
	else if (!text_begins(text, "http://"))
		return false;
	start = strstr(text, "://") + 3;
	len = strcspn(start, "/?#");
	if (len == 0 || len >= sizeof(host) || strlen(start) >= URL_BYTES - 2)
		return false;
	memcpy(host, start, len);
	host[len] = '\0';
	snprintf(out->path, sizeof(out->path), "%s%s",
	         start[len] == '/' ? "" : "/", start + len);
	out->path[strcspn(out->path, "#")] = '\0';
	return read_host(out, host);
}

bool url_format(char *out, size_t size, const struct url *u)
{
	bool usual = u->port == (u->secure ? PORT_SECURE : PORT_PLAIN);
	bool wide = strchr(u->host, ':') != NULL;
	char port[16] = "";
	int n;

	if (!usual)
		snprintf(port, sizeof(port), ":%d", u->port);
	n = snprintf(out, size, "%s://%s%s%s%s%s", u->secure ? "https" : "http",
	             wide ? "[" : "", u->host, wide ? "]" : "", port, u->path);
	return n > 0 && (size_t)n < size;
}
