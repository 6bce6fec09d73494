/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_XFCONF_H
#define CHECKS_PROBE_LINUX_XFCONF_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A value of a channel of Xfce, the XML of ~/.config/xfce4/xfconf/: property
 * "/lock/enabled" of len bytes of it, written to out. False when it is not
 * there or does not fit.
 */
bool xfconf_find(const char *xml, size_t len, const char *property, char *out,
                 size_t size);

#endif
