/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_OUTSIDE_OWNER_H
#define CHECKS_PROBE_NET_OUTSIDE_OWNER_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The part of a host name that somebody registered: "mairie.fr" in
 * "www.mairie.fr", "club.asso.fr" in "www.club.asso.fr". Points into host.
 */
const char *owner_find(const char *host);

/* Whether two hosts are under the same registered name. */
bool owner_same(const char *a, const char *b);

/* Whether host is, or is under, one of the names of a list. */
bool owner_listed(const char *host, const char *const *list, size_t count);

#endif
