/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/criterion.h"
#include "checks/domain.h"
#include "checks/ruling.h"

#include "core/text.h"

static const char *const reads[] = { "outside.https", "outside.site",
	                             "outside.criteria", "outside.tls", NULL };
static const char *const codes[] = { "https-invalid", "rpnt", "not-read",
	                             NULL };
static const char *const items[] = { "1.2", "1.3", "1.4",  "1.5",
	                             "1.6", "1.7", "hsts", NULL };

/* What is wrong with a site that shows a padlock, worst first. */
static const struct {
	const char *item;
	const char *message;
} flaws[] = {
	{ "1.3", "site-trouble" },
	{ "1.6", "site-elsewhere" },
	{ "1.7", "site-ways" },
};

/* The site, as it was asked, else as it was typed; "" when nobody knows. */
static const char *name_of(const struct inputs *in, const char *typed,
                           char domain[DOMAIN_BYTES])
{
	const struct fact_text *site = &in->facts->outside_site;

	if (site->fact.state == FACT_KNOWN)
		return site->value;
	domain[0] = '\0';
	if (typed && !domain_parse(typed, domain))
		domain[0] = '\0';
	return domain;
}

/* Whether the site speaks nothing better than TLS 1.1. */
static bool legacy(const struct facts *f)
{
	const struct fact_tls_services *list = &f->outside_tls;

	for (size_t i = 0; i < list->count; i++)
		if (list->row[i].port == 443 && list->row[i].best &&
		    (text_same(list->row[i].best, "TLSv1") ||
		     text_same(list->row[i].best, "TLSv1.1")))
			return true;
	return false;
}

static void judge_good(const struct inputs *in, struct ruling *r)
{
	ruling_set(r, VERDICT_PASS, "site-good");
	if (legacy(in->facts))
		ruling_set(r, VERDICT_PARTIAL, "site-legacy");
	for (size_t i = 0; i < sizeof(flaws) / sizeof(flaws[0]); i++)
		if (criterion_find(in->facts, flaws[i].item) == TRI_NO) {
			ruling_set(r, VERDICT_PARTIAL, flaws[i].message);
			return;
		}
}

static void judge_bad(const struct inputs *in, struct ruling *r,
                      const char *name)
{
	ruling_port(r, "https-invalid", name[0] ? name : NULL, 443, "tcp",
	            "outside.https=false");
	if (criterion_find(in->facts, "1.4") == TRI_NO)
		ruling_set(r, VERDICT_FAIL, "site-plain");
	else if (criterion_find(in->facts, "1.5") == TRI_NO)
		ruling_set(r, VERDICT_FAIL, "site-certificate");
	else
		ruling_set(r, VERDICT_FAIL, "site-bad");
}

static void judge(const struct inputs *in, struct ruling *r)
{
	const struct fact_bool *https = &in->facts->outside_https;
	const char *typed = answers_find(in->answers, in->control->id);
	char domain[DOMAIN_BYTES];
	const char *name = name_of(in, typed, domain);

	if (https->fact.state == FACT_ABSENT) {
		ruling_set(r, VERDICT_NOT_APPLICABLE, "site-none");
		return;
	}
	criterion_tell(in, r, items, name[0] ? name : NULL, 443);
	if (https->fact.state == FACT_UNASKED && !typed) {
		ruling_set(r, VERDICT_UNKNOWN, "not-answered");
	} else if (https->fact.state != FACT_KNOWN) {
		criterion_unseen(r, "outside.https", &https->fact);
		if (criterion_find(in->facts, "1.3") == TRI_NO)
			ruling_set(r, VERDICT_UNKNOWN, "site-down");
	} else if (https->value) {
		judge_good(in, r);
	} else {
		judge_bad(in, r, name);
	}
}

const struct rule rule_website_https = {
	.id = "website-https",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
