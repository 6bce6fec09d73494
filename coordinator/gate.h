/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_GATE_H
#define COORDINATOR_GATE_H

#include "coordinator/inlet.h"

#include <stdbool.h>
#include <sys/socket.h>

/*
 * One thread that lets visitors in: it waits until the head of a request is
 * there, which costs nothing for those that are slow or idle, and refuses
 * what is unclear before anybody reads it.
 */
struct gate;

#define GATE_WAITING 2048        /* that have not said yet what they want */
#define GATE_HEAD    (16u << 10) /* bytes of a head */
#define GATE_MS      10000       /* for a head to be there */

/* Who takes the visitors in. Called from the gate's thread. */
struct gate_host {
	/* Whether there is room; else they are told to come back. */
	bool (*room)(void *ctx);
	/* The socket is the host's from now on, with the head unread. */
	void (*enter)(void *ctx, int socket, const struct sockaddr *address,
	              socklen_t len);
	/* A visitor was answered with a status at the gate. */
	void (*refused)(void *ctx, int status);
	void *ctx;
};

struct gate *gate_open(const struct inlet *inlet, const struct gate_host *host,
                       struct err *e);

/* Let nobody in any more. */
void gate_close(struct gate *gate);

#endif
