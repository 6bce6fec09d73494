/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_DECODE_RELEASE_H
#define CHECKS_PROBE_WINDOWS_DECODE_RELEASE_H

#include "checks/baseline.h"
#include "core/lang.h"

#include <stdbool.h>
#include <stdint.h>

#define RELEASE_NAME 96 /* bytes */

/* A Windows as the system tells of it. */
struct release {
	int64_t build;       /* 26100 */
	bool server;         /* by the type of product, not by a name */
	const char *edition; /* EditionID: "Core"; "" when not said */
	const char *display; /* DisplayVersion: "24H2"; "" when not said */
};

/*
 * "windows-11", "windows-10", "windows-server", and "windows" for those
 * before: by the build, since ProductName says "Windows 10" on Windows 11.
 */
const char *release_id(const struct release *r);

/*
 * What end dates go by: the build, or the display version of one that is
 * newer than the table of b. The build is written to out.
 */
const char *release_version(const struct release *r, const struct baseline *b,
                            char out[24]);

/* Its name as its maker says it: "Windows 11 Famille 24H2". */
void release_name(char out[RELEASE_NAME], const struct release *r,
                  const struct baseline *b, enum lang lang);

#endif
