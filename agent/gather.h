/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_GATHER_H
#define AGENT_GATHER_H

#include "agent/ending.h"
#include "agent/frontend.h"
#include "agent/session.h"
#include "checks/answers.h"
#include "checks/baseline.h"
#include "checks/facts.h"
#include "checks/probe/probe.h"

/* The probes at work for one command. */
struct gather {
	struct probe_context context;
	struct probing *probing;
	const struct frontend *frontend; /* shows how far it is; or NULL */
};

/*
 * Start the probes on this machine, or on the tree of --root; b must last
 * until gather_finish(). The caller has zeroed g and may have said in its
 * context which area to read alone, and what was agreed to (lan). What goes
 * wrong is told.
 */
enum ending gather_start(struct gather *g, const struct session *s,
                         const struct baseline *b, int64_t now);

/* Start also the look at the network, which somebody agreed to. */
void gather_agreed(struct gather *g, const struct lan_plan *plan);

/*
 * Start also what the answers allow: the look at the website and the mail
 * domain that somebody declared.
 */
void gather_declared(struct gather *g, const struct session *s,
                     const struct answers *answers);

/*
 * Wait for them, with progress when it lasts. INCOMPLETE when a fact could
 * not be read by accident; the facts are there all the same. INTERRUPTED
 * when somebody asked to stop.
 */
enum ending gather_finish(struct gather *g, const struct session *s,
                          struct facts *f);

/* Give the probes up instead. */
void gather_stop(struct gather *g);

#endif
