/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_PROXY_ENV_H
#define CORE_PROXY_ENV_H

#include <stdbool.h>

/*
 * The proxy that the environment names for requests of scheme, "http" or
 * "https", to host; NULL when it names none. *straight: it wants this host to
 * be gone to without any.
 */
const char *proxy_env_find(const char *scheme, const char *host,
                           bool *straight);

/* Whether a list such as "localhost,.mairie.lan,*" leaves host out. */
bool proxy_env_leaves_out(const char *list, const char *host);

#endif
