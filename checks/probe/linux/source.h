/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_SOURCE_H
#define CHECKS_PROBE_LINUX_SOURCE_H

#include "checks/probe/linux/tree.h"
#include "checks/probe/source.h"

/*
 * The files under the root of c, which must stay while it is used: as
 * tree_read() and tree_glob().
 */
struct source source_tree(const struct probe_context *c);

#endif
