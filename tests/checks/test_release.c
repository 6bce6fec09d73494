/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/windows/decode/release.h"

#include <string.h>

static const struct {
	struct release release;
	const char *id;
	const char *version;
	const char *french;
	const char *english;
} cases[] = {
	{ { 26200, false, "Core", "25H2" },
	  "windows-11",
	  "26200",
	  "Windows 11 Famille 25H2",
	  "Windows 11 Home 25H2" },
	{ { 22000, false, "CoreSingleLanguage", "21H2" },
	  "windows-11",
	  "22000",
	  "Windows 11 Famille 21H2",
	  "Windows 11 Home 21H2" },
	{ { 26100, false, "ProfessionalN", "24H2" },
	  "windows-11",
	  "26100",
	  "Windows 11 Professionnel 24H2",
	  "Windows 11 Pro 24H2" },
	{ { 26100, false, "ProfessionalWorkstation", "24H2" },
	  "windows-11",
	  "26100",
	  "Windows 11 Professionnel stations de travail 24H2",
	  "Windows 11 Pro for Workstations 24H2" },
	{ { 19045, false, "Professional", "22H2" },
	  "windows-10",
	  "19045",
	  "Windows 10 Professionnel 22H2",
	  "Windows 10 Pro 22H2" },
	{ { 19044, false, "IoTEnterpriseS", "21H2" },
	  "windows-10",
	  "19044",
	  "Windows 10 IoT Entreprise LTSC 21H2",
	  "Windows 10 IoT Enterprise LTSC 21H2" },
	{ { 18363, false, "Professional", "1909" },
	  "windows-10",
	  "18363",
	  "Windows 10 Professionnel 1909",
	  "Windows 10 Pro 1909" },
	/* One that the table does not know goes by its display version. */
	{ { 99000, false, "Core", "26H2" },
	  "windows-11",
	  "26H2",
	  "Windows 11 Famille 26H2",
	  "Windows 11 Home 26H2" },
	{ { 99000, false, "", "" },
	  "windows-11",
	  "99000",
	  "Windows 11",
	  "Windows 11" },
	{ { 7601, false, "Professional", "" },
	  "windows",
	  "7601",
	  "Windows 7 Professionnel",
	  "Windows 7 Pro" },
	{ { 9600, false, "Core", "" },
	  "windows",
	  "9600",
	  "Windows 8.1 Famille",
	  "Windows 8.1 Home" },
	{ { 20348, true, "ServerStandard", "21H2" },
	  "windows-server",
	  "20348",
	  "Windows Server 2022 Standard",
	  "Windows Server 2022 Standard" },
	/* The same build as Windows 11 24H2. */
	{ { 26100, true, "ServerDatacenterEval", "24H2" },
	  "windows-server",
	  "26100",
	  "Windows Server 2025 Datacenter",
	  "Windows Server 2025 Datacenter" },
	{ { 9600, true, "ServerSolution", "" },
	  "windows-server",
	  "9600",
	  "Windows Server 2012 R2 Essentials",
	  "Windows Server 2012 R2 Essentials" },
	{ { 25398, true, "ServerTurbine", "23H2" },
	  "windows-server",
	  "25398",
	  "Windows Server",
	  "Windows Server" },
};

static void test_cases(void **state)
{
	struct err e;
	struct baseline *b = baseline_builtin(&e);

	(void)state;
	assert_non_null(b);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct release *r = &cases[i].release;
		char name[RELEASE_NAME];
		char version[24];

		assert_string_equal(release_id(r), cases[i].id);
		assert_string_equal(release_version(r, b, version),
		                    cases[i].version);
		release_name(name, r, b, LANG_FR);
		assert_string_equal(name, cases[i].french);
		release_name(name, r, b, LANG_EN);
		assert_string_equal(name, cases[i].english);
	}
	baseline_free(b);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
	};

	return cmocka_run_group_tests_name("release", tests, NULL, NULL);
}
