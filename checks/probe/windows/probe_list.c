/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/probe.h"

/*
 * Every probe of Windows, slowest first so that they end together. A new one
 * adds its line here, all ending alike, and its file beside.
 */
/* clang-format off */
#define PROBES(X)      \
	X(software)    \
	X(share)       \
	X(certificate) \
	X(office)
	X(share) \
	X(remote)
/* clang-format on */

#define DECLARE(name) extern const struct probe probe_##name;
PROBES(DECLARE)

#define LIST(name) &probe_##name,
static const struct probe *const probes[] = { PROBES(LIST) NULL };

const struct probe *const *probe_list(size_t *count)
{
	*count = sizeof(probes) / sizeof(probes[0]) - 1;
	return probes;
}
