/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_SEND_H
#define AGENT_SEND_H

#include "agent/ending.h"
#include "agent/folder.h"
#include "agent/session.h"

/*
 * "garde send": what is new in the folder of results, or one document, is
 * reduced, shown, and after a yes sealed and put into the outbox; then all
 * that waits there is handed over. WAITING when something still waits,
 * REFUSED when the coordinator's service will not have it.
 */
enum ending send_run(struct session *s);

/*
 * Try again what waits in that folder of results and is due, as somebody
 * agreed before. Tells what came of it, and nothing when nothing is due.
 */
void send_later(struct session *s, struct folder *f);

#endif
