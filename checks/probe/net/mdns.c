/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/talk.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

/*
 * Multicast DNS (RFC 6762) and the services it announces (RFC 6763). We ask
 * from a port of our own, so that the answers come to us alone (section 6.7).
 */

#define GROUP   UINT32_C(0xe00000fb) /* 224.0.0.251 */
#define PORT    5353
#define HEADER  12
#define LABELS  12  /* of a name that we look at */
#define RECORDS 200 /* of one message */

#define TYPE_A   1
#define TYPE_PTR 12
#define TYPE_TXT 16
#define TYPE_SRV 33

static const char all_services[] = "_services._dns-sd._udp.local";
static const char *const questions[] = {
	all_services,
	"_device-info._tcp.local",
	"_ipp._tcp.local",
	"_printer._tcp.local",
	"_smb._tcp.local",
	"_http._tcp.local",
	"_workstation._tcp.local",
	"_airplay._tcp.local",
	"_googlecast._tcp.local",
};

/* A name, label by label; NULs and controls are cleaned off by sight. */
struct name {
	char label[LABELS][64];
	size_t labels;
};

struct packet {
	const uint8_t *data;
	size_t len;
	size_t at;
};

static unsigned word(const uint8_t *p)
{
	return (unsigned)p[0] << 8 | p[1];
}

static void add_name(struct buf *out, const char *name)
{
	while (*name) {
		size_t n = strcspn(name, ".");

		buf_char(out, (char)n);
		buf_add(out, name, n);
		name += n + (name[n] == '.');
	}
	buf_char(out, '\0');
}

static void ask(const struct talk_plan *p, struct buf *out)
{
	static const uint8_t class_in[] = { 0, TYPE_PTR, 0, 1 };
	const uint8_t count = sizeof(questions) / sizeof(questions[0]);
	uint8_t header[HEADER] = { 0 };

	header[0] = (uint8_t)(p->now >> 8);
	header[1] = (uint8_t)p->now;
	header[5] = count;
	buf_add(out, header, sizeof(header));
	for (size_t i = 0; i < count; i++) {
		add_name(out, questions[i]);
		buf_add(out, class_in, sizeof(class_in));
	}
}

/*
 * Read the name at *at and move behind it. Pointers (RFC 1035, 4.1.4) may
 * only go back before where they were met: there is no way round.
 */
static bool read_name(const struct packet *m, size_t *at, struct name *out)
{
	size_t here = *at, least = *at;
	bool jumped = false;

	memset(out, 0, sizeof(*out));
	for (size_t total = 0; here < m->len && total < 255;) {
		unsigned n = m->data[here++];

		if ((n & 0xc0) == 0xc0) {
			size_t to;

			if (here >= m->len)
				return false;
			to = (size_t)(n & 0x3f) << 8 | m->data[here++];
			if (!jumped)
				*at = here;
			if (to >= least)
				return false;
			jumped = true;
			here = least = to;
			continue;
		}
		if (n == 0) {
			if (!jumped)
				*at = here;
			return true;
		}
		if (n > 63 || n > m->len - here)
			return false;
		if (out->labels < LABELS) {
			char *label = out->label[out->labels++];

			memcpy(label, m->data + here, n);
			for (unsigned i = 0; i < n; i++)
				if (!label[i])
					label[i] = ' ';
		}
		here += n;
		total += n + 1;
	}
	return false;
}

/* Whether the labels from i on are those of text. */
static bool ends_as(const struct name *n, size_t i, const char *text)
{
	for (; i < n->labels; i++) {
		size_t len = strlen(n->label[i]);

		if (strncmp(text, n->label[i], len) != 0 ||
		    (text[len] != '.' && text[len] != '\0'))
			return false;
		text += len + (text[len] == '.');
	}
	return *text == '\0';
}

/* The index of "_tcp" or "_udp" behind a type of service, or 0. */
static size_t transport(const struct name *n)
{
	for (size_t i = 1; i < n->labels; i++)
		if ((strcmp(n->label[i], "_tcp") == 0 ||
		     strcmp(n->label[i], "_udp") == 0) &&
		    n->label[i - 1][0] == '_')
			return i;
	return 0;
}

/* A record that was read; data is inside the message. */
struct record {
	struct name owner;
	unsigned type;
	size_t data;
	size_t len;
};

static bool read_record(struct packet *m, struct record *r)
{
	if (!read_name(m, &m->at, &r->owner) || m->len - m->at < 10)
		return false;
	r->type = word(m->data + m->at);
	r->len = word(m->data + m->at + 8);
	r->data = m->at + 10;
	if (r->len > m->len - r->data)
		return false;
	m->at = r->data + r->len;
	return true;
}

