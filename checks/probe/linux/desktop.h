/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_DESKTOP_H
#define CHECKS_PROBE_LINUX_DESKTOP_H

#include "checks/probe/linux/user.h"

/* The desktops whose settings we know how to read. */
enum desktop {
	DESKTOP_GNOME,
	DESKTOP_KDE,
	DESKTOP_XFCE,
	DESKTOP_CINNAMON,
	DESKTOP_MATE,
	DESKTOP_OTHER,
	DESKTOP_COUNT
};

struct desktops {
	bool installed[DESKTOP_COUNT];
	bool any;          /* a session on a screen can be opened at all */
	bool known;        /* used is the account's */
	enum desktop used; /* what runs now, was chosen, or is the only one */
};

/* The desktops of the machine and the one of an account (NULL: nobody's). */
void desktop_list(const struct probe_context *c, const struct user *u,
                  struct arena *a, struct desktops *out);

#endif
