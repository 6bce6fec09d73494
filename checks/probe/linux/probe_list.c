/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/probe.h"

/*
 * Every probe of Linux, slowest first so that they end together. A new one
 * adds its line here and its file beside.
 */
/* clang-format off */
#define PROBES(X) \
	X(update) \
	X(certificate) \
	X(software) \
	X(backup) \
	X(remote) \
	X(share) \
	X(account) \
	X(ssh) \
	X(system) \
	X(screen) \
	X(usb) \
	X(disk) \
	X(office) \
	X(wifi) \
	X(listener) \
	X(firewall) \
	X(antivirus)
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
