/* SPDX-License-Identifier: Apache-2.0 */
/* As many as are waited for at once; the header takes it from here. */
#define FD_SETSIZE 2048
#include "core/socket.h"

#include "core/clock.h"
#include "core/library.h"

#include <winsock2.h>

#include <windows.h>

#include <iphlpapi.h>
#include <mstcpip.h>
#include <stdlib.h>
#include <string.h>
#include <ws2tcpip.h>

#define WANTED       (FD_SETSIZE - 64u) /* the rest: who else waits */
#define PREFIX_LEAST 0xff000000u        /* the mask of 10.0.0.0/8, RFC 1918 */
#define REMEMBERED   250 /* milliseconds that a route is taken to be there */
#define LOOPBACK     0x7f000000u /* 127.0.0.0/8, RFC 1122 */
#define MULTICAST    0xe0000000u /* 224.0.0.0/4, RFC 5771 */

/* "Winsock IOCTLs"; not in every mstcpip.h. */
#ifndef SIO_UDP_CONNRESET
#define SIO_UDP_CONNRESET _WSAIOW(IOC_VENDOR, 12)
#endif

/* The way that the system would send something to an address. */
static DWORD(WINAPI *best_route)(DWORD to, DWORD from, MIB_IPFORWARDROW *row);

static BOOL CALLBACK get_ready(INIT_ONCE *once, void *given, void **out)
{
	static const char *const names[] = { "iphlpapi.dll", NULL };
	const struct library_symbol symbol[] = { { "GetBestRoute",
		                                   &best_route } };
	WSADATA data;
	struct err e;

	(void)once;
	(void)given;
	(void)out;
	(void)library_load(names, symbol, 1, &e);
	return WSAStartup(MAKEWORD(2, 2), &data) == 0;
}

static bool ready(void)
{
	static INIT_ONCE once = INIT_ONCE_STATIC_INIT;

	return InitOnceExecuteOnce(&once, get_ready, NULL, NULL);
}

size_t socket_prepare(void)
{
	return ready() ? WANTED : 0;
}

/* A network that needs no router, as the table of routes had it last. */
static struct {
	SRWLOCK lock;
	uint32_t network, mask;
	int64_t until; /* clock_ticks() */
} last = { .lock = SRWLOCK_INIT };

static bool in_last(uint32_t address)
{
	bool in;

	AcquireSRWLockShared(&last.lock);
	in =
	    (address & last.mask) == last.network && clock_ticks() < last.until;
	ReleaseSRWLockShared(&last.lock);
	return in;
}

static void remember(uint32_t network, uint32_t mask)
{
	AcquireSRWLockExclusive(&last.lock);
	last.network = network & mask;
	last.mask = mask;
	last.until = clock_ticks() + REMEMBERED;
	ReleaseSRWLockExclusive(&last.lock);
}

/*
 * Whether an address needs no router: Windows takes SO_DONTROUTE and does
 * not heed it ("SOL_SOCKET Socket Options"), so its table of routes is asked
 * before anything is sent. A default route through a tunnel has no router
 * either, and leads away all the same.
 */
static bool near_by(uint32_t address)
{
	MIB_IPFORWARDROW row;
	uint32_t mask;

	if ((address & 0xf0000000u) == MULTICAST ||
	    (address & 0xff000000u) == LOOPBACK || in_last(address))
		return true;
	memset(&row, 0, sizeof(row));
	if (!best_route || best_route(htonl(address), 0, &row) != NO_ERROR)
		return false;
	mask = ntohl(row.dwForwardMask);
	if (row.dwForwardType != MIB_IPROUTE_TYPE_DIRECT || mask < PREFIX_LEAST)
		return false;
	remember(ntohl(row.dwForwardDest), mask);
	return true;
}

static void fill(struct sockaddr_in *sa, uint32_t address, uint16_t port)
{
	memset(sa, 0, sizeof(*sa));
	sa->sin_family = AF_INET;
	sa->sin_addr.s_addr = htonl(address);
	sa->sin_port = htons(port);
}

static void set(SOCKET s, int level, int option, int value)
{
	setsockopt(s, level, option, (const char *)&value, sizeof(value));
}

