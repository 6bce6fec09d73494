/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_DCONF_H
#define CHECKS_PROBE_LINUX_DCONF_H

#include "checks/probe/linux/user.h"

/*
 * A setting of GNOME and its kin for an account: what the administrator
 * locked, else what the account chose, else the administrator's default, else
 * the distribution's. Written to out as text, as gvdb_find() does.
 * TREE_ABSENT when nobody chose and the program's own default is in force;
 * TREE_DENIED when the account's choices cannot be read.
 */
enum tree_result dconf_find(const struct probe_context *c, const struct user *u,
                            const char *schema, const char *key, char *out,
                            size_t size);

/* The same for true or false, and for a number; by default in neither case. */
enum tree_result dconf_bool(const struct probe_context *c, const struct user *u,
                            const char *schema, const char *key, bool *out);
enum tree_result dconf_int(const struct probe_context *c, const struct user *u,
                           const char *schema, const char *key, int64_t *out);

#endif
