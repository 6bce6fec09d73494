/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_SASL_H
#define CHECKS_PROBE_NET_SASL_H

#include <stdbool.h>

/*
 * Whether a list of SASL mechanisms, with spaces between, has one that sends
 * the password as it is: PLAIN (RFC 4616) or LOGIN. A list may begin with
 * "=", as servers before RFC 4954 wrote it.
 */
bool sasl_clear(const char *list);

/* The words of a line behind key, or NULL when it does not begin with it. */
const char *sasl_list(const char *line, const char *key);

#endif
