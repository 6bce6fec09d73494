/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/linux/proc_net.h"

#include <arpa/inet.h>

#define REST " 00000000:00000000 00:00000000 00000000  1000        0 "

static const struct {
	const char *line;
	bool big;
	const char *address;
	unsigned port;
	unsigned state;
	uint64_t inode;
	bool remote;
	bool loopback;
} cases[] = {
	{ "   0: 0100007F:1F90 00000000:0000 0A" REST "4242 1 0 100 0 0 10 0",
	  false, "127.0.0.1", 8080, PROC_NET_LISTEN, 4242, false, true },
	{ "   0: 7F000001:1F90 00000000:0000 0A" REST "4242", true, "127.0.0.1",
	  8080, PROC_NET_LISTEN, 4242, false, true },
	{ "  12: 00000000:0016 00000000:0000 0A" REST "7", false, "0.0.0.0", 22,
	  PROC_NET_LISTEN, 7, false, false },
	{ " 3: 0A01A8C0:0016 0B01A8C0:C350 01" REST "9", false, "192.168.1.10",
	  22, PROC_NET_ESTABLISHED, 9, true, false },
	{ "1: 00000000000000000000000001000000:0277 "
	  "00000000000000000000000000000000:0000 0A" REST "5",
	  false, "::1", 631, PROC_NET_LISTEN, 5, false, true },
	{ "1: 00000000000000000000000000000001:0277 "
	  "00000000000000000000000000000000:0000 0A" REST "5",
	  true, "::1", 631, PROC_NET_LISTEN, 5, false, true },
	{ "1: 0000000000000000FFFF00000100007F:0050 "
	  "00000000000000000000000000000000:0000 0A" REST "6",
	  false, "::ffff:127.0.0.1", 80, PROC_NET_LISTEN, 6, false, true },
	{ "1: 000080FE00000000FF005450B6AD1DFE:0222 "
	  "00000000000000000000000000000000:0000 07" REST "6",
	  false, "fe80::5054:ff:fe1d:adb6", 546, PROC_NET_UNCONNECTED, 6, false,
	  false },
};

static void test_sockets(void **state)
{
	char address[INET6_ADDRSTRLEN];
	struct proc_net s;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_true(proc_net_parse(&s, cases[i].line, cases[i].big));
		inet_ntop(s.bytes == 4 ? AF_INET : AF_INET6, s.local, address,
		          sizeof(address));
		assert_string_equal(address, cases[i].address);
		assert_int_equal(s.port, cases[i].port);
		assert_int_equal(s.state, cases[i].state);
		assert_int_equal(s.inode, cases[i].inode);
		assert_int_equal(s.remote, cases[i].remote);
		assert_int_equal(proc_net_loopback(&s), cases[i].loopback);
	}
}

static void test_not_sockets(void **state)
{
	static const char *const lines[] = {
		"",
		"  sl  local_address rem_address   st tx_queue rx_queue tr "
		"tm->when retrnsmt   uid  timeout inode",
		"0: 0100007F:1F9 00000000:0000 0A" REST "1",
		"0: 0100007F1:1F90 00000000:0000 0A" REST "1",
		"0: 0100007F:1F90 00000000:0000 0A",
		"0: 0100007F:1F90 00000000:0000 0A" REST "x",
		"0: 0100007F:1F90 00000000:0000" REST "1",
		"0: 0100007F:1F90 00000000000000000000000000000000:0000 "
		"0A" REST "1",
		"0: 0100007F:1F90 00000000:0000 0A" REST
		"99999999999999999999999",
	};
	struct proc_net s;

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		assert_false(proc_net_parse(&s, lines[i], false));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sockets),
		cmocka_unit_test(test_not_sockets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
