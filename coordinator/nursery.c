/* SPDX-License-Identifier: Apache-2.0 */
/* close_range() is Linux's own. */
#define _GNU_SOURCE
#include "coordinator/nursery.h"

#include "core/clock.h"
#include "core/file.h"
#include "core/orphan.h"
#include "core/sandbox.h"
#include "core/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHILDREN 64        /* most that are alive at once */
#define KEPT     (8 << 20) /* bytes of memory that one keeps */

struct nursery {
	pid_t pid;
	int fd;
};

/* An order, and what is answered to it. */
struct order {
	enum { BEAR, END, RENEW } kind;
	pid_t pid;
};

/* The same in the process itself. */
struct house {
	const struct opener_work *work;
	int fd;
	pid_t child[CHILDREN]; /* 0: none */
};

/* Bytes of memory that this process has for itself. */
static bool measure(rlim_t *out, struct err *e)
{
	struct buf text;
	long pages = 0;
	bool ok;

	buf_init(&text, 4096);
	ok = file_read("/proc/self/statm", &text, e);
	/* Its sixth number: data and stack. */
	if (ok &&
	    sscanf(buf_text(&text), "%*d %*d %*d %*d %*d %ld", &pages) != 1)
		ok = err_set(e, "/proc/self/statm has no sixth number");
	*out = (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
	buf_clear(&text);
	return ok;
}

bool nursery_confine(size_t memory, struct err *e)
{
	struct rlimit room = { 0, 0 };
	const struct rlimit none = { 0, 0 };
	rlim_t now;
	int s;

	if (!measure(&now, e))
		return false;
	room.rlim_cur = room.rlim_max = now + memory;
	if (setrlimit(RLIMIT_DATA, &room) != 0 ||
	    setrlimit(RLIMIT_FSIZE, &none) != 0)
		return err_sys(e, errno, "limits cannot be set");
	if (sandbox_enter(SANDBOX_ALL, e))
		return true;
	/* Without Landlock the other wall is enough, without it none is. */
	s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (s >= 0)
		close(s);
	return s < 0 && errno == EPERM;
}

static bool read_all(int fd, void *data, size_t len)
{
	char *at = data;

	while (len > 0) {
		ssize_t n = read(fd, at, len);

		if (n == 0 || (n < 0 && errno != EINTR))
			return false;
		if (n > 0) {
			at += n;
			len -= (size_t)n;
		}
	}
	return true;
}

static bool write_all(int fd, const void *data, size_t len)
{
	const char *at = data;

	while (len > 0) {
		ssize_t n = write(fd, at, len);

		if (n < 0 && errno != EINTR)
			return false;
		if (n > 0) {
			at += n;
			len -= (size_t)n;
		}
	}
	return true;
}

/* Read one, work, answer; false when there is nobody to answer any more. */
static bool serve(const struct opener_work *work, int fd)
{
	uint32_t size;
	struct buf reply;
	char *data;
	bool ok;

	if (!read_all(fd, &size, sizeof(size)) || size > work->input)
		return false;
	data = malloc((size_t)size + 1);
	buf_init(&reply, work->reply);
	ok = data && read_all(fd, data, size);
	if (ok) {
		work->run(work->ctx, &reply, data, size);
		memset(data, 0, size);
	}
	size = (uint32_t)reply.len;
	ok = ok && buf_ok(&reply) && write_all(fd, &size, sizeof(size)) &&
	     write_all(fd, buf_text(&reply), size);
	buf_clear(&reply);
	free(data);
	return ok;
}

/*
 * What is open but the socket leads nowhere: a line in the log would be taken
 * for the service's own.
 */
static bool close_standard(int fd)
{
	int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
	bool ok = nowhere >= 0;

	for (int i = 0; ok && i <= STDERR_FILENO; i++)
		ok = i == fd || dup2(nowhere, i) == i;
	if (nowhere > STDERR_FILENO)
		close(nowhere);
	return ok;
}

static void live(const struct opener_work *work, int fd, pid_t parent)
{
	static const char ready = 'r';
	struct err e;

	orphan_end((long)parent);
	/* Memory is not given back between two of them. */
	mallopt(M_MMAP_THRESHOLD, KEPT);
	mallopt(M_TRIM_THRESHOLD, KEPT);
	if (!close_standard(fd) || !nursery_confine(work->memory, &e) ||
	    !write_all(fd, &ready, 1))
		_exit(1);
	while (serve(work, fd))
		continue;
	_exit(0);
}

/* Send a socket with an answer; without one when fd is -1. */
static bool hand_over(int to, const struct order *answer, int fd)
{
	char space[CMSG_SPACE(sizeof(int))];
	struct iovec part = { .iov_len = sizeof(*answer) };
	struct msghdr m = { .msg_iov = &part, .msg_iovlen = 1 };
	struct cmsghdr *c;
	struct order copy = *answer;

	part.iov_base = &copy;
	memset(space, 0, sizeof(space));
	if (fd >= 0) {
		m.msg_control = space;
		m.msg_controllen = sizeof(space);
		c = CMSG_FIRSTHDR(&m);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(c), &fd, sizeof(fd));
	}
	return sendmsg(to, &m, MSG_NOSIGNAL) == (ssize_t)sizeof(copy);
}

