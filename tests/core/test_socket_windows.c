/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/clock.h"
#include "core/dial.h"
#include "core/socket.h"

#include <stdbool.h>
#include <string.h>
#include <winsock2.h>

/* Against sockets of this very process, on the loopback. */

#define LOOPBACK UINT32_C(0x7f000001)
#define PUBLIC   UINT32_C(0xc6336401) /* 198.51.100.1, RFC 5737: nobody's */
#define PATIENCE 3000                 /* milliseconds */

/* A socket on a free port of the loopback; *port is which. */
static SOCKET place(int type, uint16_t *port)
{
	SOCKET s = socket(AF_INET, type, 0);
	struct sockaddr_in sa = { .sin_family = AF_INET };
	int size = sizeof(sa);

	assert_true(s != INVALID_SOCKET);
	sa.sin_addr.s_addr = htonl(LOOPBACK);
	assert_int_equal(bind(s, (struct sockaddr *)&sa, sizeof(sa)), 0);
	assert_int_equal(getsockname(s, (struct sockaddr *)&sa, &size), 0);
	*port = ntohs(sa.sin_port);
	return s;
}

/* Wait for one socket; whether it is ready. */
static bool wait_for(intptr_t s, bool write, unsigned ms)
{
	struct socket_wait w = { s, write, false };

	socket_poll(&w, 1, ms);
	return w.ready;
}

static void test_connection(void **state)
{
	enum socket_state how;
	uint16_t port;
	SOCKET door = place(SOCK_STREAM, &port), inside;
	char text[16];
	intptr_t s;

	(void)state;
	assert_int_equal(listen(door, 4), 0);
	s = socket_connect(LOOPBACK, port, &how);
	assert_true(s != SOCKET_NONE);
	assert_true(wait_for(s, true, PATIENCE));
	assert_int_equal(socket_connected(s), SOCKET_OPEN);
	inside = accept(door, NULL, NULL);
	assert_true(inside != INVALID_SOCKET);
	assert_int_equal(socket_read(s, text, sizeof(text)), SOCKET_LATER);
	assert_false(wait_for(s, false, 20));
	assert_int_equal(socket_write(s, "bonjour", 7), 7);
	assert_int_equal(recv(inside, text, sizeof(text), 0), 7);
	assert_int_equal(send(inside, "salut", 5, 0), 5);
	assert_true(wait_for(s, false, PATIENCE));
	assert_int_equal(socket_read(s, text, sizeof(text)), 5);
	/* An urgent byte is one like others, and ends. */
	assert_int_equal(send(inside, "!", 1, MSG_OOB), 1);
	assert_true(wait_for(s, false, PATIENCE));
	assert_int_equal(socket_read(s, text, sizeof(text)), 1);
	assert_false(wait_for(s, false, 20));
	closesocket(inside);
	assert_true(wait_for(s, false, PATIENCE));
	assert_int_equal(socket_read(s, text, sizeof(text)), SOCKET_END);
	socket_close(s);
	closesocket(door);
}

/* Broken off before it was looked at, it is decided all the same. */
static void test_broken_off(void **state)
{
	struct linger at_once = { 1, 0 };
	enum socket_state how;
	uint16_t port;
	SOCKET door = place(SOCK_STREAM, &port), inside;
	intptr_t s;

	(void)state;
	assert_int_equal(listen(door, 4), 0);
	s = socket_connect(LOOPBACK, port, &how);
	assert_true(s != SOCKET_NONE);
	inside = accept(door, NULL, NULL);
	assert_int_equal(setsockopt(inside, SOL_SOCKET, SO_LINGER,
	                            (const char *)&at_once, sizeof(at_once)),
	                 0);
	closesocket(inside);
	clock_wait(50);
	assert_true(wait_for(s, true, PATIENCE));
	/* The first look may take its error away. */
	(void)socket_connected(s);
	assert_int_equal(socket_connected(s), SOCKET_BROKEN);
	socket_close(s);
	closesocket(door);
}

/* A refusal is the other machine's word. */
static void test_refused(void **state)
{
	enum socket_state how;
	uint16_t port;
	SOCKET taken = place(SOCK_STREAM, &port);
	intptr_t s;

	(void)state;
	s = socket_connect(LOOPBACK, port, &how);
	if (s != SOCKET_NONE) {
		assert_true(wait_for(s, true, PATIENCE));
		how = socket_connected(s);
		socket_close(s);
	}
	assert_int_equal(how, SOCKET_REFUSED);
	closesocket(taken);
}

/* What only a router could carry is not sent at all. */
static void test_far(void **state)
{
	enum socket_state how;
	intptr_t s = socket_datagram(0);

	(void)state;
	assert_true(socket_connect(PUBLIC, 80, &how) == SOCKET_NONE);
	assert_int_equal(how, SOCKET_OURS);
	assert_true(s != SOCKET_NONE);
	assert_false(socket_write_to(s, "x", 1, PUBLIC, 9));
	socket_close(s);
}

/* Nothing can be sent to everybody, not by mistake either. */
static void test_no_broadcast(void **state)
{
	intptr_t s = socket_datagram(LOOPBACK);

	(void)state;
	assert_true(s != SOCKET_NONE);
	assert_false(socket_write_to(s, "", 1, UINT32_C(0xffffffff), 9));
	socket_close(s);
}

