/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_SERVICE_H
#define COORDINATOR_SERVICE_H

#include "coordinator/allowance.h"
#include "coordinator/pool.h"

#include <stdatomic.h>
#include <stdbool.h>

/* What all requests of a running service share; thread-safe parts alone. */
struct service {
	const char *state;     /* folder: keys, and SQLite's file by default */
	const char *store;     /* where, as db_open() takes it */
	const char *programs;  /* folder that kits are made from, or NULL */
	const char *roots;     /* PEM, authorities of our own site, or NULL */
	struct pool *pool;     /* connections for pages */
	struct intake *intake; /* takes reports in, see intake.h */
	/* Identity and certificates, see keyring.h; what renewal.h put there
	   lasts longer than any request. */
	struct keyring *_Atomic keys;
	struct metrics *metrics;  /* what is counted, see metrics.h */
	struct allowance proxies; /* whose X-Forwarded-For is believed */
	struct allowance readers; /* who may read /metrics from elsewhere */
	bool demo;                /* a throw-away region: pages say so */
};

#endif