/* Those that ended by themselves. */
static void reap(struct house *h)
{
	for (size_t i = 0; i < CHILDREN; i++)
		if (h->child[i] && waitpid(h->child[i], NULL, WNOHANG) != 0)
			h->child[i] = 0;
}

static void end_child(struct house *h, pid_t pid)
{
	for (size_t i = 0; i < CHILDREN; i++)
		if (h->child[i] && h->child[i] == pid) {
			kill(pid, SIGKILL);
			waitpid(pid, NULL, 0);
			h->child[i] = 0;
		}
}

static pid_t *free_place(struct house *h)
{
	for (size_t i = 0; i < CHILDREN; i++)
		if (!h->child[i])
			return &h->child[i];
	return NULL;
}

static bool bear(struct house *h)
{
	struct order answer = { BEAR, -1 };
	pid_t self = getpid();
	pid_t *place = free_place(h);
	int pair[2] = { -1, -1 };
	bool ok;

	if (place && socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0) {
		*place = fork();
		if (*place == 0) {
			close(h->fd);
			close(pair[0]);
			live(h->work, pair[1], self);
		}
		answer.pid = *place;
		if (*place < 0)
			*place = 0;
		close(pair[1]);
	}
	ok = hand_over(h->fd, &answer, answer.pid > 0 ? pair[0] : -1);
	if (pair[0] >= 0)
		close(pair[0]);
	return ok;
}

/* The answer says whether it worked. */
static bool renew(struct house *h)
{
	struct order answer = { RENEW, 0 };
	struct err e;

	if (h->work->renew && !h->work->renew(h->work->ctx, &e))
		answer.pid = -1;
	return write_all(h->fd, &answer, sizeof(answer));
}

/* What is open but for errors and our orders is nobody's here. */
static void close_others(int fd)
{
	if (fd > 3)
		close_range(3, (unsigned)fd - 1, 0);
	close_range((unsigned)fd + 1, ~0U, 0);
	/* Who stops the service lets what it is at be finished. */
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGCHLD, SIG_DFL);
	prctl(PR_SET_DUMPABLE, 0);
}

/*
 * The command line and the environment may hold the store's password, which
 * is nobody's here.
 */
static bool forget_line(struct err *e)
{
	uintptr_t first = 0, end = 0;
	const char *at;
	struct buf text;
	bool ok;

	buf_init(&text, 4096);
	ok = file_read("/proc/self/stat", &text, e);
	/* Its 48th number is where the first begins, its 51st the other's end. */
	at = ok ? strrchr(buf_text(&text), ')') : NULL;
	for (int i = 2; at && i < 51; i++) {
		at = strchr(at + 1, ' ');
		if (at && i == 47)
			first = (uintptr_t)strtoull(at, NULL, 10);
		if (at && i == 50)
			end = (uintptr_t)strtoull(at, NULL, 10);
	}
	buf_clear(&text);
	if (!ok)
		return false;
	if (first == 0 || end <= first)
		return err_set(e, "/proc/self/stat has no 51st number");
	for (char **v = environ; *v; v++)
		secret_clear(*v, strlen(*v));
	secret_clear((void *)first, end - first);
	return true;
}