static SOCKET open_socket(int type)
{
	u_long one = 1;
	SOCKET s = INVALID_SOCKET;

	if (ready())
		s = WSASocketW(AF_INET, type, 0, NULL, 0,
		               WSA_FLAG_OVERLAPPED |
		                   WSA_FLAG_NO_HANDLE_INHERIT);
	if (s == INVALID_SOCKET)
		return s;
	if (ioctlsocket(s, (long)FIONBIO, &one) != 0) {
		closesocket(s);
		return INVALID_SOCKET;
	}
	set(s, SOL_SOCKET, SO_DONTROUTE, 1);
	return s;
}

static enum socket_state state_of(int error)
{
	switch (error) {
	case 0:
		return SOCKET_OPEN;
	case WSAEWOULDBLOCK:
	case WSAEINPROGRESS:
	case WSAEALREADY:
		return SOCKET_WAITING;
	case WSAECONNREFUSED:
		return SOCKET_REFUSED;
	case WSAEHOSTUNREACH:
	case WSAENETUNREACH:
	case WSAEHOSTDOWN:
		return SOCKET_UNREACHABLE;
	default:
		return SOCKET_BROKEN;
	}
}

/* Why nothing was sent. */
static enum socket_state state_of_start(int error)
{
	switch (error) {
	case WSAEMFILE:
	case WSA_NOT_ENOUGH_MEMORY:
	case WSAENOBUFS:
	case WSAENETDOWN:
	case WSAENETUNREACH:
		return SOCKET_OURS;
	default:
		return state_of(error);
	}
}

/*
 * Where a port is closed Windows would ask twice more, half a second apart:
 * once more is enough, as for a packet that got lost. Older ones do not know
 * the word (SIO_TCP_INITIAL_RTO) and go on as they do.
 */
static void ask_less(SOCKET s)
{
	TCP_INITIAL_RTO_PARAMETERS p = {
		.Rtt = TCP_INITIAL_RTO_UNSPECIFIED_RTT,
		.MaxSynRetransmissions = 1,
	};
	DWORD len = 0;

	WSAIoctl(s, SIO_TCP_INITIAL_RTO, &p, sizeof(p), NULL, 0, &len, NULL,
	         NULL);
}

intptr_t socket_connect(uint32_t address, uint16_t port,
                        enum socket_state *state)
{
	struct sockaddr_in sa;
	SOCKET s;

	*state = SOCKET_OURS;
	if (!ready() || !near_by(address))
		return SOCKET_NONE;
	s = open_socket(SOCK_STREAM);
	if (s == INVALID_SOCKET)
		return SOCKET_NONE;
	set(s, IPPROTO_TCP, TCP_NODELAY, 1);
	/* Urgent bytes would look like a failure to socket_poll(). */
	set(s, SOL_SOCKET, SO_OOBINLINE, 1);
	ask_less(s);
	fill(&sa, address, port);
	*state = connect(s, (struct sockaddr *)&sa, sizeof(sa)) == 0
	             ? SOCKET_OPEN
	             : state_of_start(WSAGetLastError());
	if (*state == SOCKET_OPEN || *state == SOCKET_WAITING)
		return (intptr_t)s;
	closesocket(s);
	return SOCKET_NONE;
}

enum socket_state socket_connected(intptr_t s)
{
	int error = 0;
	int len = sizeof(error);
	struct sockaddr_in peer;
	int size = sizeof(peer);

	if (getsockopt((SOCKET)s, SOL_SOCKET, SO_ERROR, (char *)&error, &len) !=
	    0)
		return SOCKET_BROKEN;
	if (error != 0)
		return state_of(error);
	/* It was decided: one without a peer has been broken off since. */
	return getpeername((SOCKET)s, (struct sockaddr *)&peer, &size) == 0
	           ? SOCKET_OPEN
	           : SOCKET_BROKEN;
}

/* What a device refuses is told of an earlier datagram: others may wait. */
static void ignore_refusals(SOCKET s)
{
	BOOL no = FALSE;
	DWORD len = 0;

	WSAIoctl(s, SIO_UDP_CONNRESET, &no, sizeof(no), NULL, 0, &len, NULL,
	         NULL);
}

