/* SPDX-License-Identifier: Apache-2.0 */
/* unshare() is Linux's own. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/net/arp.h"
#include "checks/probe/net/discover.h"
#include "core/arena.h"
#include "core/clock.h"
#include "core/link.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * A network of two namespaces: ours, and one that owns a few addresses and
 * answers to NetBIOS. Skipped where namespaces may not be made.
 */

#define NETWORK UINT32_C(0x0a4d4d00) /* 10.77.77.0 */
#define OWN     (NETWORK + 1)
#define FIRST   (NETWORK + 2)
#define OTHERS  3

static pid_t other;
static bool there;

/* A node status with the one name NAS. */
static const uint8_t status[] = {
	0,   0,   0x84, 0,   0,   0,    0,   1,   0,   0,   0,
	0,   1,   '*',  0,   0,   0x21, 0,   1,   0,   0,   0,
	0,   0,   19,   1,   'N', 'A',  'S', ' ', ' ', ' ', ' ',
	' ', ' ', ' ',  ' ', ' ', ' ',  ' ', ' ', 0,   4,   0,
};

/* The other side: a namespace of its own, then answers until it is killed. */
static void be_other(int ready, int go)
{
	struct sockaddr_in sa = { .sin_family = AF_INET,
		                  .sin_port = htons(137) };
	char byte = unshare(CLONE_NEWNET) == 0;
	int s;

	if (write(ready, &byte, 1) != 1 || read(go, &byte, 1) != 1)
		_exit(1);
	if (system("ip link set lo up && ip link set disco1 up && "
	           "ip addr add 10.77.77.2/24 dev disco1 && "
	           "ip addr add 10.77.77.3/24 dev disco1 && "
	           "ip addr add 10.77.77.254/24 dev disco1") != 0)
		_exit(1);
	/* Each answers for itself. */
	s = socket(AF_INET, SOCK_DGRAM, 0);
	sa.sin_addr.s_addr = htonl(FIRST);
	if (bind(s, (struct sockaddr *)&sa, sizeof(sa)) != 0 ||
	    write(ready, &byte, 1) != 1)
		_exit(1);
	for (;;) {
		struct sockaddr_in from;
		socklen_t len = sizeof(from);
		uint8_t question[512];

		if (recvfrom(s, question, sizeof(question), 0,
		             (struct sockaddr *)&from, &len) >= 50)
			sendto(s, status, sizeof(status), 0,
			       (struct sockaddr *)&from, len);
	}
}

static bool build(void)
{
	int ready[2], go[2];
	char text[200], byte;

	if (pipe(ready) != 0 || pipe(go) != 0)
		return false;
	other = fork();
	if (other == 0)
		be_other(ready[1], go[0]);
	if (other < 0 || read(ready[0], &byte, 1) != 1 || !byte)
		return false;
	snprintf(text, sizeof(text),
	         "ip link set lo up && ip link add disco0 type veth peer name "
	         "disco1 netns %d && ip addr add 10.77.77.1/24 dev disco0 && "
	         "ip link set disco0 up",
	         (int)other);
	return system(text) == 0 && write(go[1], "", 1) == 1 &&
	       read(ready[0], &byte, 1) == 1;
}

static int begin(void **state)
{
	(void)state;
	/* As root of a namespace of users, if not as root. */
	there = unshare(geteuid() == 0 ? CLONE_NEWNET
	                               : CLONE_NEWUSER | CLONE_NEWNET) == 0 &&
	        build();
	return 0;
}

static int end(void **state)
{
	(void)state;
	if (other > 0) {
		kill(other, SIGKILL);
		waitpid(other, NULL, 0);
	}
	return 0;
}

/* What was found, and how often. */
struct seen {
	struct sight *sight;
	struct discover *discover;
	unsigned times[256];
	bool mac[256];
	int64_t begin, last;
};

static void found(void *ctx, uint32_t address, const uint8_t *mac,
                  enum discover_how how, const char *name)
{
	struct seen *s = ctx;
	size_t at = address - NETWORK;
	int64_t now = clock_ticks();

	assert_true(at < 256);
	assert_true(how != DISCOVER_MAYBE);
	if (s->times[at]++ == 0) {
		s->last = now - s->begin;
		sight_device(s->sight, address, name);
		discover_ask(s->discover, address, now);
	}
	s->mac[at] = s->mac[at] || mac;
}

