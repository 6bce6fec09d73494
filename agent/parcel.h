/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_PARCEL_H
#define AGENT_PARCEL_H

#include "agent/ending.h"
#include "agent/outbox.h"
#include "agent/session.h"
#include "core/buf.h"
#include "report/document.h"

#include <stdint.h>

/* One result, ready to be sealed. */
struct parcel {
	struct document document; /* reduced */
	struct buf text;          /* exactly what is sealed */
	char name[OUTBOX_NAME];
};

/*
 * The session's kit, if something may be sealed with it at time now; else
 * what is missing is told.
 */
enum ending parcel_kit(struct session *s, int64_t now);

/*
 * Reduce a document of one machine and write what is to be sealed. USAGE, and
 * told, for a document of a whole commune, or of another one. The caller
 * clears text.
 */
enum ending parcel_make(struct parcel *p, const struct session *s,
                        const struct document *d);

/* Seal it; appended to out. Told when that is not possible. */
enum ending parcel_seal(struct buf *out, const struct parcel *p,
                        const struct session *s);

#endif
