/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_SERVICE_H
#define CHECKS_PROBE_WINDOWS_SERVICE_H

#include "checks/facts.h"
#include "core/arena.h"

#include <stdbool.h>

/* How a service of Windows starts. */
enum service_start {
	SERVICE_STARTS_UNKNOWN,
	SERVICE_STARTS_ITSELF, /* with the machine, at once or later */
	SERVICE_STARTS_ASKED,  /* when something wants it */
	SERVICE_STARTS_NEVER   /* disabled */
};

struct service {
	const char *name; /* not the one that is shown, which is localised */
	enum service_start start;
	enum tri running;
};

/*
 * Look a service up by its name; capitals do not count. KNOWN, ABSENT, DENIED
 * or FAILED. The name is not copied.
 */
enum fact_state service_find(const char *name, struct service *out);

/*
 * Call each(ctx, s) for every service whose name fits the pattern, where a *
 * stands for any characters, until it returns false.
 */
enum fact_state service_match(const char *pattern,
                              bool (*each)(void *ctx, const struct service *s),
                              void *ctx);

#endif