intptr_t socket_datagram(uint32_t from)
{
	struct sockaddr_in sa;
	struct in_addr out = { .s_addr = htonl(from) };
	SOCKET s = open_socket(SOCK_DGRAM);

	if (s == INVALID_SOCKET)
		return SOCKET_NONE;
	fill(&sa, from, 0);
	ignore_refusals(s);
	set(s, SOL_SOCKET, SO_EXCLUSIVEADDRUSE, 1);
	set(s, SOL_SOCKET, SO_RCVBUF, 1 << 18);
	set(s, IPPROTO_IP, IP_MULTICAST_TTL, 1);
	setsockopt(s, IPPROTO_IP, IP_MULTICAST_IF, (const char *)&out,
	           sizeof(out));
	if (bind(s, (struct sockaddr *)&sa, sizeof(sa)) == 0)
		return (intptr_t)s;
	closesocket(s);
	return SOCKET_NONE;
}

static long result_of(int n)
{
	if (n > 0)
		return n;
	return n < 0 && WSAGetLastError() == WSAEWOULDBLOCK ? SOCKET_LATER
	                                                    : SOCKET_END;
}

/* Windows counts the bytes of one call in an int. */
static int most(size_t size)
{
	return size < INT_MAX ? (int)size : INT_MAX;
}

long socket_read(intptr_t s, void *out, size_t size)
{
	return result_of(recv((SOCKET)s, out, most(size), 0));
}

long socket_write(intptr_t s, const void *data, size_t len)
{
	return result_of(send((SOCKET)s, data, most(len), 0));
}

long socket_read_from(intptr_t s, void *out, size_t size, uint32_t *address,
                      uint16_t *port)
{
	struct sockaddr_in sa;
	int len = sizeof(sa);
	int n;

	memset(&sa, 0, sizeof(sa));
	n = recvfrom((SOCKET)s, out, most(size), 0, (struct sockaddr *)&sa,
	             &len);
	*address = ntohl(sa.sin_addr.s_addr);
	*port = ntohs(sa.sin_port);
	if (n >= 0)
		return n;
	switch (WSAGetLastError()) {
	case WSAEMSGSIZE: /* the rest of it is lost, as elsewhere */
		return most(size);
	case WSAECONNRESET:
	case WSAENETRESET:
		return SOCKET_LATER;
	default:
		return result_of(n);
	}
}

bool socket_write_to(intptr_t s, const void *data, size_t len, uint32_t address,
                     uint16_t port)
{
	struct sockaddr_in sa;

	if (len > INT_MAX || !near_by(address))
		return false;
	fill(&sa, address, port);
	return sendto((SOCKET)s, data, (int)len, 0, (struct sockaddr *)&sa,
	              sizeof(sa)) == (int)len;
}

void socket_close(intptr_t s)
{
	if (s != SOCKET_NONE)
		closesocket((SOCKET)s);
}

/*
 * A connection that fails is told by select() alone: WSAPoll() forgot to
 * before Windows 10 2004.
 */
struct sets {
	fd_set read, write, failed;
};

static void put(fd_set *to, intptr_t s)
{
	/* FD_SET() would look through all of them each time. */
	if (to->fd_count < FD_SETSIZE)
		to->fd_array[to->fd_count++] = (SOCKET)s;
}

static bool holds(fd_set *in, intptr_t s)
{
	return in->fd_count > 0 && FD_ISSET((SOCKET)s, in);
}

void socket_poll(struct socket_wait *w, size_t count, unsigned milliseconds)
{
	struct timeval time = { .tv_sec = (long)(milliseconds / 1000),
		                .tv_usec = (long)(milliseconds % 1000 * 1000) };
	struct sets *s = malloc(sizeof(*s));

	for (size_t i = 0; i < count; i++)
		w[i].ready = false;
	if (!s) {
		Sleep(milliseconds);
		return;
	}
	s->read.fd_count = s->write.fd_count = s->failed.fd_count = 0;
	for (size_t i = 0; i < count; i++) {
		if (w[i].socket == SOCKET_NONE)
			continue;
		put(w[i].write ? &s->write : &s->read, w[i].socket);
		if (w[i].write)
			put(&s->failed, w[i].socket);
	}
	/* Without a socket it would come back at once. */
	if (s->read.fd_count + s->write.fd_count == 0)
		Sleep(milliseconds);
	else if (select(0, &s->read, &s->write, &s->failed, &time) > 0)
		for (size_t i = 0; i < count; i++)
			w[i].ready = w[i].socket != SOCKET_NONE &&
			             (holds(w[i].write ? &s->write : &s->read,
			                    w[i].socket) ||
			              holds(&s->failed, w[i].socket));
	free(s);
}
