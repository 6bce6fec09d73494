/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/outside/mail.h"

#include "checks/probe/fact.h"
#include "checks/probe/net/outside/dmarc.h"
#include "checks/probe/net/outside/mta_sts.h"
#include "checks/probe/net/outside/owner.h"
#include "checks/probe/net/outside/spf_walk.h"
#include "checks/probe/net/outside/tls_look.h"
#include "core/clock.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

#define NAME_BYTES 400

static const char *why_not(const struct dns_answer *a)
{
	return a->why ? a->why : "no record";
}

static const struct dns_answer *ask(struct look *l, const char *prefix,
                                    enum dns_kind kind, bool now)
{
	char name[2 * NAME_BYTES];

	snprintf(name, sizeof(name), "%s%s", prefix, l->mail);
	return now ? look_dns(l, name, kind) : dns_ask(l->dns, name, kind);
}

/* All questions that do not hang on an answer, at once. */
static void ask_ahead(struct look *l)
{
	const struct baseline *b = l->context->baseline;
	char prefix[NAME_BYTES];

	(void)ask(l, "", DNS_MX, false);
	(void)ask(l, "", DNS_TXT, false);
	(void)ask(l, "_dmarc.", DNS_TXT, false);
	(void)ask(l, "_mta-sts.", DNS_TXT, false);
	for (size_t i = 0; i < b->dkim_selectors; i++) {
		snprintf(prefix, sizeof(prefix), "%s._domainkey.",
		         b->dkim_selector[i]);
		(void)ask(l, prefix, DNS_TXT, false);
	}
}

/* 2.1 to 2.3: whose address it is. True when it is the commune's own. */
static bool judge_domain(struct look *l)
{
	bool shared = domain_public(l->context->baseline, l->mail);

	look_criterion(l, "2.1", TRI_UNKNOWN,
	               "the Service-Public directory is not asked");
	look_criterion(l, "2.2", shared ? TRI_NO : TRI_YES, "%s", l->mail);
	if (shared)
		look_criterion(l, "2.3", TRI_NO, "%s", l->mail);
	else if (!l->site[0])
		look_criterion(l, "2.3", TRI_UNKNOWN, "no website was given");
	else
		look_criterion(l, "2.3",
		               owner_same(l->mail, l->site) ? TRI_YES : TRI_NO,
		               "%s, %s", l->mail, l->site);
	return !shared;
}

/* The first mail server, or NULL; RFC 7505 has "." for none at all. */
static const char *first_server(const struct dns_answer *mx)
{
	return mx->count > 0 && mx->text[0][0] && strcmp(mx->text[0], ".") != 0
	           ? mx->text[0]
	           : NULL;
}

/* 2.8: where the servers stand, as far as their names say it. */
static void judge_place(struct look *l, const struct dns_answer *mx)
{
	const struct baseline *b = l->context->baseline;

	for (size_t i = 0; i < mx->count; i++)
		if (!owner_listed(mx->text[i], b->mail_european,
		                  b->mail_europeans)) {
			look_criterion(l, "2.8", TRI_UNKNOWN,
			               "%s: its place is not known",
			               mx->text[i]);
			return;
		}
	look_criterion(l, "2.8", TRI_YES, "%s", mx->text[0]);
}

static const struct dns_answer *ask_spf(void *ctx, const char *name,
                                        enum dns_kind kind)
{
	struct look *l = ctx;

	return dns_ask(l->dns, name, kind);
}

static void wait_spf(void *ctx)
{
	struct look *l = ctx;

	dns_wait(l->dns, clock_ticks() + look_left(l, UINT32_MAX / 4));
}

/* Whether the record does its work; unknown when a part was not read. */
static enum tri spf_good(const struct spf_walk *w)
{
	if (w->records == 0 && w->unread)
		return TRI_UNKNOWN;
	if (w->records != 1 || w->broken || w->lookups > SPF_LOOKUPS ||
	    w->voids > SPF_VOIDS)
		return TRI_NO;
	if (w->all == '-' || w->all == '~')
		return w->unread ? TRI_UNKNOWN : TRI_YES;
	/* A redirect that was not read may say what this does not. */
	return w->all == 0 && w->unread ? TRI_UNKNOWN : TRI_NO;
}

