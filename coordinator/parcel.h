/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_PARCEL_H
#define COORDINATOR_PARCEL_H

#include "core/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A zip that is written as it grows: entries in the order they are added, all
 * with the same time. Nothing of it stays in memory. Names are ASCII.
 */
struct parcel;

/* Begin, in an open file that stays the caller's. */
struct parcel *parcel_open(int fd, int64_t time, struct err *e);

/* End it; false and e when it did not all get there. NULL is true. */
bool parcel_close(struct parcel *p, struct err *e);

/* Add bytes, or a file; a program may be run. */
bool parcel_add(struct parcel *p, const char *name, const void *data,
                size_t len, struct err *e);
bool parcel_add_file(struct parcel *p, const char *name, const char *path,
                     bool program, struct err *e);

#endif
