/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/expiry.h"
#include "checks/ruling.h"

#include "core/date.h"
#include "core/text.h"

static const char *const reads[] = { "certificate.list", "system.clock-floor",
	                             NULL };
static const char *const codes[] = { "certificate-expired", "certificate-soon",
	                             "certificate-ends", "not-read", NULL };

/* Neither the holder nor the place: both name a person. */
static void tell(struct ruling *r, const char *code,
                 const struct certificate *row)
{
	char day[DATE_TEXT];

	date_format_day(day, row->not_after);
	ruling_evidence(r, code, "notAfter %s, issuer %s", day,
	                row->issuer ? row->issuer : "?");
}

static void count_ends(const struct inputs *in, struct ruling *r,
                       struct expiry *x)
{
	const struct fact_certificates *list = &in->facts->certificate_list;
	int64_t days = baseline_number(in->baseline, "cert.person-warn-days");
	int64_t now = expiry_now(in->facts, in->now);

	for (size_t i = 0; i < list->count; i++) {
		const struct certificate *row = &list->row[i];
		enum verdict v;

		if (!text_is(row->use, "person") || expiry_replaced(list, row))
			continue;
		v = expiry_add(x, row->not_after, days, now);
		if (v == VERDICT_FAIL)
			tell(r, "certificate-expired", row);
		if (v == VERDICT_PARTIAL)
			tell(r, "certificate-soon", row);
		if (v == VERDICT_PASS)
			tell(r, "certificate-ends", row);
	}
}

static void judge(const struct inputs *in, struct ruling *r)
{
	const struct fact *fact = &in->facts->certificate_list.fact;
	struct expiry x;

	expiry_init(&x);
	count_ends(in, r, &x);
	if (x.first != 0)
		ruling_day(r, "date", x.first);
	if (x.verdict == VERDICT_FAIL)
		ruling_set(r, x.verdict, "person-expired");
	else if (x.verdict == VERDICT_PARTIAL)
		ruling_set(r, x.verdict, "person-soon");
	else if (fact->state != FACT_KNOWN && fact->state != FACT_ABSENT)
		ruling_unknown(r, "certificate.list", fact);
	else if (x.unread)
		ruling_set(r, VERDICT_UNKNOWN, "person-no-date");
	else if (x.verdict == VERDICT_NOT_APPLICABLE)
		ruling_set(r, x.verdict, "person-none");
	else
		ruling_set(r, VERDICT_PASS, "person-good");
}

const struct rule rule_certificates_valid = {
	.id = "certificates-valid",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
