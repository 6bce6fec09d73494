/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/sign.h"

#include "core/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define SIGN(code_, control_, weight_, level_, meaning_) \
	{ .code = (code_),                               \
	  .control = (control_),                         \
	  .weight = SIGN_##weight_,                      \
	  .level = SIGN_##level_,                        \
	  .meaning = (meaning_) },

static const struct sign signs[] = {
#include "checks/sign.def"
};

#define COUNT (sizeof(signs) / sizeof(signs[0]))

const struct sign *sign_list(size_t index)
{
	return index < COUNT ? &signs[index] : NULL;
}

const struct sign *sign_find(const char *code)
{
	for (size_t i = 0; code && i < COUNT; i++)
		if (strcmp(signs[i].code, code) == 0)
			return &signs[i];
	return NULL;
}

bool sign_informs(const char *code)
{
	const struct sign *sign = sign_find(code);

	/* Most local devices made their certificate themselves. */
	return (sign && sign->weight == SIGN_INFORMATION) ||
	       strcmp(code, "tls-self-signed") == 0 ||
	       strcmp(code, "tls-untrusted") == 0 ||
	       strcmp(code, "tls-ends") == 0;
}

/* The sign of that code if it counts for the control being judged. */
static const struct sign *ours(const struct inputs *in, const char *code)
{
	const struct sign *sign = sign_find(code);

	return sign && strcmp(sign->control, in->control->id) == 0 ? sign
	                                                           : NULL;
}

/* What the port of a device turned out to speak, or NULL. */
static const char *service_of(const struct inputs *in, const char *address,
                              int64_t port, const char *transport)
{
	const struct fact_device_ports *list = &in->facts->lan_ports;

	for (size_t i = 0; i < list->count; i++)
		if (list->row[i].port == port &&
		    text_is(list->row[i].address, address) &&
		    text_is(list->row[i].transport, transport))
			return list->row[i].service;
	return NULL;
}

static void weigh(struct sign_worst *worst, const struct sign *sign,
                  const char *address, const char *service, int64_t time)
{
	if (sign->weight <= worst->weight)
		return;
	*worst = (struct sign_worst){ .weight = sign->weight,
		                      .code = sign->code,
		                      .address = address,
		                      .service = service,
		                      .time = time };
}

/* The sign that an open port alone is, by the baseline's list, or NULL. */
static const struct sign *port_sign(const struct inputs *in,
                                    const struct device_port *p)
{
	const struct baseline *b = in->baseline;

	for (size_t i = 0; i < b->lan_ports; i++)
		if (b->lan_port[i].port == p->port && b->lan_port[i].code &&
		    text_is(b->lan_port[i].transport, p->transport))
			return ours(in, b->lan_port[i].code);
	return NULL;
}

void sign_tell(const struct inputs *in, struct ruling *r,
               struct sign_worst *worst)
{
	const struct fact_device_signs *signs_seen = &in->facts->lan_signs;
	const struct fact_device_ports *ports = &in->facts->lan_ports;

	*worst = (struct sign_worst){ .weight = SIGN_NONE };
	for (size_t i = 0; i < signs_seen->count; i++) {
		const struct device_sign *s = &signs_seen->row[i];
		const struct sign *sign = ours(in, s->code);

		if (!sign)
			continue;
		ruling_port(r, sign->code, s->address,
		            s->port == CELL_UNKNOWN ? 0 : s->port, s->transport,
		            s->value);
		weigh(worst, sign, s->address,
		      service_of(in, s->address, s->port, s->transport),
		      s->time);
	}
	for (size_t i = 0; i < ports->count; i++) {
		const struct device_port *p = &ports->row[i];
		const struct sign *sign = port_sign(in, p);

		if (!sign)
			continue;
		ruling_port(r, sign->code, p->address, p->port, p->transport,
		            p->product ? p->product : p->service);
		weigh(worst, sign, p->address, p->service, CELL_UNKNOWN);
	}
}

bool sign_worsen(const struct inputs *in, struct ruling *r,
                 const struct sign_worst *worst, const char *fail,
                 const char *partial)
{
	enum verdict v =
	    worst->weight == SIGN_FAIL ? VERDICT_FAIL : VERDICT_PARTIAL;

	if (worst->weight < SIGN_PARTIAL || r->verdict == VERDICT_FAIL ||
	    r->verdict == v)
		return false;
	ruling_set(r, v, v == VERDICT_FAIL ? fail : partial);
	r->declared = false;
	sign_device(in, r, worst->address);
	ruling_text(r, "service", worst->service ? worst->service : "?");
	return true;
}

int64_t sign_heard(const struct inputs *in, struct ruling *r, const char *event,
                   const char *code)
{
	const struct fact_heards *list = &in->facts->listen_events;
	int64_t count = 0;

	for (size_t i = 0; i < list->count; i++)
		if (text_is(list->row[i].code, event) && list->row[i].count > 0)
			count = list->row[i].count;
	if (count > 0)
		ruling_evidence(r, code, "%" PRId64, count);
	return count;
}

static const struct device *find_device(const struct facts *f,
                                        const char *address)
{
	for (size_t i = 0; i < f->lan_devices.count; i++)
		if (text_is(f->lan_devices.row[i].address, address))
			return &f->lan_devices.row[i];
	return NULL;
}

/* A name that the device gives itself, or NULL. */
static const char *find_name(const struct facts *f, const char *address)
{
	for (size_t i = 0; i < f->lan_names.count; i++)
		if (text_is(f->lan_names.row[i].address, address))
			return f->lan_names.row[i].name;
	return NULL;
}

void sign_device(const struct inputs *in, struct ruling *r, const char *address)
{
	const struct device *d = find_device(in->facts, address);
	const char *name =
	    d && d->vendor ? d->vendor : find_name(in->facts, address);
	struct words words;
	char id[64];

	snprintf(id, sizeof(id), "device-%s",
	         d && d->kind ? d->kind : "unknown");
	for (int i = 0; i < LANG_COUNT; i++) {
		const struct message *kind =
		    baseline_message(in->baseline, in->control, id);
		char text[400];

		if (!kind)
			kind = baseline_message(in->baseline, in->control,
			                        "device-unknown");
		snprintf(text, sizeof(text), "%s%s%s, %s",
		         kind ? kind->text.text[i] : "?", name ? " " : "",
		         name ? name : "", address ? address : "?");
		words.text[i] = arena_strdup(r->arena, text);
		if (!words.text[i]) {
			r->failed = true;
			words.text[i] = "";
		}
	}
	ruling_words(r, "device", &words);
}
