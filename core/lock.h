/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_LOCK_H
#define CORE_LOCK_H

#include "core/err.h"

/* A folder or file that one process at a time works on. */
struct lock;

/* How taking a lock ended. */
enum lock_result {
	LOCK_TAKEN,  /* *out is to be released */
	LOCK_BUSY,   /* another process holds it; ask again later */
	LOCK_MISSING /* this place has no locks: go on without, *out is NULL */
};

/*
 * Try once to take the lock whose file is at path; the file is made and
 * stays. It is released when the process ends in whatever way.
 */
enum lock_result lock_open(struct lock **out, const char *path);

/* Release it. NULL is fine. */
void lock_close(struct lock *l);

#endif
