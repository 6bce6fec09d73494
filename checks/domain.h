/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_DOMAIN_H
#define CHECKS_DOMAIN_H

#include "checks/baseline.h"

#include <stdbool.h>

#define DOMAIN_BYTES 254 /* longest name of RFC 1035, and the NUL */

/*
 * The domain in what a person typed: an e-mail address, a host name or the
 * address of a page. Lower case (ASCII), without the user, scheme, port and
 * path. False if there is none.
 */
bool domain_parse(const char *typed, char out[DOMAIN_BYTES]);

/* Whether it is, or is under, a domain that many unrelated people share. */
bool domain_public(const struct baseline *b, const char *domain);

#endif
