/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_LEAFLET_H
#define COORDINATOR_LEAFLET_H

#include "core/buf.h"

#include <stdbool.h>
#include <stddef.h>

#define LEAFLET_FILE     "LISEZMOI.html"
#define LEAFLET_PICTURES 3

/*
 * Write what a clerk reads first, with the commune it is for and whom to call;
 * phone may be NULL. False when out is full.
 */
bool leaflet_write(struct buf *out, const char *commune,
                   const char *coordinator, const char *phone);

/* The index-th picture of it, a PNG: its name and bytes. Static. */
const void *leaflet_picture(size_t index, const char **name, size_t *len);

#endif
