/* SPDX-License-Identifier: Apache-2.0 */
/* IP_MULTICAST_TTL and SO_DONTROUTE's friends are not in POSIX. */
#define _DEFAULT_SOURCE
#include "core/socket.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define WANTED 2048u /* sockets: a /24 of machines, eight each */
#define SPARE  64u   /* left for files and libraries */

size_t socket_prepare(void)
{
	struct rlimit r;

	if (getrlimit(RLIMIT_NOFILE, &r) != 0)
		return 128;
	if (r.rlim_cur < WANTED) {
		r.rlim_cur = r.rlim_max < WANTED ? r.rlim_max : WANTED;
		setrlimit(RLIMIT_NOFILE, &r);
		getrlimit(RLIMIT_NOFILE, &r);
	}
	if (r.rlim_cur > WANTED)
		return WANTED - SPARE;
	return r.rlim_cur > 2 * SPARE ? (size_t)r.rlim_cur - SPARE : SPARE;
}

static void fill(struct sockaddr_in *sa, uint32_t address, uint16_t port)
{
	memset(sa, 0, sizeof(*sa));
	sa->sin_family = AF_INET;
	sa->sin_addr.s_addr = htonl(address);
	sa->sin_port = htons(port);
}

static int open_socket(int type)
{
	int s = socket(AF_INET, type, 0);
	int one = 1;

	if (s < 0)
		return -1;
	if (fcntl(s, F_SETFL, O_NONBLOCK) != 0 ||
	    fcntl(s, F_SETFD, FD_CLOEXEC) != 0 ||
	    setsockopt(s, SOL_SOCKET, SO_DONTROUTE, &one, sizeof(one)) != 0) {
		close(s);
		return -1;
	}
	return s;
}

static enum socket_state state_of(int error)
{
	switch (error) {
	case 0:
		return SOCKET_OPEN;
	case EINPROGRESS:
	case EINTR:
		return SOCKET_WAITING;
	case ECONNREFUSED:
		return SOCKET_REFUSED;
	case EHOSTUNREACH:
	case ENETUNREACH:
	case EHOSTDOWN:
		return SOCKET_UNREACHABLE;
	default:
		return SOCKET_BROKEN;
	}
}

/* Why nothing was sent. */
static enum socket_state state_of_start(int error)
{
	switch (error) {
	case EMFILE:
	case ENFILE:
	case ENOMEM:
	case ENOBUFS:
	case EAGAIN:
	case ENETDOWN:
	case ENETUNREACH:
		return SOCKET_OURS;
	default:
		return state_of(error);
	}
}

intptr_t socket_connect(uint32_t address, uint16_t port,
                        enum socket_state *state)
{
	struct sockaddr_in sa;
	int one = 1;
	int s = open_socket(SOCK_STREAM);

	if (s < 0) {
		*state = SOCKET_OURS;
		return SOCKET_NONE;
	}
	setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	fill(&sa, address, port);
	*state = connect(s, (struct sockaddr *)&sa, sizeof(sa)) == 0
	             ? SOCKET_OPEN
	             : state_of_start(errno);
	if (*state == SOCKET_OPEN || *state == SOCKET_WAITING)
		return s;
	close(s);
	return SOCKET_NONE;
}

enum socket_state socket_connected(intptr_t s)
{
	int error = 0;
	socklen_t len = sizeof(error);
	struct sockaddr_in peer;
	socklen_t size = sizeof(peer);

	if (getsockopt((int)s, SOL_SOCKET, SO_ERROR, &error, &len) != 0)
		return SOCKET_BROKEN;
	if (error != 0)
		return state_of(error);
	return getpeername((int)s, (struct sockaddr *)&peer, &size) == 0
	           ? SOCKET_OPEN
	           : SOCKET_WAITING;
}

intptr_t socket_datagram(uint32_t from)
{
	struct sockaddr_in sa;
	struct in_addr out = { .s_addr = htonl(from) };
	unsigned char hops = 1;
	int room = 1 << 18;
	int s = open_socket(SOCK_DGRAM);

	if (s < 0)
		return SOCKET_NONE;
	fill(&sa, from, 0);
	setsockopt(s, SOL_SOCKET, SO_RCVBUF, &room, sizeof(room));
	setsockopt(s, IPPROTO_IP, IP_MULTICAST_TTL, &hops, sizeof(hops));
	setsockopt(s, IPPROTO_IP, IP_MULTICAST_IF, &out, sizeof(out));
	if (bind(s, (struct sockaddr *)&sa, sizeof(sa)) == 0)
		return s;
	close(s);
	return SOCKET_NONE;
}

static long result_of(ssize_t n)
{
	if (n > 0)
		return (long)n;
	return n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK ||
	                 errno == EINTR)
	           ? SOCKET_LATER
	           : SOCKET_END;
}

long socket_read(intptr_t s, void *out, size_t size)
{
	return result_of(recv((int)s, out, size, 0));
}

long socket_write(intptr_t s, const void *data, size_t len)
{
	return result_of(send((int)s, data, len, MSG_NOSIGNAL));
}

long socket_read_from(intptr_t s, void *out, size_t size, uint32_t *address,
                      uint16_t *port)
{
	struct sockaddr_in sa;
	socklen_t len = sizeof(sa);
	ssize_t n;

	memset(&sa, 0, sizeof(sa));
	n = recvfrom((int)s, out, size, 0, (struct sockaddr *)&sa, &len);
	*address = ntohl(sa.sin_addr.s_addr);
	*port = ntohs(sa.sin_port);
	/* "Refused" is told of an earlier datagram: others may wait. */
	if (n < 0 && errno == ECONNREFUSED)
		return SOCKET_LATER;
	return n == 0 ? 0 : result_of(n);
}

bool socket_write_to(intptr_t s, const void *data, size_t len, uint32_t address,
                     uint16_t port)
{
	struct sockaddr_in sa;

	fill(&sa, address, port);
	return sendto((int)s, data, len, MSG_NOSIGNAL, (struct sockaddr *)&sa,
	              sizeof(sa)) == (ssize_t)len;
}

void socket_close(intptr_t s)
{
	if (s != SOCKET_NONE)
		close((int)s);
}

void socket_poll(struct socket_wait *w, size_t count, unsigned milliseconds)
{
	struct pollfd stack[64];
	struct pollfd *p = stack;

	for (size_t i = 0; i < count; i++)
		w[i].ready = false;
	if (count > sizeof(stack) / sizeof(stack[0]))
		p = malloc(count * sizeof(*p));
	if (!p) {
		poll(NULL, 0, (int)milliseconds);
		return;
	}
	for (size_t i = 0; i < count; i++)
		p[i] =
		    (struct pollfd){ .fd = (int)w[i].socket,
			             .events = w[i].write ? POLLOUT : POLLIN };
	if (poll(p, (nfds_t)count, (int)milliseconds) > 0)
		for (size_t i = 0; i < count; i++)
			w[i].ready = p[i].revents != 0;
	if (p != stack)
		free(p);
}
