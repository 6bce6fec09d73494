/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/talk.h"
#include "core/ipv4.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

/*
 * SSDP (UPnP Device Architecture 1.1, 1.3): devices say what they are, and
 * where their description is.
 */

#define GROUP UINT32_C(0xeffffffa) /* 239.255.255.250 */
#define PORT  1900
#define BYTES 1500 /* of an answer that we look at */
#define PAGES 3    /* descriptions of one device that are fetched */

static const char question[] = "M-SEARCH * HTTP/1.1\r\n"
			       "HOST: 239.255.255.250:1900\r\n"
			       "MAN: \"ssdp:discover\"\r\n"
			       "MX: 1\r\n"
			       "ST: ssdp:all\r\n\r\n";

static void ask(const struct talk_plan *p, struct buf *out)
{
	(void)p;
	buf_add(out, question, sizeof(question) - 1);
}

/* The value of the header of that name, which line is; or NULL. */
static char *value_of(char *line, const char *name)
{
	size_t n = strlen(name);
	char after;

	if (strlen(line) <= n || line[n] != ':')
		return NULL;
	after = line[n];
	line[n] = '\0';
	if (!text_same(line, name)) {
		line[n] = after;
		return NULL;
	}
	return text_trim(line + n + 1);
}

/* "urn:schemas-upnp-org:device:Printer:1": its type, in place; or NULL. */
static const char *type_of(char *target)
{
	char *device = strstr(target, ":device:");
	char *type = device ? device + strlen(":device:") : NULL;

	if (!type || !text_begins(target, "urn:"))
		return NULL;
	type[strcspn(type, ":")] = '\0';
	return type;
}

static unsigned pages(const struct talk_plan *p, uint32_t address)
{
	const struct sight_device *d = sight_find(p->sight, address);
	const struct sight_hint *h;
	unsigned count = 0;
	uint32_t at = 0;

	while (d && (h = sight_hint_next(p->sight, d, &at)))
		count += strcmp(h->source, "page") == 0;
	return count;
}

/* Whether a path may stand in a request as it is. */
static bool plain(const char *path)
{
	if (*path != '/' || strlen(path) > 100)
		return false;
	for (; *path; path++)
		if (*path <= ' ' || *path >= 0x7f)
			return false;
	return true;
}

/*
 * Have the description fetched that a device names, if it is its own: an
 * address elsewhere would make us knock at a stranger's.
 */
static void fetch(const struct talk_plan *p, uint32_t address, char *url)
{
	static const char scheme[] = "http://";
	char *host = url + sizeof(scheme) - 1, *path, *colon;
	int64_t port = 80;
	uint32_t named;
	char page[128], slash[120];

	if (!text_begins(url, scheme))
		return;
	path = host + strcspn(host, "/");
	snprintf(slash, sizeof(slash), "%s", *path ? path : "/");
	if (strlen(path) >= sizeof(slash) || !plain(slash))
		return;
	*path = '\0';
	colon = strchr(host, ':');
	if (colon) {
		*colon = '\0';
		if (!text_int(colon + 1, 1, 65535, &port))
			return;
	}
	if (!ipv4_parse(host, &named) || named != address ||
	    pages(p, address) >= PAGES)
		return;
	snprintf(page, sizeof(page), "%u%s", (unsigned)port, slash);
	if (sight_hint(p->sight, address, "page", page))
		talk_call(p, address, (uint16_t)port, "upnp", slash);
}

static void hear(const struct talk_plan *p, uint32_t address,
                 const uint8_t *data, size_t len)
{
	char text[BYTES];
	char *cursor = text, *line, *value;

	if (len > sizeof(text) - 1)
		len = sizeof(text) - 1;
	for (size_t i = 0; i < len; i++)
		text[i] = data[i] ? (char)data[i] : ' ';
	text[len] = '\0';
	line = text_line(&cursor);
	if (!line || !text_begins(line, "HTTP/1.") || !strstr(line, " 200"))
		return;
	sight_port(p->sight, address, PORT, "udp", "ssdp", NULL);
	while ((line = text_line(&cursor))) {
		if ((value = value_of(line, "LOCATION"))) {
			fetch(p, address, value);
		} else if ((value = value_of(line, "SERVER"))) {
			sight_port(p->sight, address, PORT, "udp", NULL, value);
		} else if ((value = value_of(line, "ST"))) {
			const char *type = type_of(value);

			if (type)
				sight_hint(p->sight, address, "ssdp", type);
		}
	}
}

const struct datagram datagram_ssdp = {
	.name = "ssdp",
	.group = GROUP,
	.port = PORT,
	.level = TALK_NORMAL,
	.ask = ask,
	.hear = hear,
};
