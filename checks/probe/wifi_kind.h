/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WIFI_KIND_H
#define CHECKS_PROBE_WIFI_KIND_H

#include <stddef.h>

/* How well a network is guarded, "open" being 0; unknown kinds are last. */
size_t wifi_kind_strength(const char *security);

#endif
