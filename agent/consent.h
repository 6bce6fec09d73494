/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_CONSENT_H
#define AGENT_CONSENT_H

#include "agent/frontend.h"
#include "agent/session.h"
#include "checks/answers.h"
#include "checks/probe/lan_plan.h"

#include <stdbool.h>
#include <stdint.h>

/* Bytes of the ranges of one machine, and of a mark. */
#define CONSENT_RANGES 128
#define CONSENT_MARK   17

/* The network that this machine is plugged into. */
struct consent_network {
	char ranges[CONSENT_RANGES]; /* private ones; "" when there is none */
	char mark[CONSENT_MARK];     /* of its box; "" when it is not known */
};

/* Whether somebody agrees that the network is looked at. */
struct consent {
	const struct session *session;
	const struct frontend *frontend; /* NULL: nobody is there */
	struct consent_network here;
	int64_t now;
};

/*
 * Find out which network this is. The mark is a digest of what its box is
 * called by, so that two networks with the same addresses are told apart; it
 * stays with the answers and is in no facts and no document.
 */
void consent_here(struct consent_network *out);

/*
 * Whether to look at the network, and how far (plan->level). What was
 * answered within ASK_KEPT_DAYS about this very network, its ranges and its
 * box, holds, and is told. Otherwise a person is asked: whether others use
 * the network, then whether to look, which is "no" unless they say otherwise
 * where others do or may use it; then in whose name, and how far. Nobody there: no look, and so
 * where the box is not known, since the same addresses are used everywhere.
 * What the mayor agreed to with the coordinator, which the session's kit
 * tells, comes first, on the network where that kit was used first.
 * New answers are in answers->network, to be saved when *asked. QUIT and
 * INTERRUPTED leave the answers as they were.
 */
enum frontend_reply consent_find(const struct consent *c,
                                 struct answers *answers, struct lan_plan *plan,
                                 bool *look, bool *asked);

/*
 * Add the mark to answers that were given before the box was known, as it is
 * once the network was looked at; true when there is something to save.
 */
bool consent_complete(const struct consent_network *here,
                      struct answers_network *n, struct arena *a);

#endif
