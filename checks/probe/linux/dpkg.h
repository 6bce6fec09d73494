/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_DPKG_H
#define CHECKS_PROBE_LINUX_DPKG_H

#include "core/err.h"

#include <stdbool.h>

/* A package of dpkg's status file, or of a list of an archive. */
struct dpkg_package {
	char name[128];
	char version[128];
	char architecture[32];
	char status[64];      /* "install ok installed"; "" in a list */
	char maintainer[160]; /* "" when it has none */
};

/*
 * Call each(ctx, package) for every package of the file at path, until it
 * returns false. Values too long for their place are cut, which only a
 * damaged file needs. False and e when the file could not be read whole; some
 * packages may then have been seen.
 */
bool dpkg_read(const char *path,
               bool (*each)(void *ctx, const struct dpkg_package *p), void *ctx,
               struct err *e);

/* Whether the status says that the package's files are there. */
bool dpkg_installed(const struct dpkg_package *p);

#endif
