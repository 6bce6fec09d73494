/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/checks/told.h"

#include <sqlite3.h>
#include <time.h>

#define LISTS    "/var/lib/apt/lists/"
#define DEB      LISTS "deb.debian.org_"
#define SECURITY DEB "debian-security_dists_bookworm-security_main_binary-amd64"
#define MAIN     DEB "debian_dists_bookworm_main_binary-amd64_Packages"
#define TIMERS   "/etc/systemd/system/timers.target.wants/"
#define ON                                             \
	"APT::Periodic::Update-Package-Lists \"1\";\n" \
	"APT::Periodic::Unattended-Upgrade \"1\";\n"
#define ORIGINS \
	"Unattended-Upgrade::Origins-Pattern { \"label=Debian-Security\"; };\n"

static const char status[] =
    "Package: openssl\nStatus: install ok installed\nArchitecture: amd64\n"
    "Version: 3.0.15-1~deb12u1\n\n"
    "Package: openssl\nStatus: install ok installed\nArchitecture: i386\n"
    "Version: 3.0.17-1~deb12u2\n\n"
    "Package: held\nStatus: hold ok installed\nArchitecture: all\n"
    "Version: 1:1.0-1\n\n"
    "Package: purged\nStatus: deinstall ok config-files\n"
    "Architecture: amd64\nVersion: 1.0\n\n"
    "Package: newer\nStatus: install ok installed\nArchitecture: amd64\n"
    "Version: 2.0~bpo12+1\n\n"
    "Package: main-only\nStatus: install ok installed\nArchitecture: all\n"
    "Version: 1\n";

static const char packages[] =
    "Package: openssl\nArchitecture: amd64\nVersion: 3.0.17-1~deb12u2\n\n"
    "Package: openssl\nArchitecture: amd64\nVersion: 3.0.17-1~deb12u3\n\n"
    "Package: held\nArchitecture: amd64\nVersion: 1:1.0-1+deb12u1\n\n"
    "Package: purged\nArchitecture: amd64\nVersion: 2.0\n\n"
    "Package: newer\nArchitecture: amd64\nVersion: 1.9-1+deb12u9\n\n"
    "Package: absent\nArchitecture: amd64\nVersion: 9\n";

#define APT                                                     \
	{ .path = "/usr/bin/apt-get" },                         \
	{                                                       \
		.path = "/var/lib/dpkg/status", .text = status, \
		.mtime = 1795000000                             \
	}

static const struct planted debian[] = {
	APT,
	{ .path = SECURITY "_Packages", .text = packages },
	{ .path = MAIN, .text = "Package: main-only\nVersion: 2\n" },
	{ .path = LISTS "lock", .mode = 0600 },
	{ .path = DEB "debian-security_dists_bookworm-security_InRelease",
	  .mtime = 1795100000 },
	{ .path = LISTS, .mtime = 1795200000 },
	{ .path = "/var/lib/apt/periodic/update-success-stamp",
	  .mtime = 1795250000 },
	/* apt's timer found no network that day */
	{ .path = "/var/lib/apt/periodic/update-stamp", .mtime = 1795300000 },
	{ .path = "/var/log/apt/history.log",
	  .text = "\nStart-Date: 2026-11-20  10:00:00\n"
	          "Upgrade: openssl:amd64 (1, 2)\n"
	          "End-Date: 2026-11-20  10:00:09\n\n"
	          "Start-Date: 2026-11-21  10:00:00\nRemove: x\n"
	          "End-Date: 2026-11-21  10:00:09\n"
	          "Start-Date: 2036-11-21  10:00:00\nInstall: x\n"
	          "End-Date: 2036-11-21  10:00:09\nEnd-Date: soon\n" },
	{ .path = "/usr/bin/unattended-upgrade" },
	{ .path = "/etc/apt/apt.conf.d/20auto-upgrades", .text = ON },
	{ .path = "/etc/apt/apt.conf.d/50unattended-upgrades",
	  .text = ORIGINS },
	{ .path = "/lib/systemd/system/apt-daily.timer" },
	{ .path = "/lib/systemd/system/apt-daily-upgrade.timer" },
	{ .path = TIMERS "apt-daily.timer",
	  .link = "/lib/systemd/system/apt-daily.timer" },
	{ .path = TIMERS "apt-daily-upgrade.timer",
	  .link = "/lib/systemd/system/apt-daily-upgrade.timer" },
	{ .path = "/proc/sys/kernel/osrelease", .text = "6.1.0-39-amd64\n" },
	{ .path = "/boot/vmlinuz-6.1.0-39-amd64" },
	{ .path = "/boot/vmlinuz-6.1.0-9-amd64" },
	{ .path = "/boot/vmlinuz-6.1.0-40-cloud-amd64" },
	{ .path = NULL },
};

