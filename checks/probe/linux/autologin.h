/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_AUTOLOGIN_H
#define CHECKS_PROBE_LINUX_AUTOLOGIN_H

#include "checks/probe/linux/tree.h"
#include "core/arena.h"

/*
 * Whether a session opens at start without a password, on a screen or on a
 * console. *out is the answer when TREE_OK; *where is then, or for any other
 * result, the file that says so or that cannot be read (in a, or NULL).
 */
enum tree_result autologin_read(const struct probe_context *c, struct arena *a,
                                bool *out, const char **where);

#endif
