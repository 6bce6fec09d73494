/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/autologin.h"

#include "checks/probe/linux/keyfile.h"
#include "core/text.h"

#include <string.h>

/* How one manager of screens says who comes in by himself. */
struct manager {
	const char *name;     /* of its program */
	const char *program;  /* it is installed where this exists */
	const char *files[6]; /* patterns; the later wins */
	const char *group;    /* begins like this; NULL: any */
	const char *user;     /* key that names who */
	const char *on;       /* key that must be true, or NULL */
};

static const struct manager managers[] = {
	{ "gdm3",
	  "/usr/sbin/gdm3",
	  { "/etc/gdm3/daemon.conf", "/etc/gdm3/custom.conf" },
	  "daemon",
	  "AutomaticLogin",
	  "AutomaticLoginEnable" },
	{ "gdm",
	  "/usr/sbin/gdm",
	  { "/etc/gdm/custom.conf" },
	  "daemon",
	  "AutomaticLogin",
	  "AutomaticLoginEnable" },
	{ "gdm3",
	  "/usr/sbin/gdm3",
	  { "/etc/gdm3/daemon.conf", "/etc/gdm3/custom.conf" },
	  "daemon",
	  "TimedLogin",
	  "TimedLoginEnable" },
	{ "lightdm",
	  "/usr/sbin/lightdm",
	  { "/usr/share/lightdm/lightdm.conf.d/*.conf",
	    "/etc/xdg/lightdm/lightdm.conf.d/*.conf",
	    "/etc/lightdm/lightdm.conf.d/*.conf", "/etc/lightdm/lightdm.conf" },
	  "Seat",
	  "autologin-user",
	  NULL },
	{ "sddm",
	  "/usr/bin/sddm",
	  { "/usr/lib/sddm/sddm.conf.d/*.conf", "/etc/sddm.conf.d/*.conf",
	    "/etc/sddm.conf" },
	  "Autologin",
	  "User",
	  NULL },
	{ "lxdm",
	  "/usr/sbin/lxdm",
	  { "/etc/lxdm/default.conf", "/etc/lxdm/lxdm.conf" },
	  "base",
	  "autologin",
	  NULL },
	{ "nodm",
	  "/usr/sbin/nodm",
	  { "/etc/default/nodm" },
	  NULL,
	  "NODM_USER",
	  "NODM_ENABLED" },
	{ "greetd",
	  "/usr/sbin/greetd",
	  { "/etc/greetd/config.toml" },
	  "initial_session",
	  "user",
	  NULL },
};

struct reading {
	const struct probe_context *c;
	struct arena *arena;
	const struct manager *manager;
	const char *user; /* who is named, NULL nobody */
	bool on;
	const char *where; /* the file that named him */
	enum tree_result worst;
	const char *bad; /* the file that could not be read */
};

static void note(struct reading *r, enum tree_result found, const char *path)
{
	if (found == TREE_ABSENT || found <= r->worst)
		return;
	r->worst = found;
	r->bad = arena_strdup(r->arena, path);
}

static bool is_true(const char *value)
{
	return text_same(value, "true") || text_same(value, "yes") ||
	       strcmp(value, "1") == 0;
}

static void take(struct reading *r, const struct keyfile *k, const char *path)
{
	const struct manager *m = r->manager;

	if (m->group && !text_begins(k->group, m->group))
		return;
	if (m->user && strcmp(k->key, m->user) == 0) {
		r->user = *k->value && strcmp(k->value, "\"\"") != 0 ? k->value
		                                                     : NULL;
		r->where = arena_strdup(r->arena, path);
	} else if (m->on && strcmp(k->key, m->on) == 0) {
		r->on = is_true(k->value);
	}
}

static bool read_file(void *ctx, const char *path)
{
	struct reading *r = ctx;
	struct keyfile k;
	char *text;

	note(r, tree_text(r->c, path, r->arena, &text), path);
	keyfile_init(&k, text);
	while (keyfile_next(&k))
		take(r, &k, path);
	return true;
}

/* The one that systemd or Debian starts; "" when no file says which. */
static const char *chosen(const struct probe_context *c, struct arena *a)
{
	char target[TREE_PATH];
	char *text;
	char *slash;

	if (tree_link(c, "/etc/systemd/system/display-manager.service",
	              target) == TREE_OK) {
		slash = strrchr(target, '/');
		text = arena_strdup(a, slash ? slash + 1 : target);
		if (text && text_ends(text, ".service"))
			text[strlen(text) - strlen(".service")] = '\0';
		return text ? text : "";
	}
	if (tree_text(c, "/etc/X11/default-display-manager", a, &text) ==
	    TREE_OK) {
		text = text_trim(text);
		slash = strrchr(text, '/');
		return slash ? slash + 1 : text;
	}
	return "";
}

static bool managed(struct reading *r, const struct manager *m)
{
	r->manager = m;
	r->user = NULL;
	r->on = m->on == NULL;
	for (size_t i = 0; i < sizeof(m->files) / sizeof(m->files[0]); i++)
		if (m->files[i])
			note(r, tree_glob(r->c, m->files[i], read_file, r),
			     m->files[i]);
	return r->user && r->on;
}

/* A console's service that names who comes in: ExecStart=agetty -a USER. */
static bool read_getty(void *ctx, const char *path)
{
	struct reading *r = ctx;
	struct keyfile k;
	char *text;

	note(r, tree_text(r->c, path, r->arena, &text), path);
	keyfile_init(&k, text);
	while (keyfile_next(&k)) {
		if (strcmp(k.group, "Service") != 0 ||
		    strcmp(k.key, "ExecStart") != 0)
			continue;
		if (strstr(k.value, "--autologin") || strstr(k.value, " -a ")) {
			r->user = k.value;
			r->where = arena_strdup(r->arena, path);
		}
	}
	return true;
}

enum tree_result autologin_read(const struct probe_context *c, struct arena *a,
                                bool *out, const char **where)
{
	static const char *const getty[] = {
		"/etc/systemd/system/*getty@*.service.d/*.conf",
		"/etc/systemd/system/console-getty.service.d/*.conf",
		"/etc/systemd/system/*getty@*.service",
		"/etc/systemd/system/getty.target.wants/*getty@*.service",
	};
	struct reading r = { .c = c, .arena = a };
	const char *only = chosen(c, a);

	*out = false;
	for (size_t i = 0; i < sizeof(managers) / sizeof(managers[0]); i++)
		if (tree_exists(c, managers[i].program) &&
		    (!*only || strcmp(only, managers[i].name) == 0) && !*out)
			*out = managed(&r, &managers[i]);
	r.user = NULL;
	for (size_t i = 0; i < sizeof(getty) / sizeof(getty[0]) && !*out; i++) {
		note(&r, tree_glob(c, getty[i], read_getty, &r), getty[i]);
		*out = r.user != NULL;
	}
	*where = *out ? r.where : r.bad;
	return *out ? TREE_OK : r.worst;
}