static void test_debian(void **state)
{
	struct tm tm = { .tm_year = 126, .tm_mon = 10, .tm_mday = 20 };
	const struct waiting_update *row;
	struct probed p;

	(void)state;
	told_new(&p, debian);
	told_read(&p, "update");
	told_text(&p, "update.source", "apt");
	told_int(&p, "update.security-pending", 2);
	told_state(&p, "update.security", FACT_KNOWN);
	assert_int_equal(p.facts.update_security.count, 2);
	row = p.facts.update_security.row;
	assert_string_equal(row[0].package, "held");
	assert_string_equal(row[0].available, "1:1.0-1+deb12u1");
	assert_string_equal(row[1].package, "openssl");
	assert_string_equal(row[1].installed, "3.0.15-1~deb12u1");
	assert_string_equal(row[1].available, "3.0.17-1~deb12u3");
	told_int(&p, "update.refreshed", 1795250000);
	tm.tm_hour = 10;
	tm.tm_sec = 9;
	tm.tm_isdst = -1;
	told_int(&p, "update.installed", (int64_t)mktime(&tm));
	told_bool(&p, "update.automatic", true);
	told_bool(&p, "update.reboot", false);
	told_state(&p, "update.pending", FACT_UNSUPPORTED);
	told_free(&p);
}

/* One more file turns a fact of the machine above. */
static void test_turns(void **state)
{
	static const struct {
		struct planted file;
		const char *fact;
		bool want;
	} cases[] = {
		{ { .path = "/boot/vmlinuz-6.1.0-41-amd64" },
		  "update.reboot",
		  true },
		{ { .path = "/run/reboot-required" }, "update.reboot", true },
		{ { .path = "/etc/apt/apt.conf.d/99off",
		    .text = "APT::Periodic { unattended-upgrade \"0\"; };" },
		  "update.automatic",
		  false },
		{ { .path = "/etc/apt/apt.conf.d/99off",
		    .text = "APT::Periodic::Enable \"0\";" },
		  "update.automatic",
		  false },
		{ { .path = "/etc/apt/apt.conf.d/99off",
		    .text = "#clear APT::Periodic;" },
		  "update.automatic",
		  false },
		{ { .path = "/etc/apt/apt.conf.d/99off",
		    .text = "#clear Unattended-Upgrade::Origins-Pattern;" },
		  "update.automatic",
		  false },
		{ { .path = "/etc/apt/apt.conf.d/99off.dpkg-old",
		    .text = "APT::Periodic::Enable \"0\";" },
		  "update.automatic",
		  true },
		{ { .path = "/etc/apt/apt.conf",
		    .text = "APT::Periodic::Unattended-Upgrade \"always\";" },
		  "update.automatic",
		  true },
		{ { .path = "/etc/systemd/system/apt-daily-upgrade.timer",
		    .link = "/dev/null" },
		  "update.automatic",
		  false },
		{ { .path = "/proc/1/comm", .text = "init\n" },
		  "update.automatic",
		  false },
	};
	struct probed p;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		told_new(&p, debian);
		planted_add(p.root, &cases[i].file);
		told_read(&p, "update");
		told_bool(&p, cases[i].fact, cases[i].want);
		told_free(&p);
	}
}

static void test_unknown(void **state)
{
	static const struct planted bare[] = {
		APT,
		{ .path = MAIN, .text = "Package: main-only\nVersion: 2\n" },
		{ .path = "/var/lib/dpkg/info/a.list" },
		{ .path = "/var/lib/dpkg/info/", .mtime = 1794000000 },
		{ .path = NULL },
	};
	static const struct planted never[] = { APT, { .path = NULL } };
	static const struct planted packed[] = {
		APT,
		{ .path = SECURITY "_Packages.xz", .text = "x" },
		{ .path = NULL },
	};
	static const struct planted broken[] = {
		APT,
		{ .path = SECURITY "_Packages.lz4", .text = "x" },
		{ .path = NULL },
	};
	static const struct planted other[] = { { .path = NULL } };
	struct probed p;

	(void)state;
	told_new(&p, bare);
	told_read(&p, "update");
	told_state(&p, "update.security-pending", FACT_FAILED);
	told_int(&p, "update.installed", 1794000000);
	told_bool(&p, "update.automatic", false);
	told_state(&p, "update.reboot", FACT_ABSENT);
	told_free(&p);

	told_new(&p, never);
	told_read(&p, "update");
	told_state(&p, "update.refreshed", FACT_ABSENT);
	told_state(&p, "update.security-pending", FACT_FAILED);
	told_int(&p, "update.installed", 1795000000);
	told_free(&p);

	told_new(&p, packed);
	told_read(&p, "update");
	told_state(&p, "update.security-pending", FACT_FAILED);
	told_state(&p, "update.security", FACT_FAILED);
	told_free(&p);

	told_new(&p, broken);
	told_read(&p, "update");
	told_state(&p, "update.security-pending", FACT_FAILED);
	told_free(&p);

	told_new(&p, other);
	told_read(&p, "update");
	told_state(&p, "update.source", FACT_UNSUPPORTED);
	told_state(&p, "update.automatic", FACT_UNSUPPORTED);
	told_state(&p, "update.security-pending", FACT_UNSUPPORTED);
	told_free(&p);
}

