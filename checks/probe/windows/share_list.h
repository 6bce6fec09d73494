/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_SHARE_LIST_H
#define CHECKS_PROBE_WINDOWS_SHARE_LIST_H

#include "checks/facts.h"
#include "checks/probe/windows/decode/share_right.h"
#include "core/arena.h"

/*
 * The folders that this machine offers, in a: as the server says, else as
 * the registry keeps them. *hidden: whether the server has C$ or ADMIN$.
 */
void share_list_read(const struct share_entrance *in, struct fact_shares *out,
                     enum tri *hidden, struct arena *a);

#endif
