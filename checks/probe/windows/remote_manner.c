/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/remote_manner.h"

#include "checks/probe/assignment.h"
#include "checks/probe/windows/registry.h"
#include "core/buf.h"
#include "core/file.h"
#include "core/text.h"
#include "core/wide.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

#define FILE_BYTES (1u << 20) /* of a settings file */
#define PATH_UNITS 1024

/* Products whose service is there to enter alone. */
static const char *const alone[] = {
	"dwservice",       "splashtop",   "screenconnect",
	"simplehelp",      "nomachine",   "logmein",
	"meshagent",       "tacticalrmm", "ninjaone",
	"atera",           "n-able",      "zoho-assist",
	"veyon",           "italc",       "realvnc",
	"tigervnc",        "tightvnc",    "ultravnc",
	"litemanager",     "isl",         "remote-utilities",
	"dameware",        "netsupport",  "supremo",
	"aeroadmin",       "ammyy",       "gotoassist",
	"radmin",          "beyondtrust", "ultraviewer",
	"getscreen",       "action1",     "datto-rmm",
	"kaseya",          "pulseway",    "wapt",
	"connectwise-rmm", "gotomypc",
};

/* What holds a standing password or permission, in a file or the registry. */
struct sign {
	const char *product;
	const char *place; /* a file behind %variables%, or a key */
	const char *key;   /* begins a line like this; NULL: the file itself */
	const char *value; /* of the registry */
};

#define TEAMVIEWER       "SOFTWARE\\TeamViewer"
#define TEAMVIEWER_32    "SOFTWARE\\WOW6432Node\\TeamViewer"
#define ANYDESK_PASSWORD "ad.anynet.pwd_hash"
#define ANYDESK_PROFILE  "ad.security.permission_profiles._unattended_access.pwd"
#define LOCAL_SERVICE \
	"%SystemRoot%\\ServiceProfiles\\LocalService\\AppData\\Roaming"

static const struct sign signs[] = {
	{ "anydesk", "%ProgramData%\\AnyDesk\\service.conf", ANYDESK_PASSWORD,
	  NULL },
	{ "anydesk", "%ProgramData%\\AnyDesk\\system.conf", ANYDESK_PASSWORD,
	  NULL },
	{ "anydesk", "%ProgramData%\\AnyDesk\\service.conf", ANYDESK_PROFILE,
	  NULL },
	{ "anydesk", "%ProgramData%\\AnyDesk\\system.conf", ANYDESK_PROFILE,
	  NULL },
	{ "anydesk", "%APPDATA%\\AnyDesk\\service.conf", ANYDESK_PASSWORD,
	  NULL },
	{ "anydesk", "%APPDATA%\\AnyDesk\\system.conf", ANYDESK_PASSWORD,
	  NULL },
	{ "rustdesk", "%APPDATA%\\RustDesk\\config\\RustDesk.toml", "password",
	  NULL },
	{ "rustdesk", LOCAL_SERVICE "\\RustDesk\\config\\RustDesk.toml",
	  "password", NULL },
	{ "hoptodesk", "%APPDATA%\\HopToDesk\\config\\HopToDesk.toml",
	  "password", NULL },
	{ "hoptodesk", LOCAL_SERVICE "\\HopToDesk\\config\\HopToDesk.toml",
	  "password", NULL },
	{ "chrome-remote-desktop",
	  "%ProgramData%\\Google\\Chrome Remote Desktop\\"
	  "host_unprivileged.json",
	  NULL, NULL },
	{ "teamviewer", TEAMVIEWER, NULL, "PermanentPassword" },
	{ "teamviewer", TEAMVIEWER, NULL, "SecurityPasswordAES" },
	{ "teamviewer", TEAMVIEWER, NULL, "OwningManagerAccountName" },
	{ "teamviewer", TEAMVIEWER_32, NULL, "PermanentPassword" },
	{ "teamviewer", TEAMVIEWER_32, NULL, "SecurityPasswordAES" },
	{ "teamviewer", TEAMVIEWER_32, NULL, "OwningManagerAccountName" },
};

static bool is_alone(const char *id)
{
	for (size_t i = 0; i < sizeof(alone) / sizeof(alone[0]); i++)
		if (strcmp(alone[i], id) == 0)
			return true;
	return false;
}

/* The path with its variables put in, from the heap, or NULL. */
static char *full_path(const char *place)
{
	wchar_t *wide = wide_text(place);
	wchar_t full[PATH_UNITS];
	DWORD units = 0;

	if (wide)
		units = ExpandEnvironmentStringsW(wide, full, PATH_UNITS);
	free(wide);
	return units > 0 && units <= PATH_UNITS && full[0] != L'%'
	           ? wide_utf8(full)
	           : NULL;
}

static enum tri read_file(const struct sign *s)
{
	char *path = full_path(s->place);
	enum tri out = TRI_UNKNOWN;
	struct buf text;
	struct err e = { 0 };

	buf_init(&text, FILE_BYTES);
	if (path && file_read(path, &text, &e))
		out = !s->key || (text.data &&
		                  assignment_find(text.data, s->key, NULL))
		          ? TRI_YES
		          : TRI_NO;
	else if (path && e.sys == ENOENT)
		out = TRI_NO;
	buf_clear(&text);
	free(path);
	return out;
}

/* Whether the value is there: it is a secret, and what it is does not count. */
struct search {
	const char *name;
	bool found;
};

static bool try_name(void *ctx, const char *name)
{
	struct search *s = ctx;

	s->found = text_same(name, s->name);
	return !s->found;
}

static enum tri read_value(const struct sign *s)
{
	struct search search = { s->value, false };
	enum fact_state state =
	    registry_values(REGISTRY_MACHINE, s->place, try_name, &search);

	if (search.found)
		return TRI_YES;
	return state == FACT_KNOWN || state == FACT_ABSENT ? TRI_NO
	                                                   : TRI_UNKNOWN;
}

enum tri remote_manner(const struct product *p, bool ready)
{
	enum tri worst = TRI_NO;
	bool known = false;

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		enum tri one;

		if (strcmp(signs[i].product, p->id) != 0)
			continue;
		known = true;
		one = signs[i].value ? read_value(&signs[i])
		                     : read_file(&signs[i]);
		if (one == TRI_YES)
			return TRI_YES;
		if (one == TRI_UNKNOWN)
			worst = TRI_UNKNOWN;
	}
	if (known)
		return worst;
	return is_alone(p->id) && ready ? TRI_YES : TRI_UNKNOWN;
}
