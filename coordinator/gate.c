/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/gate.h"

#include "coordinator/framing.h"
#include "core/clock.h"

#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define EVENTS  64
#define STEP_MS 500 /* between two looks at who waits too long */
#define DRAIN   16  /* pieces that are read away before a refusal */

/* Places of epoll that are no visitor's. */
#define AT_INLET UINT32_MAX
#define AT_END   (UINT32_MAX - 1)

struct waiting {
	int socket; /* -1: the place is free */
	int64_t until;
	socklen_t len;
	struct sockaddr_in6 address; /* large enough for all that matter */
};

struct gate {
	pthread_t thread;
	int epoll;
	int end; /* eventfd that is written to at the end */
	const struct inlet *inlet;
	struct gate_host host;
	struct waiting waiting[GATE_WAITING];
	char head[GATE_HEAD];
};

#define ANSWER(status, more)                                                \
	"HTTP/1.1 " status "\r\nConnection: close\r\nContent-Length: 0\r\n" \
	"Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"    \
	"Referrer-Policy: no-referrer\r\n"                                  \
	"Content-Security-Policy: default-src 'none'\r\n" more "\r\n"

static const struct {
	int status;
	const char *text;
} answers[] = {
	{ 400, ANSWER("400 Bad Request", "") },
	{ 411, ANSWER("411 Length Required", "") },
	{ 431, ANSWER("431 Request Header Fields Too Large", "") },
	{ 503, ANSWER("503 Service Unavailable", "Retry-After: 5\r\n") },
};

enum { ANSWER_BAD, ANSWER_LENGTH, ANSWER_LONG, ANSWER_FULL };

static void forget(struct waiting *w)
{
	w->socket = -1;
}

/* Answer and close; what was sent is read away, or it would cut us short. */
static void refuse(struct gate *g, struct waiting *w, size_t answer)
{
	const char *text = answers[answer].text;

	(void)send(w->socket, text, strlen(text), MSG_NOSIGNAL | MSG_DONTWAIT);
	(void)shutdown(w->socket, SHUT_WR);
	for (int i = 0; i < DRAIN; i++)
		if (recv(w->socket, g->head, sizeof(g->head), MSG_DONTWAIT) <=
		    0)
			break;
	close(w->socket);
	forget(w);
	g->host.refused(g->host.ctx, answers[answer].status);
}

/* Whether all that is wrong is that the body comes in chunks. */
static bool is_length(const struct framing *f)
{
	return f->chunked && f->encodings == 1 && f->lengths == 0 &&
	       f->hosts == 1 && f->eleven && f->post;
}

/* Look at what a visitor said so far. */
static void look(struct gate *g, struct waiting *w)
{
	ssize_t n =
	    recv(w->socket, g->head, sizeof(g->head), MSG_PEEK | MSG_DONTWAIT);
	struct framing framing;
	size_t head;

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {
		close(w->socket);
		forget(w);
		return;
	}
	head = framing_head(g->head, (size_t)n);
	if (head == 0 && (size_t)n == sizeof(g->head)) {
		refuse(g, w, ANSWER_LONG);
	} else if (head == 0) {
		return;
	} else if (!framing_check(&framing, g->head, head)) {
		refuse(g, w, is_length(&framing) ? ANSWER_LENGTH : ANSWER_BAD);
	} else if (!g->host.room(g->host.ctx)) {
		refuse(g, w, ANSWER_FULL);
	} else {
		(void)epoll_ctl(g->epoll, EPOLL_CTL_DEL, w->socket, NULL);
		g->host.enter(g->host.ctx, w->socket,
		              (const struct sockaddr *)&w->address, w->len);
		forget(w);
	}
}

/* A free place, or that of who waits longest. */
static struct waiting *place(struct gate *g)
{
	struct waiting *oldest = &g->waiting[0];

	for (size_t i = 0; i < GATE_WAITING; i++) {
		if (g->waiting[i].socket < 0)
			return &g->waiting[i];
		if (g->waiting[i].until < oldest->until)
			oldest = &g->waiting[i];
	}
	close(oldest->socket);
	forget(oldest);
	return oldest;
}

