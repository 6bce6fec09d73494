/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/ber.h"
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
		add(&one, BER_OBJECT, objects[i].id, objects[i].len);
		add(&one, BER_NOTHING, "", 0);
		wrap(&list, BER_SEQUENCE, &one);
	}
	request_id(p, id);
	add(&body, BER_INTEGER, id, sizeof(id));
	add(&body, BER_INTEGER, &zero, 1);
	add(&body, BER_INTEGER, &zero, 1);
	wrap(&body, BER_SEQUENCE, &list);
	add(&list, BER_INTEGER, &version, 1);
	add(&list, BER_OCTETS, community, sizeof(community) - 1);
	wrap(&list, GET, &body);
	wrap(out, BER_SEQUENCE, &list);
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

/* Take the next element, of that tag and all there, off from. */
static bool take(struct ber *from, uint8_t tag, struct ber *out)
{
	return ber_next(from, out) && out->tag == tag && out->len == out->size;
}

static void hear_value(const struct talk_plan *p, uint32_t address,
                       const struct ber *id, const struct ber *value)
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
	struct ber all = { .data = data, .len = len, .size = len };
	struct ber message, part, body, list, one, id;
	uint8_t expected[4];

	request_id(p, expected);
	if (!take(&all, BER_SEQUENCE, &message) ||
	    !take(&message, BER_INTEGER, &part) ||
	    !take(&message, BER_OCTETS, &part) ||
	    part.len != sizeof(community) - 1 ||
	    memcmp(part.data, community, part.len) != 0 ||
	    !take(&message, RESPONSE, &body) ||
	    !take(&body, BER_INTEGER, &part) || part.len != sizeof(expected) ||
	    memcmp(part.data, expected, part.len) != 0)
		return;
	sight_port(p->sight, address, PORT, "udp", "snmp", NULL);
	/* The error and its index: with one there are no values. */
	if (!take(&body, BER_INTEGER, &part) || part.len != 1 ||
	    part.data[0] != 0 || !take(&body, BER_INTEGER, &part) ||
	    !take(&body, BER_SEQUENCE, &list))
		return;
	for (int i = 0; i < VALUES && take(&list, BER_SEQUENCE, &one); i++)
		if (take(&one, BER_OBJECT, &id) &&
		    take(&one, BER_OCTETS, &part))
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
