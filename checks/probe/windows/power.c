/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/power.h"

#include "checks/probe/windows/registry.h"
#include "core/library.h"
#include "core/wide.h"

#include <stdio.h>
#include <stdlib.h>
#include <windows.h>

#include <objbase.h>

#define KEY_BYTES 512
#define POWER     "SYSTEM\\CurrentControlSet\\Control\\Power"
#define POLICY    "SOFTWARE\\Policies\\Microsoft\\Power\\PowerSettings"
#define BALANCED  "381b4222-f694-41f0-9685-ff5bb260df2e"

/* learn.microsoft.com, "Power Setting GUIDs". */
static const struct {
	const char *group;
	const char *setting;
} settings[] = {
	[POWER_ASK] = { "fea3413e-7e05-4911-9a71-700331f1c294",
	                "0e796bdb-100d-47d6-a2d5-f7d2daa51f51" },
	[POWER_SLEEP] = { "238c9fa8-0aad-41ed-83f4-97be242c8f20",
	                  "29f6c1db-86da-48c5-9fdb-f2b67b1f44da" },
	[POWER_SCREEN] = { "7516b95f-f776-4464-8c53-06167f40cc99",
	                   "3c0bc021-c8a8-4e07-a973-6b14cbcbb7e1" },
};

static const char *const names[] = { "powrprof.dll", NULL };

static bool guid_of(const char *text, GUID *out)
{
	char braced[64];
	wchar_t *wide;
	bool ok;

	snprintf(braced, sizeof(braced), "{%s}", text);
	wide = wide_text(braced);
	ok = wide && CLSIDFromString(wide, out) == NOERROR;
	free(wide);
	return ok;
}

/* As the plan in use has it, whichever way Windows keeps that. */
static bool ask_plan(enum power_setting setting, int64_t *out)
{
	DWORD(WINAPI * active)(HKEY, GUID **);
	DWORD(WINAPI * read)
	(HKEY, const GUID *, const GUID *, const GUID *, LPDWORD);
	const struct library_symbol symbols[] = {
		{ "PowerGetActiveScheme", &active },
		{ "PowerReadACValueIndex", &read },
	};
	GUID *plan = NULL, group, one;
	DWORD value = 0;
	struct err e;
	bool ok;

	if (!library_load(names, symbols, sizeof(symbols) / sizeof(symbols[0]),
	                  &e) ||
	    !guid_of(settings[setting].group, &group) ||
	    !guid_of(settings[setting].setting, &one) ||
	    active(NULL, &plan) != ERROR_SUCCESS || !plan)
		return false;
	ok = read(NULL, plan, &group, &one, &value) == ERROR_SUCCESS;
	LocalFree(plan);
	*out = value;
	return ok;
}

static bool key_value(const char *key, int64_t *out)
{
	return registry_int(REGISTRY_MACHINE, key, "ACSettingIndex", out) ==
	       FACT_KNOWN;
}

/* The same from the registry, of the plan in use and then as it came. */
static bool kept_plan(enum power_setting setting, struct arena *a, int64_t *out)
{
	const char *group = settings[setting].group;
	const char *one = settings[setting].setting;
	const char *plan = BALANCED;
	char key[KEY_BYTES];

	(void)registry_text(REGISTRY_MACHINE, POWER "\\User\\PowerSchemes",
	                    "ActivePowerScheme", a, &plan);
	snprintf(key, sizeof(key), POWER "\\User\\PowerSchemes\\%s\\%s\\%s",
	         plan, group, one);
	if (key_value(key, out))
		return true;
	snprintf(key, sizeof(key),
	         POWER "\\PowerSettings\\%s\\%s\\DefaultPowerSchemeValues\\%s",
	         group, one, plan);
	return key_value(key, out);
}

int64_t power_read(enum power_setting setting, struct arena *a)
{
	char key[KEY_BYTES];
	int64_t out;

	snprintf(key, sizeof(key), POLICY "\\%s", settings[setting].setting);
	switch (registry_int(REGISTRY_MACHINE, key, "ACSettingIndex", &out)) {
	case FACT_KNOWN:
		return out;
	case FACT_ABSENT:
		break;
	default:
		return CELL_UNKNOWN;
	}
	if (ask_plan(setting, &out) || kept_plan(setting, a, &out))
		return out;
	return CELL_UNKNOWN;
}

bool power_modern(void)
{
	LONG(WINAPI * ask)
	(POWER_INFORMATION_LEVEL, PVOID, ULONG, PVOID, ULONG);
	const struct library_symbol symbol = { "CallNtPowerInformation", &ask };
	POWER_PLATFORM_INFORMATION info = { 0 };
	struct err e;

	return library_load(names, &symbol, 1, &e) &&
	       ask(PlatformInformation, NULL, 0, &info, sizeof(info)) == 0 &&
	       info.AoAc;
}
