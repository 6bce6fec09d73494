/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/criterion.h"
#include "checks/expiry.h"
#include "checks/sign.h"

#include "core/date.h"
#include "core/text.h"

#include <string.h>

static const char *const reads[] = { "certificate.list",   "lan.tls",
	                             "outside.tls",        "listen.events",
	                             "system.clock-floor", NULL };
static const char *const codes[] = { "tls-expired",   "tls-expiring",
	                             "tls-ends",      "tls-self-signed",
	                             "tls-name",      "tls-legacy",
	                             "tls-untrusted", "tls-legacy-heard",
	                             "not-read",      NULL };

static const char *code_of(enum verdict v)
{
	if (v == VERDICT_FAIL)
		return "tls-expired";
	if (v == VERDICT_PARTIAL)
		return "tls-expiring";
	/* Told even when it is far off: calendars want it. */
	return v == VERDICT_PASS ? "tls-ends" : NULL;
}

/*
 * Days before the end that are worth a word. What renews itself does so late;
 * a warning before that would be a false alarm every time.
 */
static int64_t warn_days(const struct inputs *in, const struct certificate *row)
{
	bool renews = (row->place && strstr(row->place, "/letsencrypt/")) ||
	              (row->issuer && text_has(row->issuer, "Let's Encrypt"));

	return baseline_number(in->baseline, renews
	                                         ? "cert.server-short-warn-days"
	                                         : "cert.server-warn-days");
}

/* The certificates that this machine holds for its own services. */
static void count_files(const struct inputs *in, struct ruling *r,
                        struct expiry *x)
{
	const struct fact_certificates *list = &in->facts->certificate_list;
	int64_t now = expiry_now(in->facts, in->now);

	for (size_t i = 0; i < list->count; i++) {
		const struct certificate *row = &list->row[i];
		const char *code;
		char day[DATE_TEXT];

		if (!text_is(row->use, "server") || expiry_replaced(list, row))
			continue;
		code = code_of(
		    expiry_add(x, row->not_after, warn_days(in, row), now));
		if (!code)
			continue;
		date_format_day(day, row->not_after);
		ruling_evidence(r, code, "notAfter %s, %s, %s", day,
		                row->name ? row->name : "?",
		                row->place ? row->place : "?");
	}
}

/*
 * Days before the end of a service's certificate that are worth a word: a
 * third of a short life, as those renew themselves.
 */
static int64_t service_days(const struct inputs *in,
                            const struct tls_service *s)
{
	int64_t days = baseline_number(in->baseline, "cert.server-warn-days");
	int64_t brief = baseline_number(in->baseline, "cert.short-life-days");
	int64_t life = s->not_after - s->not_before;

	if (s->not_before <= 0 || s->not_after <= 0 || life <= 0 ||
	    life > brief * DATE_DAY)
		return days;
	return life / (3 * DATE_DAY);
}

/* Its end is told with it, as an information too: nobody checks it. */
static void tell_self_signed(const struct tls_service *s, struct ruling *r)
{
	char day[DATE_TEXT] = "?";
	const char *value;

	if (s->not_after != CELL_UNKNOWN)
		date_format_day(day, s->not_after);
	value = arena_fmt(r->arena, "%s, notAfter %s",
	                  s->subject ? s->subject : "?", day);
	ruling_port(r, "tls-self-signed", s->host, s->port, "tcp", value);
}

/* Faults that no date cures; returns whether there is one. */
static bool tell_faults(const struct tls_service *s, struct ruling *r)
{
	bool name = s->named == TRI_NO && text_is(s->chain, "trusted");
	bool legacy = text_is(s->best, "TLSv1.1") ||
	              text_is(s->best, "TLSv1") || text_is(s->best, "SSLv3");

	if (name)
		ruling_port(r, "tls-name", s->host, s->port, "tcp", s->subject);
	if (legacy)
		ruling_port(r, "tls-legacy", s->host, s->port, "tcp", s->best);
	/* Neither is a fault of a device on the town hall's own network. */
	if (text_is(s->chain, "self-signed"))
		tell_self_signed(s, r);
	else if (text_is(s->chain, "untrusted") || text_is(s->chain, "broken"))
		ruling_port(r, "tls-untrusted", s->host, s->port, "tcp",
		            s->issuer);
	return name || legacy;
}

