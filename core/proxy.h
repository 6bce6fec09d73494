/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_PROXY_H
#define CORE_PROXY_H

#include <stdbool.h>

/*
 * The proxy that this system wants requests to go through, as "host:port" or
 * with "http://" before it; NULL when it wants none for that host. scheme is
 * "http" or "https". Belongs to the system: copy it to keep it.
 */
const char *proxy_find(const char *scheme, const char *host);

/* Whether a list such as "localhost,.mairie.lan,*" leaves host out. */
bool proxy_leaves_out(const char *list, const char *host);

#endif
