/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_INLET_H
#define COORDINATOR_INLET_H

#include "core/err.h"

#include <stdbool.h>

/* Where visitors come in. */
struct inlet {
	int socket;     /* listening, closed by inlet_close(); -1 for none */
	bool local;     /* nobody from another machine can reach it */
	char path[108]; /* of a Unix socket, removed at the end; "" for TCP */
	unsigned port;  /* that it got, of TCP */
};

/*
 * Listen at "127.0.0.1:8080", "[::1]:8080" or "unix:/run/x.sock"; port 0 is
 * any. What a service that ended badly left at the path is replaced, one that
 * still answers is not.
 */
bool inlet_open(struct inlet *in, const char *where, struct err *e);
void inlet_close(struct inlet *in);

#endif
