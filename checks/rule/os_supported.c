/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/rule/age.h"
#include "checks/ruling.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

/*
 * Families of Windows editions that one end date holds for, by EditionID or
 * by its plain name. The first that matches counts.
 */
static const struct {
	const char *part;
	const char *family;
} editions[] = {
	{ "Server", "server" },
	{ "IoTEnterpriseS", "iot-ltsc" },
	{ "EnterpriseS", "ltsc" },
	{ "LTSC", "ltsc" },
	{ "ProfessionalEducation", "home-pro" },
	{ "Enterprise", "enterprise" },
	{ "Education", "enterprise" },
	{ "Pro", "home-pro" },
	{ "Core", "home-pro" },
	{ "Home", "home-pro" },
};

static const char *edition_family(const struct facts *f)
{
	if (f->system_edition.fact.state != FACT_KNOWN)
		return NULL;
	for (size_t i = 0; i < sizeof(editions) / sizeof(editions[0]); i++)
		if (text_has(f->system_edition.value, editions[i].part))
			return editions[i].family;
	return NULL;
}

/*
 * Windows goes by version and edition: "25H2" or the build "10.0.26200.1" of
 * a Home edition are "25H2.home-pro" of windows-11 and "26200.home-pro" of
 * windows. ProductName is not asked: it says "Windows 10" on Windows 11.
 */
static const struct support_end *windows_end(const struct inputs *in)
{
	const char *version = in->facts->system_version.value;
	const char *family = edition_family(in->facts);
	const char *product = in->facts->system_id.value;
	char cycle[80];
	int64_t build;

	if (!family)
		return NULL;
	while (strcspn(version, ".") <= 2 && strchr(version, '.'))
		version = strchr(version, '.') + 1; /* "10.0.", "6.1." */
	snprintf(cycle, sizeof(cycle), "%.*s", (int)strcspn(version, "."),
	         version);
	/* Display versions like "2004" have four digits, builds more. */
	if (text_int(cycle, 7600, 99999, &build))
		product = "windows";
	snprintf(cycle, sizeof(cycle), "%.*s.%s", (int)strcspn(version, "."),
	         version, family);
	return baseline_support(in->baseline, product, cycle);
}

static const struct support_end *find_end(const struct inputs *in)
{
	const struct facts *f = in->facts;

	if (f->system_family.fact.state == FACT_KNOWN &&
	    strcmp(f->system_family.value, "windows") == 0)
		return windows_end(in);
	return baseline_support(in->baseline, f->system_id.value,
	                        f->system_version.value);
}

/*
 * What an end that is past means. Where an extension is sold, it is said in
 * words, unless the machine shows that it gets one or that it does not.
 */
static void judge_past(const struct inputs *in, struct ruling *r,
                       const struct support_end *s, const char *day)
{
	const struct fact_bool *extended = &in->facts->update_extended;
	bool known = extended->fact.state == FACT_KNOWN;

	if (known && extended->value) {
		ruling_set(r, VERDICT_PARTIAL, "extended-received");
		ruling_evidence(r, "os-extended", "%s, ended %s, still updated",
		                s->name, day);
		return;
	}
	ruling_set(r, VERDICT_FAIL,
	           !known && s->note && text_begins(s->note, "extended")
	               ? "extended"
	               : "ended");
	ruling_evidence(r, "os-unsupported", "%s, ended %s%s%s", s->name, day,
	                s->note ? ", " : "", s->note ? s->note : "");
}

/* The date is the maker's last day for everybody. */
static void judge_end(const struct inputs *in, struct ruling *r,
                      const struct support_end *s)
{
	int64_t days = baseline_number(in->baseline, "support.warn-days");
	char day[DATE_TEXT];

	date_format_day(day, s->ends - DATE_DAY);
	ruling_text(r, "name", s->name);
	ruling_day(r, "date", s->ends - DATE_DAY);
	if (s->ends <= in->now) {
		judge_past(in, r, s, day);
		return;
	}
	if (s->ends - in->now > days * DATE_DAY)
		ruling_set(r, VERDICT_PASS, "supported");
	else
		ruling_set(r, VERDICT_PARTIAL, "ends");
	/* Told even when it is far off: calendars want it. */
	ruling_evidence(r, "os-support-ends", "%s, ends %s", s->name, day);
}

/*
 * What the table does not know is unknown, be it too new, rolling or rare: a
 * date that is guessed would be a finding that is not true.
 */
static void judge(const struct inputs *in, struct ruling *r)
{
	const struct facts *f = in->facts;
	const struct support_end *s;

	if (f->system_id.fact.state != FACT_KNOWN) {
		ruling_unknown(r, "system.id", &f->system_id.fact);
		return;
	}
	if (f->system_version.fact.state != FACT_KNOWN) {
		ruling_set(r, VERDICT_UNKNOWN, "not-listed");
		ruling_evidence(r, "os-not-listed", "%s without version",
		                f->system_id.value);
		return;
	}
	if (age_clock_wrong(f)) {
		ruling_set(r, VERDICT_UNKNOWN, "clock");
		ruling_evidence(r, "clock-wrong", "before its last update");
		return;
	}
	s = find_end(in);
	if (s) {
		judge_end(in, r, s);
		return;
	}
	ruling_set(r, VERDICT_UNKNOWN, "not-listed");
	if (f->system_edition.fact.state == FACT_KNOWN)
		ruling_evidence(r, "os-not-listed", "%s %s %s",
		                f->system_id.value, f->system_version.value,
		                f->system_edition.value);
	else
		ruling_evidence(r, "os-not-listed", "%s %s", f->system_id.value,
		                f->system_version.value);
}

static const char *const reads[] = { "system.family",   "system.id",
	                             "system.version",  "system.edition",
	                             "system.clock",    "system.clock-floor",
	                             "update.extended", NULL };
static const char *const codes[] = { "os-unsupported",
	                             "os-support-ends",
	                             "os-not-listed",
	                             "os-extended",
	                             "clock-wrong",
	                             "not-read",
	                             NULL };

const struct rule rule_os_supported = {
	.id = "os-supported",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
