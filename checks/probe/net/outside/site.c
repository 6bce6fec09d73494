/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/outside/site.h"

#include "checks/probe/fact.h"
#include "checks/probe/net/outside/owner.h"
#include "checks/probe/net/outside/tls_look.h"
#include "checks/probe/net/outside/trail.h"
#include "core/date.h"
#include "core/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What was seen of the site. */
struct site {
	struct look *look;
	struct look_place place;
	struct trail secure; /* from https:// on */
	struct trail plain;  /* from http:// on */
	const struct tls_service *tls;
	const char *tls_why; /* unless tls */
};

static const char *or_none(const char *text)
{
	return text && text[0] ? text : "-";
}

/* Nothing more can be said of what depends on a site that answers. */
static void give_up(struct site *s, const char *why)
{
	static const char *const items[] = { "1.4", "1.5", "1.6", "1.7",
		                             "hsts" };
	struct look *l = s->look;

	for (size_t i = 0; i < sizeof(items) / sizeof(items[0]); i++)
		look_criterion(l, items[i], TRI_UNKNOWN, "%s", why);
	fact_unknown(&l->facts->outside_https.fact, l->arena, FACT_FAILED, "%s",
	             why);
	l->why = arena_strdup(l->arena, why);
}

static void judge_ending(struct look *l)
{
	const struct baseline *b = l->context->baseline;

	look_criterion(l, "1.2",
	               owner_listed(l->site, b->site_ending, b->site_endings)
	                   ? TRI_YES
	                   : TRI_NO,
	               "%s", l->site);
}

/* A server's clock is better than one that lost its battery. */
static void mend_clock(struct look *l, const struct trail *t)
{
	if (t->clock && llabs(t->clock - l->now) > DATE_DAY)
		l->now = t->clock;
}

static void look_at_tls(struct site *s)
{
	struct look *l = s->look;
	struct err e;

	if (s->secure.proxied) {
		s->tls_why = "a proxy stands between";
		return;
	}
	s->tls = tls_look_site(l, l->site, &s->place, &e);
	if (!s->tls)
		s->tls_why = arena_strdup(l->arena, e.text);
}

/* 1.3: the page is there. True when the rest can be judged. */
static bool judge_reachable(struct site *s)
{
	const struct trail *t = s->secure.fetched ? &s->secure : &s->plain;
	struct look *l = s->look;
	bool refused = s->secure.fault == HTTP_NO_ANSWER &&
	               s->plain.fault == HTTP_NO_ANSWER;

	if (t->fetched && t->barred) {
		look_criterion(l, "1.3", TRI_UNKNOWN, "%s", or_none(t->why));
		give_up(s, or_none(t->why));
		return false;
	}
	if (t->fetched && t->fault == HTTP_FINE) {
		look_criterion(l, "1.3", trail_good(t) ? TRI_YES : TRI_NO,
		               "%s%d, %s", t->endless ? "too many jumps, " : "",
		               t->status, t->last.host);
		return true;
	}
	look_criterion(l, "1.3", refused ? TRI_NO : TRI_UNKNOWN, "%s",
	               or_none(t->why));
	give_up(s, or_none(t->why));
	return false;
}

/* 1.4: it speaks HTTPS. */
static enum tri judge_https(struct site *s)
{
	const struct trail *t = &s->secure;
	enum tri good = TRI_UNKNOWN;

	if (t->fetched || s->tls)
		good = TRI_YES;
	else if (t->fault == HTTP_TLS || t->fault == HTTP_NONSENSE)
		good = TRI_NO;
	else if (s->plain.fetched &&
	         (t->fault == HTTP_NO_ANSWER || t->fault == HTTP_LATE))
		good = TRI_NO;
	look_criterion(s->look, "1.4", good, "%s",
	               good == TRI_YES ? (s->tls ? s->tls->best : "https")
	                               : or_none(t->why));
	return good;
}

