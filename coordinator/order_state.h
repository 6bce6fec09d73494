/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_ORDER_STATE_H
#define COORDINATOR_ORDER_STATE_H

#include "coordinator/order.h"

#include <stdbool.h>

/*
 * Fill state and store of the line in: the folder that was named, else
 * $STATE_DIRECTORY, else that of the installed service, else one in the
 * current folder. Made when it is not there, for its owner alone.
 */
bool order_state_open(struct order_line *line, struct err *e);

/*
 * Whether the folder was named, or one that a service made is there. An
 * invitation into a store that nobody serves would lead nowhere.
 */
bool order_state_known(const struct order_line *line);

/*
 * Give what an administrator's command made in the service's folder to the
 * account of the service. Nothing for anybody else.
 */
void order_state_close(const struct order_line *line);

#endif
