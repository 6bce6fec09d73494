/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/libreoffice.h"
#include "tests/checks/probed.h"

extern const struct probe probe_office;

#define HOME "/home/accueil"
#define ITEM(path, name, value)                                      \
	"<item oor:path=\"/org.openoffice.Office.Common/" path "\">" \
	"<prop oor:name=\"" name "\" oor:op=\"fuse\"><value>" value  \
	"</value></prop></item>\n"
#define LEVEL(value) ITEM("Security/Scripting", "MacroSecurityLevel", value)
#define HEAD                                           \
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" \
	"<oor:items xmlns:oor=\"http://openoffice.org/2001/registry\">\n"

static void settings_come_to(void **state)
{
	static const struct {
		const char *xml;
		int64_t level;
	} cases[] = {
		{ "", 2 },
		{ HEAD "</oor:items>", 2 },
		{ HEAD LEVEL("0"), 0 },
		{ HEAD LEVEL("1") "</oor:items>", 1 },
		{ HEAD LEVEL("3"), 3 },
		{ HEAD LEVEL("1") LEVEL("3"), 3 },
		{ HEAD LEVEL("7"), 2 },
		{ HEAD LEVEL("11"), 2 },
		{ HEAD LEVEL(""), 2 },
		{ HEAD ITEM("Misc", "MacroSecurityLevel", "0"), 2 },
		{ HEAD ITEM("Security/Scripting", "Other", "0")
		      ITEM("Misc", "MacroSecurityLevel", "0"),
		  2 },
		{ HEAD LEVEL("0") ITEM("Security/Scripting",
		                       "DisableMacrosExecution", "true"),
		  3 },
		{ HEAD ITEM("Security/Scripting", "DisableMacrosExecution",
		            "false"),
		  2 },
		{ "<item oor:path=\"/org.openoffice.Office.Common/Security/"
		  "Scripting\"><prop oor:name=\"MacroSecurityLevel\"><value>0",
		  2 },
	};

	(void)state;
	for (size_t i = 0; i < PROBED_COUNT(cases); i++) {
		int64_t level =
		    libreoffice_macros(cases[i].xml, strlen(cases[i].xml), 2);

		if (level != cases[i].level)
			fail_msg("case %zu: %d", i, (int)level);
	}
	assert_int_equal(libreoffice_macros(NULL, 0, 2), 2);
}

static const struct planted machine[] = {
	{ .path = "/etc/passwd",
	  .text = "accueil:x:1000:1000::" HOME ":/bin/bash\n" },
	{ .path = "/usr/bin/soffice" },
	{ .path = HOME "/.config/libreoffice/4/user/registrymodifications.xcu",
	  .text = HEAD LEVEL("1") },
	{ .path = HOME "/snap/libreoffice/300/.config/libreoffice/4/user/"
	               "registrymodifications.xcu",
	  .text = HEAD LEVEL("0") },
};

static void check_denied(struct probed *p)
{
	probed_read(p, &probe_office);
	PROBED_CHECK(p->facts.office_macros.fact.state == FACT_DENIED);
}

static void accounts(void **state)
{
	struct probed p;
	char place[200];

	(void)state;
	probed_plant(&p, machine, 1);
	probed_read(&p, &probe_office);
	assert_int_equal(p.facts.office_macros.fact.state, FACT_ABSENT);
	planted_add(p.root, &machine[1]);
	probed_read(&p, &probe_office);
	assert_int_equal(p.facts.office_macros.fact.state, FACT_KNOWN);
	assert_int_equal(p.facts.office_macros.value, 2);
	planted_add(p.root, &machine[2]);
	probed_read(&p, &probe_office);
	assert_int_equal(p.facts.office_macros.value, 1);
	planted_add(p.root, &machine[3]);
	probed_read(&p, &probe_office);
	assert_int_equal(p.facts.office_macros.value, 0);
	p.context.user = 4242;
	probed_read(&p, &probe_office);
	assert_int_equal(p.facts.office_macros.fact.state, FACT_FAILED);
	p.context.user = 1000;
	snprintf(place, sizeof(place), "%s" HOME, p.root);
	assert_int_equal(chmod(place, 0), 0);
	probed_as_nobody(&p, check_denied);
	probed_free(&p);
}

static void other_suites_are_not_known(void **state)
{
	static const struct planted other[] = {
		{ .path = "/etc/passwd",
		  .text = "accueil:x:1000:1000::" HOME ":/bin/bash\n" },
		{ .path = "/opt/openoffice4/program/soffice" },
	};
	static const struct planted both[] = {
		{ .path = "/usr/bin/soffice" },
		{ .path = HOME "/.config/libreoffice/4/user/"
		               "registrymodifications.xcu",
		  .text = HEAD LEVEL("0") },
	};
	struct probed p;

	(void)state;
	probed_plant(&p, other, PROBED_COUNT(other));
	probed_read(&p, &probe_office);
	assert_int_equal(p.facts.office_macros.fact.state, FACT_FAILED);
	for (size_t i = 0; i < PROBED_COUNT(both); i++)
		planted_add(p.root, &both[i]);
	probed_read(&p, &probe_office);
	assert_int_equal(p.facts.office_macros.fact.state, FACT_KNOWN);
	assert_int_equal(p.facts.office_macros.value, 0);
	probed_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(other_suites_are_not_known),
		cmocka_unit_test(settings_come_to),
		cmocka_unit_test(accounts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
