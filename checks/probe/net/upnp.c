/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/reply.h"
#include "checks/probe/net/talk.h"
#include "checks/probe/net/xml.h"
#include "core/ipv4.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

/*
 * UPnP (Device Architecture 1.1; WANIPConnection 1 and 2, WANPPPConnection 1):
 * the description of a device, and the ways in that a box keeps open. What is
 * to be asked is in the note: "/path" of a description, or "TYPE /path" of a
 * service whose mappings are listed. Nothing but reading is ever asked for.
 */

#define MOST     (40u << 10) /* bytes of a reply */
#define MAPPINGS 64          /* of one service */
#define STRANGE  30          /* of others than the box, all together */
#define CONTROLS 3           /* services of one device that are asked */
#define URL      160
#define OVER     713 /* SpecifiedArrayIndexInvalid: that was the last one */

struct state {
	unsigned index; /* of the mapping that is asked for */
};

static bool describes(const struct talk *t)
{
	return t->note && t->note[0] == '/';
}

static const char *host(const struct talk *t, char out[32])
{
	char address[IPV4_TEXT];

	ipv4_format(address, t->address);
	snprintf(out, 32, "%s:%u", address, t->port);
	return out;
}

static void ask_mapping(struct talk *t)
{
	const struct state *st = t->state;
	const char *path = strchr(t->note, ' ') + 1;
	int type = (int)(path - t->note) - 1;
	char name[32];
	struct buf body;

	buf_init(&body, 2048);
	buf_fmt(&body,
	        "<?xml version=\"1.0\"?>\r\n"
	        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/"
	        "envelope/\" s:encodingStyle=\"http://schemas.xmlsoap.org/soap/"
	        "encoding/\"><s:Body><u:GetGenericPortMappingEntry"
	        " xmlns:u=\"urn:schemas-upnp-org:service:%.*s\">"
	        "<NewPortMappingIndex>%u</NewPortMappingIndex>"
	        "</u:GetGenericPortMappingEntry></s:Body></s:Envelope>\r\n",
	        type, t->note, st->index);
	buf_fmt(&t->out,
	        "POST %s HTTP/1.1\r\nHost: %s\r\n"
	        "Content-Type: text/xml; charset=\"utf-8\"\r\n"
	        "SOAPAction: \"urn:schemas-upnp-org:service:%.*s"
	        "#GetGenericPortMappingEntry\"\r\n"
	        "Content-Length: %zu\r\n\r\n%s",
	        path, host(t, name), type, t->note, body.len, buf_text(&body));
	buf_clear(&body);
}

static enum talk_next open(struct talk *t)
{
	char name[32];

	if (describes(t))
		buf_fmt(&t->out, "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n", t->note,
		        host(t, name));
	else if (t->note && strstr(t->note, " /"))
		ask_mapping(t);
	else
		return TALK_END;
	return TALK_WAIT;
}

/* What a description says, as it is read. */
struct description {
	char type[XML_TEXT];    /* of the service that is being read */
	char control[XML_TEXT]; /* of the same */
	char base[XML_TEXT];    /* URLBase, or "" */
	unsigned controls;
	char model[XML_TEXT];
	bool named;
};

/*
 * Split a URL of a description into port and path, on the machine that sent
 * it; false when it leads elsewhere.
 */
static bool split(const struct talk *t, const char *base, const char *url,
                  uint16_t *port, char path[URL])
{
	static const char scheme[] = "http://";
	const char *slash;
	char name[64], *colon;
	uint32_t address;
	int64_t number = 80;

	if (!text_begins(url, scheme)) {
		slash = strrchr(base, '/');
		return snprintf(path, URL, "%.*s%s",
		                *url == '/' || !slash ? 0
		                                      : (int)(slash - base) + 1,
		                base, url) < URL &&
		       *path == '/';
	}
	url += sizeof(scheme) - 1;
	slash = url + strcspn(url, "/");
	if ((size_t)(slash - url) >= sizeof(name))
		return false;
	memcpy(name, url, (size_t)(slash - url));
	name[slash - url] = '\0';
	colon = strchr(name, ':');
	if (colon)
		*colon = '\0';
	if ((colon && !text_int(colon + 1, 1, 65535, &number)) ||
	    !ipv4_parse(name, &address) || address != t->address)
		return false;
	*port = (uint16_t)number;
	return snprintf(path, URL, "%s", *slash ? slash : "/") < URL;
}

