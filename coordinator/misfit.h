/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_MISFIT_H
#define COORDINATOR_MISFIT_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Reports that the store does not take while it takes others: who sends one
 * must not try for ever. Thread-safe; of this service alone, and forgotten
 * with it.
 */
struct misfit;

struct misfit *misfit_new(void); /* NULL without memory */
void misfit_free(struct misfit *m);

/*
 * The write of the report that hash names failed, for no reason that passes by
 * itself; written is how many of any were written so far. Whether it is to be
 * given up: it failed MISFIT_TRIES times, and others were written meanwhile.
 */
#define MISFIT_TRIES 3
bool misfit_failed(struct misfit *m, const char *hash, uint64_t written);

#endif