static void keep_house(const struct opener_work *work, int fd, pid_t parent)
{
	struct house h = { .work = work, .fd = fd };
	struct order order;
	struct err e;
	bool ok = true;

	orphan_end((long)parent);
	close_others(fd);
	order.kind = BEAR;
	order.pid =
	    forget_line(&e) && (!work->prepare || work->prepare(work->ctx, &e))
		? 0
		: -1;
	/* The first answer says whether all could be made ready. */
	ok = write_all(fd, &order, sizeof(order)) && order.pid == 0;
	while (ok && read_all(fd, &order, sizeof(order))) {
		reap(&h);
		if (order.kind == END)
			end_child(&h, order.pid);
		else if (order.kind == RENEW)
			ok = renew(&h);
		else
			ok = bear(&h);
	}
	for (size_t i = 0; i < CHILDREN; i++)
		if (h.child[i])
			kill(h.child[i], SIGKILL);
	_exit(0);
}

static bool ready(const struct nursery *n, struct err *e)
{
	struct order answer;

	if (!read_all(n->fd, &answer, sizeof(answer)))
		return err_set(e, "what opens reports did not start");
	return answer.pid == 0 ||
	       err_set(e, "the keys cannot open what is sealed to them");
}

struct nursery *nursery_new(const struct opener_work *work, struct err *e)
{
	struct nursery *n = calloc(1, sizeof(*n));
	pid_t self = getpid();
	int pair[2];

	if (!n || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair)) {
		err_sys(e, errno, "no room for processes that open reports");
		free(n);
		return NULL;
	}
	fflush(NULL);
	n->pid = fork();
	if (n->pid == 0) {
		close(pair[0]);
		keep_house(work, pair[1], self);
	}
	close(pair[1]);
	n->fd = pair[0];
	if (n->pid > 0 && ready(n, e))
		return n;
	if (n->pid < 0)
		err_sys(e, errno, "cannot start a process");
	nursery_free(n);
	return NULL;
}

void nursery_free(struct nursery *n)
{
	if (!n)
		return;
	close(n->fd);
	if (n->pid > 0)
		waitpid(n->pid, NULL, 0);
	free(n);
}

static int receive_socket(int from, struct order *answer)
{
	char space[CMSG_SPACE(sizeof(int))];
	struct iovec part = { .iov_base = answer, .iov_len = sizeof(*answer) };
	struct msghdr m = { .msg_iov = &part,
		            .msg_iovlen = 1,
		            .msg_control = space,
		            .msg_controllen = sizeof(space) };
	const struct cmsghdr *c;
	int fd = -1;

	if (recvmsg(from, &m, MSG_CMSG_CLOEXEC) != (ssize_t)sizeof(*answer))
		return -1;
	c = CMSG_FIRSTHDR(&m);
	if (c && c->cmsg_type == SCM_RIGHTS)
		memcpy(&fd, CMSG_DATA(c), sizeof(fd));
	return fd;
}

/* It says so once it is kept in. */
static bool kept_in(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	char c = 0;

	return poll(&p, 1, 5000) > 0 && read(fd, &c, 1) == 1 && c == 'r';
}

int nursery_bear(struct nursery *n, pid_t *pid, struct err *e)
{
	struct order order = { BEAR, 0 };
	int fd;

	if (send(n->fd, &order, sizeof(order), MSG_NOSIGNAL) !=
	    (ssize_t)sizeof(order)) {
		err_sys(e, errno, "what opens reports is gone");
		return -1;
	}
	fd = receive_socket(n->fd, &order);
	if (fd >= 0 && kept_in(fd)) {
		*pid = order.pid;
		return fd;
	}
	if (fd >= 0) {
		close(fd);
		nursery_end(n, order.pid);
	}
	err_set(e, "no process that opens reports can be started and kept in");
	return -1;
}

bool nursery_renew(struct nursery *n, struct err *e)
{
	struct order order = { RENEW, 0 };

	if (send(n->fd, &order, sizeof(order), MSG_NOSIGNAL) !=
	        (ssize_t)sizeof(order) ||
	    !read_all(n->fd, &order, sizeof(order)))
		return err_set(e, "what opens reports is gone");
	return order.pid == 0 ||
	       err_set(e, "what opens reports cannot read the keys");
}

void nursery_end(struct nursery *n, pid_t pid)
{
	const struct order order = { END, pid };

	send(n->fd, &order, sizeof(order), MSG_NOSIGNAL);
}
