/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/writer.h"

#include "coordinator/partition.h"
#include "core/clock.h"
#include "core/date.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* One that waits, on the stack of who put it. */
struct ticket {
	struct filing *filing;
	struct filing_result *result;
	struct ticket *next;
	pthread_cond_t done_cond;
	bool done;
	enum db_fault fault;
	struct err why;
};

struct writer {
	struct db *db;
	pthread_t thread;
	pthread_mutex_t mutex; /* of all below, and of done in tickets */
	pthread_cond_t work;
	struct ticket *first;
	struct ticket **last;
	size_t waiting;
	bool ending;
	struct writer_counts counts;

	/* The thread's own. */
	struct control_names names;
	int64_t refreshed; /* day */
	int64_t part;      /* of counts, see census.h */
	int64_t covered;   /* month whose partitions are there */
};

/* What one transaction writes. */
struct batch {
	struct writer *writer;
	struct ticket *ticket[WRITER_BATCH];
	size_t count;
	unsigned tries;
};

static bool write_batch(void *ctx, struct db *db, struct err *e)
{
	struct batch *b = ctx;
	struct census census = { .part = b->writer->part };

	/* What was learnt in a transaction that is begun again is not so. */
	if (b->tries++ > 0)
		memset(&b->writer->names, 0, sizeof(b->writer->names));
	for (size_t i = 0; i < b->count; i++)
		if (!filing_write(b->ticket[i]->filing, db, &census,
		                  &b->writer->names, b->ticket[i]->result, e))
			return false;
	return census_write(&census, db, e);
}

/* One bad report must not sink the others: each by itself. */
static void write_each(struct batch *all)
{
	for (size_t i = 0; i < all->count; i++) {
		struct batch one = { .writer = all->writer, .count = 1 };
		struct ticket *t = all->ticket[i];

		one.ticket[0] = t;
		t->fault = DB_FINE;
		if (db_transact(all->writer->db, write_batch, &one, &t->why))
			continue;
		t->fault = db_fault(all->writer->db);
		if (t->fault == DB_FINE)
			t->fault = DB_BROKEN;
		memset(&all->writer->names, 0, sizeof(all->writer->names));
	}
}

/*
 * Months are made ahead of time, once a day. A clock that was wrong, or a
 * service that could not for months, must not refuse what comes in.
 */
static void cover_months(struct batch *b)
{
	struct err e;

	for (size_t i = 0; i < b->count; i++) {
		int64_t month =
		    partition_month(b->ticket[i]->filing->received_at);

		/* What fails is told by the report that needs it. */
		if (month != b->writer->covered &&
		    partition_cover(b->writer->db, month, month, &e))
			b->writer->covered = month;
	}
}

static void write_all(struct batch *b)
{
	struct err e;
	enum db_fault fault;

	cover_months(b);
	b->tries = 0;
	if (db_transact(b->writer->db, write_batch, b, &e))
		return;
	memset(&b->writer->names, 0, sizeof(b->writer->names));
	fault = db_fault(b->writer->db);
	if (b->count > 1 && fault != DB_DOWN && fault != DB_FULL) {
		write_each(b);
		return;
	}
	for (size_t i = 0; i < b->count; i++) {
		b->ticket[i]->fault = fault == DB_FINE ? DB_BROKEN : fault;
		b->ticket[i]->why = e;
	}
}

/* In one order in all services, so that they seldom cross. */
static int by_commune(const void *left, const void *right)
{
	const struct ticket *a = *(const struct ticket *const *)left;
	const struct ticket *b = *(const struct ticket *const *)right;

	return strcmp(a->filing->insee, b->filing->insee);
}

static void take_waiting(struct writer *w, struct batch *b)
{
	b->count = 0;
	while (w->first && b->count < WRITER_BATCH) {
		b->ticket[b->count++] = w->first;
		w->first = w->first->next;
		w->waiting--;
	}
	if (!w->first)
		w->last = &w->first;
}

static bool refresh(void *ctx, struct db *db, struct err *e)
{
	return standing_refresh(db, *(const int64_t *)ctx, e);
}

