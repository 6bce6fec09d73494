/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_PROXY_H
#define CORE_PROXY_H

#include <stdbool.h>

/*
 * The proxy that this system wants requests to go through, as "host:port" or
 * with "http://" before it; NULL when it wants none for that host. scheme is
 * "http" or "https". The environment comes first, then what Windows is set to;
 * to find that out may take ten seconds, once. Belongs to the system: copy it
 * to keep it.
 */
const char *proxy_find(const char *scheme, const char *host);

/*
 * Whether this user may sign in at a proxy by being logged on: one that
 * proxy_find() has from the settings of the system. One that the environment
 * names, or that the network itself proposed, gets no proof of who asks.
 */
bool proxy_session(const char *proxy);

#endif
