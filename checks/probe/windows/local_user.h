/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_LOCAL_USER_H
#define CHECKS_PROBE_WINDOWS_LOCAL_USER_H

#include "checks/facts.h"
#include "core/arena.h"

#include <stddef.h>
#include <stdint.h>

/* Accounts that every Windows has (MS-SAMR 3.1.4.2). */
#define LOCAL_USER_ADMINISTRATOR 500
#define LOCAL_USER_GUEST         501
#define LOCAL_USER_FIRST         1000 /* of those that people made */

/* An account of this machine, not of its domain. */
struct local_user {
	const char *name;
	int64_t rid;
	uint32_t flags; /* UF_... of lmaccess.h */
};

struct local_users {
	const struct local_user *row;
	size_t count;
	enum fact_state state; /* KNOWN when they are all there */
	const char *why;       /* why not */
};

/* List them, in a; every user may. */
void local_user_list(struct local_users *out, struct arena *a);

/* Whether the guest's account is open to visitors; unknown if not listed. */
enum tri local_user_guest(const struct local_users *in);

#endif
