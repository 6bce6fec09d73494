/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/facts_json.h"
#include "checks/probe/fact.h"
#include "checks/probe/net/kind.h"
#include "checks/probe/net/sweep.h"
#include "checks/probe/net/tls_service.h"
#include "checks/probe/net/vendor.h"
#include "checks/probe/probe.h"

#include "core/ipv4.h"
#include "core/link.h"
#include "core/text.h"

#include <openssl/ssl.h>
#include <stdio.h>
#include <string.h>

#define LINKS    32    /* addresses of this machine */
#define DEADLINE 60000 /* milliseconds for all of it */
#define SPARE    5000  /* of these, to tell what was found */

/* The look, from the agreement to the rows. */
struct look {
	const struct probe_context *context;
	struct link_address link[LINKS];
	struct lan_network range[LAN_NETWORKS];
	size_t ranges;
	struct sight sight;
};

static bool wanted(const struct probe_context *c)
{
	return c->lan && c->live;
}

/* Our own machine is one of the devices; it is not talked to. */
static void add_self(struct look *l)
{
	for (size_t i = 0; i < l->ranges; i++) {
		struct sight_device *d =
		    sight_device(&l->sight, l->range[i].own, "self");

		if (d) {
			d->self = true;
			d->kind = "computer";
			d->sure = SIGHT_CERTAIN;
		}
	}
}

static void mark_gateway(struct look *l)
{
	struct sight_device *d = sight_find(&l->sight, l->sight.gateway);

	if (!d)
		return;
	d->gateway = true;
	sight_kind(&l->sight, d->address, "router", SIGHT_CERTAIN);
}

static void tell_ranges(const struct look *l, struct fact_lan_ranges *out,
                        struct arena *a)
{
	struct lan_range *row = arena_alloc(a, l->ranges + 1, sizeof(*row));

	if (!row)
		return;
	for (size_t i = 0; i < l->ranges; i++) {
		char text[IPV4_TEXT];

		ipv4_format(text, l->range[i].network);
		row[i].cidr = arena_fmt(a, "%s/%u", text, l->range[i].bits);
		row[i].interface = arena_strdup(a, l->range[i].interface);
	}
	out->row = row;
	out->count = l->ranges;
	out->fact.state = FACT_KNOWN;
}

static const char *sure_name(enum sight_sure sure)
{
	static const char *const names[] = {
		[SIGHT_NONE] = NULL,
		[SIGHT_GUESS] = "guess",
		[SIGHT_LIKELY] = "likely",
		[SIGHT_CERTAIN] = "certain",
	};

	return names[sure];
}

static void tell_devices(const struct look *l, struct fact_devices *out,
                         struct arena *a)
{
	const struct sight_device *list = l->sight.devices.data;
	size_t count = l->sight.devices.count;
	struct device *row = arena_alloc(a, count + 1, sizeof(*row));

	if (!row)
		return;
	for (size_t i = 0; i < count; i++) {
		const struct sight_device *d = &list[i];

		row[i] = (struct device){
			.address = d->text,
			.kind = d->kind ? d->kind : "unknown",
			.sure = sure_name(d->sure),
			.vendor = vendor_find(d->mac),
			.model = d->model,
			.found = d->found,
			.gateway = d->gateway ? TRI_YES : TRI_NO,
			.self = d->self ? TRI_YES : TRI_NO,
		};
	}
	out->row = row;
	out->count = count;
	out->fact.state = FACT_KNOWN;
}

/* Give a list of rows to a fact. */
#define TELL(fact_, rows_)                        \
	do {                                      \
		(fact_)->row = (rows_)->data;     \
		(fact_)->count = (rows_)->count;  \
		(fact_)->fact.state = FACT_KNOWN; \
	} while (0)

/* What of it only a further level asks stays unasked. */
static void tell(const struct look *l, struct facts *f, struct arena *a)
{
	enum lan_level level = l->context->lan->level;

	tell_ranges(l, &f->lan_ranges, a);
	tell_devices(l, &f->lan_devices, a);
	TELL(&f->lan_ports, &l->sight.ports);
	if (level == LAN_PORTS) {
		facts_give_up(f, "lan", FACT_UNSUPPORTED,
		              "only the ports were asked");
		return;
	}
	TELL(&f->lan_names, &l->sight.names);
	TELL(&f->lan_signs, &l->sight.signs);
	/* Without roots nothing was judged: not the same as nothing wrong. */
	if (f->lan_tls.fact.state != FACT_FAILED)
		TELL(&f->lan_tls, &l->sight.tls);
	TELL(&f->lan_mappings, &l->sight.mappings);
	if (!l->sight.gateway_answered)
		fact_unknown(&f->lan_mappings.fact, a, FACT_ABSENT,
		             "no box answers to UPnP");
}

static const enum talk_level levels[] = {
	[LAN_PORTS] = TALK_PORTS,
	[LAN_NORMAL] = TALK_NORMAL,
	[LAN_THOROUGH] = TALK_THOROUGH,
};

static bool scan(struct look *l, struct facts *f, struct arena *a)
{
	const struct probe_context *c = l->context;
	struct sweep_setup setup = { .range = l->range,
		                     .ranges = l->ranges,
		                     .baseline = c->baseline,
		                     .level = levels[c->lan->level],
		                     .now = c->now,
		                     .deadline = DEADLINE - SPARE };
	struct err e;
	bool ok;

	if (setup.level > TALK_PORTS) {
		setup.roots = tls_roots_new(c->lan->roots, &e);
		if (!setup.roots)
			fact_unknown(&f->lan_tls.fact, a, FACT_FAILED, "%s",
			             e.text);
	}
	ok = sweep_run(&setup, &l->sight);
	SSL_CTX_free(setup.roots);
	return ok;
}

static void read_lan(const struct probe_context *c, struct facts *f,
                     struct arena *a)
{
	struct look *l = arena_alloc(a, 1, sizeof(*l));
	bool ok, whole;

	if (!l)
		return;
	l->context = c;
	fact_text(&f->lan_consent, a, c->lan->consent);
	fact_text(&f->lan_level, a, lan_plan_level(c->lan->level));
	l->ranges = lan_plan_networks(c->lan->range, l->link,
	                              link_addresses(l->link, LINKS), l->range);
	if (l->ranges == 0) {
		facts_give_up(f, "lan", FACT_ABSENT,
		              "this machine is not plugged into that network");
		return;
	}
	sight_init(&l->sight, a);
	link_gateway(&l->sight.gateway);
	add_self(l);
	ok = scan(l, f, a);
	mark_gateway(l);
	kind_judge(&l->sight, c->baseline);
	sight_judge_names(&l->sight);
	whole = sight_share(&l->sight, FACTS_ROWS);
	tell(l, f, a);
	if (!whole)
		facts_doubt(f, "lan", "there is more than a document can hold");
	if (!ok)
		facts_doubt(f, "lan", "the look took too long");
}

const struct probe probe_lan = {
	.area = "lan",
	.deadline = DEADLINE,
	.read = read_lan,
	.wanted = wanted,
};
