/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_PROBE_H
#define CHECKS_PROBE_PROBE_H

#include "checks/baseline.h"
#include "checks/facts.h"
#include "checks/probe/lan_plan.h"
#include "core/arena.h"
#include "core/err.h"

#include <stdbool.h>
#include <stdint.h>

/* What a probe may know besides what it reads. */
struct probe_context {
	const char *root; /* put before every path; "" on the live machine */
	int64_t now;      /* time */
	const struct baseline *baseline; /* lists of products to look for */
	int64_t user;     /* uid that the facts are about: the daily account */
	bool live;        /* root is this very machine: programs may be run */
	const char *area; /* read this one only; NULL: all */
	const struct lan_plan *lan; /* NULL: nobody agreed to a look */
	const char *site;  /* the commune's own website, plain host name, and */
	const char *mail;  /* the domain of its mail; NULL: not to be asked */
	const char *roots; /* as in a lan_plan, for the look outside */
};

/*
 * Reads one area of the machine. One file in checks/probe/<system>/ defines
 * one of these and exports nothing else.
 */
struct probe {
	const char *area;  /* fills the facts named "area.*" */
	unsigned deadline; /* milliseconds */

	/*
	 * Fill the area's facts. What cannot be read is a state of the fact
	 * with its reason. Texts and rows live in a. Never fails: facts left
	 * UNASKED are given up by the caller.
	 */
	void (*read)(const struct probe_context *c, struct facts *f,
	             struct arena *a);
	const char *const *more_rights; /* NULL-ended facts that root adds */

	/*
	 * Whether there is anything to do: what needs an agreement looks for
	 * it here. NULL: always. Facts of a probe that is not wanted stay
	 * UNASKED.
	 */
	bool (*wanted)(const struct probe_context *c);
};

/* The probes of this system; static. */
const struct probe *const *probe_list(size_t *count);

/* The probes of the network, which run only when wanted; static. */
const struct probe *const *net_list(size_t *count);

/*
 * Read one area here and now. What memory was short for is told as FAILED:
 * the row that is missing may be the one that matters.
 */
void probing_read(const struct probe *probe, const struct probe_context *c,
                  struct facts *f, struct arena *a);

/* Probes that are at work. */
struct probing;

/*
 * Start every probe of this system and those of the network that are wanted,
 * each in a worker of its own. c must stay where it is until probing_finish(),
 * and the texts and the baseline that it leads to also as long as
 * worker_left_behind(). NULL and e on failure.
 */
struct probing *probing_start(const struct probe_context *c, struct err *e);

/* Start what c, having changed since, wants now and did not want before. */
void probing_add(struct probing *p);

/* How far the probes are. */
struct probing_progress {
	const char *waiting; /* an area that is waited for, or NULL */
	size_t done;         /* probes that have ended, of total */
	size_t total;
};

/* Whether all have ended, and how far they are. */
bool probing_done(struct probing *p, struct probing_progress *out);

/*
 * Wait, read the facts into f (texts in a) and free p. A probe that failed
 * leaves its facts FAILED. Facts that no probe of this system reads are
 * UNSUPPORTED or stay UNASKED (the network's).
 */
bool probing_finish(struct probing *p, struct facts *f, struct arena *a,
                    struct err *e);

/* Give all probes up, whatever they are at, and free p. */
void probing_stop(struct probing *p);

#endif
