/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_DIGEST_H
#define COORDINATOR_DIGEST_H

#include "core/arena.h"
#include "core/err.h"
#include "report/document.h"

#include <stdbool.h>

/*
 * What is kept of a report: merged alone and rated, so that a commune of one
 * machine stands as it says, without what it claims of its commune: that is
 * the kit's to say. Texts are shared with from. False and e when it cannot be.
 */
bool digest_make(struct document *out, const struct document *from,
                 struct arena *a, struct err *e);

/*
 * The little of it that lists and counts are made from: machines, rating,
 * verdicts, what fails is called, when certificates end. Texts and rows are
 * shared with from. False if memory ran out.
 */
bool digest_brief(struct document *out, const struct document *from,
                  struct arena *a);

#endif
