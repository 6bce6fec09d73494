/* SPDX-License-Identifier: Apache-2.0 */
/* unshare() and struct ip_mreqn are Linux's own. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/net/sweep.h"
#include "core/arena.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <unistd.h>

/*
 * A device that would have us write to a printer: every word of it leads to
 * the port of one. Skipped where namespaces may not be made.
 */

#define NETWORK UINT32_C(0x0a4e4e00) /* 10.78.78.0 */
#define DEVICE  (NETWORK + 2)

/* A portmapper with NFS, and a mountd on 515. */
#define ENTRY(program, port) \
	"\0\0\0\1\0\1\x86" program "\0\0\0\3\0\0\0\6\0\0" port
static const char portmap[] =
    "\x80\0\0\x44garl\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0"
    "\0\0\0\0\0" ENTRY("\xa3", "\x08\x01") ENTRY("\xa5", "\x02\x03") "\0\0\0\0";

static const struct door {
	uint16_t port;
	const char *says; /* when it is asked */
	size_t len;
} doors[] = {
	{ 80, "HTTP/1.1 302 -\r\nLocation: http://10.78.78.2:9101/\r\n\r\n",
	  0 },
	{ 8080, "HTTP/1.1 302 -\r\nLocation: https://10.78.78.2:9107/\r\n\r\n",
	  0 },
	{ 111, portmap, sizeof(portmap) - 1 },
	/* Where a page that may be fetched is. */
	{ 5000, "HTTP/1.1 404 -\r\n\r\n", 0 },
	{ 515, NULL, 0 },
	{ 631, NULL, 0 },
	{ 9100, NULL, 0 },
	{ 9101, NULL, 0 },
	{ 9107, NULL, 0 },
};
#define DOORS (sizeof(doors) / sizeof(doors[0]))

static const char *const found[] = {
	"HTTP/1.1 200 OK\r\nLOCATION: http://10.78.78.2:9100/d.xml\r\n\r\n",
	"HTTP/1.1 200 OK\r\nLOCATION: http://10.78.78.2:515/d.xml\r\n\r\n",
	"HTTP/1.1 200 OK\r\nLOCATION: http://10.78.78.2:5000/d.xml\r\n\r\n",
};

static const struct lan_port ports[] = {
	{ .port = 80, .transport = "tcp", .speaks = "http" },
	{ .port = 8080, .transport = "tcp", .speaks = "http" },
	{ .port = 111, .transport = "tcp", .speaks = "rpc" },
	/* Not even where a list says so. */
	{ .port = 631, .transport = "tcp", .speaks = "http" },
	{ .port = 1900, .transport = "udp", .speaks = "ssdp" },
};

static unsigned *heard; /* bytes of each door, of both processes */
static pid_t other;
static bool there;

static int bind_to(int type, uint16_t port)
{
	struct sockaddr_in sa = { .sin_family = AF_INET,
		                  .sin_port = htons(port) };
	int s = socket(AF_INET, type, 0), one = 1;

	setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(s, (struct sockaddr *)&sa, sizeof(sa)) != 0)
		_exit(1);
	return s;
}

static void tell_location(int s)
{
	struct sockaddr_in from;
	socklen_t len = sizeof(from);
	char question[2000];

	if (recvfrom(s, question, sizeof(question), 0, (struct sockaddr *)&from,
	             &len) <= 0)
		return;
	for (size_t i = 0; i < sizeof(found) / sizeof(found[0]); i++)
		sendto(s, found[i], strlen(found[i]), 0,
		       (struct sockaddr *)&from, len);
}

static void answer(size_t door, int s)
{
	const struct door *d = &doors[door];
	struct pollfd p = { .fd = accept(s, NULL, NULL), .events = POLLIN };
	char question[2000];
	ssize_t n = poll(&p, 1, 300) > 0
	                ? recv(p.fd, question, sizeof(question), 0)
	                : 0;

	if (n > 0) {
		heard[door] += (unsigned)n;
		if (d->says)
			send(p.fd, d->says, d->len ? d->len : strlen(d->says),
			     MSG_NOSIGNAL);
	}
	close(p.fd);
}

