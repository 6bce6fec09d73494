/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_SECURITY_CENTER_H
#define CHECKS_PROBE_WINDOWS_SECURITY_CENTER_H

#include "checks/facts.h"
#include "checks/probe/windows/decode/product_state.h"
#include "core/arena.h"

#include <stddef.h>

/* What the Security Center of Windows knows; a server has none. */
enum security_sort { SECURITY_ANTIVIRUS, SECURITY_FIREWALL };

/* A product that told Windows of itself; those that are gone often stay. */
struct security_product {
	const char *name;
	struct product_state state;
};

struct security_products {
	const struct security_product *row;
	size_t count;
	const char *why; /* when it is not KNOWN */
};

/* The products of a sort, in a; within 5 seconds. */
enum fact_state security_center_list(enum security_sort sort, struct arena *a,
                                     struct security_products *out);

/* Whether the Security Center is content with that sort. */
enum tri security_center_good(enum security_sort sort);

#endif
