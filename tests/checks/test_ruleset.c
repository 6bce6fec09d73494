/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/linux/ruleset.h"

static const struct {
	const char *name;
	const char *rules;
	bool on;
} nft[] = {
	{ "nothing", "", false },
	{ "Debian's example",
	  "#!/usr/sbin/nft -f\nflush ruleset\ntable inet filter {\n"
	  "\tchain input {\n\t\ttype filter hook input priority filter;\n\t}\n"
	  "\tchain forward {\n\t\ttype filter hook forward priority filter;\n"
	  "\t}\n}\n",
	  false },
	{ "a policy",
	  "table inet filter { chain input { type filter hook input priority 0;"
	  " policy drop; iif lo accept; } }",
	  true },
	{ "a last rule",
	  "table inet f {\n chain in {\n type filter hook input priority 0; "
	  "policy accept;\n ct state { established, related } accept\n"
	  " counter packets 5 bytes 12 log prefix \"no: }\" level info drop\n"
	  "}\n}\n",
	  true },
	{ "a remark",
	  "table inet f {\n chain in {\n type filter hook input priority 0\n"
	  "# drop\n# policy drop\n}\n}\n",
	  false },
	{ "fail2ban",
	  "table inet f2b-table {\n set addr-set-sshd {\n type ipv4_addr\n"
	  " elements = { 192.0.2.1 }\n }\n chain f2b-chain {\n"
	  " type filter hook input priority filter - 1; policy accept;\n"
	  " tcp dport { 22 } ip saddr @addr-set-sshd reject with icmp "
	  "port-unreachable\n }\n}\n",
	  false },
	{ "docker",
	  "table ip filter {\n chain DOCKER {\n drop\n }\n chain FORWARD {\n"
	  " type filter hook forward priority filter; policy drop;\n"
	  " counter packets 0 bytes 0 jump DOCKER\n }\n}\n",
	  false },
	{ "ufw as nft prints it",
	  "table ip filter {\n\tchain ufw-user-input {\n\t}\n\tchain INPUT {\n"
	  "\t\ttype filter hook input priority filter; policy drop;\n"
	  "\t\tcounter packets 9 bytes 9 jump ufw-before-input\n\t}\n}\n",
	  true },
	{ "firewalld",
	  "table inet firewalld {\n chain filter_INPUT {\n type filter hook "
	  "input priority filter + 10; policy accept;\n ct state { established,"
	  " related } accept\n iifname \"lo\" accept\n jump filter_INPUT_ZONES\n"
	  " ct state invalid drop\n reject with icmpx admin-prohibited\n }\n}\n",
	  true },
	{ "only what is invalid",
	  "table inet f { chain i { type filter hook input priority 0; ct state"
	  " invalid drop } }",
	  false },
	{ "added one by one",
	  "add table inet f\nadd chain inet f i { type filter hook input "
	  "priority 0; policy drop; }\n",
	  true },
	{ "not a filter",
	  "table ip n { chain i { type nat hook input priority 0; policy drop; "
	  "} }",
	  false },
	{ "cut", "table inet f { chain i { type filter hook input", false },
	{ "no end", "table \"", false },
};

static const struct {
	const char *name;
	const char *rules;
	bool on;
} iptables[] = {
	{ "nothing", "", false },
	{ "open", "*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -p tcp -j DROP\n",
	  false },
	{ "a policy", "# x\n*filter\n:INPUT DROP [12:34]\nCOMMIT\n", true },
	{ "a last rule",
	  "*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -i lo -j ACCEPT\n"
	  "-A INPUT -j REJECT --reject-with icmp-host-prohibited\n",
	  true },
	{ "another table", "*mangle\n:INPUT DROP [0:0]\n", false },
	{ "another chain",
	  "*filter\n:FORWARD DROP [0:0]\n-A DOCKER -j DROP\n-A INPUT -j f2b\n",
	  false },
};

static void test_nft(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(nft) / sizeof(nft[0]); i++)
		if (ruleset_nft(nft[i].rules) != nft[i].on)
			fail_msg("%s must be %d", nft[i].name, nft[i].on);
}

static void test_iptables(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(iptables) / sizeof(iptables[0]); i++)
		if (ruleset_iptables(iptables[i].rules) != iptables[i].on)
			fail_msg("%s must be %d", iptables[i].name,
			         iptables[i].on);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nft),
		cmocka_unit_test(test_iptables),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
