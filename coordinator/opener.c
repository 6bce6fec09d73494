/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/opener.h"

#include "coordinator/nursery.h"
#include "core/clock.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* Most openers, and what one reads before it is replaced all the same. */
#define MOST 16
#define TURN 500

struct child {
	int fd; /* -1: there is none */
	pid_t pid;
	unsigned runs;
	unsigned of; /* generation */
	bool busy;
};

struct opener {
	struct opener_work work;
	struct nursery *nursery;
	pthread_mutex_t mutex; /* of all below */
	pthread_cond_t idle;
	pthread_mutex_t birth;  /* one order to the nursery at a time */
	atomic_uint generation; /* what is older is replaced */
	size_t count;
	struct child child[MOST];
};

static void bury(struct opener *o, struct child *c)
{
	if (c->fd < 0)
		return;
	close(c->fd);
	c->fd = -1;
	pthread_mutex_lock(&o->birth);
	nursery_end(o->nursery, c->pid);
	pthread_mutex_unlock(&o->birth);
}

static bool bear(struct opener *o, struct child *c, struct err *e)
{
	pthread_mutex_lock(&o->birth);
	c->of = atomic_load(&o->generation);
	c->fd = nursery_bear(o->nursery, &c->pid, e);
	pthread_mutex_unlock(&o->birth);
	c->runs = 0;
	return c->fd >= 0;
}

struct opener *opener_new(const struct opener_work *work, size_t count,
                          struct err *e)
{
	struct opener *o = calloc(1, sizeof(*o));

	if (!o) {
		err_set(e, "out of memory");
		return NULL;
	}
	o->work = *work;
	o->count = count < 1 ? 1 : count > MOST ? MOST : count;
	o->nursery = nursery_new(work, e);
	if (!o->nursery) {
		free(o);
		return NULL;
	}
	pthread_mutex_init(&o->mutex, NULL);
	pthread_mutex_init(&o->birth, NULL);
	pthread_cond_init(&o->idle, NULL);
	for (size_t i = 0; i < o->count; i++)
		o->child[i].fd = -1;
	for (size_t i = 0; i < o->count; i++)
		if (!bear(o, &o->child[i], e)) {
			opener_free(o);
			return NULL;
		}
	return o;
}

void opener_free(struct opener *o)
{
	if (!o)
		return;
	for (size_t i = 0; i < o->count; i++)
		bury(o, &o->child[i]);
	nursery_free(o->nursery);
	pthread_cond_destroy(&o->idle);
	pthread_mutex_destroy(&o->birth);
	pthread_mutex_destroy(&o->mutex);
	free(o);
}

bool opener_renew(struct opener *o, struct err *e)
{
	bool ok;

	pthread_mutex_lock(&o->birth);
	ok = nursery_renew(o->nursery, e);
	if (ok)
		atomic_fetch_add(&o->generation, 1);
	pthread_mutex_unlock(&o->birth);
	return ok;
}

static struct child *find_idle(struct opener *o)
{
	for (size_t i = 0; i < o->count; i++)
		if (!o->child[i].busy)
			return &o->child[i];
	return NULL;
}

static struct child *take(struct opener *o, unsigned ms)
{
	struct timespec until;
	struct child *c;
	int waited = 0;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += ms / 1000;
	until.tv_nsec += (long)(ms % 1000) * 1000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	pthread_mutex_lock(&o->mutex);
	while (!(c = find_idle(o)) && waited == 0)
		waited = pthread_cond_timedwait(&o->idle, &o->mutex, &until);
	if (c)
		c->busy = true;
	pthread_mutex_unlock(&o->mutex);
	return c;
}

static void give(struct opener *o, struct child *c)
{
	pthread_mutex_lock(&o->mutex);
	c->busy = false;
	pthread_cond_signal(&o->idle);
	pthread_mutex_unlock(&o->mutex);
}

/* Wait until the socket is ready for that; false when the time has come. */
static bool await(int fd, short events, int64_t until)
{
	struct pollfd p = { .fd = fd, .events = events };
	int64_t left;

	while ((left = until - clock_ticks()) > 0) {
		int n = poll(&p, 1, (int)left);

		if (n > 0)
			return true;
		if (n < 0 && errno != EINTR)
			return false;
	}
	return false;
}

static bool send_all(int fd, const void *data, size_t len, int64_t until)
{
	const char *at = data;

	while (len > 0) {
		ssize_t n;

		if (!await(fd, POLLOUT, until))
			return false;
		n = send(fd, at, len, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (n < 0 && errno != EINTR && errno != EAGAIN)
			return false;
		if (n > 0) {
			at += n;
			len -= (size_t)n;
		}
	}
	return true;
}

/* Exactly len bytes, appended to out. */
static bool receive(int fd, struct buf *out, size_t len, int64_t until)
{
	char chunk[16384];

	while (len > 0) {
		size_t most = len < sizeof(chunk) ? len : sizeof(chunk);
		ssize_t n;

		if (!await(fd, POLLIN, until))
			return false;
		n = recv(fd, chunk, most, MSG_DONTWAIT);
		if (n == 0 || (n < 0 && errno != EINTR && errno != EAGAIN))
			return false;
		if (n > 0 && !buf_add(out, chunk, (size_t)n))
			return false;
		len -= n > 0 ? (size_t)n : 0;
	}
	return true;
}

/* One piece of work: its length and itself, then the same of the reply. */
static bool talk(struct opener *o, struct child *c, const void *data,
                 size_t len, struct buf *reply)
{
	int64_t until = clock_ticks() + o->work.deadline;
	uint32_t size = (uint32_t)len;
	struct buf head;
	bool ok;

	buf_init(&head, sizeof(size));
	ok = send_all(c->fd, &size, sizeof(size), until) &&
	     send_all(c->fd, data, len, until) &&
	     receive(c->fd, &head, sizeof(size), until);
	if (ok)
		memcpy(&size, head.data, sizeof(size));
	buf_clear(&head);
	return ok && size <= o->work.reply &&
	       receive(c->fd, reply, size, until);
}

enum opener_ending opener_run(struct opener *o, const void *data, size_t len,
                              struct buf *out, unsigned ms, struct err *e)
{
	struct child *c;
	bool ok;

	if (len > o->work.input) {
		err_set(e, "it is too large");
		return OPENER_LOST;
	}
	c = take(o, ms);
	if (!c) {
		err_set(e, "too much is waiting to be opened");
		return OPENER_BUSY;
	}
	if (c->of != atomic_load(&o->generation))
		bury(o, c);
	if (c->fd < 0 && !bear(o, c, e)) {
		give(o, c);
		return OPENER_GONE;
	}
	ok = talk(o, c, data, len, out);
	if (!ok || ++c->runs >= TURN)
		bury(o, c);
	give(o, c);
	if (!ok)
		err_set(e, "what reads it crashed or took too long");
	return ok ? OPENER_DONE : OPENER_LOST;
}
