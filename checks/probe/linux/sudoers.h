/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_SUDOERS_H
#define CHECKS_PROBE_LINUX_SUDOERS_H

#include "checks/probe/linux/source.h"
#include "core/arena.h"
#include "core/rows.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Who may do everything by sudo: the lines of sudoers(5) whose commands hold
 * ALL. Aliases of users are followed; hosts and tags are not looked at.
 */
struct sudoers {
	struct rows who; /* const char *: "user", "%group", "#1000", "ALL" */
	struct rows aliases;
	bool denied; /* an included file may not be read */
	bool cut;    /* or is too deep, too big, or there are too many */
};

/* Read len bytes of sudoers and what it includes; false without memory. */
bool sudoers_parse(struct sudoers *out, const char *text, size_t len,
                   const struct source *from, struct arena *a);

/*
 * Whether the account is among them, itself or by one of its groups, for
 * which member(ctx, name) is asked.
 */
bool sudoers_grant(const struct sudoers *s, const char *name, int64_t uid,
                   bool (*member)(void *ctx, const char *group), void *ctx);

#endif
