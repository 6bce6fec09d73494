/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/talk.h"

#include <string.h>

/*
 * NetBIOS node status (RFC 1002, 4.2.17 and 4.2.18): the names that a
 * machine goes by, and its workgroup.
 */

#define PORT   137
#define HEADER 12
#define ENTRY  18 /* 15 letters, what the name is for, flags */
#define NBSTAT 0x21

#define FLAG_GROUP 0x80

/* What a name is for (MS-BRWS, NetBIOS suffixes). */
#define MACHINE    0x00
#define SERVER     0x20
#define MASTER     0x1b /* of a domain */
#define CONTROLLER 0x1c

/* The name "*" with its NULs, each half byte a letter (RFC 1001, 14.1). */
static const char star[] = "CKAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

static void ask(const struct talk_plan *p, struct buf *out)
{
	const uint8_t header[HEADER] = {
		(uint8_t)(p->now >> 8), (uint8_t)p->now, 0, 0, 0, 1
	};
	static const uint8_t what[] = { 0, NBSTAT, 0, 1 };

	buf_add(out, header, sizeof(header));
	buf_char(out, sizeof(star) - 1);
	buf_add(out, star, sizeof(star));
	buf_add(out, what, sizeof(what));
}

static void hear_name(const struct talk_plan *p, uint32_t address,
                      const uint8_t *entry)
{
	bool group = entry[16] & FLAG_GROUP;
	char name[16];
	size_t len = 15;

	while (len > 0 && (entry[len - 1] == ' ' || entry[len - 1] == '\0'))
		len--;
	for (size_t i = 0; i < len; i++) {
		/* The browser's own name has control characters. */
		if (entry[i] < ' ')
			return;
		/* In a code page that nobody tells. */
		name[i] = entry[i] < 0x7f ? (char)entry[i] : '?';
	}
	name[len] = '\0';
	if (!group && entry[15] == MACHINE)
		sight_name(p->sight, address, name, "netbios");
	else if (!group && entry[15] == SERVER)
		sight_hint(p->sight, address, "netbios", "server");
	else if (entry[15] == MASTER || entry[15] == CONTROLLER)
		sight_hint(p->sight, address, "netbios", "domain");
	else if (group && entry[15] == MACHINE)
		sight_port(p->sight, address, PORT, "udp", "netbios-ns", name);
}

/* Where the names begin: behind the header and the name asked; 0: nowhere. */
static size_t find_names(const uint8_t *data, size_t len)
{
	size_t at = HEADER;

	/* A positive answer with one record. */
	if (len < HEADER || !(data[2] & 0x80) || (data[3] & 0x0f) != 0 ||
	    data[6] != 0 || data[7] != 1)
		return 0;
	while (at < len && data[at] != 0 && (data[at] & 0xc0) == 0)
		at += 1u + data[at];
	if (at >= len)
		return 0;
	at += (data[at] & 0xc0) == 0xc0 ? 2 : 1;
	/* Type, class, time to live, length, number of names. */
	if (at > len || len - at < 11 || data[at] != 0 ||
	    data[at + 1] != NBSTAT)
		return 0;
	return at + 10;
}

static void hear(const struct talk_plan *p, uint32_t address,
                 const uint8_t *data, size_t len)
{
	size_t at = find_names(data, len);
	unsigned names = at ? data[at++] : 0;

	if (!at)
		return;
	sight_port(p->sight, address, PORT, "udp", "netbios-ns", NULL);
	for (; names > 0 && len - at >= ENTRY; names--, at += ENTRY)
		hear_name(p, address, data + at);
}

const struct datagram datagram_netbios = {
	.name = "netbios",
	.port = PORT,
	.level = TALK_NORMAL,
	.ask = ask,
	.hear = hear,
};
