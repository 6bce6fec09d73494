/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_RATING_ACTIONS_H
#define REPORT_RATING_ACTIONS_H

#include "core/arena.h"
#include "report/tally.h"

/* Most actions that are proposed at once. */
#define RATING_ACTIONS 3

/*
 * Choose what to do next and fill d->rating.next_action, best first: the
 * findings that together give the best letter, then the best score, then ask
 * for the least minutes, the least money, the first ids. Findings to do or to
 * finish come before unknown ones, whose letter supposes a good answer. False
 * if memory ran out.
 */
bool rating_actions(struct document *d, const struct tally *now,
                    struct arena *a);

#endif
