/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_COORDINATOR_RAW_H
#define TESTS_COORDINATOR_RAW_H

#include "core/buf.h"
#include "core/clock.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* HTTP by hand: bytes to a port of this machine, and all that comes back. */

/* A connection to a port of the loopback, or -1. */
static inline int raw_connect(unsigned port)
{
	struct sockaddr_in a;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	memset(&a, 0, sizeof(a));
	a.sin_family = AF_INET;
	a.sin_port = htons((uint16_t)port);
	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd >= 0 && connect(fd, (struct sockaddr *)&a, sizeof(a)) != 0) {
		close(fd);
		return -1;
	}
	return fd;
}

/* Send what the other side takes; it may well have closed already. */
static inline void raw_send(int fd, const char *data, size_t len)
{
	while (len > 0) {
		ssize_t n = send(fd, data, len, MSG_NOSIGNAL);

		if (n <= 0)
			return;
		data += n;
		len -= (size_t)n;
	}
}

/* Append what comes until the other side closes, or ms pass in silence. */
static inline void raw_receive(int fd, struct buf *out, int ms)
{
	char piece[4096];
	struct pollfd p = { .fd = fd, .events = POLLIN };

	while (poll(&p, 1, ms) > 0) {
		ssize_t n = recv(fd, piece, sizeof(piece), 0);

		if (n <= 0)
			return;
		buf_add(out, piece, (size_t)n);
	}
}

/* Ask and append the answer; false when nobody took the connection. */
static inline bool raw_ask(unsigned port, const char *data, size_t len, int ms,
                           struct buf *out)
{
	int fd = raw_connect(port);

	if (fd < 0)
		return false;
	raw_send(fd, data, len);
	raw_receive(fd, out, ms);
	close(fd);
	return true;
}

/* The status of an answer, 0 when there is none. */
static inline int raw_status(const char *answer)
{
	return strncmp(answer, "HTTP/1.", 7) == 0 && strlen(answer) > 12
	           ? (int)strtol(answer + 9, NULL, 10)
	           : 0;
}

/* How many answers there are in it. */
static inline unsigned raw_answers(const char *answer)
{
	unsigned n = 0;

	while ((answer = strstr(answer, "HTTP/1."))) {
		answer += 7;
		n++;
	}
	return n;
}

#endif
