/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/remote_manner.h"

#include "checks/probe/assignment.h"
#include "checks/probe/linux/dconf.h"
#include "checks/probe/linux/keyfile.h"
#include "checks/probe/linux/know.h"
#include "core/text.h"

#include <string.h>

/* Products that enter alone by design, as soon as their service runs. */
static const char *const alone[] = {
	"dwservice",   "splashtop", "screenconnect", "simplehelp",
	"nomachine",   "logmein",   "meshagent",     "tacticalrmm",
	"ninjaone",    "atera",     "n-able",        "zoho-assist",
	"veyon",       "italc",     "realvnc",       "tigervnc",
	"tightvnc",    "turbovnc",  "x11vnc",        "wayvnc",
	"litemanager", "isl",
};

/* A key of a settings file that holds a standing password or permission. */
struct sign {
	const char *product;
	const char *file;  /* "~" is the daily account's home */
	const char *key;   /* begins like this, after blanks and "[type]" */
	const char *value; /* begins like this; NULL: not empty */
};

static const struct sign signs[] = {
	{ "anydesk", "/etc/anydesk/system.conf", "ad.anynet.pwd_hash", NULL },
	{ "anydesk", "/etc/anydesk/service.conf", "ad.anynet.pwd_hash", NULL },
	{ "anydesk", "/etc/anydesk/system.conf",
	  "ad.security.permission_profiles._unattended_access.pwd", NULL },
	{ "anydesk", "/etc/anydesk/service.conf",
	  "ad.security.permission_profiles._unattended_access.pwd", NULL },
	{ "teamviewer", "/etc/teamviewer/global.conf", "PermanentPassword",
	  NULL },
	{ "teamviewer", "/etc/teamviewer/global.conf", "SecurityPasswordAES",
	  NULL },
	{ "teamviewer", "/etc/teamviewer/global.conf",
	  "OwningManagerAccountName", NULL },
	{ "rustdesk", "/root/.config/rustdesk/RustDesk.toml", "password",
	  NULL },
	{ "hoptodesk", "/root/.config/hoptodesk/HopToDesk.toml", "password",
	  NULL },
	{ "krfb", "~/.config/krfbrc", "allowUnattendedAccess", "true" },
};

static bool is_alone(const char *id)
{
	for (size_t i = 0; i < sizeof(alone) / sizeof(alone[0]); i++)
		if (strcmp(alone[i], id) == 0)
			return true;
	return false;
}

static enum tri read_sign(const struct probe_context *c, const struct user *u,
                          const struct sign *s)
{
	bool home = s->file[0] == '~';
	enum tree_result found;
	char path[TREE_PATH];
	enum tri out = TRI_NO;
	struct buf text;

	if ((home && !u) ||
	    !tree_path(path, "%s%s", home ? u->home : "", s->file + home))
		return TRI_UNKNOWN;
	buf_init(&text, TREE_CAP);
	found = tree_read(c, path, &text);
	if (found > TREE_ABSENT)
		out = TRI_UNKNOWN;
	if (text.data && assignment_find(text.data, s->key, s->value))
		out = TRI_YES;
	buf_clear(&text);
	return out;
}

/* GNOME's old server asks, unless it was told not to. */
static enum tri vino(const struct probe_context *c, const struct user *u)
{
	bool asks = true;

	if (!u || dconf_bool(c, u, "org.gnome.desktop.remote-access",
	                     "prompt-enabled", &asks) > TREE_ABSENT)
		return TRI_UNKNOWN;
	return know_tri(!asks);
}

/* Google's waits for its owner once an account of here has enrolled. */
static enum tri chrome(const struct probe_context *c, const struct user *u)
{
	char pattern[TREE_PATH];
	bool host = false;
	enum tree_result found;

	if (!u ||
	    !tree_path(pattern, "%s/.config/chrome-remote-desktop/host*.json",
	               u->home))
		return TRI_UNKNOWN;
	found = tree_match(c, pattern, &host);
	if (host)
		return TRI_YES;
	return found == TREE_OK ? TRI_NO : TRI_UNKNOWN;
}

enum tri remote_manner(const struct probe_context *c, const struct user *u,
                       const struct product *p, bool ready, bool enabled)
{
	bool known = false;
	enum tri worst = TRI_NO;

	if (strcmp(p->id, "vino") == 0)
		return vino(c, u);
	if (strcmp(p->id, "chrome-remote-desktop") == 0)
		return chrome(c, u);
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		enum tri one;

		if (strcmp(signs[i].product, p->id) != 0)
			continue;
		known = true;
		one = read_sign(c, u, &signs[i]);
		if (one == TRI_YES)
			return TRI_YES;
		if (one == TRI_UNKNOWN)
			worst = TRI_UNKNOWN;
	}
	if (known)
		return worst;
	if ((is_alone(p->id) && ready) || enabled)
		return TRI_YES;
	return TRI_UNKNOWN;
}
