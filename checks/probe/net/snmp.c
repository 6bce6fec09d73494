/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/talk.h"

#include <string.h>

/*
 * SNMP (RFC 1157, RFC 3416) in its basic encoding (X.690): what it is and
 * what it is called, asked with the community "public" that devices leave
 * the factory with. No other is tried, nothing is set.
 */

#define PORT     161
#define VERSION1 0
#define VERSION2 1

#define INTEGER  0x02
#define OCTETS   0x04
#define NOTHING  0x05
#define OBJECT   0x06
#define SEQUENCE 0x30
#define GET      0xa0
#define RESPONSE 0xa2

#define VALUES 8 /* that we look at */
#define TEXT   200

static const char community[] = "public";

/* The system group (RFC 1213), and the first device (RFC 2790). */
enum object { DESCRIPTION, NAME, DEVICE, OBJECTS };

static const struct {
	uint8_t id[11];
	size_t len;
} objects[OBJECTS] = {
	[DESCRIPTION] = { { 0x2b, 6, 1, 2, 1, 1, 1, 0 }, 8 },
	[NAME] = { { 0x2b, 6, 1, 2, 1, 1, 5, 0 }, 8 },
	[DEVICE] = { { 0x2b, 6, 1, 2, 1, 25, 3, 2, 1, 3, 1 }, 11 },
};

static void add(struct buf *out, uint8_t tag, const void *data, size_t len)
{
	/* Ours are short: one byte of length is enough. */
	buf_char(out, (char)tag);
	buf_char(out, (char)len);
	buf_add(out, data, len);
}

/* Add inner as one element, and empty it. */
static void wrap(struct buf *out, uint8_t tag, struct buf *inner)
{
	add(out, tag, inner->data, inner->len);
	buf_clear(inner);
}

static void request_id(const struct talk_plan *p, uint8_t id[4])
{
	for (int i = 0; i < 4; i++)
		id[i] = (uint8_t)(p->now >> (8 * (3 - i)));
	id[0] &= 0x7f;
	id[0] |= 0x40;
}

static void ask_for(const struct talk_plan *p, struct buf *out, uint8_t version,
                    size_t count)
{
	static const uint8_t zero = 0;
	struct buf one, list, body;
	uint8_t id[4];

	buf_init(&one, 127);
	buf_init(&list, 127);
	buf_init(&body, 127);
	for (size_t i = 0; i < count; i++) {
		add(&one, OBJECT, objects[i].id, objects[i].len);
		add(&one, NOTHING, "", 0);
		wrap(&list, SEQUENCE, &one);
	}
	request_id(p, id);
	add(&body, INTEGER, id, sizeof(id));
	add(&body, INTEGER, &zero, 1);
	add(&body, INTEGER, &zero, 1);
	wrap(&body, SEQUENCE, &list);
	add(&list, INTEGER, &version, 1);
	add(&list, OCTETS, community, sizeof(community) - 1);
	wrap(&list, GET, &body);
	wrap(out, SEQUENCE, &list);
}

/* In version 1 one unknown object spoils the answer: ask the common two. */
static void ask_v1(const struct talk_plan *p, struct buf *out)
{
	ask_for(p, out, VERSION1, DEVICE);
}

static void ask_v2(const struct talk_plan *p, struct buf *out)
{
	ask_for(p, out, VERSION2, OBJECTS);
}

struct part {
	const uint8_t *data;
	size_t len;
};

/* Take the next element off from; its tag, or 0. */
static uint8_t take(struct part *from, struct part *out)
{
	size_t head = 2, len;
	uint8_t tag;

	if (from->len < 2)
		return 0;
	tag = from->data[0];
	len = from->data[1];
	if (len & 0x80) {
		size_t bytes = len & 0x7f;

		if (bytes == 0 || bytes > 3 || bytes > from->len - 2)
			return 0;
		for (len = 0; head < 2 + bytes; head++)
			len = len << 8 | from->data[head];
	}
	if (len > from->len - head)
		return 0;
	*out = (struct part){ from->data + head, len };
	from->data += head + len;
	from->len -= head + len;
	return tag;
}

static bool take_as(struct part *from, uint8_t tag, struct part *out)
{
	return take(from, out) == tag;
}

static void hear_value(const struct talk_plan *p, uint32_t address,
                       const struct part *id, const struct part *value)
{
	char text[TEXT];
	size_t len = value->len < TEXT - 1 ? value->len : TEXT - 1;
	size_t i = 0;

	for (size_t j = 0; j < len; j++)
		text[j] = value->data[j] ? (char)value->data[j] : ' ';
	text[len] = '\0';
	while (i < OBJECTS && (id->len != objects[i].len ||
	                       memcmp(id->data, objects[i].id, id->len) != 0))
		i++;
	switch (i) {
	case DESCRIPTION:
		sight_port(p->sight, address, PORT, "udp", "snmp", text);
		sight_sign(p->sight, address, PORT, "udp", "snmp-public",
		           CELL_UNKNOWN, "%s", text);
		break;
	case NAME:
		sight_name(p->sight, address, text, "snmp");
		break;
	case DEVICE:
		sight_hint(p->sight, address, "snmp", text);
		sight_model(p->sight, address, text);
		break;
	default:
		break;
	}
}

static void hear(const struct talk_plan *p, uint32_t address,
                 const uint8_t *data, size_t len)
{
	struct part all = { data, len }, message, part, body, list, one, id;
	uint8_t expected[4];

	request_id(p, expected);
	if (!take_as(&all, SEQUENCE, &message) ||
	    !take_as(&message, INTEGER, &part) ||
	    !take_as(&message, OCTETS, &part) ||
	    part.len != sizeof(community) - 1 ||
	    memcmp(part.data, community, part.len) != 0 ||
	    !take_as(&message, RESPONSE, &body) ||
	    !take_as(&body, INTEGER, &part) || part.len != sizeof(expected) ||
	    memcmp(part.data, expected, part.len) != 0)
		return;
	sight_port(p->sight, address, PORT, "udp", "snmp", NULL);
	/* The error and its index: with one there are no values. */
	if (!take_as(&body, INTEGER, &part) || part.len != 1 ||
	    part.data[0] != 0 || !take_as(&body, INTEGER, &part) ||
	    !take_as(&body, SEQUENCE, &list))
		return;
	for (int i = 0; i < VALUES && take_as(&list, SEQUENCE, &one); i++)
		if (take_as(&one, OBJECT, &id) && take_as(&one, OCTETS, &part))
			hear_value(p, address, &id, &part);
}

const struct datagram datagram_snmp = {
	.name = "snmp",
	.port = PORT,
	.level = TALK_THOROUGH,
	.ask = ask_v2,
	.hear = hear,
};

const struct datagram datagram_snmp_v1 = {
	.name = "snmp",
	.port = PORT,
	.level = TALK_THOROUGH,
	.ask = ask_v1,
	.hear = hear,
};
