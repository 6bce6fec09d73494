/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_APT_CONF_H
#define CHECKS_PROBE_LINUX_APT_CONF_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes that a name and a value of apt.conf(5) are cut to. */
#define APT_CONF_TEXT 256

/*
 * Read len bytes of apt.conf(5): each(ctx, name, value) for every setting in
 * the order of the file, so that the last one wins. Scopes are spelt out
 * ("APT::Periodic::Enable"); an item of a list has the list's name and "::"
 * behind it. The value is NULL for "#clear NAME". Includes are not followed.
 * Names are as written; apt compares them without case.
 */
void apt_conf_parse(const char *text, size_t len,
                    void (*each)(void *ctx, const char *name,
                                 const char *value),
                    void *ctx);

/* Whether apt reads a file of that name in apt.conf.d. */
bool apt_conf_reads(const char *name);

#endif