static void ask_denied(struct probed *p)
{
	told_read(p, "update");
	PROBED_CHECK(p->facts.update_security_pending.fact.state ==
	             FACT_DENIED);
	PROBED_CHECK(p->facts.update_security.fact.state == FACT_DENIED);
	PROBED_CHECK(p->facts.update_refreshed.fact.state == FACT_DENIED);
	PROBED_CHECK(p->facts.update_automatic.fact.state == FACT_DENIED);
}

static void test_denied(void **state)
{
	static const struct planted status_file = { .path =
		                                        "/var/lib/dpkg/status",
		                                    .mode = 0600 };
	static const struct planted lists = { .path = LISTS, .mode = 0700 };
	static const struct planted conf = { .path =
		                                 "/etc/apt/apt.conf.d/60secret",
		                             .mode = 0600 };
	struct probed p;

	(void)state;
	if (geteuid() != 0)
		skip();
	told_new(&p, debian);
	planted_add(p.root, &lists);
	planted_add(p.root, &conf);
	probed_as_nobody(&p, ask_denied);
	planted_add(p.root, &status_file);
	probed_as_nobody(&p, ask_denied);
	told_free(&p);
}

static void plant_history(const char *root)
{
	char place[4096];
	sqlite3 *db;

	planted_place(root, "/var/lib/dnf/history.sqlite", place);
	assert_int_equal(sqlite3_open(place, &db), SQLITE_OK);
	assert_int_equal(
	    sqlite3_exec(db,
	                 "CREATE TABLE trans(id INTEGER, dt_end INTEGER);"
	                 "INSERT INTO trans VALUES(1,1794900000);"
	                 "INSERT INTO trans VALUES(2,1795000000);",
	                 NULL, NULL, NULL),
	    SQLITE_OK);
	sqlite3_close(db);
}

static void test_fedora(void **state)
{
	static const struct planted fedora[] = {
		{ .path = "/usr/bin/dnf" },
		{ .path = "/var/cache/libdnf5/updates-1/repodata/repomd.xml",
		  .mtime = 1795200000 },
		{ .path = "/usr/lib/sysimage/rpm/rpmdb.sqlite",
		  .mtime = 1793000000 },
		{ .path = "/etc/dnf/automatic.conf",
		  .text = "[commands]\n# apply_updates = no\n"
		          "apply_updates = yes\n" },
		{ .path = "/usr/lib/systemd/system/dnf5-automatic.timer" },
		{ .path = TIMERS "dnf5-automatic.timer",
		  .link = "/usr/lib/systemd/system/dnf5-automatic.timer" },
		{ .path = "/proc/sys/kernel/osrelease",
		  .text = "6.11.4-301.fc41.x86_64\n" },
		{ .path = "/lib/modules/6.11.4-301.fc41.x86_64/vmlinuz" },
		{ .path = "/lib/modules/6.11.10-300.fc41.x86_64/vmlinuz" },
		{ .path = "/boot/vmlinuz-0-rescue-0123" },
		{ .path = NULL },
	};
	const struct planted no = { .path = "/etc/dnf/automatic.conf",
		                    .text = "[commands]\n" };
	struct probed p;

	(void)state;
	told_new(&p, fedora);
	told_read(&p, "update");
	told_text(&p, "update.source", "dnf");
	told_int(&p, "update.refreshed", 1795200000);
	told_int(&p, "update.installed", 1793000000);
	told_bool(&p, "update.automatic", true);
	told_bool(&p, "update.reboot", true);
	told_state(&p, "update.security-pending", FACT_FAILED);
	plant_history(p.root);
	planted_add(p.root, &no);
	told_read(&p, "update");
	told_int(&p, "update.installed", 1795000000);
	told_bool(&p, "update.automatic", false);
	told_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_debian),  cmocka_unit_test(test_turns),
		cmocka_unit_test(test_unknown), cmocka_unit_test(test_denied),
		cmocka_unit_test(test_fedora),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
