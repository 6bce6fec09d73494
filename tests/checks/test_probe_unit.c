/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/linux/process.h"
#include "checks/probe/linux/unit.h"
#include "tests/checks/planted.h"

#define ETC "/etc/systemd/system"
#define LIB "/lib/systemd/system"

static const struct planted machine[] = {
	{ .path = LIB "/on.service" },
	{ .path = ETC "/multi-user.target.wants/on.service",
	  .link = LIB "/on.service" },
	{ .path = LIB "/off.service" },
	{ .path = LIB "/never.timer" },
	{ .path = ETC "/never.timer", .link = "/dev/null" },
	{ .path = ETC "/timers.target.wants/never.timer",
	  .link = LIB "/never.timer" },
	{ .path = LIB "/static.socket" },
	{ .path = LIB "/sockets.target.wants/static.socket",
	  .link = "../static.socket" },
	{ .path = ETC "/multi-user.target.wants/lost.service",
	  .link = LIB "/lost.service" },
	{ .path = LIB "/clamd@.service" },
	{ .path = ETC "/multi-user.target.wants/clamd@scan.service",
	  .link = LIB "/clamd@.service" },
	{ .path = "/sys/fs/cgroup/system.slice/on.service/cgroup.procs" },
	{ .path = "/sys/fs/cgroup/system.slice/system-clamd.slice/"
	          "clamd@scan.service/" },
	{ .path = "/proc/1/comm", .text = "systemd\n" },
	{ .path = "/proc/42/comm", .text = "long-name-of-a-\n" },
	{ .path = "/proc/43/comm", .text = "" },
	{ .path = "/proc/self/comm", .text = "no number\n" },
};

static struct probe_context context;
static char root[64];

static int plant(void **state)
{
	(void)state;
	planted_new(root);
	for (size_t i = 0; i < sizeof(machine) / sizeof(machine[0]); i++)
		planted_add(root, &machine[i]);
	context.root = root;
	return 0;
}

static int uproot(void **state)
{
	(void)state;
	planted_free(root);
	return 0;
}

static void test_states(void **state)
{
	static const struct {
		const char *name;
		enum unit_state want;
		enum tri running;
	} cases[] = {
		{ "on.service", UNIT_ENABLED, TRI_YES },
		{ "off.service", UNIT_DISABLED, TRI_NO },
		{ "never.timer", UNIT_MASKED, TRI_NO },
		{ "static.socket", UNIT_ENABLED, TRI_NO },
		{ "lost.service", UNIT_ABSENT, TRI_NO },
		{ "none.service", UNIT_ABSENT, TRI_NO },
		{ "clamd@*.service", UNIT_ENABLED, TRI_YES },
	};
	struct probe_context nothing = { .root = "/nonexistent" };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(unit_state(&context, cases[i].name),
		                 cases[i].want);
		assert_int_equal(unit_running(&context, cases[i].name),
		                 cases[i].running);
	}
	assert_true(unit_exists(&context, "on.service"));
	assert_true(unit_exists(&context, "clamd@*.service"));
	assert_false(unit_exists(&context, "none.service"));
	assert_int_equal(unit_state(&nothing, "on.service"), UNIT_ABSENT);
	assert_int_equal(unit_running(&nothing, "on.service"), TRI_UNKNOWN);
}

static void test_processes(void **state)
{
	struct arena *a = arena_new(65536);
	struct probe_context nothing = { .root = "/nonexistent" };
	struct processes p;
	char place[128];

	(void)state;
	assert_int_equal(process_list(&context, a, &p), TREE_OK);
	assert_int_equal(p.count, 3);
	assert_int_equal(process_running(&p, "systemd"), TRI_YES);
	assert_int_equal(process_running(&p, "system*"), TRI_YES);
	assert_int_equal(process_running(&p, "long-name-of-a-daemon"), TRI_YES);
	assert_int_equal(process_running(&p, "system"), TRI_NO);
	assert_int_equal(process_list(&nothing, a, &p), TREE_ABSENT);
	assert_int_equal(process_running(&p, "systemd"), TRI_UNKNOWN);

	snprintf(place, sizeof(place), "%s/proc/1/comm", root);
	assert_int_equal(remove(place), 0);
	assert_int_equal(process_list(&context, a, &p), TREE_DENIED);
	assert_int_equal(process_running(&p, "systemd"), TRI_UNKNOWN);
	assert_int_equal(process_running(&p, "long-name*"), TRI_YES);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_states),
		cmocka_unit_test(test_processes),
	};

	return cmocka_run_group_tests(tests, plant, uproot);
}