/* 1.5: the certificate is one that browsers take. */
static enum tri judge_certificate(struct site *s, enum tri https)
{
	const struct tls_service *tls = s->tls;
	struct look *l = s->look;
	char day[DATE_TEXT] = "?";
	enum tri good = TRI_YES;

	if (https == TRI_NO) {
		look_criterion(l, "1.5", TRI_NO, "no HTTPS");
		return TRI_NO;
	}
	if (!tls || !tls->chain) {
		look_criterion(l, "1.5", TRI_UNKNOWN, "%s",
		               tls ? "this machine knows no authority"
		                   : or_none(s->tls_why));
		return TRI_UNKNOWN;
	}
	if (strcmp(tls->chain, "trusted") != 0 || tls->named != TRI_YES ||
	    tls->not_after <= l->now || tls->not_before > l->now ||
	    s->secure.bad)
		good = TRI_NO;
	date_format_day(day, tls->not_after);
	look_criterion(l, "1.5", good, "%s, %s, notAfter %s%s%s", tls->chain,
	               tls->named == TRI_YES ? "name ok" : "another name", day,
	               s->secure.bad ? ", " : "",
	               s->secure.bad ? or_none(s->secure.why) : "");
	return good;
}

/* 1.6: no jump to somebody else's name, and not too many. */
static void judge_jumps(struct site *s)
{
	const struct trail *t = s->secure.fetched ? &s->secure : &s->plain;
	const char *foreign =
	    s->secure.foreign ? s->secure.foreign : s->plain.foreign;
	bool bad = foreign || s->secure.endless || s->plain.endless;

	look_criterion(
	    s->look, "1.6", bad ? TRI_NO : TRI_YES, "%s%s",
	    foreign ? foreign : t->last.host,
	    s->secure.endless || s->plain.endless ? ", too many jumps" : "");
}

/* The same name with or without www; false when there is no such habit. */
static bool other_name(const struct look *l, char out[DOMAIN_BYTES])
{
	const char *owner = owner_find(l->site);
	int n = 0;

	if (strcmp(owner, l->site) == 0)
		n = snprintf(out, DOMAIN_BYTES, "www.%s", l->site);
	else if (text_begins(l->site, "www.") && owner == l->site + 4)
		n = snprintf(out, DOMAIN_BYTES, "%s", owner);
	return n > 0 && n < DOMAIN_BYTES;
}

/* Whether the other name leads to the site too. */
static enum tri judge_other_name(struct site *s, const char *other,
                                 const char **why)
{
	struct look *l = s->look;
	struct look_place place;
	struct trail t;

	look_find(l, other, &place);
	*why = place.why;
	if (place.way == LOOK_NOWHERE)
		return TRI_NO;
	if (place.way == LOOK_PRIVATE)
		return TRI_UNKNOWN;
	trail_follow(l, "https", other, &t);
	*why = t.why ? t.why : other;
	if (trail_good(&t))
		return t.bad ? TRI_NO : TRI_YES;
	trail_follow(l, "http", other, &t);
	if (trail_good(&t))
		return TRI_YES;
	return t.fault == HTTP_LATE || t.fault == HTTP_NO_NAME ||
	               t.fault == HTTP_PROXY || t.barred
	           ? TRI_UNKNOWN
	           : TRI_NO;
}

static enum tri judge_upgrade(const struct trail *plain)
{
	if (plain->fetched && plain->fault == HTTP_FINE && !plain->barred)
		return plain->last.secure ? TRI_YES : TRI_NO;
	return plain->fault == HTTP_NO_ANSWER ? TRI_NO : TRI_UNKNOWN;
}

/* 1.7: from http to https, with www and without. */
static void judge_ways(struct site *s)
{
	enum tri upgrade = judge_upgrade(&s->plain);
	enum tri both = TRI_YES;
	char other[DOMAIN_BYTES];
	const char *why = "-";
	enum tri good;

	if (other_name(s->look, other))
		both = judge_other_name(s, other, &why);
	good = upgrade < both ? upgrade : both;
	if (upgrade == TRI_NO || both == TRI_NO)
		good = TRI_NO;
	look_criterion(s->look, "1.7", good, "http %s; other name: %s",
	               upgrade == TRI_YES  ? "leads to https"
	               : upgrade == TRI_NO ? "does not lead to https"
	                                   : or_none(s->plain.why),
	               both == TRI_YES ? "ok" : or_none(why));
}

