/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/dconf.h"
#include "checks/probe/linux/desktop.h"
#include "checks/probe/linux/keyfile.h"
#include "checks/probe/linux/know.h"
#include "checks/probe/linux/xfconf.h"
#include "checks/probe/probe.h"
#include "core/text.h"

#include <string.h>

/* What a desktop's settings come to; starts as its own defaults. */
struct lock {
	bool on;
	int64_t delay; /* seconds of idleness until it locks; 0 never */
};

struct reading {
	const struct probe_context *c;
	const struct user *u;
	struct arena *arena;
};

/* The worse of two results, where an absent setting is its default. */
static void worsen(enum tree_result *worst, enum tree_result found)
{
	if (found != TREE_ABSENT && found > *worst)
		*worst = found;
}

/* Seconds, or no lock at all when the screen never falls asleep. */
static void conclude(struct lock *out, bool on, int64_t idle, int64_t more)
{
	out->on = on && idle > 0;
	out->delay =
	    out->on && idle < INT32_MAX && more >= 0 && more < INT32_MAX
		? idle + more
		: 0;
}

/* Defaults: gsettings-desktop-schemas 43 of Debian 12. */
static enum tree_result gnome(const struct reading *r, struct lock *out)
{
	enum tree_result worst = TREE_OK;
	int64_t idle = 300;
	int64_t more = 0;
	bool on = true;
	bool never = false;

	worsen(&worst, dconf_int(r->c, r->u, "org.gnome.desktop.session",
	                         "idle-delay", &idle));
	worsen(&worst, dconf_bool(r->c, r->u, "org.gnome.desktop.screensaver",
	                          "lock-enabled", &on));
	worsen(&worst, dconf_int(r->c, r->u, "org.gnome.desktop.screensaver",
	                         "lock-delay", &more));
	worsen(&worst, dconf_bool(r->c, r->u, "org.gnome.desktop.lockdown",
	                          "disable-lock-screen", &never));
	conclude(out, on && !never, idle, more);
	return worst;
}

/* Defaults: cinnamon-desktop 5.6 of Debian 12. */
static enum tree_result cinnamon(const struct reading *r, struct lock *out)
{
	enum tree_result worst = TREE_OK;
	int64_t idle = 300;
	int64_t more = 2;
	bool on = true;
	bool never = false;

	worsen(&worst, dconf_int(r->c, r->u, "org.cinnamon.desktop.session",
	                         "idle-delay", &idle));
	worsen(&worst,
	       dconf_bool(r->c, r->u, "org.cinnamon.desktop.screensaver",
	                  "lock-enabled", &on));
	worsen(&worst, dconf_int(r->c, r->u, "org.cinnamon.desktop.screensaver",
	                         "lock-delay", &more));
	worsen(&worst, dconf_bool(r->c, r->u, "org.cinnamon.desktop.lockdown",
	                          "disable-lock-screen", &never));
	conclude(out, on && !never, idle, more);
	return worst;
}

/* Defaults: mate-screensaver 1.26; both delays are minutes. */
static enum tree_result mate(const struct reading *r, struct lock *out)
{
	enum tree_result worst = TREE_OK;
	int64_t idle = 5;
	int64_t more = 0;
	bool on = true;
	bool active = true;

	worsen(&worst,
	       dconf_int(r->c, r->u, "org.mate.session", "idle-delay", &idle));
	worsen(&worst, dconf_bool(r->c, r->u, "org.mate.screensaver",
	                          "idle-activation-enabled", &active));
	worsen(&worst, dconf_bool(r->c, r->u, "org.mate.screensaver",
	                          "lock-enabled", &on));
	worsen(&worst, dconf_int(r->c, r->u, "org.mate.screensaver",
	                         "lock-delay", &more));
	if (idle < 0 || idle > INT32_MAX / 60 || more < 0 ||
	    more > INT32_MAX / 60)
		return TREE_FAILED;
	conclude(out, on && active, idle * 60, more * 60);
	return worst;
}

/* Defaults: kscreenlocker 5.27; minutes, and seconds of grace. */
static enum tree_result kde(const struct reading *r, struct lock *out)
{
	enum tree_result worst = TREE_OK;
	char paths[2][TREE_PATH];
	int64_t minutes = 5;
	int64_t grace = 5;
	bool on = true;

