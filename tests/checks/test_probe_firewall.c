/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/checks/told.h"

#define LIB  "/lib/systemd/system/"
#define WANT "/etc/systemd/system/multi-user.target.wants/"
#define ENABLED(unit)                               \
	{ .path = LIB unit },                       \
	{                                           \
		.path = WANT unit, .link = LIB unit \
	}
#define CLOSED                                                        \
	"table inet f { chain i { type filter hook input priority 0;" \
	" policy drop; } }"
#define MODULES "/lib/modules/6.1/modules.builtin"

struct machine {
	const char *name;
	struct planted file[8];
	const char *tool; /* NULL: not on */
	enum fact_state state;
};

static const struct machine machines[] = {
	{ "ufw",
	  { ENABLED("ufw.service"),
	    { .path = "/etc/ufw/ufw.conf", .text = "# x\nENABLED=yes\n" },
	    { .path = "/etc/default/ufw",
	      .text = "DEFAULT_INPUT_POLICY=\"DROP\"\n" } },
	  "ufw",
	  FACT_KNOWN },
	{ "ufw that lets all in",
	  { ENABLED("ufw.service"),
	    { .path = "/etc/ufw/ufw.conf", .text = "ENABLED=yes\n" },
	    { .path = "/etc/default/ufw",
	      .text = "DEFAULT_INPUT_POLICY=\"ACCEPT\"\n" } },
	  NULL,
	  FACT_ABSENT },
	{ "ufw off",
	  { ENABLED("ufw.service"),
	    { .path = "/etc/ufw/ufw.conf", .text = "ENABLED=no\n" } },
	  NULL,
	  FACT_ABSENT },
	{ "ufw never started",
	  { { .path = LIB "ufw.service" },
	    { .path = "/etc/ufw/ufw.conf", .text = "ENABLED=yes\n" } },
	  NULL,
	  FACT_ABSENT },
	{ "firewalld that runs",
	  { { .path = "/proc/77/comm", .text = "firewalld\n" } },
	  "firewalld",
	  FACT_KNOWN },
	{ "firewalld enabled",
	  { ENABLED("firewalld.service") },
	  "firewalld",
	  FACT_KNOWN },
	{ "firewalld stopped",
	  { ENABLED("firewalld.service"),
	    { .path = "/sys/fs/cgroup/system.slice/" } },
	  NULL,
	  FACT_ABSENT },
	{ "firewalld that trusts all",
	  { ENABLED("firewalld.service"),
	    { .path = "/etc/firewalld/firewalld.conf",
	      .text = "DefaultZone=trusted\n" } },
	  NULL,
	  FACT_ABSENT },
	{ "nftables",
	  { ENABLED("nftables.service"),
	    { .path = "/etc/nftables.conf", .text = CLOSED } },
	  "nftables",
	  FACT_KNOWN },
	{ "nftables in parts",
	  { ENABLED("nftables.service"),
	    { .path = "/etc/nftables.conf",
	      .text = "include \"/etc/nftables.d/*.nft\"\n" },
	    { .path = "/etc/nftables.d/a.nft", .text = CLOSED } },
	  "nftables",
	  FACT_KNOWN },
	{ "nftables not started",
	  { { .path = LIB "nftables.service" },
	    { .path = "/etc/nftables.conf", .text = CLOSED } },
	  NULL,
	  FACT_ABSENT },
	{ "iptables-persistent",
	  { ENABLED("netfilter-persistent.service"),
	    { .path = "/etc/iptables/rules.v4",
	      .text = "*filter\n:INPUT DROP [0:0]\n" } },
	  "iptables",
	  FACT_KNOWN },
	{ "a kernel that cannot",
	  { { .path = "/proc/sys/kernel/osrelease", .text = "6.1\n" },
	    { .path = MODULES, .text = "kernel/fs/ext4.ko\n" },
	    { .path = "/proc/modules", .text = "ext4 1 0 - Live\n" } },
	  NULL,
	  FACT_KNOWN },
	{ "a kernel that can",
	  { { .path = "/proc/sys/kernel/osrelease", .text = "6.1\n" },
	    { .path = MODULES, .text = "kernel/fs/ext4.ko\n" },
	    { .path = "/proc/modules", .text = "nf_tables 1 0 - Live\n" } },
	  NULL,
	  FACT_ABSENT },
	{ "nothing", { { .path = NULL } }, NULL, FACT_ABSENT },
};

static void test_machines(void **state)
{
	struct probed p;

	(void)state;
	for (size_t i = 0; i < sizeof(machines) / sizeof(machines[0]); i++) {
		const struct machine *m = &machines[i];

		print_message("%s\n", m->name);
		told_new(&p, m->file);
		told_read(&p, "firewall");
		told_state(&p, "firewall.on", m->state);
		if (m->state == FACT_KNOWN)
			told_bool(&p, "firewall.on", m->tool != NULL);
		if (m->tool)
			told_text(&p, "firewall.tool", m->tool);
		else
			told_state(&p, "firewall.tool", FACT_ABSENT);
		told_free(&p);
	}
}

static void ask_denied(struct probed *p)
{
	told_read(p, "firewall");
	PROBED_CHECK(p->facts.firewall_on.fact.state == FACT_DENIED);
	PROBED_CHECK(p->facts.firewall_on.fact.why != NULL);
}

static void test_denied(void **state)
{
	static const struct planted files[] = {
		ENABLED("netfilter-persistent.service"),
		{ .path = "/etc/iptables/rules.v4",
		  .text = "*filter\n:INPUT DROP [0:0]\n",
		  .mode = 0600 },
		{ .path = NULL },
	};
	struct probed p;

	(void)state;
	if (geteuid() != 0)
		skip();
	told_new(&p, files);
	probed_as_nobody(&p, ask_denied);
	told_free(&p);
}

/* Nobody but root may say that this machine has none. */
static void ask_live(struct probed *p)
{
	told_read(p, "firewall");
	PROBED_CHECK(p->facts.firewall_on.fact.state == FACT_DENIED ||
	             p->facts.firewall_on.fact.state == FACT_KNOWN);
	PROBED_CHECK((p->facts.firewall_tool.fact.state == FACT_KNOWN) ==
	             (p->facts.firewall_on.fact.state == FACT_KNOWN &&
	              p->facts.firewall_on.value));
}

static void test_live(void **state)
{
	struct probed p;

	(void)state;
	told_live(&p);
	ask_live(&p);
	probed_as_nobody(&p, ask_live);
	told_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_machines),
		cmocka_unit_test(test_denied),
		cmocka_unit_test(test_live),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
