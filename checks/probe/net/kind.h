/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_KIND_H
#define CHECKS_PROBE_NET_KIND_H

#include "checks/baseline.h"
#include "checks/probe/net/sight.h"

/*
 * Say what kind each device is, by all that is known of it and the baseline's
 * rules (struct device_rule): its hints of one sort count once, those of
 * several sorts together, and what speaks for another kind against it. What
 * the sweep was certain of stays; what is not told apart is left unknown. The
 * kinds are the baseline's texts, or static.
 */
void kind_judge(struct sight *s, const struct baseline *b);

#endif
