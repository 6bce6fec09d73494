/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/desktop.h"

#include "checks/probe/linux/keyfile.h"
#include "checks/probe/linux/process.h"
#include "core/text.h"

#include <string.h>

/* How a session's name begins, for each desktop. */
static const struct {
	const char *begins;
	enum desktop desktop;
} sessions[] = {
	{ "gnome", DESKTOP_GNOME },       { "ubuntu", DESKTOP_GNOME },
	{ "plasma", DESKTOP_KDE },        { "kde", DESKTOP_KDE },
	{ "xfce", DESKTOP_XFCE },         { "xubuntu", DESKTOP_XFCE },
	{ "cinnamon", DESKTOP_CINNAMON }, { "mate", DESKTOP_MATE },
};

/* The program that a running session cannot do without. */
static const struct {
	const char *process;
	enum desktop desktop;
} shells[] = {
	{ "gnome-shell", DESKTOP_GNOME },  { "plasmashell", DESKTOP_KDE },
	{ "xfce4-session", DESKTOP_XFCE }, { "cinnamon", DESKTOP_CINNAMON },
	{ "mate-session", DESKTOP_MATE },
};

static enum desktop of_session(const char *name)
{
	for (size_t i = 0; i < sizeof(sessions) / sizeof(sessions[0]); i++)
		if (text_begins(name, sessions[i].begins))
			return sessions[i].desktop;
	return DESKTOP_OTHER;
}

static bool add_session(void *ctx, const char *path)
{
	struct desktops *out = ctx;
	const char *name = strrchr(path, '/') + 1;

	/* Debian's "default Xsession" is whichever is there */
	if (strcmp(name, "lightdm-xsession.desktop") == 0)
		return true;
	out->installed[of_session(name)] = true;
	out->any = true;
	return true;
}

static bool running(const struct probe_context *c, const struct user *u,
                    struct arena *a, enum desktop *out)
{
	struct processes p;

	process_list(c, a, &p);
	for (size_t i = 0; i < p.count; i++)
		for (size_t j = 0; j < sizeof(shells) / sizeof(shells[0]);
		     j++) {
			struct tree_stat st;
			char path[TREE_PATH];

			if (strcmp(p.row[i].name, shells[j].process) != 0 ||
			    !tree_path(path, "/proc/%lld",
			               (long long)p.row[i].pid) ||
			    tree_stat(c, path, &st) != TREE_OK ||
			    st.owner != u->uid)
				continue;
			*out = shells[j].desktop;
			return true;
		}
	return false;
}

/* What the screen's manager remembers of the last session. */
static bool chosen(const struct probe_context *c, const struct user *u,
                   struct arena *a, enum desktop *out)
{
	char paths[2][TREE_PATH];
	struct keyfile k;
	char *text;

	if (!tree_path(paths[0], "/var/lib/AccountsService/users/%s",
	               u->name) ||
	    !tree_path(paths[1], "%s/.dmrc", u->home))
		return false;
	for (size_t i = 0; i < 2; i++) {
		tree_text(c, paths[i], a, &text);
		keyfile_init(&k, text);
		while (keyfile_next(&k)) {
			if ((strcmp(k.key, "Session") != 0 &&
			     strcmp(k.key, "XSession") != 0) ||
			    !*k.value)
				continue;
			*out = of_session(k.value);
			return true;
		}
	}
	return false;
}

static bool only(const struct desktops *d, enum desktop *out)
{
	size_t count = 0;

	for (int i = 0; i < DESKTOP_COUNT; i++)
		if (d->installed[i]) {
			*out = (enum desktop)i;
			count++;
		}
	return count == 1;
}

void desktop_list(const struct probe_context *c, const struct user *u,
                  struct arena *a, struct desktops *out)
{
	memset(out, 0, sizeof(*out));
	tree_glob(c, "/usr/share/xsessions/*.desktop", add_session, out);
	tree_glob(c, "/usr/share/wayland-sessions/*.desktop", add_session, out);
	if (!out->any || !u)
		return;
	out->known = running(c, u, a, &out->used) ||
	             chosen(c, u, a, &out->used) || only(out, &out->used);
}
