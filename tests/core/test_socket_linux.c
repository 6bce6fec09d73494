/* SPDX-License-Identifier: Apache-2.0 */
/* unshare() is Linux's own. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/socket.h"

#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

#define LOOPBACK UINT32_C(0x7f000001)

/* A refusal is the other machine's word; no room here is not. */
static void test_no_room(void **state)
{
	enum socket_state how;
	struct rlimit before, none;
	int first = dup(0);

	(void)state;
	assert_true(first >= 0);
	close(first);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	none = before;
	none.rlim_cur = (rlim_t)first;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
	assert_true(socket_connect(LOOPBACK, 9, &how) == SOCKET_NONE);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
	assert_int_equal(how, SOCKET_OURS);
}

/* Where the network is gone, nobody was asked. */
static void test_no_network(void **state)
{
	enum socket_state how;

	(void)state;
	if (unshare(geteuid() == 0 ? CLONE_NEWNET
	                           : CLONE_NEWUSER | CLONE_NEWNET) != 0)
		skip();
	assert_true(socket_connect(UINT32_C(0x0a000001), 80, &how) ==
	            SOCKET_NONE);
	assert_int_equal(how, SOCKET_OURS);
}

/* Nothing can be sent to everybody, not by mistake either. */
static void test_no_broadcast(void **state)
{
	intptr_t s = socket_datagram(LOOPBACK);

	(void)state;
	assert_true(s != SOCKET_NONE);
	assert_false(socket_write_to(s, "", 1, UINT32_C(0xffffffff), 9));
	assert_false(socket_write_to(s, "", 1, UINT32_C(0x7fffffff), 9));
	socket_close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_room),
		cmocka_unit_test(test_no_broadcast),
		cmocka_unit_test(test_no_network),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
