/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/desktop.h"
#include "checks/probe/linux/know.h"
#include "checks/probe/linux/xfconf.h"
#include "checks/probe/probe.h"

#include <string.h>

/*
 * Xfce starts the autorun program of a stick after one question when the
 * account asked for it; the other desktops we know always ask what to do, or
 * do nothing.
 */
static enum tree_result xfce_autorun(const struct probe_context *c,
                                     const struct user *u, bool *out)
{
	enum tree_result found;
	char path[TREE_PATH];
	char value[16];
	struct buf xml;

	*out = false;
	if (!tree_path(path,
	               "%s/.config/xfce4/xfconf/xfce-perchannel-xml/"
	               "thunar-volman.xml",
	               u->home))
		return TREE_FAILED;
	buf_init(&xml, TREE_CAP);
	found = tree_read(c, path, &xml);
	if (found == TREE_OK && xml.len > 0)
		*out = xfconf_find(xml.data, xml.len, "/autorun/enabled", value,
		                   sizeof(value)) &&
		       strcmp(value, "true") == 0;
	buf_clear(&xml);
	return found == TREE_ABSENT ? TREE_OK : found;
}

static void usb_read(const struct probe_context *c, struct facts *f,
                     struct arena *a)
{
	struct fact_bool *autorun = &f->usb_autorun;
	enum tree_result found = TREE_OK;
	const struct user *u;
	struct desktops d;
	struct users users;
	bool on = false;

	user_list(c, a, &users);
	u = user_daily(&users, c->user);
	desktop_list(c, u, a, &d);
	if (!d.any) {
		know_not(&autorun->fact, FACT_ABSENT,
		         "no desktop is installed");
		return;
	}
	if (d.installed[DESKTOP_OTHER] &&
	    (!d.known || d.used == DESKTOP_OTHER)) {
		know_not(&autorun->fact,
		         d.known ? FACT_UNSUPPORTED : FACT_FAILED,
		         d.known ? "this desktop's settings are not read"
		                 : "the desktop in use is not known");
		return;
	}
	if (d.installed[DESKTOP_XFCE] && (!d.known || d.used == DESKTOP_XFCE))
		found = u ? xfce_autorun(c, u, &on) : TREE_FAILED;
	if (found == TREE_OK)
		know_bool(autorun, on);
	else
		know_not(&autorun->fact, tree_fact(found),
		         "cannot read the account's settings");
}

const struct probe probe_usb = { .area = "usb",
	                         .deadline = 3000,
	                         .read = usb_read };