/* The services seen on the local network; returns whether one has a fault. */
static bool count_services(const struct inputs *in, struct ruling *r,
                           struct expiry *x)
{
	const struct fact_tls_services *list = &in->facts->lan_tls;
	int64_t now = expiry_now(in->facts, in->now);
	bool fault = false;

	for (size_t i = 0; i < list->count; i++) {
		const struct tls_service *s = &list->row[i];
		const char *code =
		    text_is(s->chain, "self-signed")
			? NULL
			: code_of(expiry_add(x, s->not_after,
		                             service_days(in, s), now));
		char day[DATE_TEXT];

		if (code) {
			date_format_day(day, s->not_after);
			ruling_port(r, code, s->host, s->port, "tcp", day);
		}
		fault = tell_faults(s, r) || fault;
	}
	return fault;
}

/*
 * The commune's website and mail server as the Internet sees them; returns
 * whether one has a fault. Of a mail server only the end counts: others take
 * whatever certificate it shows.
 */
static bool count_outside(const struct inputs *in, struct ruling *r,
                          struct expiry *x)
{
	const struct fact_tls_services *list = &in->facts->outside_tls;
	int64_t now = expiry_now(in->facts, in->now);
	bool fault = false;

	for (size_t i = 0; i < list->count; i++) {
		const struct tls_service *s = &list->row[i];
		const char *code = code_of(
		    expiry_add(x, s->not_after, service_days(in, s), now));
		bool own = text_is(s->chain, "self-signed");
		char day[DATE_TEXT];
		bool bad;

		if (code) {
			date_format_day(day, s->not_after);
			ruling_port(r, code, s->host, s->port, "tcp", day);
		}
		bad = tell_faults(s, r) || own ||
		      text_is(s->chain, "untrusted") ||
		      text_is(s->chain, "broken");
		fault = fault || (bad && !text_is(s->service, "smtp"));
	}
	return fault;
}

/* Nothing is wrong with what was seen; was all of it seen? */
static void judge_good(const struct facts *f, const struct expiry *x,
                       struct ruling *r)
{
	const struct fact *files = &f->certificate_list.fact;
	const struct fact *services = &f->lan_tls.fact;
	const struct fact *outside = &f->outside_tls.fact;

	if (services->state != FACT_KNOWN && services->state != FACT_ABSENT)
		ruling_unseen(r, "lan.tls", services);
	else if (outside->state != FACT_KNOWN && outside->state != FACT_ABSENT)
		criterion_unseen(r, "outside.tls", outside);
	else if (files->state != FACT_KNOWN && files->state != FACT_ABSENT)
		ruling_unknown(r, "certificate.list", files);
	else if (x->unread)
		ruling_set(r, VERDICT_UNKNOWN, "server-no-date");
	else if (x->verdict == VERDICT_NOT_APPLICABLE && f->lan_tls.count > 0)
		ruling_set(r, VERDICT_PASS, "server-own");
	else if (x->verdict == VERDICT_NOT_APPLICABLE)
		ruling_set(r, VERDICT_NOT_APPLICABLE, "server-none");
	else
		ruling_set(r, VERDICT_PASS, "server-good");
}

static void judge(const struct inputs *in, struct ruling *r)
{
	struct expiry x;
	bool fault;

	expiry_init(&x);
	count_files(in, r, &x);
	fault = count_services(in, r, &x);
	fault = count_outside(in, r, &x) || fault;
	sign_heard(in, r, "tls-legacy", "tls-legacy-heard");
	if (x.first != 0)
		ruling_day(r, "date", x.first);
	if (x.verdict == VERDICT_FAIL)
		ruling_set(r, VERDICT_FAIL, "server-expired");
	else if (x.verdict == VERDICT_PARTIAL)
		ruling_set(r, VERDICT_PARTIAL, "server-soon");
	else if (fault)
		ruling_set(r, VERDICT_PARTIAL, "server-problem");
	else
		judge_good(in->facts, &x, r);
}

const struct rule rule_tls_expiry = {
	.id = "tls-expiry",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
