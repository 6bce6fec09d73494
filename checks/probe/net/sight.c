/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/sight.h"

#include "core/ipv4.h"
#include "core/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Most rows of one device, and bytes of one text. */
#define NAMES      10
#define PORTS      120
#define SIGNS      80
#define HINTS      40
#define MAPPINGS   100
#define TLS        2000
#define TEXT_BYTES 120

void sight_init(struct sight *s, struct arena *a)
{
	memset(s, 0, sizeof(*s));
	s->arena = a;
	rows_init(&s->devices, a, sizeof(struct sight_device));
	rows_init(&s->names, a, sizeof(struct device_name));
	rows_init(&s->ports, a, sizeof(struct device_port));
	rows_init(&s->signs, a, sizeof(struct device_sign));
	rows_init(&s->tls, a, sizeof(struct tls_service));
	rows_init(&s->claims, a, sizeof(struct sight_claim));
	rows_init(&s->mappings, a, sizeof(struct mapping));
	rows_init(&s->hints, a, sizeof(struct sight_hint));
	rows_init(&s->name_before, a, sizeof(uint32_t));
	rows_init(&s->port_before, a, sizeof(uint32_t));
	rows_init(&s->sign_before, a, sizeof(uint32_t));
	rows_init(&s->hint_before, a, sizeof(uint32_t));
}

/*
 * A device is found by a hash of its address, and its rows by a chain from
 * its last one to its first: a row is an index + 1, 0 is none.
 */
static uint32_t *slot_of(const struct sight *s, uint32_t address)
{
	const struct sight_device *list = s->devices.data;
	/* Fibonacci hashing: neighbours differ in their last bits alone. */
	size_t at = address * UINT32_C(2654435769) >> 8;

	if (s->slots == 0)
		return NULL;
	for (;; at++) {
		uint32_t *slot = &s->slot[at & (s->slots - 1)];

		if (*slot == 0 || list[*slot - 1].address == address)
			return slot;
	}
}

static bool grow_slots(struct sight *s)
{
	const struct sight_device *list = s->devices.data;
	size_t slots = s->slots ? 2 * s->slots : 64;
	uint32_t *more = arena_alloc(s->arena, slots, sizeof(*more));

	if (!more)
		return false;
	s->slot = more;
	s->slots = slots;
	for (size_t i = 0; list && i < s->devices.count; i++)
		*slot_of(s, list[i].address) = (uint32_t)i + 1;
	return true;
}

struct sight_device *sight_find(const struct sight *s, uint32_t address)
{
	const uint32_t *slot = slot_of(s, address);
	struct sight_device *list = s->devices.data;

	return slot && *slot ? &list[*slot - 1] : NULL;
}

/* A new row of a device, in front of its chain; NULL if memory ran out. */
static void *add_row(struct rows *r, struct rows *before, uint32_t *last)
{
	void *row = rows_add(r);
	uint32_t *b = row ? rows_add(before) : NULL;

	if (!b) {
		r->count -= row ? 1 : 0;
		return NULL;
	}
	*b = *last;
	*last = (uint32_t)r->count;
	return row;
}

static uint32_t before(const struct rows *before, uint32_t at)
{
	const uint32_t *list = before->data;

	return list[at - 1];
}

struct sight_device *sight_device(struct sight *s, uint32_t address,
                                  const char *found)
{
	struct sight_device *d = sight_find(s, address);
	char text[IPV4_TEXT];

	if (d)
		return d;
	ipv4_format(text, address);
	if (2 * (s->devices.count + 1) > s->slots && !grow_slots(s))
		return NULL;
	d = rows_add(&s->devices);
	if (!d)
		return NULL;
	d->address = address;
	d->found = found;
	d->text = arena_strdup(s->arena, text);
	if (!d->text) {
		s->devices.count--;
		return NULL;
	}
	*slot_of(s, address) = (uint32_t)s->devices.count;
	return d;
}

/* A text of a device, cleaned and cut; NULL if nothing is left of it. */
static const char *clean(char out[TEXT_BYTES], const char *text)
{
	if (!text)
		return NULL;
	text_clean(out, TEXT_BYTES, text);
	text = text_trim(out);
	return *text ? text : NULL;
}

/* The same in the arena. */
static const char *keep(struct sight *s, const char *text)
{
	char out[TEXT_BYTES];

	text = clean(out, text);
	return text ? arena_strdup(s->arena, text) : NULL;
}

void sight_name(struct sight *s, uint32_t address, const char *name,
                const char *source)
{
	struct sight_device *d = sight_find(s, address);
	const struct device_name *known;
	struct device_name *row;
	char out[TEXT_BYTES];
	uint32_t at = 0;

	name = clean(out, name);
	if (!d || !name || d->names >= NAMES)
		return;
	while ((known = sight_name_next(s, d, &at)))
		if (text_same(known->name, name))
			return;
	name = arena_strdup(s->arena, name);
	row = name ? add_row(&s->names, &s->name_before, &d->last_name) : NULL;
	if (!row)
		return;
	d->names++;
	*row = (struct device_name){ d->text, name, source };
}

static struct device_port *find_port(struct sight *s,
                                     const struct sight_device *d,
                                     uint16_t port, const char *transport)
{
	struct device_port *list = s->ports.data;

	for (uint32_t i = d->last_port; i; i = before(&s->port_before, i))
		if (list[i - 1].port == port &&
		    strcmp(list[i - 1].transport, transport) == 0)
			return &list[i - 1];
	return NULL;
}