/* Whether it may stand in a request line as it is. */
static bool plain(const char *path)
{
	for (; *path; path++)
		if (*path <= ' ' || *path >= 0x7f)
			return false;
	return true;
}

static void end_service(struct talk *t, struct description *d)
{
	static const char prefix[] = "urn:schemas-upnp-org:service:";
	static const char *const types[] = { "WANIPConnection:1",
		                             "WANIPConnection:2",
		                             "WANPPPConnection:1" };
	const char *type = d->type + sizeof(prefix) - 1;
	char path[URL], base[URL], note[URL + 40];
	uint16_t port = t->port;

	if (!text_begins(d->type, prefix) || !d->control[0] ||
	    d->controls == CONTROLS)
		return;
	snprintf(base, sizeof(base), "%s", t->note);
	if ((d->base[0] && !split(t, "/", d->base, &port, base)) ||
	    !split(t, base, d->control, &port, path) || !plain(path))
		return;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		if (strcmp(type, types[i]) != 0)
			continue;
		talk_sign(t, "upnp-igd", "%s", types[i]);
		snprintf(note, sizeof(note), "%s %s", types[i], path);
		if (sight_hint(t->plan->sight, t->address, "control", note))
			talk_call(t->plan, t->address, port, "upnp", note);
		d->controls++;
	}
}

/* The first of each is the root device's, the others are of parts of it. */
static void end_element(struct talk *t, struct description *d,
                        const struct xml *x)
{
	struct sight *s = t->plan->sight;
	const char *type;

	if (strcmp(x->name, "serviceType") == 0) {
		memcpy(d->type, x->text, sizeof(d->type));
	} else if (strcmp(x->name, "controlURL") == 0) {
		memcpy(d->control, x->text, sizeof(d->control));
	} else if (strcmp(x->name, "URLBase") == 0) {
		memcpy(d->base, x->text, sizeof(d->base));
	} else if (strcmp(x->name, "service") == 0) {
		end_service(t, d);
		d->type[0] = d->control[0] = '\0';
	} else if (strcmp(x->name, "friendlyName") == 0 && !d->named) {
		sight_name(s, t->address, x->text, "ssdp");
		d->named = true;
	} else if (strcmp(x->name, "manufacturer") == 0) {
		sight_hint(s, t->address, "maker", x->text);
	} else if (strcmp(x->name, "modelName") == 0 && !d->model[0]) {
		memcpy(d->model, x->text, sizeof(d->model));
	} else if (strcmp(x->name, "deviceType") == 0) {
		type = strstr(x->text, ":device:");
		if (type) {
			char one[40];

			type += strlen(":device:");
			snprintf(one, sizeof(one), "%.*s",
			         (int)strcspn(type, ":"), type);
			sight_hint(s, t->address, "ssdp", one);
		}
	}
}

static void hear_description(struct talk *t, const char *body, size_t len)
{
	struct description d = { .controls = 0 };
	enum xml_step step;
	struct xml x;

	xml_init(&x, body, len);
	while ((step = xml_next(&x)) != XML_END)
		if (step == XML_CLOSE)
			end_element(t, &d, &x);
	if (d.model[0])
		sight_model(t->plan->sight, t->address, d.model);
	talk_product(t, "upnp", NULL);
}

/* What the answer about one mapping says. */
struct entry {
	int64_t external, internal, error;
	char client[XML_TEXT], protocol[XML_TEXT], text[XML_TEXT];
	bool enabled;
};

