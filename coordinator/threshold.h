/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_THRESHOLD_H
#define COORDINATOR_THRESHOLD_H

#include "coordinator/db.h"
#include "coordinator/request.h"
#include "core/err.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * From when on the team is told: the coordinator chooses, on the page of
 * settings. What was never chosen is as below.
 */
#define THRESHOLD_SILENCE      6 /* months without a result */
#define THRESHOLD_SILENCE_MOST 60
#define THRESHOLD_SOON         30 /* days before a certificate's end */
#define THRESHOLD_SOON_MOST    365

/* The names of both settings. */
#define THRESHOLD_SILENCE_NAME "silence-months"
#define THRESHOLD_SOON_NAME    "soon-days"

struct threshold {
	int64_t silence; /* months */
	int64_t soon;    /* days */
};

/* Both, in one look; for pages, which look once a request. */
bool threshold_read(struct threshold *out, struct db *db, struct err *e);
bool threshold_of(struct request *r, struct err *e);

/* What a setting's text says; the usual when it is "" or says nothing. */
int64_t threshold_months(const char *text);
int64_t threshold_days(const char *text);

/* What came in before this is silence; after threshold_of(). */
int64_t threshold_silence(const struct request *r);

/* "6 mois": how long that is, in the request's language; in its arena. */
const char *threshold_say(const struct request *r);

#endif
