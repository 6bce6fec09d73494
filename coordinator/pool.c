/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/pool.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct pool {
	pthread_mutex_t mutex;
	pthread_cond_t given;
	char *where;
	size_t most;
	size_t made; /* connections that are open, taken or not */
	size_t idle;
	struct db **db; /* the idle ones; the last is the warmest */
};

struct pool *pool_new(const char *where, size_t connections, struct err *e)
{
	struct pool *pool = calloc(1, sizeof(*pool));
	pthread_condattr_t attr;

	if (!pool) {
		err_set(e, "Out of memory");
		return NULL;
	}
	pthread_mutex_init(&pool->mutex, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&pool->given, &attr);
	pthread_condattr_destroy(&attr);
	pool->most = connections > 0 ? connections : 1;
	pool->where = strdup(where);
	pool->db = calloc(pool->most, sizeof(*pool->db));
	if (!pool->where || !pool->db) {
		err_set(e, "Out of memory");
		goto refuse;
	}
	/* The others are opened when they are asked for. */
	pool->db[0] = db_open(where, e);
	if (!pool->db[0])
		goto refuse;
	pool->made = pool->idle = 1;
	return pool;
refuse:
	pool_free(pool);
	return NULL;
}

void pool_free(struct pool *pool)
{
	if (!pool)
		return;
	for (size_t i = 0; pool->db && i < pool->idle; i++)
		db_close(pool->db[i]);
	pthread_cond_destroy(&pool->given);
	pthread_mutex_destroy(&pool->mutex);
	free(pool->where);
	free(pool->db);
	free(pool);
}

/* One connection less: another thread may open it. */
static void lose(struct pool *pool)
{
	pthread_mutex_lock(&pool->mutex);
	pool->made--;
	pthread_cond_signal(&pool->given);
	pthread_mutex_unlock(&pool->mutex);
}

struct db *pool_take(struct pool *pool, unsigned ms, struct err *e)
{
	struct timespec until;
	struct db *db = NULL;
	bool room;
	int late = 0;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += (time_t)(ms / 1000);
	until.tv_nsec += (long)(ms % 1000) * 1000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	pthread_mutex_lock(&pool->mutex);
	while (pool->idle == 0 && pool->made == pool->most && late == 0)
		late =
		    pthread_cond_timedwait(&pool->given, &pool->mutex, &until);
	if (pool->idle > 0)
		db = pool->db[--pool->idle];
	room = !db && pool->made < pool->most;
	if (room)
		pool->made++;
	pthread_mutex_unlock(&pool->mutex);
	if (room) {
		db = db_open(pool->where, e);
		if (!db)
			lose(pool);
	} else if (!db) {
		err_set(e, "All connections to the store are taken");
	}
	return db;
}

void pool_give(struct pool *pool, struct db *db)
{
	if (!db)
		return;
	pthread_mutex_lock(&pool->mutex);
	pool->db[pool->idle++] = db;
	pthread_cond_signal(&pool->given);
	pthread_mutex_unlock(&pool->mutex);
}