static void read_entry(struct entry *e, const char *body, size_t len)
{
	enum xml_step step;
	struct xml x;

	memset(e, 0, sizeof(*e));
	e->enabled = true;
	xml_init(&x, body, len);
	while ((step = xml_next(&x)) != XML_END) {
		if (step != XML_CLOSE)
			continue;
		if (strcmp(x.name, "NewExternalPort") == 0)
			text_int(x.text, 0, 65535, &e->external);
		else if (strcmp(x.name, "NewInternalPort") == 0)
			text_int(x.text, 0, 65535, &e->internal);
		else if (strcmp(x.name, "NewInternalClient") == 0)
			memcpy(e->client, x.text, sizeof(e->client));
		else if (strcmp(x.name, "NewProtocol") == 0)
			memcpy(e->protocol, x.text, sizeof(e->protocol));
		else if (strcmp(x.name, "NewPortMappingDescription") == 0)
			memcpy(e->text, x.text, sizeof(e->text));
		else if (strcmp(x.name, "NewEnabled") == 0)
			e->enabled = strcmp(x.text, "0") != 0;
		else if (strcmp(x.name, "errorCode") == 0)
			text_int(x.text, 1, 9999, &e->error);
	}
}

/* A mapping, or the end of them; whether there may be another. */
static bool hear_mapping(struct talk *t, unsigned status, const char *body,
                         size_t len)
{
	struct sight *s = t->plan->sight;
	struct state *st = t->state;
	bool box = s->gateway == 0 || s->gateway == t->address;
	char client[IPV4_TEXT], target[32];
	uint32_t address;
	struct entry e;

	read_entry(&e, body, len);
	if (status != 200) {
		/* Some say otherwise that there are no more. */
		if (box && (e.error == OVER || (e.error > 0 && st->index > 0)))
			s->gateway_answered = true;
		return false;
	}
	if (!ipv4_parse(e.client, &address) ||
	    (!text_same(e.protocol, "tcp") && !text_same(e.protocol, "udp")))
		return false;
	s->gateway_answered = s->gateway_answered || box;
	ipv4_format(client, address);
	snprintf(target, sizeof(target), "%s:%u", client, (unsigned)e.internal);
	/* Who is not the box takes no room of its mappings. */
	if (e.enabled && e.external > 0 && (box || s->mappings.count < STRANGE))
		sight_mapping(s, &(struct mapping){
				     .port = e.external,
				     .transport = text_same(e.protocol, "tcp")
		                                      ? "tcp"
		                                      : "udp",
				     .target = target,
				     .description = e.text });
	return ++st->index < MAPPINGS;
}

static enum talk_next take_reply(struct talk *t, bool closed)
{
	enum talk_next next = TALK_END;
	struct reply r;

	if (!reply_read(&r, t->in, t->len, closed))
		return closed || r.broken ? TALK_END : TALK_WAIT;
	if (describes(t)) {
		if (r.status == 200)
			hear_description(t, buf_text(&r.body), r.body.len);
	} else if (hear_mapping(t, r.status, buf_text(&r.body), r.body.len)) {
		next = r.keeps && !closed ? TALK_WAIT : TALK_AGAIN;
	}
	if (next == TALK_WAIT)
		ask_mapping(t);
	talk_eat(t, r.total);
	reply_clear(&r);
	return next;
}

static enum talk_next hear(struct talk *t)
{
	return take_reply(t, false);
}

static enum talk_next over(struct talk *t, enum talk_over why)
{
	return why == TALK_FLOOD || t->len == 0 ? TALK_END
	                                        : take_reply(t, true);
}

const struct dialect dialect_upnp = {
	.name = "upnp",
	.state = sizeof(struct state),
	.most = MOST,
	/* Many boxes close after every answer. */
	.turns = MAPPINGS + 1,
	.open = open,
	.hear = hear,
	.close = over,
};