/* Our own criteria of the record. */
static void judge_record(struct look *l, const struct spf_walk *w)
{
	bool weak = w->all != '-' && w->all != '~';
	bool many = w->lookups > SPF_LOOKUPS || w->voids > SPF_VOIDS;

	look_criterion(l, "spf-one",
	               w->records == 1 && !w->broken ? TRI_YES : TRI_NO,
	               "%u%s%s", w->records, w->broken ? ", " : "",
	               w->broken ? w->broken : "");
	if (w->records != 1)
		return;
	look_criterion(l, "spf-all",
	               weak && w->all == 0 && w->unread ? TRI_UNKNOWN
	               : weak                           ? TRI_NO
	                                                : TRI_YES,
	               "%call", w->all ? w->all : '?');
	look_criterion(l, "spf-lookups",
	               many        ? TRI_NO
	               : w->unread ? TRI_UNKNOWN
	                           : TRI_YES,
	               "%s%u questions, %u without an answer%s%s",
	               w->lookups > SPF_LOOKUPS ? "at least " : "", w->lookups,
	               w->voids, w->unread ? "; not read: " : "",
	               w->unread ? w->unread : "");
}

/* 2.5, and what RPNT does not look at. */
static void judge_spf(struct look *l, bool receives)
{
	const struct spf_source source = { ask_spf, wait_spf, l };
	struct fact_bool *fact = &l->facts->outside_spf;
	struct spf_walk w;
	enum tri good, there;

	spf_walk_read(&w, l->mail, &source, l->arena);
	good = spf_good(&w);
	there = w.records > 0 ? TRI_YES : w.unread ? TRI_UNKNOWN : TRI_NO;
	look_criterion(l, "2.5", receives ? there : TRI_NO, "%s",
	               w.record   ? w.record
	               : w.unread ? w.unread
	                          : "no record");
	if (w.records > 0)
		judge_record(l, &w);
	if (good == TRI_UNKNOWN)
		fact_unknown(&fact->fact, l->arena, FACT_FAILED, "%s",
		             w.unread ? w.unread : "?");
	else
		fact_bool(fact, good == TRI_YES);
}

/* The DMARC record among texts; several are as good as none. */
static const char *find_dmarc(const struct dns_answer *answer)
{
	const char *found = NULL;

	for (size_t i = 0; i < answer->count; i++) {
		if (!dmarc_is(answer->text[i]))
			continue;
		if (found)
			return NULL;
		found = answer->text[i];
	}
	return found;
}

/*
 * The record that counts for the domain: its own, else that of the nearest
 * name above it, down to the registered one. *failed: DNS did not say.
 */
static const char *dmarc_record(struct look *l, bool *above,
                                const struct dns_answer **failed)
{
	const char *owner = owner_find(l->mail);
	char name[NAME_BYTES];

	*above = false;
	for (const char *at = l->mail;; at = strchr(at, '.') + 1) {
		const struct dns_answer *answer;
		const char *record;

		snprintf(name, sizeof(name), "_dmarc.%s", at);
		answer = look_dns(l, name, DNS_TXT);
		record = find_dmarc(answer);
		if (answer->state == DNS_FAILED)
			*failed = answer;
		*above = at != l->mail;
		if (record || at == owner || *failed)
			return record;
	}
}

/* 2.6 and 2.7. */
static void judge_dmarc(struct look *l, bool receives)
{
	const struct dns_answer *failed = NULL;
	bool above;
	const char *record = dmarc_record(l, &above, &failed);
	enum dmarc_policy policy;
	enum tri enforced;
	struct dmarc d;

	if (!record && failed) {
		look_criterion(l, "2.6", TRI_UNKNOWN, "%s", why_not(failed));
		look_criterion(l, "2.7", TRI_UNKNOWN, "%s", why_not(failed));
		fact_unknown(&l->facts->outside_dmarc.fact, l->arena,
		             FACT_FAILED, "%s", why_not(failed));
		return;
	}
	if (!record) {
		look_criterion(l, "2.6", TRI_NO, "no record");
		look_criterion(l, "2.7", TRI_NO, "no record");
		fact_text(&l->facts->outside_dmarc, l->arena, "missing");
		return;
	}
	dmarc_parse(&d, record);
	policy = above ? d.sub : d.own;
	/* Nothing is asked of 0 % of the messages. */
	if (d.percent == 0)
		policy = DMARC_NONE;
	enforced = policy == DMARC_REJECT ||
	                   (policy == DMARC_QUARANTINE && d.percent == 100)
	               ? TRI_YES
	               : TRI_NO;
	look_criterion(l, "2.6", receives ? TRI_YES : TRI_NO, "%s", record);
	look_criterion(l, "2.7", receives ? enforced : TRI_NO, "%s", record);
	fact_text(&l->facts->outside_dmarc, l->arena, dmarc_name(policy));
}

