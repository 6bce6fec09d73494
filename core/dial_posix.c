/* SPDX-License-Identifier: Apache-2.0 */
#include "core/dial.h"

#include "core/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netdb.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

bool dial_wait(intptr_t socket, bool writing, int64_t until)
{
	struct pollfd fd = { .fd = (int)socket,
		             .events = writing ? POLLOUT : POLLIN };
	int64_t left;

	while ((left = until - clock_ticks()) > 0) {
		int got = poll(&fd, 1, left > INT_MAX ? INT_MAX : (int)left);

		if (got > 0)
			return true;
		if (got < 0 && errno != EINTR)
			return false;
	}
	return false;
}

static bool settle(int fd, int64_t until, struct err *e)
{
	int problem = 0;
	socklen_t size = sizeof(problem);

	if (!dial_wait(fd, true, until))
		return err_set(e, "no answer in time");
	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &problem, &size) != 0)
		problem = errno;
	return problem == 0 || err_sys(e, problem, "no connection");
}

/* A connected socket, or -1. */
static int attach(const struct addrinfo *at, int64_t until, struct err *e)
{
	int fd = socket(at->ai_family, at->ai_socktype, at->ai_protocol);
	bool ok = false;

	if (fd < 0) {
		err_sys(e, errno, "no socket");
		return -1;
	}
	if (fcntl(fd, F_SETFD, FD_CLOEXEC) != 0 ||
	    fcntl(fd, F_SETFL, O_NONBLOCK) != 0 ||
	    signal(SIGPIPE, SIG_IGN) == SIG_ERR)
		err_sys(e, errno, "no socket");
	else if (connect(fd, at->ai_addr, at->ai_addrlen) == 0)
		ok = true;
	else if (errno == EINPROGRESS)
		ok = settle(fd, until, e);
	else
		err_sys(e, errno, "no connection");
	if (ok)
		return fd;
	close(fd);
	return -1;
}

intptr_t dial_open(const char *address, int port, int64_t until, struct err *e)
{
	struct addrinfo wanted = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV,
		                   .ai_socktype = SOCK_STREAM };
	struct addrinfo *at = NULL;
	char service[16];
	int fd;

	snprintf(service, sizeof(service), "%d", port);
	if (getaddrinfo(address, service, &wanted, &at) != 0) {
		err_set(e, "it is no address");
		return SOCKET_NONE;
	}
	fd = attach(at, until, e);
	freeaddrinfo(at);
	return fd >= 0 ? fd : SOCKET_NONE;
}

void dial_close(intptr_t socket)
{
	close((int)socket);
}
