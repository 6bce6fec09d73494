/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/linux/apt_conf.h"

#include "core/buf.h"

#include <string.h>

/* Every setting as "name=value|", a clear as "name!|". */
static void note(void *ctx, const char *name, const char *value)
{
	struct buf *b = ctx;

	if (value)
		buf_fmt(b, "%s=%s|", name, value);
	else
		buf_fmt(b, "%s!|", name);
}

static const struct {
	const char *text;
	const char *want;
} cases[] = {
	{ "APT::Periodic::Unattended-Upgrade \"1\";\n",
	  "APT::Periodic::Unattended-Upgrade=1|" },
	{ "APT { Periodic { Enable \"0\"; A \"7d\"; }; B \"x\"; };",
	  "APT::Periodic::Enable=0|APT::Periodic::A=7d|APT::B=x|" },
	{ "// APT::A \"1\";\n# B \"2\";\n/* C \"3\"; */ D \"4\";", "D=4|" },
	{ "U::Allowed-Origins {\n\t\"a:b\";\n//\t\"c\";\n\t\"d\"; };",
	  "U::Allowed-Origins::=a:b|U::Allowed-Origins::=d|" },
	{ "#clear APT::Periodic;\nA \"1\";", "APT::Periodic!|A=1|" },
	{ "DPkg::Post-Invoke { \"rm -f /x || true\"; };",
	  "DPkg::Post-Invoke::=rm -f /x || true|" },
	{ "A bare;B \"open", "A=bare|B=open|" },
	{ "}}}; A \"1\";", "A=1|" },
	{ "A { B { C \"1\"", "A::B::C=1|" },
	{ "A::B", "" },
	{ "", "" },
};

static void test_cases(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 4096);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		apt_conf_parse(cases[i].text, strlen(cases[i].text), note, &b);
		assert_string_equal(buf_text(&b), cases[i].want);
		buf_clear(&b);
	}
}

static void test_too_deep(void **state)
{
	struct buf b;
	struct buf text;

	(void)state;
	buf_init(&b, 4096);
	buf_init(&text, 4096);
	for (int i = 0; i < 100; i++)
		buf_str(&text, "a{");
	buf_str(&text, "lost \"1\";");
	for (int i = 0; i < 100; i++)
		buf_str(&text, "};");
	buf_str(&text, "found \"2\";");
	apt_conf_parse(text.data, text.len, note, &b);
	assert_string_equal(buf_text(&b), "found=2|");
	buf_clear(&text);
	buf_clear(&b);
}

static void test_names(void **state)
{
	(void)state;
	assert_true(apt_conf_reads("20auto-upgrades"));
	assert_true(apt_conf_reads("50unattended-upgrades.conf"));
	assert_false(apt_conf_reads("20auto-upgrades.dpkg-old"));
	assert_false(apt_conf_reads("20auto-upgrades~"));
	assert_false(apt_conf_reads(".hidden"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_too_deep),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
