/* SPDX-License-Identifier: Apache-2.0 */
#include "core/dial.h"

#include "core/clock.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <winsock2.h>
#include <ws2tcpip.h>

#define TURN 1000 /* milliseconds waited for at once, for a long one's sake */

/* What went wrong, in words: strerror() knows none of these numbers. */
static bool blame(struct err *e, int error, const char *what)
{
	static const struct {
		int error;
		const char *text;
	} known[] = {
		{ WSAECONNREFUSED, "refused" },
		{ WSAETIMEDOUT, "no answer" },
		{ WSAEHOSTUNREACH, "nobody is there" },
		{ WSAENETUNREACH, "no way leads there" },
		{ WSAENETDOWN, "the network is down" },
		{ WSAECONNRESET, "broken off by the other side" },
		{ WSAECONNABORTED, "broken off" },
		{ WSAEACCES, "forbidden on this machine" },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (known[i].error == error)
			return err_set(e, "%s: %s", what, known[i].text);
	return err_set(e, "%s: error %d of Windows", what, error);
}

/* Wait that long at most; a connection that fails counts as written to. */
static bool wait_for(SOCKET s, bool writing, int64_t left)
{
	long ms = left > TURN ? TURN : (long)left;
	struct timeval time = { .tv_sec = ms / 1000,
		                .tv_usec = ms % 1000 * 1000 };
	fd_set some = { .fd_count = 1, .fd_array = { s } };
	fd_set failed = some;

	return select(0, writing ? NULL : &some, writing ? &some : NULL,
	              writing ? &failed : NULL, &time) != 0;
}

bool dial_wait(intptr_t socket, bool writing, int64_t until)
{
	int64_t left;

	while ((left = until - clock_ticks()) > 0)
		if (wait_for((SOCKET)socket, writing, left))
			return true;
	return false;
}

static bool settle(SOCKET s, int64_t until, struct err *e)
{
	int problem = 0;
	int size = sizeof(problem);

	if (!dial_wait((intptr_t)s, true, until))
		return err_set(e, "no answer in time");
	if (getsockopt(s, SOL_SOCKET, SO_ERROR, (char *)&problem, &size) != 0)
		problem = WSAGetLastError();
	return problem == 0 || blame(e, problem, "no connection");
}

/* A connected socket, or INVALID_SOCKET. */
static SOCKET attach(const struct addrinfo *at, int64_t until, struct err *e)
{
	SOCKET s =
	    WSASocketW(at->ai_family, at->ai_socktype, at->ai_protocol, NULL, 0,
	               WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT);
	u_long one = 1;
	BOOL yes = TRUE;
	bool ok = false;
	int error;

	if (s == INVALID_SOCKET) {
		blame(e, WSAGetLastError(), "no socket");
		return s;
	}
	/* Urgent bytes would look like a failure to select(). */
	setsockopt(s, SOL_SOCKET, SO_OOBINLINE, (const char *)&yes,
	           sizeof(yes));
	if (ioctlsocket(s, (long)FIONBIO, &one) != 0)
		blame(e, WSAGetLastError(), "no socket");
	else if (connect(s, at->ai_addr, (int)at->ai_addrlen) == 0)
		ok = true;
	else if ((error = WSAGetLastError()) == WSAEWOULDBLOCK)
		ok = settle(s, until, e);
	else
		blame(e, error, "no connection");
	if (ok)
		return s;
	closesocket(s);
	return INVALID_SOCKET;
}

intptr_t dial_open(const char *address, int port, int64_t until, struct err *e)
{
	struct addrinfo wanted = { .ai_flags = AI_NUMERICHOST,
		                   .ai_socktype = SOCK_STREAM };
	struct addrinfo *at = NULL;
	char service[16];
	SOCKET s;

	snprintf(service, sizeof(service), "%d", port);
	/* It starts Windows' sockets, if nobody has yet. */
	if (socket_prepare() == 0 ||
	    getaddrinfo(address, service, &wanted, &at) != 0) {
		err_set(e, "it is no address");
		return SOCKET_NONE;
	}
	s = attach(at, until, e);
	freeaddrinfo(at);
	return s == INVALID_SOCKET ? SOCKET_NONE : (intptr_t)s;
}

void dial_close(intptr_t socket)
{
	closesocket((SOCKET)socket);
}