static void hear_type(const struct talk_plan *p, uint32_t address,
                      const struct name *n)
{
	size_t i = transport(n);

	if (i > 0)
		sight_hint(p->sight, address, "mdns", n->label[i - 1]);
}

static void hear_pointer(const struct talk_plan *p, uint32_t address,
                         const struct packet *m, const struct record *r)
{
	size_t at = r->data;
	struct name to;

	if (!read_name(m, &at, &to))
		return;
	hear_type(p, address,
	          ends_as(&r->owner, 0, all_services) ? &to : &r->owner);
}

/* The host that a service is on: its first label is its name. */
static void hear_service(const struct talk_plan *p, uint32_t address,
                         const struct packet *m, const struct record *r)
{
	size_t at = r->data + 6;
	struct name to;

	hear_type(p, address, &r->owner);
	if (r->len > 6 && read_name(m, &at, &to) && to.labels == 2 &&
	    text_same(to.label[1], "local"))
		sight_name(p->sight, address, to.label[0], "mdns");
}

static void hear_address(const struct talk_plan *p, uint32_t address,
                         const struct packet *m, const struct record *r)
{
	const uint8_t *d = m->data + r->data;

	/* Some answer for others: only what it says of itself counts. */
	if (r->len == 4 && r->owner.labels == 2 &&
	    text_same(r->owner.label[1], "local") &&
	    address == ((uint32_t)word(d) << 16 | word(d + 2)))
		sight_name(p->sight, address, r->owner.label[0], "mdns");
}

/* Keys that say the model, and one that says a name. */
static void hear_pair(const struct talk_plan *p, uint32_t address,
                      const char *type, const char *pair)
{
	static const struct {
		const char *type;
		const char *key;
	} models[] = {
		{ "_device-info", "model=" }, { "_ipp", "ty=" },
		{ "_ipps", "ty=" },           { "_printer", "ty=" },
		{ "_pdl-datastream", "ty=" }, { "_googlecast", "md=" },
		{ "_airplay", "model=" },
	};

	for (size_t i = 0; i < sizeof(models) / sizeof(models[0]); i++)
		if (strcmp(models[i].type, type) == 0 &&
		    text_begins(pair, models[i].key))
			sight_model(p->sight, address,
			            pair + strlen(models[i].key));
	if (strcmp(type, "_googlecast") == 0 && text_begins(pair, "fn="))
		sight_name(p->sight, address, pair + 3, "mdns");
}

static void hear_text(const struct talk_plan *p, uint32_t address,
                      const struct packet *m, const struct record *r)
{
	const uint8_t *d = m->data + r->data;
	size_t i = transport(&r->owner), at = 0;

	while (i > 0 && at < r->len) {
		size_t n = d[at++];
		char pair[256];

		if (n > r->len - at)
			return;
		for (size_t j = 0; j < n; j++)
			pair[j] = d[at + j] ? (char)d[at + j] : ' ';
		pair[n] = '\0';
		hear_pair(p, address, r->owner.label[i - 1], pair);
		at += n;
	}
}

static void hear(const struct talk_plan *p, uint32_t address,
                 const uint8_t *data, size_t len)
{
	struct packet m = { .data = data, .len = len, .at = HEADER };
	struct record r;
	unsigned asked, records;

	/* An answer (QR) to a standard query. */
	if (len < HEADER || (data[2] & 0xf8) != 0x80)
		return;
	asked = word(data + 4);
	records = word(data + 6) + word(data + 8) + word(data + 10);
	for (unsigned i = 0; i < asked; i++) {
		if (i == RECORDS || !read_name(&m, &m.at, &r.owner) ||
		    len - m.at < 4)
			return;
		m.at += 4;
	}
	for (unsigned i = 0; i < records && i < RECORDS; i++) {
		if (!read_record(&m, &r))
			return;
		if (r.type == TYPE_PTR)
			hear_pointer(p, address, &m, &r);
		else if (r.type == TYPE_SRV)
			hear_service(p, address, &m, &r);
		else if (r.type == TYPE_TXT)
			hear_text(p, address, &m, &r);
		else if (r.type == TYPE_A)
			hear_address(p, address, &m, &r);
	}
}

const struct datagram datagram_mdns = {
	.name = "mdns",
	.group = GROUP,
	.port = PORT,
	.level = TALK_NORMAL,
	.ask = ask,
	.hear = hear,
};