void sight_port(struct sight *s, uint32_t address, uint16_t port,
                const char *transport, const char *service, const char *product)
{
	struct sight_device *d = sight_find(s, address);
	struct device_port *row;

	if (!d)
		return;
	row = find_port(s, d, port, transport);
	if (!row && d->ports < PORTS) {
		row = add_row(&s->ports, &s->port_before, &d->last_port);
		if (!row)
			return;
		*row = (struct device_port){ .address = d->text,
			                     .port = port,
			                     .transport = transport };
		d->ports++;
	}
	if (!row)
		return;
	if (service)
		row->service = service;
	if (product && !row->product)
		row->product = keep(s, product);
}

static bool told(const struct sight *s, const struct sight_device *d,
                 const struct device_sign *sign)
{
	const struct device_sign *list = s->signs.data;

	for (uint32_t i = d->last_sign; i; i = before(&s->sign_before, i)) {
		const struct device_sign *row = &list[i - 1];

		if (row->port == sign->port &&
		    strcmp(row->code, sign->code) == 0 &&
		    strcmp(row->value ? row->value : "",
		           sign->value ? sign->value : "") == 0)
			return true;
	}
	return false;
}

void sight_sign(struct sight *s, uint32_t address, uint16_t port,
                const char *transport, const char *code, int64_t time,
                const char *fmt, ...)
{
	struct sight_device *d = sight_find(s, address);
	struct device_sign sign = {
		.port = port, .transport = transport, .code = code, .time = time
	};
	char value[2 * TEXT_BYTES], out[TEXT_BYTES];
	struct device_sign *row;
	va_list ap;

	if (!d || d->signs >= SIGNS)
		return;
	va_start(ap, fmt);
	vsnprintf(value, sizeof(value), fmt, ap);
	va_end(ap);
	sign.address = d->text;
	sign.value = clean(out, value);
	if (told(s, d, &sign))
		return;
	sign.value = keep(s, sign.value);
	row = add_row(&s->signs, &s->sign_before, &d->last_sign);
	if (!row)
		return;
	*row = sign;
	d->signs++;
}

bool sight_hint(struct sight *s, uint32_t address, const char *source,
                const char *text)
{
	struct sight_device *d = sight_find(s, address);
	const struct sight_hint *known;
	struct sight_hint *row;
	char out[TEXT_BYTES];
	uint32_t at = 0;

	text = clean(out, text);
	if (!d || !text || d->hints >= HINTS)
		return false;
	while ((known = sight_hint_next(s, d, &at)))
		if (strcmp(known->source, source) == 0 &&
		    strcmp(known->text, text) == 0)
			return false;
	text = arena_strdup(s->arena, text);
	row = text ? add_row(&s->hints, &s->hint_before, &d->last_hint) : NULL;
	if (!row)
		return false;
	d->hints++;
	*row = (struct sight_hint){ source, text };
	return true;
}

/* The next row of a chain; *at is the last one, 0 before the first. */
static const void *step(const struct rows *r, const struct rows *b,
                        uint32_t last, uint32_t *at)
{
	*at = *at ? before(b, *at) : last;
	return *at ? (const char *)r->data + (*at - 1) * r->size : NULL;
}

const struct sight_hint *sight_hint_next(const struct sight *s,
                                         const struct sight_device *d,
                                         uint32_t *at)
{
	return step(&s->hints, &s->hint_before, d->last_hint, at);
}

const struct device_name *sight_name_next(const struct sight *s,
                                          const struct sight_device *d,
                                          uint32_t *at)
{
	return step(&s->names, &s->name_before, d->last_name, at);
}

const struct device_port *sight_port_next(const struct sight *s,
                                          const struct sight_device *d,
                                          uint32_t *at)
{
	return step(&s->ports, &s->port_before, d->last_port, at);
}

void sight_kind(struct sight *s, uint32_t address, const char *kind,
                enum sight_sure sure)
{
	struct sight_device *d = sight_find(s, address);

	if (!d || sure <= d->sure)
		return;
	d->kind = kind;
	d->sure = sure;
}

void sight_model(struct sight *s, uint32_t address, const char *model)
{
	struct sight_device *d = sight_find(s, address);

	if (d && !d->model)
		d->model = keep(s, model);
}

void sight_tls(struct sight *s, const struct tls_service *row,
               const char *const *names)
{
	const struct tls_service *list = s->tls.data;
	struct tls_service *copy;
	struct sight_claim *claim;

	for (size_t i = 0; i < s->tls.count; i++)
		if (list[i].port == row->port &&
		    strcmp(list[i].host, row->host) == 0)
			return;
	if (s->tls.count >= TLS)
		return;
	copy = rows_add(&s->tls);
	if (!copy)
		return;
	*copy = *row;
	copy->host = arena_strdup(s->arena, row->host);
	copy->service = keep(s, row->service);
	copy->subject = keep(s, row->subject);
	copy->issuer = keep(s, row->issuer);
	copy->chain = keep(s, row->chain);
	copy->best = keep(s, row->best);
	if (!copy->host) {
		s->tls.count--;
		return;
	}
	claim = names ? rows_add(&s->claims) : NULL;
	if (claim)
		*claim = (struct sight_claim){ s->tls.count - 1, names };
}

void sight_mapping(struct sight *s, const struct mapping *row)
{
	const struct mapping *list = s->mappings.data;
	struct mapping *copy;

	if (s->mappings.count >= MAPPINGS)
		return;
	for (size_t i = 0; i < s->mappings.count; i++)
		if (list[i].port == row->port &&
		    text_same(list[i].transport, row->transport) &&
		    text_same(list[i].target, row->target))
			return;
	copy = rows_add(&s->mappings);
	if (!copy)
		return;
	copy->port = row->port;
	copy->transport = keep(s, row->transport);
	copy->target = keep(s, row->target);
	copy->description = keep(s, row->description);
	if (!copy->transport || !copy->target)
		s->mappings.count--;
}
