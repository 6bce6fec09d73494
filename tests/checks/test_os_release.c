/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/linux/os_release.h"

#include <string.h>

static const struct {
	const char *text;
	const char *id;
	const char *version;
	const char *name;
	const char *like;
	const char *variant;
} cases[] = {
	{ "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nNAME=\"Debian "
	  "GNU/Linux\"\nVERSION_ID=\"12\"\nID=debian\n",
	  "debian", "12", "Debian GNU/Linux 12 (bookworm)", "", "" },
	{ "NAME='Fedora Linux'\nID=fedora\nVERSION_ID=41\nVARIANT_ID="
	  "workstation",
	  "fedora", "41", "Fedora Linux", "", "workstation" },
	{ "ID=\"rocky\"\r\nID_LIKE=\"rhel centos fedora\"\r\nVERSION_ID=\"9.4\""
	  "\r\n",
	  "rocky", "9.4", "", "rhel centos fedora", "" },
	{ "# a remark=1\n\nID=a\nID=b # last\nNAME=\"x \\\"y\\\" \\$z \\\\\"\n",
	  "b", "", "x \"y\" $z \\", "", "" },
	{ "NAME='it'\"'\"'s'\n", "linux", "", "it's", "", "" },
	{ "NAME=\"open\nID=c\n", "c", "", "open", "", "" },
	{ "NAME=\"a\tb\033[31mc\"\n", "linux", "", "a b [31mc", "", "" },
	{ "  ID = d\n", "linux", "", "", "", "" },
};

static void test_cases(void **state)
{
	struct os_release r;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_true(
		    os_release_parse(&r, cases[i].text, strlen(cases[i].text)));
		assert_string_equal(r.id, cases[i].id);
		assert_string_equal(r.version_id, cases[i].version);
		assert_string_equal(r.name, cases[i].name);
		assert_string_equal(r.id_like, cases[i].like);
		assert_string_equal(r.variant_id, cases[i].variant);
	}
}

static void test_no_such_file(void **state)
{
	static const char *const texts[] = { "", "\n\n", "hello", "=x\n",
		                             "# ID=debian\n" };
	struct os_release r;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		assert_false(os_release_parse(&r, texts[i], strlen(texts[i])));
		assert_string_equal(r.id, "linux");
	}
}

static void test_long_value(void **state)
{
	struct os_release r;
	char text[4096];

	(void)state;
	memset(text, 'a', sizeof(text));
	memcpy(text, "ID=", 3);
	assert_true(os_release_parse(&r, text, sizeof(text)));
	assert_int_equal(strlen(r.id), sizeof(r.id) - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_no_such_file),
		cmocka_unit_test(test_long_value),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
