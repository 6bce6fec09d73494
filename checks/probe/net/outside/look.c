/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/outside/look.h"

#include "checks/probe/net/outside/address.h"
#include "core/clock.h"
#include "core/idn.h"
#include "core/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define WHOLE      20000 /* milliseconds for one part */
#define DNS_WHOLE  9000  /* milliseconds for one question, all tries */
#define VALUE_SIZE 600   /* bytes of a criterion's value */

static bool take_name(char out[DOMAIN_BYTES], const char *name)
{
	out[0] = '\0';
	return !name || idn_ascii(out, DOMAIN_BYTES, name);
}

bool look_open(struct look *l, const struct probe_context *c, struct facts *f,
               struct arena *a, struct err *e)
{
	memset(l, 0, sizeof(*l));
	l->context = c;
	l->facts = f;
	l->arena = a;
	l->now = c->now;
	l->until = clock_ticks() + WHOLE;
	rows_init(&l->criteria, a, sizeof(struct criterion));
	rows_init(&l->tls, a, sizeof(struct tls_service));
	if (!take_name(l->site, c->site) || !take_name(l->mail, c->mail))
		return err_set(e, "it is no domain name");
	l->dns = dns_open(a, DNS_WHOLE, e);
	return l->dns != NULL;
}

void look_close(struct look *l)
{
	struct facts *f = l->facts;

	f->outside_criteria.row = l->criteria.data;
	f->outside_criteria.count = l->criteria.count;
	f->outside_criteria.fact.state = FACT_KNOWN;
	f->outside_tls.row = l->tls.data;
	f->outside_tls.count = l->tls.count;
	f->outside_tls.fact.state = l->why ? FACT_FAILED : FACT_KNOWN;
	f->outside_tls.fact.why = l->why;
	dns_close(l->dns);
}

void look_criterion(struct look *l, const char *item, enum tri good,
                    const char *fmt, ...)
{
	struct criterion *row = rows_add(&l->criteria);
	char value[VALUE_SIZE];
	char clean[VALUE_SIZE];
	va_list ap;

	if (!row)
		return; /* the arena remembers */
	va_start(ap, fmt);
	vsnprintf(value, sizeof(value), fmt, ap);
	va_end(ap);
	text_clean(clean, sizeof(clean), value);
	row->item = item;
	row->good = good;
	row->value = arena_strdup(l->arena, clean);
}

unsigned look_left(const struct look *l, unsigned most)
{
	int64_t left = l->until - clock_ticks();

	if (left <= 0)
		return 0;
	return left < most ? (unsigned)left : most;
}

const struct dns_answer *look_dns(struct look *l, const char *name,
                                  enum dns_kind kind)
{
	const struct dns_answer *answer = dns_ask(l->dns, name, kind);

	if (answer->state == DNS_WAITING)
		dns_wait(l->dns, clock_ticks() + look_left(l, DNS_WHOLE));
	return answer;
}

void look_ahead(struct look *l, const char *host)
{
	(void)dns_ask(l->dns, host, DNS_A);
	(void)dns_ask(l->dns, host, DNS_AAAA);
}

static void add_address(struct look_place *out, const char *address)
{
	size_t used = strlen(out->all);

	if (!address_public(address)) {
		out->way = LOOK_PRIVATE;
		out->why = address;
		return;
	}
	if (out->count == LOOK_ADDRESSES)
		return;
	out->one[out->count++] = address;
	snprintf(out->all + used, sizeof(out->all) - used, "%s%s",
	         used ? "," : "", address);
}

static void add_answer(struct look *l, struct look_place *out,
                       const struct dns_answer *answer, const char *host)
{
	for (size_t i = 0; i < answer->count && out->way != LOOK_PRIVATE; i++)
		add_address(out, answer->text[i]);
	if (answer->state == DNS_FAILED && !out->why)
		out->why = arena_fmt(l->arena, "DNS of %s: %s", host,
		                     answer->why ? answer->why : "?");
}

void look_find(struct look *l, const char *host, struct look_place *out)
{
	const struct dns_answer *narrow, *wide;
	struct address numeric;

	memset(out, 0, sizeof(*out));
	if (address_parse(&numeric, host)) {
		add_address(out, arena_strdup(l->arena, host));
		return;
	}
	look_ahead(l, host);
	narrow = look_dns(l, host, DNS_A);
	wide = look_dns(l, host, DNS_AAAA);
	add_answer(l, out, narrow, host);
	if (out->way != LOOK_PRIVATE)
		add_answer(l, out, wide, host);
	if (out->way == LOOK_PRIVATE) {
		out->why = arena_fmt(l->arena,
		                     "%s is at %s, which is not on the "
		                     "Internet: not asked",
		                     host, out->why ? out->why : "?");
	} else if (out->count > 0) {
		out->way = LOOK_FOUND;
	} else if (out->why) {
		out->way = LOOK_UNREAD;
	} else {
		out->way = LOOK_NOWHERE;
		out->why =
		    arena_fmt(l->arena, "%s: %s", host,
		              narrow->state == DNS_NO_NAME ? "no such name"
		                                           : "no address");
	}
}
