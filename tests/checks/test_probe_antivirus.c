/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/checks/told.h"

#define LIB  "/lib/systemd/system/"
#define HEAD "ClamAV-VDB:20 Nov 2026 08-32 -0400:27800:200:90:abc:def:raynman:"

static const struct planted clamav[] = {
	{ .path = "/usr/bin/clamscan" },
	{ .path = LIB "clamav-daemon.service" },
	{ .path = "/proc/1/comm", .text = "systemd\n" },
	{ .path = "/proc/9/comm", .text = "clamd\n" },
	{ .path = "/var/lib/clamav/daily.cld",
	  .text = HEAD "1795200000      \n\1\2",
	  .mtime = 1795290000 },
	{ .path = "/var/lib/clamav/main.cvd",
	  .text = HEAD "1631795562    ",
	  .mtime = 1795290000 },
	{ .path = NULL },
};

/* Only the one that fetches signatures runs. */
static const struct planted fetching[] = {
	{ .path = "/usr/bin/clamscan" },
	{ .path = LIB "clamav-freshclam.service" },
	{ .path = "/proc/1/comm", .text = "systemd\n" },
	{ .path = "/proc/9/comm", .text = "freshclam\n" },
	{ .path = "/var/lib/clamav/daily.cvd",
	  .text = "damaged",
	  .mtime = 1795100000 },
	{ .path = NULL },
};

/* Removed: only its signatures are left. */
static const struct planted removed[] = {
	{ .path = "/usr/bin/" },
	{ .path = "/proc/1/comm", .text = "systemd\n" },
	{ .path = "/var/lib/clamav/daily.cvd", .text = HEAD "1795200000 " },
	{ .path = NULL },
};

static const struct planted eset[] = {
	{ .path = "/usr/bin/" },
	{ .path = "/opt/eset/eea/sbin/x" },
	{ .path = NULL },
};

static struct baseline *baseline;

static void read_machine(struct probed *p, const struct planted *files)
{
	told_new(p, files);
	p->context.baseline = baseline;
	told_read(p, "antivirus");
}

static const struct antivirus *only(const struct probed *p)
{
	assert_int_equal(p->facts.antivirus_list.count, 1);
	return p->facts.antivirus_list.row;
}

static void test_machines(void **state)
{
	struct probed p;

	(void)state;
	read_machine(&p, clamav);
	told_state(&p, "antivirus.list", FACT_KNOWN);
	assert_string_equal(only(&p)->product, "clamav");
	assert_int_equal(only(&p)->running, TRI_YES);
	assert_int_equal(only(&p)->signatures, 1795200000);
	told_free(&p);

	read_machine(&p, fetching);
	assert_int_equal(only(&p)->running, TRI_NO);
	assert_int_equal(only(&p)->signatures, 1795100000);
	told_free(&p);

	read_machine(&p, removed);
	told_state(&p, "antivirus.list", FACT_KNOWN);
	assert_int_equal(p.facts.antivirus_list.count, 0);
	told_free(&p);

	read_machine(&p, eset);
	assert_string_equal(only(&p)->product, "eset");
	assert_int_equal(only(&p)->running, TRI_UNKNOWN);
	assert_int_equal(only(&p)->signatures, CELL_UNKNOWN);
	told_free(&p);
}

static void test_nothing(void **state)
{
	static const struct planted nothing[] = { { .path = NULL } };
	static const struct planted hidden[] = {
		{ .path = "/usr/bin/" },
		{ .path = "/proc/500/comm", .text = "bash\n" },
		{ .path = NULL },
	};
	struct probed p;

	(void)state;
	read_machine(&p, nothing);
	told_state(&p, "antivirus.list", FACT_ABSENT);
	told_free(&p);
	read_machine(&p, hidden);
	told_state(&p, "antivirus.list", FACT_DENIED);
	told_free(&p);
}

static int load(void **state)
{
	struct err e;

	(void)state;
	baseline = baseline_builtin(&e);
	return baseline ? 0 : -1;
}

static int unload(void **state)
{
	(void)state;
	baseline_free(baseline);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_machines),
		cmocka_unit_test(test_nothing),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
