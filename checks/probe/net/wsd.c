/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/talk.h"
#include "checks/probe/net/xml.h"
#include "core/text.h"

#include <openssl/rand.h>
#include <stdio.h>
#include <string.h>

/*
 * WS-Discovery (OASIS, April 2005): how PCs, printers and cameras answer to
 * the question who is there.
 */

#define GROUP UINT32_C(0xeffffffa) /* 239.255.255.250 */
#define PORT  3702
#define TYPES 12 /* of one answer */

/* Half of them remember the last questions and answer none of those twice. */
static void ask_for(struct buf *out, const char *types)
{
	uint8_t id[16] = { 0 };

	RAND_bytes(id, sizeof(id));
	buf_str(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>"
	             "<soap:Envelope"
	             " xmlns:soap=\"http://www.w3.org/2003/05/soap-envelope\""
	             " xmlns:wsa=\"http://schemas.xmlsoap.org/ws/2004/08/"
	             "addressing\""
	             " xmlns:wsd=\"http://schemas.xmlsoap.org/ws/2005/04/"
	             "discovery\""
	             " xmlns:wsdp=\"http://schemas.xmlsoap.org/ws/2006/02/"
	             "devprof\">"
	             "<soap:Header><wsa:To>"
	             "urn:schemas-xmlsoap-org:ws:2005:04:discovery</wsa:To>"
	             "<wsa:Action>http://schemas.xmlsoap.org/ws/2005/04/"
	             "discovery/Probe</wsa:Action><wsa:MessageID>urn:uuid:");
	for (size_t i = 0; i < sizeof(id); i++)
		buf_fmt(out, "%s%02x",
		        i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "",
		        id[i]);
	buf_fmt(out,
	        "</wsa:MessageID></soap:Header><soap:Body><wsd:Probe>%s"
	        "</wsd:Probe></soap:Body></soap:Envelope>",
	        types);
}

/* PCs and printers answer to this one... */
static void ask_devices(const struct talk_plan *p, struct buf *out)
{
	(void)p;
	ask_for(out, "<wsd:Types>wsdp:Device</wsd:Types>");
}

/* ...and cameras (ONVIF Core, 7.3) to one without a type. */
static void ask_any(const struct talk_plan *p, struct buf *out)
{
	(void)p;
	ask_for(out, "");
}

static void hear_types(const struct talk_plan *p, uint32_t address, char *text)
{
	const char *type;

	for (int i = 0; i < TYPES && (type = text_word(&text)); i++) {
		const char *colon = strrchr(type, ':');

		sight_hint(p->sight, address, "wsd", colon ? colon + 1 : type);
	}
}

/* Put the %20 of a scope back; in place. */
static void decode(char *s)
{
	char *to = s;

	for (; *s; s++, to++) {
		unsigned c;

		*to = *s;
		if (*s == '%' && s[1] && s[2] &&
		    sscanf(s + 1, "%2x", &c) == 1 && c >= ' ') {
			*to = (char)c;
			s += 2;
		}
	}
	*to = '\0';
}

static void hear_scopes(const struct talk_plan *p, uint32_t address, char *text)
{
	static const char name[] = "onvif://www.onvif.org/name/";
	static const char hardware[] = "onvif://www.onvif.org/hardware/";
	char *scope;

	while ((scope = text_word(&text))) {
		decode(scope);
		if (text_begins(scope, name))
			sight_name(p->sight, address, scope + sizeof(name) - 1,
			           "wsd");
		else if (text_begins(scope, hardware))
			sight_model(p->sight, address,
			            scope + sizeof(hardware) - 1);
	}
}

static void hear(const struct talk_plan *p, uint32_t address,
                 const uint8_t *data, size_t len)
{
	bool match = false;
	enum xml_step step;
	struct xml x;

	xml_init(&x, (const char *)data, len);
	while ((step = xml_next(&x)) != XML_END) {
		bool here = strcmp(x.name, "ProbeMatch") == 0;

		if (here)
			match = step == XML_OPEN;
		if (!match || step != XML_CLOSE)
			continue;
		if (strcmp(x.name, "Types") == 0)
			hear_types(p, address, x.text);
		else if (strcmp(x.name, "Scopes") == 0)
			hear_scopes(p, address, x.text);
	}
}

const struct datagram datagram_wsd = {
	.name = "wsd",
	.group = GROUP,
	.port = PORT,
	.level = TALK_NORMAL,
	.ask = ask_devices,
	.hear = hear,
};

const struct datagram datagram_wsd_any = {
	.name = "wsd",
	.group = GROUP,
	.port = PORT,
	.level = TALK_NORMAL,
	.ask = ask_any,
	.hear = hear,
};
