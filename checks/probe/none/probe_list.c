/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/probe.h"

/* A system that nobody has written probes for: every fact stays unasked. */
const struct probe *const *probe_list(size_t *count)
{
	static const struct probe *const none[] = { NULL };

	*count = 0;
	return none;
}
