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
}

struct sight_device *sight_find(const struct sight *s, uint32_t address)
{
	struct sight_device *list = s->devices.data;

	for (size_t i = 0; i < s->devices.count; i++)
		if (list[i].address == address)
			return &list[i];
	return NULL;
}

struct sight_device *sight_device(struct sight *s, uint32_t address,
                                  const char *found)
{
	struct sight_device *d = sight_find(s, address);

	if (d)
		return d;
	d = rows_add(&s->devices);
	if (!d)
		return NULL;
	d->address = address;
	d->found = found;
	ipv4_format(d->text, address);
	return d;
}

/* A text of a device, cleaned and cut, in the arena; NULL if it is empty. */
static const char *keep(struct sight *s, const char *text)
{
	char clean[TEXT_BYTES];

	if (!text)
		return NULL;
	text_clean(clean, sizeof(clean), text);
	text = text_trim(clean);
	return *text ? arena_strdup(s->arena, text) : NULL;
}

/* The address as text that lives as long as the rows. */
static const char *address_text(struct sight *s, const struct sight_device *d)
{
	return arena_strdup(s->arena, d->text);
}

void sight_name(struct sight *s, uint32_t address, const char *name,
                const char *source)
{
	struct sight_device *d = sight_find(s, address);
	const struct device_name *list = s->names.data;
	const char *kept = d ? keep(s, name) : NULL;
	struct device_name *row;

	if (!kept || d->names >= NAMES)
		return;
	for (size_t i = 0; i < s->names.count; i++)
		if (strcmp(list[i].address, d->text) == 0 &&
		    text_same(list[i].name, kept))
			return;
	row = rows_add(&s->names);
	if (!row)
		return;
	d->names++;
	*row = (struct device_name){ address_text(s, d), kept, source };
	if (!row->address)
		s->names.count--;
}

static struct device_port *find_port(struct sight *s,
                                     const struct sight_device *d,
                                     uint16_t port, const char *transport)
{
	struct device_port *list = s->ports.data;

	for (size_t i = 0; i < s->ports.count; i++)
		if (list[i].port == port &&
		    strcmp(list[i].transport, transport) == 0 &&
		    strcmp(list[i].address, d->text) == 0)
			return &list[i];
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
		row = rows_add(&s->ports);
		if (!row)
			return;
		*row = (struct device_port){ .address = address_text(s, d),
			                     .port = port,
			                     .transport = transport };
		if (!row->address) {
			s->ports.count--;
			return;
		}
		d->ports++;
	}
	if (!row)
		return;
	if (service)
		row->service = service;
	if (product && !row->product)
		row->product = keep(s, product);
}

static bool told(const struct sight *s, const struct device_sign *sign)
{
	const struct device_sign *list = s->signs.data;

	for (size_t i = 0; i < s->signs.count; i++)
		if (list[i].port == sign->port &&
		    strcmp(list[i].code, sign->code) == 0 &&
		    strcmp(list[i].address, sign->address) == 0 &&
		    strcmp(list[i].value ? list[i].value : "",
		           sign->value ? sign->value : "") == 0)
			return true;
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
	char value[2 * TEXT_BYTES];
	struct device_sign *row;
	va_list ap;

	if (!d || d->signs >= SIGNS)
		return;
	va_start(ap, fmt);
	vsnprintf(value, sizeof(value), fmt, ap);
	va_end(ap);
	sign.address = address_text(s, d);
	sign.value = keep(s, value);
	if (!sign.address || told(s, &sign))
		return;
	row = rows_add(&s->signs);
	if (!row)
		return;
	*row = sign;
	d->signs++;
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
	struct mapping *copy;

	if (s->mappings.count >= MAPPINGS)
		return;
	copy = rows_add(&s->mappings);
	if (!copy)
		return;
	copy->port = row->port;
	copy->transport = keep(s, row->transport);
	copy->target = keep(s, row->target);
	copy->description = keep(s, row->description);
}
