/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/administrators.h"

#include "core/library.h"
#include "core/text.h"
#include "core/wide.h"

#include <stdlib.h>
#include <windows.h>

#include <lm.h>
#include <sddl.h>

#define NAME_UNITS   257 /* of a group or a domain */
#define MEMBER_BYTES 262144

/* Groups whose members are whoever has an account here. */
static const char *const all[] = { "S-1-1-0", "S-1-5-4", "S-1-5-11" };

/* As text, in a; NULL on failure. */
static const char *text_of(PSID sid, struct arena *a)
{
	wchar_t *wide = NULL;
	const char *text;

	if (!sid || !ConvertSidToStringSidW(sid, &wide))
		return NULL;
	text = wide_keep(wide, a);
	LocalFree(wide);
	return text;
}

/* S-1-5-32-544 in out, of SECURITY_MAX_SID_SIZE bytes. */
static bool group_sid(PSID out)
{
	DWORD size = SECURITY_MAX_SID_SIZE;

	return CreateWellKnownSid(WinBuiltinAdministratorsSid, NULL, out,
	                          &size);
}

/* The group is asked for by its name, which is localised. */
static bool group_name(wchar_t out[NAME_UNITS])
{
	BYTE sid[SECURITY_MAX_SID_SIZE];
	wchar_t domain[NAME_UNITS];
	DWORD units = NAME_UNITS, domain_units = NAME_UNITS;
	SID_NAME_USE use;

	return group_sid(sid) && LookupAccountSidW(NULL, sid, out, &units,
	                                           domain, &domain_units, &use);
}

static void keep(struct administrators *out, const BYTE *data, DWORD count)
{
	const LOCALGROUP_MEMBERS_INFO_0 *m = (const void *)data;

	for (DWORD i = 0; i < count; i++) {
		const char *sid = text_of(m[i].lgrmi0_sid, out->rows.arena);
		const char **row = sid ? rows_add(&out->rows) : NULL;

		if (row)
			*row = sid;
		else
			out->known = false;
	}
}

void administrators_read(struct administrators *out, struct arena *a)
{
	static const char *const names[] = { "netapi32.dll", NULL };
	NET_API_STATUS(WINAPI * list)
	(LPCWSTR, LPCWSTR, DWORD, LPBYTE *, DWORD, LPDWORD, LPDWORD,
	 PDWORD_PTR);
	NET_API_STATUS(WINAPI * release)(LPVOID);
	const struct library_symbol symbols[] = {
		{ "NetLocalGroupGetMembers", &list },
		{ "NetApiBufferFree", &release },
	};
	wchar_t group[NAME_UNITS];
	DWORD count = 0, total = 0;
	BYTE *data = NULL;
	struct err e;

	rows_init(&out->rows, a, sizeof(const char *));
	out->known = false;
	if (!group_name(group) ||
	    !library_load(names, symbols, sizeof(symbols) / sizeof(symbols[0]),
	                  &e))
		return;
	if (list(NULL, group, 0, &data, MEMBER_BYTES, &count, &total, NULL) ==
	        NERR_Success &&
	    data) {
		out->known = true;
		keep(out, data, count);
	}
	if (data)
		release(data);
}

enum tri administrators_has(const struct administrators *in, const char *sid)
{
	const char *const *row = in->rows.data;

	for (size_t i = 0; i < in->rows.count; i++) {
		if (text_is(row[i], sid))
			return TRI_YES;
		for (size_t j = 0; j < sizeof(all) / sizeof(all[0]); j++)
			if (text_is(row[i], all[j]))
				return TRI_YES;
	}
	return in->known && sid ? TRI_NO : TRI_UNKNOWN;
}

/* What a token says, from the heap; NULL on failure. */
static void *ask_token(HANDLE token, TOKEN_INFORMATION_CLASS what)
{
	DWORD size = 0;
	void *data;

	GetTokenInformation(token, what, NULL, 0, &size);
	data = size > 0 ? malloc(size) : NULL;
	if (data && GetTokenInformation(token, what, data, size, &size))
		return data;
	free(data);
	return NULL;
}

/*
 * Whether the group is in the token, if only to be denied: that is how User
 * Account Control leaves it there.
 */
static enum tri in_token(HANDLE token)
{
	TOKEN_GROUPS *groups = ask_token(token, TokenGroups);
	enum tri out = groups ? TRI_NO : TRI_UNKNOWN;
	BYTE sid[SECURITY_MAX_SID_SIZE];

	if (!group_sid(sid))
		out = TRI_UNKNOWN;
	for (DWORD i = 0; out == TRI_NO && i < groups->GroupCount; i++)
		if (EqualSid(groups->Groups[i].Sid, sid))
			out = TRI_YES;
	free(groups);
	return out;
}

enum tri administrators_current(void)
{
	TOKEN_LINKED_TOKEN *linked;
	TOKEN_ELEVATION_TYPE *type;
	HANDLE token;
	enum tri out;

	if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token))
		return TRI_UNKNOWN;
	out = in_token(token);
	type = ask_token(token, TokenElevationType);
	if (out != TRI_YES && type && *type == TokenElevationTypeLimited) {
		linked = ask_token(token, TokenLinkedToken);
		if (linked) {
			out = in_token(linked->LinkedToken);
			CloseHandle(linked->LinkedToken);
		}
		free(linked);
	}
	free(type);
	CloseHandle(token);
	return out;
}

const char *administrators_own_sid(struct arena *a)
{
	const char *text = NULL;
	TOKEN_USER *user;
	HANDLE token;

	if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token))
		return NULL;
	user = ask_token(token, TokenUser);
	if (user)
		text = text_of(user->User.Sid, a);
	free(user);
	CloseHandle(token);
	return text;
}
