/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_GVDB_H
#define CHECKS_PROBE_LINUX_GVDB_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A value of a GVDB file, the form that dconf keeps settings in
 * (~/.config/dconf/user), by its whole path: "/org/gnome/x/key". Written to
 * out as text: a string as it is, "true" or "false", an integer in decimal,
 * a list of strings one a line. False when it is not there, is of another
 * type, does not fit, or the file is damaged. data may be anything.
 */
bool gvdb_find(const void *data, size_t len, const char *key, char *out,
               size_t size);

#endif
