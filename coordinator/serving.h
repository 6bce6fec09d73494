/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_SERVING_H
#define COORDINATOR_SERVING_H

#include "coordinator/order.h"

#include <stdbool.h>

/*
 * Run the service on the line's state, store and address until it is asked to
 * end. demo: the region is a throw-away one, and whoever comes in by /demo is
 * its visitor.
 */
enum order_ending serving_run(struct order_line *line, bool demo);

#endif
