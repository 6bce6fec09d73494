/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_NOTIFY_H
#define COORDINATOR_NOTIFY_H

/*
 * Tell whoever started the service how it is, at $NOTIFY_SOCKET as systemd
 * defines it: "READY=1", "STOPPING=1". Nothing when nobody asked.
 */
void notify_send(const char *state);

#endif
