/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/checks/told.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#define HEAD "  sl  local_address rem_address   st tx_queue rx_queue\n"
#define REST " 00000000:00000000 00:00000000 00000000     0        0 "
#define ANY6 "00000000000000000000000000000000"

/* The planted words are little-endian, as on every machine we run on. */
static const struct planted machine[] = {
	{ .path = "/proc/net/tcp",
	  .text = HEAD "   0: 00000000:0016 00000000:0000 0A" REST "101 1 0\n"
	               "   1: 0100007F:0277 00000000:0000 0A" REST "102 1 0\n"
	               "   2: 0A01A8C0:0016 0B01A8C0:C350 01" REST "103 1 0\n"
	               "   3: 00000000:0016 00000000:0000 0A" REST "104 1 0\n"
	               "garbage\n" },
	{ .path = "/proc/net/tcp6",
	  .text = HEAD "   0: " ANY6 ":0016 " ANY6 ":0000 0A" REST "105 1\n" },
	{ .path = "/proc/net/udp",
	  .text = HEAD "   0: 00000000:0044 00000000:0000 07" REST "106 2\n"
	               "   1: 00000000:9C40 00000000:0000 07" REST "107 2\n"
	               "   2: 0A01A8C0:14E9 01010101:0035 07" REST "108 2\n"
	               "   3: 00000000:14E9 00000000:0000 07" REST "109 2\n"
	               "   4: 00000000:0035 00000000:0000 01" REST "110 2\n" },
	{ .path = "/proc/net/udp6", .text = HEAD },
	{ .path = "/proc/1/comm", .text = "systemd\n" },
	{ .path = "/proc/1/fd/3", .link = "socket:[101]" },
	{ .path = "/proc/1/fd/4", .link = "socket:[102]" },
	{ .path = "/proc/20/comm", .text = "sshd\n" },
	{ .path = "/proc/20/fd/3", .link = "socket:[101]" },
	{ .path = "/proc/20/fd/4", .link = "/dev/null" },
	{ .path = "/proc/20/fd/5", .link = "socket:[0]" },
	{ .path = "/proc/21/comm", .text = "avahi-daemon\n" },
	{ .path = "/proc/21/fd/12", .link = "socket:[109]" },
	{ .path = NULL },
};

static void test_machine(void **state)
{
	static const struct listener want[] = {
		{ "tcp", "0.0.0.0", 22, TRI_NO, "sshd" },
		{ "tcp", "::", 22, TRI_NO, NULL },
		{ "tcp", "127.0.0.1", 631, TRI_YES, "systemd" },
		{ "udp", "0.0.0.0", 68, TRI_NO, NULL },
		{ "udp", "0.0.0.0", 5353, TRI_NO, "avahi-daemon" },
	};
	const struct listener *row;
	struct probed p;

	(void)state;
	told_new(&p, machine);
	told_read(&p, "listener");
	told_state(&p, "listener.list", FACT_KNOWN);
	assert_int_equal(p.facts.listener_list.count, 5);
	row = p.facts.listener_list.row;
	for (size_t i = 0; i < 5; i++) {
		assert_string_equal(row[i].transport, want[i].transport);
		assert_string_equal(row[i].address, want[i].address);
		assert_int_equal(row[i].port, want[i].port);
		assert_int_equal(row[i].loopback, want[i].loopback);
		if (want[i].program)
			assert_string_equal(row[i].program, want[i].program);
		else
			assert_null(row[i].program);
	}
	told_free(&p);
}

static void test_client_ports(void **state)
{
	const struct planted range = {
		.path = "/proc/sys/net/ipv4/ip_local_port_range",
		.text = "50000\t60000\n"
	};
	struct probed p;

	(void)state;
	told_new(&p, machine);
	planted_add(p.root, &range);
	told_read(&p, "listener");
	assert_int_equal(p.facts.listener_list.count, 6);
	told_free(&p);
}

static void test_not_there(void **state)
{
	static const struct planted nothing[] = { { .path = NULL } };
	static const struct planted half[] = {
		{ .path = "/proc/net/tcp", .text = HEAD },
		{ .path = "/proc/net/udp/" },
		{ .path = NULL },
	};
	static const struct planted four[] = {
		{ .path = "/proc/net/tcp", .text = HEAD },
		{ .path = "/proc/net/udp", .text = HEAD },
		{ .path = NULL },
	};
	struct probed p;

	(void)state;
	told_new(&p, nothing);
	told_read(&p, "listener");
	told_state(&p, "listener.list", FACT_ABSENT);
	told_free(&p);
	told_new(&p, half);
	told_read(&p, "listener");
	told_state(&p, "listener.list", FACT_FAILED);
	told_free(&p);
	told_new(&p, four);
	told_read(&p, "listener");
	told_state(&p, "listener.list", FACT_KNOWN);
	assert_int_equal(p.facts.listener_list.count, 0);
	told_free(&p);
}

/* A socket that is really opened is really seen, and by its name. */
static void test_live(void **state)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	socklen_t len = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	bool seen = false;
	struct probed p;

	(void)state;
	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	assert_int_equal(listen(fd, 1), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &len), 0);
	told_live(&p);
	told_read(&p, "listener");
	for (size_t i = 0; i < p.facts.listener_list.count; i++) {
		const struct listener *row = &p.facts.listener_list.row[i];

		if (row->port != ntohs(at.sin_port) ||
		    strcmp(row->address, "127.0.0.1") != 0)
			continue;
		seen = true;
		assert_int_equal(row->loopback, TRI_YES);
		assert_non_null(row->program);
		assert_memory_equal(row->program, "checks_test_pro", 15);
	}
	assert_true(seen);
	close(fd);
	told_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_machine),
		cmocka_unit_test(test_client_ports),
		cmocka_unit_test(test_not_there),
		cmocka_unit_test(test_live),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
