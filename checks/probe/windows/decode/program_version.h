/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_DECODE_PROGRAM_VERSION_H
#define CHECKS_PROBE_WINDOWS_DECODE_PROGRAM_VERSION_H

#include "checks/baseline.h"

#define PROGRAM_VERSION 64 /* bytes of a version */

/*
 * The version of a program by which its maker's dates go: the one that
 * Windows lists, or, when the baseline has no date for that, "8.0" of Java's
 * "1.8.0", or the year in its name: "2014" of "Microsoft SQL Server 2014
 * (64-bit)", whose own version is 12. version may be NULL. "": none.
 */
void program_version(char out[PROGRAM_VERSION], const struct baseline *b,
                     const char *product, const char *version,
                     const char *name);

#endif
