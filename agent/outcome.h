/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_OUTCOME_H
#define AGENT_OUTCOME_H

#include "agent/frontend.h"
#include "agent/session.h"
#include "agent/store.h"
#include "core/buf.h"
#include "report/document.h"

#include <stdbool.h>

/*
 * The last page of a scan, in words: the letter, the three actions, how much
 * is known, what else there is. d is about this machine; folder is where the
 * results went, or NULL. Texts live in the session's arena; false if memory
 * ran out.
 */
bool outcome_make(struct frontend_result *out, const struct session *s,
                  const struct document *d, const struct store_result *kept,
                  const char *folder);

/* Append who to call, a sentence, by the session's kit, which is there. */
void outcome_coordinator(struct buf *out, const struct session *s);

#endif