static const struct lan_port ports[] = {
	{ .port = 137, .transport = "udp", .speaks = "netbios" },
	{ .port = 5353, .transport = "udp", .speaks = "mdns" },
};

/* Search; how many milliseconds it took. */
static int64_t search(struct seen *seen, const char *interface, bool sockets)
{
	const struct lan_network range = { .network = NETWORK,
		                           .bits = 24,
		                           .own = OWN,
		                           .interface = interface };
	struct arena *a = arena_new(1u << 20);
	const struct baseline b = { .lan_port = ports, .lan_ports = 2 };
	struct sight sight;
	const struct talk_plan plan = { .level = TALK_NORMAL,
		                        .sight = &sight,
		                        .baseline = &b };
	intptr_t socket[32];
	const struct device_name *name;
	int64_t now = clock_ticks(), took;

	memset(seen, 0, sizeof(*seen));
	sight_init(&sight, a);
	seen->sight = &sight;
	seen->begin = now;
	seen->discover = discover_new(&range, 1, &plan, found, seen, now);
	assert_non_null(seen->discover);
	assert_int_equal(discover_sockets(seen->discover, socket, 32),
	                 sockets ? 3 : 2);
	while (!discover_done(seen->discover, now)) {
		int64_t next = discover_step(seen->discover, now);

		assert_true(next > now && next <= now + 20);
		usleep(2000);
		now = clock_ticks();
		assert_true(now - seen->begin < 5000);
	}
	took = now - seen->begin;
	name = sight.names.data;
	assert_int_equal(sight.names.count, 1);
	assert_string_equal(name[0].name, "NAS");
	assert_string_equal(name[0].address, "10.77.77.2");
	/* Answers of a group are taken for 3 seconds at most. */
	discover_step(seen->discover, seen->begin + 3000);
	assert_int_equal(discover_sockets(seen->discover, socket, 32),
	                 sockets ? 2 : 1);
	discover_free(seen->discover);
	arena_free(a);
	return took;
}

static void check_found(const struct seen *seen)
{
	static const size_t expected[] = { 2, 3, 254 };
	unsigned count = 0;

	for (size_t i = 0; i < 256; i++)
		count += seen->times[i] > 0;
	assert_int_equal(count, OTHERS);
	for (size_t i = 0; i < OTHERS; i++) {
		assert_true(seen->times[expected[i]] > 0);
		assert_true(seen->mac[expected[i]]);
	}
}

/* By frames of our own: each is there at once, and told once. */
static void test_frames(void **state)
{
	struct seen seen;

	(void)state;
	if (!there || !link_frames())
		skip();
	assert_true(search(&seen, "disco0", true) < 2500);
	check_found(&seen);
	assert_true(seen.last < 900);
	assert_int_equal(seen.times[3], 1);
}

/* Where they cannot be sent, by what the system learns. */
static void test_neighbours(void **state)
{
	struct seen seen;

	(void)state;
	if (!there)
		skip();
	assert_true(system("ip neigh flush dev disco0") == 0);
	search(&seen, "nowhere", false);
	check_found(&seen);
	assert_true(seen.last < 900);
}

/* What was written into the system's table by hand is no sign of life. */
static void test_written_in(void **state)
{
	struct seen seen;

	(void)state;
	if (!there)
		skip();
	assert_true(system("ip neigh replace 10.77.77.9 lladdr 00:11:32:1:2:3 "
	                   "nud permanent dev disco0") == 0);
	search(&seen, "nowhere", false);
	check_found(&seen);
}

/* Without a socket left nobody is asked, which is not kept quiet. */
static void test_no_sockets(void **state)
{
	const struct lan_network range = { .network = NETWORK,
		                           .bits = 24,
		                           .own = OWN,
		                           .interface = "nowhere" };
	struct talk_plan plan = { .level = TALK_PORTS };
	struct rlimit before, none;
	struct discover *d;
	int first = dup(0);
	struct seen seen;

	(void)state;
	assert_true(first >= 0);
	close(first);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	d = discover_new(&range, 1, &plan, found, &seen, 0);
	assert_non_null(d);
	if (there)
		assert_false(discover_lacking(d));
	discover_free(d);
	none = before;
	none.rlim_cur = (rlim_t)first;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
	d = discover_new(&range, 1, &plan, found, &seen, 0);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
	assert_non_null(d);
	assert_true(discover_lacking(d));
	discover_free(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_frames),
		cmocka_unit_test(test_neighbours),
		cmocka_unit_test(test_written_in),
		cmocka_unit_test(test_no_sockets),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
