/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_SERVER_H
#define COORDINATOR_SERVER_H

#include "coordinator/inlet.h"
#include "coordinator/service.h"

/*
 * Speaks HTTP at an inlet: a thread for each visitor, who is answered once and
 * then the connection is closed. nginx stands in front, for TLS, limits and
 * slow visitors; what is unclear is refused here all the same.
 */
struct server;

/* Start; service, whose metrics must be there, and inlet outlive it. */
struct server *server_start(struct service *service, const struct inlet *inlet,
                            struct err *e);

/* Take nobody in any more, finish the answers that are under way, and stop. */
void server_stop(struct server *server);

#endif
