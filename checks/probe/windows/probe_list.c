/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/probe.h"

#define PROBE(name) extern const struct probe probe_##name;
#include "checks/probe/windows/probe_list.def"
#undef PROBE

#define PROBE(name) &probe_##name,
static const struct probe *const probes[] = {
#include "checks/probe/windows/probe_list.def"
	NULL
};
#undef PROBE

const struct probe *const *probe_list(size_t *count)
{
	*count = sizeof(probes) / sizeof(probes[0]) - 1;
	return probes;
}
