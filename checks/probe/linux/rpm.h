/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_RPM_H
#define CHECKS_PROBE_LINUX_RPM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Tags of a package's heading (rpm's rpmtag.h). */
#define RPM_NAME    1000u
#define RPM_VERSION 1001u
#define RPM_VENDOR  1011u

/*
 * Copy the text of a tag out of a heading as rpm keeps it in its database:
 * len bytes that may be hostile. Cut to size, control characters become
 * spaces. False when the heading has no such text.
 */
bool rpm_text(const unsigned char *heading, size_t len, uint32_t tag, char *out,
              size_t size);

#endif