static bool let_in(struct gate *g)
{
	struct sockaddr_in6 address;
	socklen_t len = sizeof(address);
	struct epoll_event event = { .events = EPOLLIN | EPOLLRDHUP | EPOLLET };
	struct waiting *w;
	int fd;

	memset(&address, 0, sizeof(address));
	fd = accept(g->inlet->socket, (struct sockaddr *)&address, &len);
	if (fd < 0)
		return false;
	w = place(g);
	w->socket = fd;
	w->until = clock_ticks() + GATE_MS;
	w->address = address;
	w->len = len < sizeof(address) ? len : sizeof(address);
	event.data.u32 = (uint32_t)(w - g->waiting);
	if (epoll_ctl(g->epoll, EPOLL_CTL_ADD, fd, &event) != 0) {
		close(fd);
		forget(w);
		return true;
	}
	/* Most have said all before they are let in. */
	look(g, w);
	return true;
}

static void close_late(struct gate *g, int64_t now)
{
	for (size_t i = 0; i < GATE_WAITING; i++) {
		struct waiting *w = &g->waiting[i];

		if (w->socket < 0 || w->until > now)
			continue;
		close(w->socket);
		forget(w);
	}
}

static void *run(void *ctx)
{
	struct gate *g = ctx;
	struct epoll_event event[EVENTS];
	int64_t next = clock_ticks() + STEP_MS;

	for (;;) {
		int n = epoll_wait(g->epoll, event, EVENTS, STEP_MS);
		int64_t now = clock_ticks();

		for (int i = 0; i < n; i++) {
			uint32_t at = event[i].data.u32;

			if (at == AT_END)
				return NULL;
			if (at == AT_INLET)
				while (let_in(g))
					;
			else if (g->waiting[at].socket >= 0)
				look(g, &g->waiting[at]);
		}
		if (now < next)
			continue;
		close_late(g, now);
		next = now + STEP_MS;
	}
}

static bool watch(struct gate *g, int fd, uint32_t at, struct err *e)
{
	struct epoll_event event = { .events = EPOLLIN, .data.u32 = at };

	if (fd >= 0 && epoll_ctl(g->epoll, EPOLL_CTL_ADD, fd, &event) == 0)
		return true;
	return err_sys(e, errno, "cannot wait for visitors");
}

static void clear(struct gate *g)
{
	for (size_t i = 0; i < GATE_WAITING; i++)
		if (g->waiting[i].socket >= 0)
			close(g->waiting[i].socket);
	if (g->epoll >= 0)
		close(g->epoll);
	if (g->end >= 0)
		close(g->end);
	free(g);
}

struct gate *gate_open(const struct inlet *inlet, const struct gate_host *host,
                       struct err *e)
{
	struct gate *g = calloc(1, sizeof(*g));
	int fault;

	if (!g) {
		err_set(e, "out of memory");
		return NULL;
	}
	for (size_t i = 0; i < GATE_WAITING; i++)
		forget(&g->waiting[i]);
	g->inlet = inlet;
	g->host = *host;
	g->epoll = epoll_create1(EPOLL_CLOEXEC);
	g->end = eventfd(0, EFD_CLOEXEC);
	if (g->epoll < 0 || g->end < 0) {
		err_sys(e, errno, "cannot wait for visitors");
	} else if (watch(g, inlet->socket, AT_INLET, e) &&
	           watch(g, g->end, AT_END, e)) {
		fault = pthread_create(&g->thread, NULL, run, g);
		if (fault == 0)
			return g;
		err_sys(e, fault, "cannot start a thread");
	}
	clear(g);
	return NULL;
}

void gate_close(struct gate *gate)
{
	static const uint64_t one = 1;

	if (!gate)
		return;
	while (write(gate->end, &one, sizeof(one)) < 0 && errno == EINTR)
		;
	pthread_join(gate->thread, NULL);
	clear(gate);
}
