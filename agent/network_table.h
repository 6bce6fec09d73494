/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_NETWORK_TABLE_H
#define AGENT_NETWORK_TABLE_H

#include "checks/facts.h"
#include "core/buf.h"
#include "core/lang.h"

#include <stdint.h>

/*
 * Append what facts say of the network for somebody at a terminal of width
 * columns: the ranges, each device with its names and ports, and what it
 * shows of itself in plain words with its code. Certificates are judged at
 * time now. Where the look failed, why.
 */
void network_table_write(struct buf *out, const struct facts *f, int64_t now,
                         enum lang lang, size_t width);

#endif
