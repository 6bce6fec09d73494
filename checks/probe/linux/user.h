/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_USER_H
#define CHECKS_PROBE_LINUX_USER_H

#include "checks/probe/linux/tree.h"

/* An account of the machine: a line of /etc/passwd. */
struct user {
	const char *name;
	const char *password; /* second field: "x", "" or worse */
	int64_t uid;
	int64_t gid;
	const char *home;
	const char *shell;
	bool human; /* root is not; Debian: 1000 <= uid < 65534 */
	bool local; /* in /etc/passwd, not only a folder in /home */
};

struct users {
	const struct user *row; /* in the order of the file */
	size_t count;
};

/*
 * Every account of /etc/passwd, then the folders of /home whose owner is not
 * there: accounts of a directory (LDAP, Active Directory). Rows and texts
 * live in a. The result is that of reading /etc/passwd.
 */
enum tree_result user_list(const struct probe_context *c, struct arena *a,
                           struct users *out);

/* The account of that number, or NULL. */
const struct user *user_find(const struct users *u, int64_t uid);

/*
 * The account that is used every day, given who runs the program: himself,
 * but for root the only human there is, or root on a machine without any.
 * NULL when that is not known.
 */
const struct user *user_daily(const struct users *u, int64_t uid);

/* Whether files of this account may matter: a human's, or root's. */
bool user_keeps_files(const struct user *u);

#endif