/* The device: a namespace of its own, then answers until it is killed. */
static void be_device(int ready, int go)
{
	struct ip_mreqn group = { .imr_multiaddr.s_addr =
		                      inet_addr("239.255.255.250") };
	struct pollfd p[DOORS + 1];
	char byte = unshare(CLONE_NEWNET) == 0;

	if (write(ready, &byte, 1) != 1 || read(go, &byte, 1) != 1 ||
	    system("ip link set lo up && ip link set sweep1 up && "
	           "ip addr add 10.78.78.2/24 dev sweep1") != 0)
		_exit(1);
	for (size_t i = 0; i < DOORS; i++) {
		p[i] =
		    (struct pollfd){ .fd = bind_to(SOCK_STREAM, doors[i].port),
			             .events = POLLIN };
		listen(p[i].fd, 16);
	}
	p[DOORS] = (struct pollfd){ .fd = bind_to(SOCK_DGRAM, 1900),
		                    .events = POLLIN };
	group.imr_address.s_addr = inet_addr("10.78.78.2");
	if (setsockopt(p[DOORS].fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &group,
	               sizeof(group)) != 0 ||
	    write(ready, &byte, 1) != 1)
		_exit(1);
	while (poll(p, DOORS + 1, -1) > 0) {
		for (size_t i = 0; i < DOORS; i++)
			if (p[i].revents)
				answer(i, p[i].fd);
		if (p[DOORS].revents)
			tell_location(p[DOORS].fd);
	}
	_exit(1);
}

static bool build(void)
{
	int ready[2], go[2];
	char text[200], byte;

	if (pipe(ready) != 0 || pipe(go) != 0)
		return false;
	other = fork();
	if (other == 0)
		be_device(ready[1], go[0]);
	if (other < 0 || read(ready[0], &byte, 1) != 1 || !byte)
		return false;
	snprintf(text, sizeof(text),
	         "ip link set lo up && ip link add sweep0 type veth peer name "
	         "sweep1 netns %d && ip addr add 10.78.78.1/24 dev sweep0 && "
	         "ip link set sweep0 up",
	         (int)other);
	return system(text) == 0 && write(go[1], "", 1) == 1 &&
	       read(ready[0], &byte, 1) == 1;
}

static int begin(void **state)
{
	(void)state;
	heard = mmap(NULL, DOORS * sizeof(*heard), PROT_READ | PROT_WRITE,
	             MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (heard == MAP_FAILED)
		return -1;
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
	munmap(heard, DOORS * sizeof(*heard));
	return 0;
}

static void test_printers(void **state)
{
	const struct lan_network range = { .network = NETWORK,
		                           .bits = 24,
		                           .own = NETWORK + 1,
		                           .interface = "sweep0" };
	const struct baseline b = { .lan_port = ports,
		                    .lan_ports =
		                        sizeof(ports) / sizeof(ports[0]) };
	const struct sweep_setup setup = { .range = &range,
		                           .ranges = 1,
		                           .baseline = &b,
		                           .level = TALK_THOROUGH,
		                           .now = INT64_C(1795348800),
		                           .deadline = 20000 };
	struct arena *a = arena_new(4u << 20);
	struct sight sight;

	(void)state;
	if (!there) {
		arena_free(a);
		skip();
	}
	sight_init(&sight, a);
	assert_true(sweep_run(&setup, &sight));
	assert_non_null(sight_find(&sight, DEVICE));
	for (size_t i = 0; i < DOORS; i++) {
		if (doors[i].says && heard[i] == 0)
			fail_msg("%u was not asked", doors[i].port);
		if (!doors[i].says && heard[i] != 0)
			fail_msg("%u was sent %u bytes", doors[i].port,
			         heard[i]);
	}
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_printers),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
