/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_DECODE_PACKAGE_NAME_H
#define CHECKS_PROBE_WINDOWS_DECODE_PACKAGE_NAME_H

#include <stdbool.h>

#define PACKAGE_NAME 64 /* bytes of a part of such a name */

/* A program of the Store, as its full name says. */
struct package_name {
	char name[PACKAGE_NAME];    /* "Microsoft.OutlookForWindows" */
	char version[PACKAGE_NAME]; /* "1.2024.1111.100" */
};

/*
 * Take a full name apart: name, version, processor, resource and publisher
 * between underscores. False when it is none, or belongs to a language or a
 * scale of another one. learn.microsoft.com, "Package identity overview".
 */
bool package_name_parse(struct package_name *out, const char *full);

#endif
