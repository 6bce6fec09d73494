/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/probe.h"

/*
 * Every probe of the network. A new one adds its line here and its file
 * beside; its wanted() says whether somebody agreed to it.
 */
/* clang-format off */
#define PROBES(X) \
	X(lan) \
	X(outside)
/* clang-format on */

#define DECLARE(name) extern const struct probe probe_##name;
PROBES(DECLARE)

#define LIST(name) &probe_##name,
static const struct probe *const probes[] = { PROBES(LIST) NULL };

const struct probe *const *net_list(size_t *count)
{
	*count = sizeof(probes) / sizeof(probes[0]) - 1;
	return probes;
}
