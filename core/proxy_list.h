/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_PROXY_LIST_H
#define CORE_PROXY_LIST_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Lists of proxies as Windows keeps them ("WINHTTP_PROXY_INFO",
 * "INTERNET_PROXY_INFO"). Pure; a script of a stranger may have written them.
 */

/* Bytes of a proxy: "https://", a name, a port. */
#define PROXY_LIST_TEXT 300

/*
 * The first proxy for requests of scheme, "http" or "https", in a list such
 * as "srv:8080" or "http=srv:8080;https=srv:8443", as libcurl takes it. False
 * when it names none.
 */
bool proxy_list_find(const char *list, const char *scheme,
                     char out[PROXY_LIST_TEXT]);

/*
 * Whether a list such as "<local>;*.mairie.lan;10.*" wants requests to go to
 * host without a proxy. This machine itself never needs one.
 */
bool proxy_list_leaves_out(const char *list, const char *scheme,
                           const char *host);

#endif