	if (!tree_path(paths[0], "/etc/xdg/kscreenlockerrc") ||
	    !tree_path(paths[1], "%s/.config/kscreenlockerrc", r->u->home))
		return TREE_FAILED;
	for (size_t i = 0; i < 2; i++) {
		struct keyfile k;
		char *text;

		worsen(&worst, tree_text(r->c, paths[i], r->arena, &text));
		keyfile_init(&k, text);
		while (keyfile_next(&k)) {
			if (!text_begins(k.group, "Daemon"))
				continue;
			if (strcmp(k.key, "Autolock") == 0)
				on = text_same(k.value, "true");
			else if (strcmp(k.key, "Timeout") == 0)
				text_int(k.value, 0, INT32_MAX / 60, &minutes);
			else if (strcmp(k.key, "LockGrace") == 0)
				text_int(k.value, 0, INT32_MAX, &grace);
		}
	}
	conclude(out, on, minutes * 60, grace);
	return worst;
}

static bool xfce_on(const struct buf *xml, const char *property)
{
	char value[16];

	return !xfconf_find(xml->data, xml->len, property, value,
	                    sizeof(value)) ||
	       strcmp(value, "false") != 0;
}

static int64_t xfce_minutes(const struct buf *xml, const char *property,
                            int64_t otherwise)
{
	char value[16];

	if (xfconf_find(xml->data, xml->len, property, value, sizeof(value)))
		text_int(value, 0, INT32_MAX / 60, &otherwise);
	return otherwise;
}

/* Defaults: xfce4-screensaver 4.16; other lockers are not read. */
static enum tree_result xfce(const struct reading *r, struct lock *out)
{
	enum tree_result found;
	char path[TREE_PATH];
	struct buf xml;

	if (!tree_exists(r->c, "/usr/bin/xfce4-screensaver")) {
		if (tree_exists(r->c, "/usr/bin/light-locker") ||
		    tree_exists(r->c, "/usr/bin/xscreensaver"))
			return TREE_FAILED;
		conclude(out, false, 0, 0);
		return TREE_OK;
	}
	if (!tree_path(path,
	               "%s/.config/xfce4/xfconf/xfce-perchannel-xml/"
	               "xfce4-screensaver.xml",
	               r->u->home))
		return TREE_FAILED;
	buf_init(&xml, TREE_CAP);
	found = tree_read(r->c, path, &xml);
	if (found <= TREE_ABSENT) {
		if (!xml.data)
			buf_str(&xml, " ");
		conclude(
		    out,
		    xfce_on(&xml, "/saver/enabled") &&
			xfce_on(&xml, "/saver/idle-activation/enabled") &&
			xfce_on(&xml, "/lock/enabled") &&
			xfce_on(&xml, "/lock/saver-activation/enabled"),
		    60 * xfce_minutes(&xml, "/saver/idle-activation/delay", 5),
		    60 * xfce_minutes(&xml, "/lock/saver-activation/delay", 0));
		found = TREE_OK;
	}
	buf_clear(&xml);
	return found;
}

static enum tree_result (*const readers[DESKTOP_COUNT])(const struct reading *r,
                                                        struct lock *out) = {
	[DESKTOP_GNOME] = gnome, [DESKTOP_KDE] = kde,
	[DESKTOP_XFCE] = xfce,   [DESKTOP_CINNAMON] = cinnamon,
	[DESKTOP_MATE] = mate,
};

static void screen_not(struct facts *f, enum fact_state state, const char *why)
{
	know_not(&f->screen_lock.fact, state, why);
	know_not(&f->screen_delay.fact, state, why);
}

static void screen_read(const struct probe_context *c, struct facts *f,
                        struct arena *a)
{
	struct reading r = { .c = c, .arena = a };
	enum tree_result found;
	struct lock lock = { false, 0 };
	struct desktops d;
	struct users users;

	user_list(c, a, &users);
	r.u = user_daily(&users, c->user);
	desktop_list(c, r.u, a, &d);
	if (!d.any) {
		screen_not(f, FACT_ABSENT, "no desktop is installed");
		return;
	}
	if (!r.u || !d.known) {
		screen_not(f, FACT_FAILED,
		           r.u ? "the desktop in use is not known"
		               : "the daily account is not known");
		return;
	}
	if (d.used == DESKTOP_OTHER) {
		screen_not(f, FACT_UNSUPPORTED,
		           "the lock of this desktop is not read");
		return;
	}
	found = readers[d.used](&r, &lock);
	if (found == TREE_OK) {
		know_bool(&f->screen_lock, lock.on);
		know_int(&f->screen_delay, lock.delay);
	} else {
		screen_not(f, tree_fact(found),
		           found == TREE_DENIED
		               ? "cannot read the account's settings"
		               : "the lock of this desktop is not known");
	}
}

const struct probe probe_screen = { .area = "screen",
	                            .deadline = 3000,
	                            .read = screen_read };
