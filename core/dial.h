/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_DIAL_H
#define CORE_DIAL_H

#include "core/err.h"
#include "core/socket.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * One connection to one service, waited for; times are clock_ticks(). The
 * socket never blocks.
 */

/*
 * Connect to a port of a numeric address before that time; the socket, or
 * SOCKET_NONE and e. From then on a connection that breaks raises no signal
 * here.
 */
intptr_t dial_open(const char *address, int port, int64_t until, struct err *e);

/* Wait until it can be read (or written); false when the time has come. */
bool dial_wait(intptr_t socket, bool writing, int64_t until);

/* Send all of len bytes. */
bool dial_send(intptr_t socket, const char *data, size_t len, int64_t until,
               struct err *e);

/*
 * Read one line, ended in place without CR LF; longer ones than size - 1
 * are a failure. Byte by byte, so that nothing behind it is taken.
 */
bool dial_line(intptr_t socket, char *out, size_t size, int64_t until,
               struct err *e);

/* Close it. */
void dial_close(intptr_t socket);

#endif