/* Whether a text is a key that is in use: RFC 6376 section 3.6.1. */
static bool is_key(const char *text)
{
	const char *p = strstr(text, "p=");

	return p && (p == text || strchr("; \t", p[-1])) && p[2] &&
	       !strchr("; \t", p[2]) &&
	       (strstr(text, "v=DKIM1") || strstr(text, "k=") || p == text);
}

/* A key under a usual name; without one, it may have another name. */
static void judge_dkim(struct look *l)
{
	const struct baseline *b = l->context->baseline;
	char prefix[NAME_BYTES];

	for (size_t i = 0; i < b->dkim_selectors; i++) {
		const struct dns_answer *answer;

		snprintf(prefix, sizeof(prefix), "%s._domainkey.",
		         b->dkim_selector[i]);
		answer = ask(l, prefix, DNS_TXT, true);
		for (size_t j = 0; j < answer->count; j++)
			if (is_key(answer->text[j])) {
				look_criterion(l, "dkim", TRI_YES, "%s",
				               b->dkim_selector[i]);
				return;
			}
	}
	look_criterion(l, "dkim", TRI_UNKNOWN, "no key under a usual name");
}

/* The certificate of the first server; port 25 is often closed from here. */
static void judge_server(struct look *l, const char *server)
{
	const struct tls_service *tls;
	struct look_place place;
	bool refused = false;
	struct err e;

	look_find(l, server, &place);
	if (place.way != LOOK_FOUND) {
		look_criterion(l, "mail-tls", TRI_UNKNOWN, "%s", place.why);
		return;
	}
	tls = tls_look_mail(l, server, &place, &refused, &e);
	if (tls)
		look_criterion(l, "mail-tls", TRI_YES, "%s, %s", server,
		               tls->best);
	else
		look_criterion(l, "mail-tls", refused ? TRI_NO : TRI_UNKNOWN,
		               "%s: %s", server, e.text);
}

/* What follows from the servers of the domain. True when there are some. */
static bool judge_servers(struct look *l, const struct dns_answer *mx)
{
	bool known = mx->state != DNS_FAILED;
	const char *server = first_server(mx);

	look_criterion(l, "2.4",
	               server  ? TRI_YES
	               : known ? TRI_NO
	                       : TRI_UNKNOWN,
	               "%s", server ? server : why_not(mx));
	if (server)
		judge_place(l, mx);
	else
		look_criterion(l, "2.8", known ? TRI_NO : TRI_UNKNOWN, "%s",
		               why_not(mx));
	return server || !known;
}

/* Nothing can be said of the domain. */
static void give_up(struct look *l, enum fact_state state, const char *why)
{
	static const char *const items[] = { "2.4", "2.5", "2.6", "2.7",
		                             "2.8" };

	for (size_t i = 0; i < sizeof(items) / sizeof(items[0]); i++)
		look_criterion(l, items[i], TRI_UNKNOWN, "%s", why);
	fact_unknown(&l->facts->outside_spf.fact, l->arena, state, "%s", why);
	fact_unknown(&l->facts->outside_dmarc.fact, l->arena, state, "%s", why);
}

void mail_read(struct look *l)
{
	const struct dns_answer *mx;
	bool receives;

	fact_text(&l->facts->outside_mail, l->arena, l->mail);
	if (!judge_domain(l)) {
		give_up(l, FACT_ABSENT, "the domain is a provider's");
		return;
	}
	ask_ahead(l);
	mx = ask(l, "", DNS_MX, true);
	/* A letter was mistyped, or DNS here knows nothing of the Internet. */
	if (mx->state == DNS_NO_NAME) {
		give_up(l, FACT_FAILED, "no such name");
		return;
	}
	receives = judge_servers(l, mx);
	judge_spf(l, receives);
	judge_dmarc(l, receives);
	judge_dkim(l);
	mta_sts_judge(l);
	if (first_server(mx))
		judge_server(l, first_server(mx));
}
