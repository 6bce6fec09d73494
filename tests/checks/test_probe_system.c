/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/probe.h"
#include "core/hash.h"
#include "tests/checks/told.h"

#define DMI "/sys/class/dmi/id/"
#define BAT "/sys/class/power_supply/"

static const struct planted debian[] = {
	{ .path = "/usr/bin/" },
	{ .path = "/etc/os-release",
	  .text = "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n"
	          "VERSION_ID=\"12\"\nID=debian\n",
	  .mtime = 1000 },
	{ .path = "/etc/machine-id",
	  .text = "3d1219c7c4c5404aaa1f6d2a48adfda4\n" },
	{ .path = "/proc/sys/kernel/osrelease", .text = "6.1.0-40-amd64\n" },
	{ .path = "/proc/uptime", .text = "86401.55 1000.00\n" },
	{ .path = "/proc/cpuinfo",
	  .text = "processor\t: 0\nflags\t\t: fpu vme hypervisor\n" },
	{ .path = "/run/systemd/timesync/synchronized" },
	{ .path = "/var/lib/dpkg/status", .mtime = 1700000000 },
	{ .path = "/var/lib/apt/lists/", .mtime = 1700000100 },
	{ .path = "/var/log/", .mtime = 4000000000 },
	{ .path = "/etc/passwd", .mtime = 1000 },
	{ .path = "/etc/", .mtime = 1000 },
	{ .path = NULL },
};

static const struct planted ubuntu[] = {
	{ .path = "/usr/lib/os-release",
	  .text = "NAME=\"Ubuntu\"\nVERSION_ID=\"24.04\"\nID=ubuntu\n"
	          "ID_LIKE=debian\nPRETTY_NAME=\"Ubuntu 24.04.3 LTS\"\n" },
	{ .path = "/etc/os-release", .link = "../usr/lib/os-release" },
	{ .path = "/var/lib/dbus/machine-id",
	  .text = "00000000000000000000000000000001\n" },
	{ .path = "/usr/share/wayland-sessions/ubuntu.desktop" },
	{ .path = "/proc/cpuinfo", .text = "processor\t: 0\nflags\t: fpu\n" },
	{ .path = DMI "chassis_type", .text = "10\n" },
	{ .path = DMI "sys_vendor", .text = "LENOVO\n" },
	{ .path = "/run/systemd/timesync/" },
	{ .path = NULL },
};

static const struct planted fedora[] = {
	{ .path = "/etc/os-release",
	  .text = "NAME=\"Fedora Linux\"\nVERSION_ID=41\nID=fedora\n"
	          "VARIANT_ID=workstation\n" },
	{ .path = "/usr/lib/systemd/system/gdm.service" },
	{ .path = "/etc/systemd/system/display-manager.service",
	  .link = "/usr/lib/systemd/system/gdm.service" },
	{ .path = DMI "chassis_type", .text = "1\n" },
	{ .path = DMI "sys_vendor", .text = "ACME\n" },
	{ .path = BAT "hidpp_battery_0/type", .text = "Battery\n" },
	{ .path = BAT "hidpp_battery_0/scope", .text = "Device\n" },
	{ .path = BAT "BAT0/type", .text = "Battery\n" },
	{ .path = NULL },
};

static const struct planted nas[] = {
	{ .path = "/etc/synoinfo.conf" },
	{ .path = "/etc/os-release", .text = "garbage\n" },
	{ .path = "/etc/machine-id", .text = "short\n" },
	{ .path = "/proc/uptime", .text = "never\n" },
	{ .path = "/usr/bin/" },
	{ .path = DMI "chassis_type", .text = "17\n" },
	{ .path = DMI "product_name", .text = "Standard PC (QEMU)\n" },
	{ .path = NULL },
};

static const struct planted container[] = {
	{ .path = "/run/.containerenv" },
	{ .path = "/etc/os-release", .text = "ID=arch\n" },
	{ .path = "/usr/bin/" },
	{ .path = BAT "BAT0/type", .text = "Battery\n" },
	{ .path = NULL },
};

static const struct planted xen[] = {
	{ .path = "/proc/cpuinfo", .text = "x\nflags: hypervisor\n" },
	{ .path = "/proc/xen/capabilities", .text = "control_d\n" },
	{ .path = NULL },
};

