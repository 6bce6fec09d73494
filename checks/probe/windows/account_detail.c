/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/account_detail.h"

#include "checks/probe/windows/registry.h"
#include "core/library.h"
#include "core/wide.h"

#include <stdio.h>
#include <stdlib.h>
#include <windows.h>

#include <lm.h>
#include <sddl.h>

#define NAME_UNITS 600 /* of MACHINE\name */
#define KEY_BYTES  512
#define PROFILES   "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\ProfileList"
#define PROVIDERS                                                \
	"SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Authenti" \
	"cation\\Credential Providers\\"
#define PIN "{D6886603-9D2F-4EB2-B667-1971041FA96B}"

/* Seconds from 1601, where FILETIME counts from, to 1970 (MS-DTYP 2.3.3). */
#define EPOCH INT64_C(11644473600)

/* learn.microsoft.com, "Network Management Functions". */
struct calls {
	NET_API_STATUS(WINAPI *info)(LPCWSTR, LPCWSTR, DWORD, LPBYTE *);
	NET_API_STATUS(WINAPI *modals)(LPCWSTR, DWORD, LPBYTE *);
	NET_API_STATUS(WINAPI *release)(LPVOID);
};

static bool load(struct calls *c)
{
	static const char *const names[] = { "netapi32.dll", NULL };
	const struct library_symbol symbols[] = {
		{ "NetUserGetInfo", &c->info },
		{ "NetUserModalsGet", &c->modals },
		{ "NetApiBufferFree", &c->release },
	};
	struct err e;

	return library_load(names, symbols,
	                    sizeof(symbols) / sizeof(symbols[0]), &e);
}

/* One of this machine, whatever its domain has under that name. */
static const char *find_sid(const wchar_t *name, struct arena *a)
{
	BYTE sid[SECURITY_MAX_SID_SIZE];
	wchar_t full[NAME_UNITS], domain[NAME_UNITS], *text = NULL;
	DWORD units = NAME_UNITS, size = sizeof(sid);
	DWORD domain_units = NAME_UNITS;
	const char *out = NULL;
	SID_NAME_USE use;

	if (!GetComputerNameW(full, &units) ||
	    units + 1 + wcslen(name) >= NAME_UNITS)
		return NULL;
	full[units] = L'\\';
	wmemcpy(full + units + 1, name, wcslen(name) + 1);
	if (!LookupAccountNameW(NULL, full, sid, &size, domain, &domain_units,
	                        &use) ||
	    !ConvertSidToStringSidW(sid, &text))
		return NULL;
	out = wide_keep(text, a);
	LocalFree(text);
	return out;
}

/* Level 3: zero is a logon that Windows does not know of, too. */
static void read_times(const struct calls *c, const wchar_t *name,
                       struct account_detail *out)
{
	const USER_INFO_3 *info;
	BYTE *data = NULL;

	if (c->info(NULL, name, 3, &data) != NERR_Success || !data)
		return;
	info = (const void *)data;
	if (info->usri3_last_logon != 0)
		out->last_logon = info->usri3_last_logon;
	if (info->usri3_acct_expires != TIMEQ_FOREVER)
		out->expires = info->usri3_acct_expires;
	c->release(data);
}

/* Level 24, since Windows 8: whether the account is one of Microsoft's. */
static void read_online(const struct calls *c, const wchar_t *name,
                        struct account_detail *out)
{
	const USER_INFO_24 *info;
	BYTE *data = NULL;

	if (c->info(NULL, name, 24, &data) != NERR_Success || !data)
		return;
	info = (const void *)data;
	out->online = info->usri24_internet_identity ? TRI_YES : TRI_NO;
	c->release(data);
}

/* A PIN can be had only for an account that has a password. */
static enum tri find_code(const char *sid)
{
	char key[KEY_BYTES];
	int64_t there = 0;

	if (!sid || snprintf(key, sizeof(key), PROVIDERS PIN "\\%s", sid) >=
	                (int)sizeof(key))
		return TRI_UNKNOWN;
	switch (registry_int(REGISTRY_MACHINE, key, "LogonCredsAvailable",
	                     &there)) {
	case FACT_KNOWN:
		return there != 0 ? TRI_YES : TRI_NO;
	case FACT_ABSENT:
		return TRI_NO;
	default:
		return TRI_UNKNOWN;
	}
}

int64_t account_detail_profile(const char *sid)
{
	int64_t high = 0, low = 0;
	enum fact_state state;
	char key[KEY_BYTES];

	if (snprintf(key, sizeof(key), PROFILES "\\%s", sid) >=
	    (int)sizeof(key))
		return CELL_UNKNOWN;
	state = registry_key(REGISTRY_MACHINE, key);
	if (state != FACT_KNOWN)
		return state == FACT_ABSENT ? 0 : CELL_UNKNOWN;
	if (registry_int(REGISTRY_MACHINE, key, "LocalProfileLoadTimeHigh",
	                 &high) != FACT_KNOWN ||
	    registry_int(REGISTRY_MACHINE, key, "LocalProfileLoadTimeLow",
	                 &low) != FACT_KNOWN ||
	    high > UINT32_MAX / 2 || low > UINT32_MAX)
		return CELL_UNKNOWN;
	high =
	    (int64_t)((uint64_t)high << 32 | (uint64_t)low) / 10000000 - EPOCH;
	return high > 0 ? high : CELL_UNKNOWN;
}

void account_detail_read(const char *name, struct account_detail *out,
                         struct arena *a)
{
	wchar_t *wide = wide_text(name);
	int64_t profile;
	struct calls c;

	*out = (struct account_detail){ .last_logon = CELL_UNKNOWN,
		                        .expires = CELL_UNKNOWN };
	if (wide) {
		out->sid = find_sid(wide, a);
		if (load(&c)) {
			read_times(&c, wide, out);
			read_online(&c, wide, out);
		}
	}
	free(wide);
	if (!out->sid)
		return;
	out->code = find_code(out->sid);
	profile = account_detail_profile(out->sid);
	/* A logon that Windows knows of outweighs a profile that is not there
	 */
	if (profile > out->last_logon)
		out->last_logon = profile;
}

int64_t account_detail_min_length(void)
{
	int64_t out = CELL_UNKNOWN;
	BYTE *data = NULL;
	struct calls c;

	if (load(&c) && c.modals(NULL, 0, &data) == NERR_Success && data) {
		const USER_MODALS_INFO_0 *info = (const void *)data;

		out = info->usrmod0_min_passwd_len;
		c.release(data);
	}
	return out;
}
