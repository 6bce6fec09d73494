/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_SIGHT_H
#define CHECKS_PROBE_LINUX_SIGHT_H

#include "checks/facts.h"
#include "checks/probe/linux/tree.h"

/* What can be seen of the hardware, or of what stands in for it. */

/* The first word of a small file, cut to the place it has. */
enum tree_result sight_word(const struct probe_context *c, const char *path,
                            char out[128]);

/* Whether something matches one of the patterns. */
bool sight_any(const struct probe_context *c, const char *const *pattern,
               size_t count);

/* Whether it can be carried away: its chassis, else its battery. */
enum tri sight_laptop(const struct probe_context *c);

/* Whether it is a virtual machine or a container. */
enum tri sight_virtual(const struct probe_context *c);

/* Whether something keeps the running kernel's clock in step. */
enum tri sight_synchronized(void);

#endif