static void test_debian(void **state)
{
	const struct baseline baseline = { .made = 1600000000 };
	struct probed p;
	char hash[HASH_TEXT];
	static const char id[] =
	    "garde-champetre/1/3d1219c7c4c5404aaa1f6d2a48adfda4";

	(void)state;
	told_new(&p, debian);
	p.context.baseline = &baseline;
	told_read(&p, "system");
	told_text(&p, "system.family", "linux");
	told_text(&p, "system.id", "debian");
	told_text(&p, "system.version", "12");
	told_text(&p, "system.name", "Debian GNU/Linux 12 (bookworm)");
	told_state(&p, "system.edition", FACT_ABSENT);
	told_text(&p, "system.kernel", "6.1.0-40-amd64");
	told_text(&p, "system.role", "server");
	told_int(&p, "system.uptime", 86401);
	told_int(&p, "system.clock", PROBED_NOW);
	/* The log's date in the future is an accident, the second counts. */
	told_int(&p, "system.clock-floor", 1700000100);
	told_bool(&p, "system.clock-synchronized", true);
	told_bool(&p, "system.virtual", true);
	told_bool(&p, "system.laptop", false);
	hash_sha256(hash, id, strlen(id));
	hash[32] = '\0';
	told_text(&p, "system.machine", hash);
	told_free(&p);
}

static void test_ubuntu(void **state)
{
	const struct baseline baseline = { .made = 1795000000 };
	struct probed p;

	(void)state;
	told_new(&p, ubuntu);
	p.context.baseline = &baseline;
	told_read(&p, "system");
	told_text(&p, "system.id", "ubuntu");
	told_text(&p, "system.version", "24.04");
	told_text(&p, "system.role", "desktop");
	told_state(&p, "system.machine", FACT_KNOWN);
	told_bool(&p, "system.virtual", false);
	told_bool(&p, "system.laptop", true);
	told_bool(&p, "system.clock-synchronized", false);
	told_state(&p, "system.kernel", FACT_ABSENT);
	told_state(&p, "system.uptime", FACT_ABSENT);
	told_free(&p);
}

static void test_others(void **state)
{
	static const struct planted nothing[] = { { .path = NULL } };
	struct probed p;

	(void)state;
	told_new(&p, fedora);
	told_read(&p, "system");
	told_text(&p, "system.name", "Fedora Linux");
	told_text(&p, "system.edition", "workstation");
	told_text(&p, "system.role", "desktop");
	told_bool(&p, "system.laptop", true);
	told_bool(&p, "system.virtual", false);
	told_state(&p, "system.clock-synchronized", FACT_UNSUPPORTED);
	told_free(&p);

	told_new(&p, nas);
	told_read(&p, "system");
	told_text(&p, "system.role", "storage");
	told_state(&p, "system.id", FACT_FAILED);
	told_state(&p, "system.version", FACT_FAILED);
	told_state(&p, "system.machine", FACT_ABSENT);
	told_state(&p, "system.uptime", FACT_ABSENT);
	told_bool(&p, "system.virtual", true);
	told_bool(&p, "system.laptop", false);
	told_free(&p);

	told_new(&p, container);
	told_read(&p, "system");
	told_state(&p, "system.version", FACT_ABSENT);
	told_text(&p, "system.name", "arch");
	told_bool(&p, "system.virtual", true);
	told_bool(&p, "system.laptop", false);
	told_free(&p);

	told_new(&p, xen);
	told_read(&p, "system");
	told_bool(&p, "system.virtual", false);
	told_free(&p);

	told_new(&p, nothing);
	told_read(&p, "system");
	told_state(&p, "system.id", FACT_ABSENT);
	told_state(&p, "system.role", FACT_ABSENT);
	told_state(&p, "system.machine", FACT_ABSENT);
	told_state(&p, "system.laptop", FACT_ABSENT);
	told_state(&p, "system.virtual", FACT_ABSENT);
	told_free(&p);
}

/* The machine that the test runs on has these, whatever it is. */
static void test_live(void **state)
{
	struct probed p;

	(void)state;
	told_live(&p);
	told_read(&p, "system");
	told_state(&p, "system.kernel", FACT_KNOWN);
	told_state(&p, "system.uptime", FACT_KNOWN);
	told_state(&p, "system.clock-synchronized", FACT_KNOWN);
	told_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_debian),
		cmocka_unit_test(test_ubuntu),
		cmocka_unit_test(test_others),
		cmocka_unit_test(test_live),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
