/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_INTAKE_H
#define COORDINATOR_INTAKE_H

#include "core/err.h"
#include "report/submission.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct keyring;

/*
 * Takes sealed reports in, from many threads: opened in processes apart that
 * have the key and nothing else (opener.h), checked against the kit, merged
 * with what the commune's other machines said, and written by one thread that
 * commits many at once (writer.h).
 */
struct intake;

#define INTAKE_RECEIPT 16 /* bytes of a receipt's number: "7KQ2-M4XD-9T3W" */
#define INTAKE_INSEE   8

/* What became of one envelope; the status is that of the API. */
struct intake_result {
	int status; /* 201 stored, 200 it was here already, 400 no envelope,
	               401 kit unknown, revoked or out of date, 409 another
	               report of the same machine and moment, 413, 422 a
	               document that cannot be, or not be stored, however often
	               it is tried, 429, 503, 507 */
	char receipt[INTAKE_RECEIPT];
	char insee[INTAKE_INSEE];     /* of the kit, "" when it is not known */
	char field[SUBMISSION_FIELD]; /* that is wrong, for 422 */
	unsigned retry_after;         /* seconds, for 429, 503 and 507 */
	int64_t received_at;
	struct err why; /* set unless 200 or 201 */
};

/*
 * Start the processes that open envelopes, openers in number: before there are
 * threads, and before the store is opened, whose password is not for them. The
 * rest follows once the store at where is ready. False and e otherwise.
 */
struct intake *intake_prepare(const struct keyring *keys, size_t openers,
                              struct err *e);
bool intake_open(struct intake *intake, const char *where, struct err *e);

/* Both at once. */
struct intake *intake_new(const char *where, const struct keyring *keys,
                          size_t openers, struct err *e);

/*
 * Have the keys read again from their folder by what opens envelopes. When
 * false, those that were known still open.
 */
bool intake_renew(struct intake *intake, struct err *e);

/* Wait for what is at work, and stop. */
void intake_free(struct intake *intake);

/* What its writer did since it started (writer.h). */
struct writer_counts;
void intake_count(struct intake *intake, struct writer_counts *out);

/*
 * Take one in. way is "https", "file" or "page". When the status is 201 or
 * 200 it is on disk.
 */
void intake_take(struct intake *intake, const void *data, size_t len,
                 const char *way, int64_t now, struct intake_result *out);

#endif
