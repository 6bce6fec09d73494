/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/net/outside/dmarc.h"

#include <string.h>

/* A record, and what it asks for. */
static const struct {
	const char *text;
	enum dmarc_policy own;
	enum dmarc_policy sub;
	int percent;
} records[] = {
	{ "v=DMARC1; p=reject", DMARC_REJECT, DMARC_REJECT, 100 },
	{ "v=DMARC1;p=none;", DMARC_NONE, DMARC_NONE, 100 },
	{ "v=DMARC1; sp=none; p=reject", DMARC_REJECT, DMARC_NONE, 100 },
	{ "v=DMARC1; sp=reject; p=none", DMARC_NONE, DMARC_REJECT, 100 },
	{ "v=DMARC1; sp=reject", DMARC_NONE, DMARC_REJECT, 100 },
	{ "v=DMARC1; p=quarantine; pct=50", DMARC_QUARANTINE, DMARC_QUARANTINE,
	  50 },
	{ "v=DMARC1; p=quarantine; pct=0", DMARC_QUARANTINE, DMARC_QUARANTINE,
	  0 },
	{ "v=DMARC1; p=quarantine; pct=101", DMARC_QUARANTINE, DMARC_QUARANTINE,
	  100 },
	{ "v=DMARC1; p=quarantine; pct=ten", DMARC_QUARANTINE, DMARC_QUARANTINE,
	  100 },
	{ " v = DMARC1 ; P = Reject ; PCT = 20 ", DMARC_REJECT, DMARC_REJECT,
	  20 },
	{ "v=DMARC1; rua=mailto:a@b.example,mailto:p=none@c.example; p=reject",
	  DMARC_REJECT, DMARC_REJECT, 100 },
	{ "v=DMARC1", DMARC_NONE, DMARC_NONE, 100 },
	{ "v=DMARC1; p", DMARC_NONE, DMARC_NONE, 100 },
	{ "v=DMARC1; p=", DMARC_NONE, DMARC_NONE, 100 },
	{ "v=DMARC1; p=rejected", DMARC_NONE, DMARC_NONE, 100 },
	{ "v=DMARC1; sp=wrong; p=reject", DMARC_REJECT, DMARC_REJECT, 100 },
	{ "v=DMARC1;;;p=reject;;", DMARC_REJECT, DMARC_REJECT, 100 },
	{ "v=DMARC1; fo=1; adkim=s; aspf=r; np=reject; p=quarantine",
	  DMARC_QUARANTINE, DMARC_QUARANTINE, 100 },
};

static void test_records(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(records) / sizeof(records[0]); i++) {
		struct dmarc d;

		assert_true(dmarc_is(records[i].text));
		dmarc_parse(&d, records[i].text);
		if (d.own != records[i].own || d.sub != records[i].sub ||
		    d.percent != records[i].percent)
			fail_msg("%s: %s, %s, %d", records[i].text,
			         dmarc_name(d.own), dmarc_name(d.sub),
			         d.percent);
	}
}

static void test_is(void **state)
{
	static const char *const others[] = {
		"",
		"v=DMARC2; p=reject",
		"v=dmarc1; p=reject",
		"p=reject; v=DMARC1",
		"v=spf1 -all",
		"V=DMARC",
		"; v=DMARC1",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (dmarc_is(others[i]))
			fail_msg("%s", others[i]);
}

/* A tag too long to be one of ours is let pass, whatever it holds. */
static void test_long_tag(void **state)
{
	char text[1000] = "v=DMARC1; rua=";
	static const char policy[] = "; p=reject";
	struct dmarc d;

	(void)state;
	for (size_t i = 14; i < 900; i++)
		text[i] = i % 7 ? 'p' : '=';
	memcpy(text + 900, policy, sizeof(policy));
	dmarc_parse(&d, text);
	assert_int_equal(d.own, DMARC_REJECT);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_records),
		cmocka_unit_test(test_is),
		cmocka_unit_test(test_long_tag),
	};

	return cmocka_run_group_tests_name("dmarc", tests, NULL, NULL);
}
