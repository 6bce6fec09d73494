/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_NURSERY_H
#define COORDINATOR_NURSERY_H

#include "coordinator/opener.h"
#include "core/err.h"

#include <sys/types.h>

/*
 * The process that openers are made by: a program with threads cannot be
 * copied safely, and one that never read anything foreign has nothing in it
 * that could be wrong. One thread at a time.
 */
struct nursery;

struct nursery *nursery_new(const struct opener_work *work, struct err *e);

/* Ends it, and its openers when their sockets are closed. */
void nursery_free(struct nursery *n);

/* A socket to a new opener, kept in already; -1 and e when there is none. */
int nursery_bear(struct nursery *n, pid_t *pid, struct err *e);

/* Kill an opener, whatever it is at. */
void nursery_end(struct nursery *n, pid_t pid);

/* Have it load anew what openers bring along: for those to come. */
bool nursery_renew(struct nursery *n, struct err *e);

/*
 * Keep this process in, for good: nothing but what is open already, that much
 * more memory. False and e when that cannot be here.
 */
bool nursery_confine(size_t memory, struct err *e);

#endif
