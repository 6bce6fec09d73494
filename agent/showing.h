/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_SHOWING_H
#define AGENT_SHOWING_H

#include "agent/ending.h"
#include "agent/frontend.h"
#include "agent/session.h"
#include "agent/store.h"
#include "checks/facts.h"
#include "report/document.h"

#include <stdbool.h>

/* What a scan came to. */
struct showing {
	struct session *session;
	const struct frontend *frontend; /* NULL: nobody is there */
	const struct document *document; /* about this machine */
	const struct store_result *kept;
	const char *folder; /* of the results, or NULL */
	struct facts *facts;
	bool partial; /* of some points only */
	bool network; /* it was to be looked at */
};

/*
 * Show it: on the front end's last page until the person has enough of it,
 * else on the console and, where a person is there, on the desktop. What
 * could not be looked at is told too. BROKEN, and told, when that fails.
 */
enum ending showing_run(const struct showing *o);

#endif