static void test_datagrams(void **state)
{
	intptr_t s = socket_datagram(LOOPBACK);
	struct sockaddr_in from = { 0 };
	int size = sizeof(from);
	uint16_t port, closed, there;
	SOCKET peer = place(SOCK_DGRAM, &port);
	SOCKET gone = place(SOCK_DGRAM, &closed);
	uint32_t address;
	char text[16];

	(void)state;
	closesocket(gone);
	/* Nobody is there, says the system; that ends nothing. */
	assert_true(socket_write_to(s, "x", 1, LOOPBACK, closed));
	clock_wait(100);
	assert_int_equal(
	    socket_read_from(s, text, sizeof(text), &address, &there),
	    SOCKET_LATER);
	assert_true(socket_write_to(s, "bonjour", 7, LOOPBACK, port));
	assert_int_equal(recvfrom(peer, text, sizeof(text), 0,
	                          (struct sockaddr *)&from, &size),
	                 7);
	assert_int_equal(sendto(peer, "more than there is room for", 27, 0,
	                        (struct sockaddr *)&from, size),
	                 27);
	assert_int_equal(sendto(peer, "", 0, 0, (struct sockaddr *)&from, size),
	                 0);
	assert_true(wait_for(s, false, PATIENCE));
	assert_int_equal(
	    socket_read_from(s, text, sizeof(text), &address, &there),
	    sizeof(text));
	assert_memory_equal(text, "more than there ", 16);
	assert_int_equal(address, LOOPBACK);
	assert_int_equal(there, port);
	assert_true(wait_for(s, false, PATIENCE));
	assert_int_equal(
	    socket_read_from(s, text, sizeof(text), &address, &there), 0);
	socket_close(s);
	closesocket(peer);
}

/* Hundreds at once, as for a whole network; those that are none are not. */
static void test_many(void **state)
{
	enum { MANY = 600 };
	static struct socket_wait w[MANY + 1];
	uint16_t port;
	SOCKET peer = place(SOCK_DGRAM, &port);
	int64_t begin;

	(void)state;
	assert_true(socket_prepare() >= MANY);
	for (int i = 0; i < MANY; i++) {
		w[i].socket = socket_datagram(LOOPBACK);
		assert_true(w[i].socket != SOCKET_NONE);
	}
	w[MANY].socket = SOCKET_NONE;
	socket_poll(w, MANY + 1, 10);
	for (int i = 0; i <= MANY; i++)
		assert_false(w[i].ready);
	for (int i = 500; i < 503; i++) {
		struct sockaddr_in from = { 0 };
		int size = sizeof(from);
		char byte;

		socket_write_to(w[i].socket, "x", 1, LOOPBACK, port);
		recvfrom(peer, &byte, 1, 0, (struct sockaddr *)&from, &size);
		sendto(peer, "y", 1, 0, (struct sockaddr *)&from, size);
	}
	clock_wait(50);
	socket_poll(w, MANY + 1, PATIENCE);
	for (int i = 0; i <= MANY; i++)
		assert_int_equal(w[i].ready, i >= 500 && i < 503);
	for (int i = 0; i < MANY; i++)
		socket_close(w[i].socket);
	/* Without any, the time is waited for all the same. */
	begin = clock_ticks();
	socket_poll(&w[MANY], 1, 60);
	assert_true(clock_ticks() - begin >= 40);
	closesocket(peer);
}

static void test_dial(void **state)
{
	int64_t until = clock_ticks() + PATIENCE;
	uint16_t port, closed;
	SOCKET door = place(SOCK_STREAM, &port), inside;
	SOCKET taken = place(SOCK_STREAM, &closed);
	char line[16];
	struct err e;
	intptr_t s;

	(void)state;
	assert_int_equal(listen(door, 4), 0);
	s = dial_open("127.0.0.1", port, until, &e);
	assert_true(s != SOCKET_NONE);
	inside = accept(door, NULL, NULL);
	assert_int_equal(send(inside, "220 salut\r\nrest", 15, 0), 15);
	assert_true(dial_line(s, line, sizeof(line), until, &e));
	assert_string_equal(line, "220 salut");
	assert_false(dial_line(s, line, sizeof(line), clock_ticks() + 50, &e));
	assert_string_equal(e.text, "no answer in time");
	assert_true(dial_send(s, "QUIT\r\n", 6, until, &e));
	assert_int_equal(recv(inside, line, sizeof(line), 0), 6);
	closesocket(inside);
	assert_false(dial_line(s, line, sizeof(line), until, &e));
	dial_close(s);
	assert_true(dial_open("127.0.0.1", closed, until, &e) == SOCKET_NONE);
	assert_string_equal(e.text, "no connection: refused");
	assert_true(dial_open("mairie.example", 80, until, &e) == SOCKET_NONE);
	assert_string_equal(e.text, "it is no address");
	closesocket(door);
	closesocket(taken);
}

static int begin(void **state)
{
	(void)state;
	/* It starts Windows' sockets, for those of the tests too. */
	return socket_prepare() == 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_connection),
		cmocka_unit_test(test_broken_off),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_far),
		cmocka_unit_test(test_no_broadcast),
		cmocka_unit_test(test_datagrams),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_dial),
	};

	return cmocka_run_group_tests_name("socket", tests, begin, NULL);
}