/* RFC 6797: for how long browsers are told to insist on HTTPS. */
static void judge_hsts(struct site *s)
{
	const char *value = s->secure.hsts;
	const char *age = value ? strstr(value, "max-age=") : NULL;
	long seconds = age ? strtol(age + strlen("max-age=") +
	                                (age[strlen("max-age=")] == '"'),
	                            NULL, 10)
	                   : 0;

	if (!s->secure.fetched)
		look_criterion(s->look, "hsts", TRI_UNKNOWN, "%s",
		               or_none(s->secure.why));
	else
		look_criterion(s->look, "hsts", seconds > 0 ? TRI_YES : TRI_NO,
		               "%s", or_none(value));
}

/* What the whole comes to. */
static void conclude(struct site *s, enum tri https, enum tri certificate)
{
	struct fact_bool *fact = &s->look->facts->outside_https;

	if (https == TRI_NO || certificate == TRI_NO)
		fact_bool(fact, false);
	else if (https == TRI_YES && certificate == TRI_YES &&
	         s->secure.fault == HTTP_FINE)
		fact_bool(fact, true);
	else
		fact_unknown(&fact->fact, s->look->arena, FACT_FAILED, "%s",
		             s->secure.why ? s->secure.why
		                           : or_none(s->tls_why));
}

/* There is a place to ask: ask all, then judge. */
static void judge_site(struct site *s)
{
	struct look *l = s->look;
	enum tri https, certificate;

	trail_follow(l, "https", l->site, &s->secure);
	trail_follow(l, "http", l->site, &s->plain);
	mend_clock(l, s->plain.clock ? &s->plain : &s->secure);
	if (s->secure.fault == HTTP_NO_LIBRARY) {
		look_criterion(l, "1.3", TRI_UNKNOWN, "%s",
		               or_none(s->secure.why));
		give_up(s, or_none(s->secure.why));
		return;
	}
	if (!judge_reachable(s))
		return;
	look_at_tls(s);
	https = judge_https(s);
	certificate = judge_certificate(s, https);
	judge_jumps(s);
	judge_ways(s);
	judge_hsts(s);
	conclude(s, https, certificate);
	if (!s->tls && https != TRI_NO)
		l->why = s->tls_why;
}

/*
 * Whether the site has no address for certain. Where not even the domain is
 * there, a letter was mistyped, or DNS here knows nothing of the Internet.
 */
static bool is_missing(struct site *s)
{
	const struct dns_answer *answer;

	if (s->place.way != LOOK_NOWHERE)
		return false;
	answer = look_dns(s->look, owner_find(s->look->site), DNS_A);
	return answer->state == DNS_NONE || answer->state == DNS_FOUND;
}

void site_read(struct look *l)
{
	struct site *s = arena_alloc(l->arena, 1, sizeof(*s));
	char other[DOMAIN_BYTES];

	if (!s)
		return;
	s->look = l;
	fact_text(&l->facts->outside_site, l->arena, l->site);
	judge_ending(l);
	look_criterion(l, "1.8", TRI_UNKNOWN,
	               "the Service-Public directory is not asked");
	look_ahead(l, l->site);
	if (other_name(l, other))
		look_ahead(l, other);
	look_find(l, l->site, &s->place);
	/* Behind a proxy, names are often the proxy's business alone. */
	if (s->place.way == LOOK_FOUND || s->place.way == LOOK_UNREAD) {
		judge_site(s);
		return;
	}
	look_criterion(l, "1.3", is_missing(s) ? TRI_NO : TRI_UNKNOWN, "%s",
	               or_none(s->place.why));
	give_up(s, or_none(s->place.why));
}