/* Reasons of urgency that come and go with the days. */
static void refresh_daily(struct writer *w)
{
	int64_t now = clock_now();
	struct err e;

	if (w->refreshed == now / DATE_DAY)
		return;
	w->refreshed = now / DATE_DAY;
	/* Nothing is lost if it fails: tomorrow is another day. */
	db_transact(w->db, refresh, &now, &e);
}

/* Wait for work, a minute at most; the mutex is held. */
static void await_work(struct writer *w)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += 60;
	while (!w->first && !w->ending)
		if (pthread_cond_timedwait(&w->work, &w->mutex, &until) != 0)
			return;
}

static void *write_always(void *ctx)
{
	struct writer *w = ctx;
	struct batch b = { .writer = w };
	int64_t begun;

	pthread_mutex_lock(&w->mutex);
	while (w->first || !w->ending) {
		await_work(w);
		take_waiting(w, &b);
		pthread_mutex_unlock(&w->mutex);
		begun = clock_ticks();
		if (b.count) {
			qsort(b.ticket, b.count, sizeof(b.ticket[0]),
			      by_commune);
			write_all(&b);
		} else {
			refresh_daily(w);
		}
		pthread_mutex_lock(&w->mutex);
		if (b.count) {
			w->counts.commits++;
			w->counts.millis += clock_ticks() - begun;
		}
		for (size_t i = 0; i < b.count; i++) {
			b.ticket[i]->done = true;
			if (b.ticket[i]->fault == DB_FINE)
				w->counts.written++;
			pthread_cond_signal(&b.ticket[i]->done_cond);
		}
	}
	pthread_mutex_unlock(&w->mutex);
	return NULL;
}

struct writer *writer_new(const char *where, struct err *e)
{
	struct writer *w = calloc(1, sizeof(*w));

	if (!w) {
		err_set(e, "out of memory");
		return NULL;
	}
	w->last = &w->first;
	w->db = db_open(where, e);
	if (!w->db || !census_part(w->db, &w->part, e)) {
		db_close(w->db);
		free(w);
		return NULL;
	}
	pthread_mutex_init(&w->mutex, NULL);
	pthread_cond_init(&w->work, NULL);
	if (pthread_create(&w->thread, NULL, write_always, w) != 0) {
		err_set(e, "no thread to write with");
		db_close(w->db);
		free(w);
		return NULL;
	}
	return w;
}

void writer_free(struct writer *w)
{
	if (!w)
		return;
	pthread_mutex_lock(&w->mutex);
	w->ending = true;
	pthread_cond_signal(&w->work);
	pthread_mutex_unlock(&w->mutex);
	pthread_join(w->thread, NULL);
	pthread_cond_destroy(&w->work);
	pthread_mutex_destroy(&w->mutex);
	db_close(w->db);
	free(w);
}

void writer_count(struct writer *w, struct writer_counts *out)
{
	pthread_mutex_lock(&w->mutex);
	*out = w->counts;
	out->waiting = w->waiting;
	pthread_mutex_unlock(&w->mutex);
}

enum writer_ending writer_put(struct writer *w, struct filing *f,
                              struct filing_result *out, enum db_fault *fault,
                              struct err *e)
{
	struct ticket t = { .filing = f, .result = out };
	bool room;

	pthread_cond_init(&t.done_cond, NULL);
	pthread_mutex_lock(&w->mutex);
	room = w->waiting < WRITER_QUEUE;
	if (room) {
		*w->last = &t;
		w->last = &t.next;
		w->waiting++;
		pthread_cond_signal(&w->work);
		while (!t.done)
			pthread_cond_wait(&t.done_cond, &w->mutex);
	}
	pthread_mutex_unlock(&w->mutex);
	pthread_cond_destroy(&t.done_cond);
	if (!room) {
		err_set(e, "too many reports wait to be written");
		return WRITER_QUEUED_OUT;
	}
	*fault = t.fault;
	if (t.fault != DB_FINE)
		*e = t.why;
	return t.fault == DB_FINE ? WRITER_DONE : WRITER_FAILED;
}
