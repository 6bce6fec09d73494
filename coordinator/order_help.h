/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_ORDER_HELP_H
#define COORDINATOR_ORDER_HELP_H

#include "coordinator/order.h"
#include "core/buf.h"

/* Append the help of one command, or of all when it is NULL. */
void order_help_write(struct buf *out, const struct order *order,
                      uint64_t options, enum lang lang);

/* The words about a command: "store move" and "" give "order-store-move". */
const char *order_help_words(const struct order *order, const char *ending,
                             enum lang lang);

#endif
