/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/ruling.h"

#include "core/text.h"

static const char *const reads[] = { "wifi.security", NULL };
static const char *const codes[] = { "wifi-security", "not-read", NULL };

/* What the fact may begin with: "wpa2-enterprise" is as good as "wpa2". */
static const struct {
	const char *begins;
	enum verdict verdict;
	const char *message;
} kinds[] = {
	{ "open", VERDICT_FAIL, "wifi-open" },
	{ "wep", VERDICT_FAIL, "wifi-wep" },
	{ "wpa1", VERDICT_FAIL, "wifi-wpa1" },
	{ "wpa2", VERDICT_PASS, "wifi-good" },
	{ "wpa3", VERDICT_PASS, "wifi-good" },
};

static void judge(const struct inputs *in, struct ruling *r)
{
	const struct fact_text *wifi = &in->facts->wifi_security;

	if (wifi->fact.state == FACT_ABSENT) {
		ruling_set(r, VERDICT_NOT_APPLICABLE, "wifi-absent");
		return;
	}
	if (wifi->fact.state != FACT_KNOWN) {
		ruling_unknown(r, "wifi.security", &wifi->fact);
		return;
	}
	ruling_evidence(r, "wifi-security", "%s", wifi->value);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (text_begins(wifi->value, kinds[i].begins)) {
			ruling_set(r, kinds[i].verdict, kinds[i].message);
			return;
		}
	ruling_set(r, VERDICT_UNKNOWN, "wifi-other");
}

const struct rule rule_wifi_protected = {
	.id = "wifi-protected",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
