/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_POOL_H
#define COORDINATOR_POOL_H

#include "coordinator/db.h"

/*
 * A few connections that many threads share. Made once, thread-safe.
 */
struct pool;

struct pool *pool_new(const char *where, size_t connections, struct err *e);
void pool_free(struct pool *pool);

/* A connection for this thread alone, after waiting at most ms; or NULL. */
struct db *pool_take(struct pool *pool, unsigned ms, struct err *e);
void pool_give(struct pool *pool, struct db *db);

#endif
