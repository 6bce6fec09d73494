/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/inlet.h"

#include "core/text.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define BACKLOG   1024
#define UNIX      "unix:"
#define PORT_MOST 65535

/* The proxy is of the same group; nobody else has business there. */
#define UNIX_MODE 0660

union address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
	struct sockaddr_un path;
};

/* Cut "[::1]:8080" up; false when it is no such thing. */
static bool read_address(const char *where, union address *out, socklen_t *len)
{
	const char *colon = strrchr(where, ':');
	char host[64];
	int64_t port;
	size_t n = colon ? (size_t)(colon - where) : 0;

	if (n == 0 || n >= sizeof(host) ||
	    !text_int(colon + 1, 0, PORT_MOST, &port))
		return false;
	memcpy(host, where, n);
	host[n] = '\0';
	memset(out, 0, sizeof(*out));
	if (host[0] == '[' && host[n - 1] == ']') {
		host[n - 1] = '\0';
		out->v6.sin6_family = AF_INET6;
		out->v6.sin6_port = htons((uint16_t)port);
		*len = sizeof(out->v6);
		return inet_pton(AF_INET6, host + 1, &out->v6.sin6_addr) == 1;
	}
	out->v4.sin_family = AF_INET;
	out->v4.sin_port = htons((uint16_t)port);
	*len = sizeof(out->v4);
	return inet_pton(AF_INET, host, &out->v4.sin_addr) == 1;
}

static bool is_loopback(const union address *a)
{
	if (a->any.sa_family == AF_INET6)
		return IN6_IS_ADDR_LOOPBACK(&a->v6.sin6_addr);
	return a->any.sa_family == AF_UNIX ||
	       ntohl(a->v4.sin_addr.s_addr) >> 24 == 127;
}

/* Whether the socket at the path is of nobody any more; then it is removed. */
static bool clear_path(const union address *a, struct err *e)
{
	struct stat st;
	int fd;
	bool answers;

	if (lstat(a->path.sun_path, &st) != 0)
		return errno == ENOENT ||
		       err_sys(e, errno, "%s", a->path.sun_path);
	if (!S_ISSOCK(st.st_mode))
		return err_set(e, "%s is there and no socket",
		               a->path.sun_path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return err_sys(e, errno, "socket");
	answers = connect(fd, &a->any, sizeof(a->path)) == 0;
	close(fd);
	if (answers)
		return err_set(e, "a service answers at %s already",
		               a->path.sun_path);
	if (unlink(a->path.sun_path) != 0)
		return err_sys(e, errno, "%s", a->path.sun_path);
	return true;
}

static bool read_path(const char *path, union address *out, struct err *e)
{
	if (!path[0] || strlen(path) >= sizeof(out->path.sun_path))
		return err_set(e, "%s is too long for a socket", path);
	memset(out, 0, sizeof(*out));
	out->path.sun_family = AF_UNIX;
	memcpy(out->path.sun_path, path, strlen(path));
	return clear_path(out, e);
}

static bool start(struct inlet *in, const union address *a, socklen_t len,
                  const char *where, struct err *e)
{
	union address got;
	socklen_t size = sizeof(got);
	int on = 1;

	in->socket = socket(a->any.sa_family,
	                    SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (in->socket < 0)
		return err_sys(e, errno, "socket");
	if (a->any.sa_family != AF_UNIX)
		(void)setsockopt(in->socket, SOL_SOCKET, SO_REUSEADDR, &on,
		                 sizeof(on));
	if (bind(in->socket, &a->any, len) != 0)
		return err_sys(e, errno, "cannot listen at %s", where);
	if (a->any.sa_family == AF_UNIX) {
		memcpy(in->path, a->path.sun_path, sizeof(in->path));
		if (chmod(in->path, UNIX_MODE) != 0)
			return err_sys(e, errno, "%s", in->path);
	}
	if (listen(in->socket, BACKLOG) != 0)
		return err_sys(e, errno, "cannot listen at %s", where);
	/* Of a path there is no port. */
	if (a->any.sa_family != AF_UNIX &&
	    getsockname(in->socket, &got.any, &size) == 0)
		in->port =
		    ntohs(a->any.sa_family == AF_INET6 ? got.v6.sin6_port
		                                       : got.v4.sin_port);
	return true;
}

bool inlet_open(struct inlet *in, const char *where, struct err *e)
{
	union address a;
	socklen_t len = sizeof(a.path);

	memset(&a, 0, sizeof(a));
	memset(in, 0, sizeof(*in));
	in->socket = -1;
	if (text_begins(where, UNIX)) {
		if (!read_path(where + strlen(UNIX), &a, e))
			return false;
	} else if (!read_address(where, &a, &len)) {
		return err_set(e,
		               "%s is no address: 127.0.0.1:8080, "
		               "[::1]:8080 or unix:/path",
		               where);
	}
	in->local = is_loopback(&a);
	if (start(in, &a, len, where, e))
		return true;
	inlet_close(in);
	return false;
}

void inlet_close(struct inlet *in)
{
	if (in->socket >= 0)
		close(in->socket);
	if (in->path[0])
		unlink(in->path);
	in->socket = -1;
	in->path[0] = '\0';
}
