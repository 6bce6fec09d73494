/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_DEBIAN_VERSION_H
#define CHECKS_PROBE_LINUX_DEBIAN_VERSION_H

#include <stddef.h>

/*
 * Order of two package versions by Debian Policy 5.6.12: negative when a is
 * older, 0 when they are the same, positive when a is newer. Any text has a
 * place in this order; it never fails.
 */
int debian_version_compare(const char *a, const char *b);

/*
 * Copy the version that the maker of the program gave it: without the epoch
 * before the colon and the revision after the last hyphen. Cut to size.
 */
void debian_version_upstream(char *out, size_t size, const char *version);

#endif
