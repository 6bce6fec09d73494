/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_NETWORK_TABLE_H
#define AGENT_NETWORK_TABLE_H

#include "checks/facts.h"
#include "core/buf.h"
#include "report/document.h"

/*
 * Append what a document says of the network for somebody at a terminal of
 * width columns: the ranges, each device with its names and ports, and in
 * plain words with its code whatever the rules saw on it. Where the look
 * failed, why, as the facts f that the document was made of know it.
 */
void network_table_write(struct buf *out, const struct document *d,
                         const struct facts *f, size_t width);

#endif
