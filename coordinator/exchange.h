/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_EXCHANGE_H
#define COORDINATOR_EXCHANGE_H

#include "coordinator/route.h"
#include "coordinator/service.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct MHD_Connection;
struct MHD_PostProcessor;

#define EXCHANGE_VISITORS 256 /* that are answered at once */

/* One request while it is read and answered. */
struct exchange {
	struct service *service;
	struct MHD_Connection *connection;
	const char *target; /* as it came, owned */
	const struct route *route;
	struct request request;
	struct response response;
	struct buf body; /* of the API, or a form without files */
	struct MHD_PostProcessor *files; /* of one with files */
	struct buf part[REQUEST_FIELDS];
	struct field field[REQUEST_FIELDS];
	size_t parts;
	int refused;    /* status to answer instead, 0: none */
	size_t held;    /* bytes, of those that all requests may hold */
	size_t most;    /* bytes of its body */
	int64_t length; /* of the body, as told */
	int64_t begun;  /* milliseconds, clock_ticks() */
	bool counted;   /* among the visitors */
	bool begins;    /* the headers were looked at */
};

/* A new one, for a target as the request's first line has it; or NULL. */
struct exchange *exchange_new(struct service *service, const char *target,
                              struct MHD_Connection *connection);
void exchange_free(struct exchange *x);

/*
 * Look at the headers, which the gate found clear: what is too large or too
 * much is refused before anything is read.
 */
void exchange_begin(struct exchange *x, const char *method);

/* Take some of the body. */
void exchange_take(struct exchange *x, const char *data, size_t len);

/* Answer, when all is there. */
void exchange_answer(struct exchange *x);

#endif
