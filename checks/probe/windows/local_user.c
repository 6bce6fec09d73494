/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/local_user.h"

#include "core/library.h"
#include "core/rows.h"
#include "core/wide.h"

#include <windows.h>

#include <lm.h>

#define ROUNDS 64 /* of at most 64 KB each: a server may have thousands */
#define CHUNK  65536

/* learn.microsoft.com, "Network Management Functions". */
struct calls {
	NET_API_STATUS(WINAPI *list)
	(LPCWSTR, DWORD, DWORD, LPBYTE *, DWORD, LPDWORD, LPDWORD, LPDWORD);
	NET_API_STATUS(WINAPI *release)(LPVOID);
};

static bool load(struct calls *c, struct err *e)
{
	static const char *const names[] = { "netapi32.dll", NULL };
	const struct library_symbol symbols[] = {
		{ "NetUserEnum", &c->list },
		{ "NetApiBufferFree", &c->release },
	};

	return library_load(names, symbols,
	                    sizeof(symbols) / sizeof(symbols[0]), e);
}

static void keep(struct rows *rows, const USER_INFO_20 *info, DWORD count)
{
	for (DWORD i = 0; i < count; i++) {
		struct local_user *u = rows_add(rows);

		if (!u)
			return;
		u->name = info[i].usri20_name
		              ? wide_keep(info[i].usri20_name, rows->arena)
		              : NULL;
		u->rid = info[i].usri20_user_id;
		u->flags = info[i].usri20_flags;
	}
}

/* Level 20 has names, RIDs and flags, and asks for no rights. */
static NET_API_STATUS list(const struct calls *c, struct rows *rows)
{
	NET_API_STATUS status = ERROR_MORE_DATA;
	DWORD from = 0, read, total;
	BYTE *data;

	for (int i = 0; i < ROUNDS && status == ERROR_MORE_DATA; i++) {
		data = NULL;
		read = 0;
		status = c->list(NULL, 20, FILTER_NORMAL_ACCOUNT, &data, CHUNK,
		                 &read, &total, &from);
		if (data &&
		    (status == NERR_Success || status == ERROR_MORE_DATA))
			keep(rows, (const void *)data, read);
		if (data)
			c->release(data);
	}
	return status;
}

void local_user_list(struct local_users *out, struct arena *a)
{
	NET_API_STATUS status;
	struct rows rows;
	struct calls c;
	struct err e;

	rows_init(&rows, a, sizeof(struct local_user));
	*out = (struct local_users){ .state = FACT_KNOWN };
	if (!load(&c, &e)) {
		out->state = FACT_UNSUPPORTED;
		out->why = arena_strdup(a, e.text);
		return;
	}
	status = list(&c, &rows);
	if (status != NERR_Success) {
		out->state =
		    status == ERROR_ACCESS_DENIED ? FACT_DENIED : FACT_FAILED;
		out->why = arena_fmt(a, "NetUserEnum: error %lu", status);
	}
	out->row = rows.data;
	out->count = rows.count;
}

enum tri local_user_guest(const struct local_users *in)
{
	for (size_t i = 0; i < in->count; i++)
		if (in->row[i].rid == LOCAL_USER_GUEST)
			return in->row[i].flags & UF_ACCOUNTDISABLE ? TRI_NO
			                                            : TRI_YES;
	return in->state == FACT_KNOWN ? TRI_NO : TRI_UNKNOWN;
}
