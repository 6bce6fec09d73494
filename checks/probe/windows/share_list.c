/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/share_list.h"

#include "checks/probe/fact.h"
#include "checks/probe/windows/decode/share_entry.h"
#include "checks/probe/windows/registry.h"
#include "core/buf.h"
#include "core/library.h"
#include "core/rows.h"
#include "core/wide.h"

#include <stdlib.h>
#include <string.h>
#include <windows.h>

#include <aclapi.h>
#include <lm.h>

#define SERVER     "SYSTEM\\CurrentControlSet\\Services\\LanmanServer"
#define KEPT       SERVER "\\Shares"
#define CHUNK      65536
#define ROUNDS     64
#define SD_BYTES   65536
#define TOLD_BYTES 512

/* learn.microsoft.com, "Network Management Functions". */
struct calls {
	NET_API_STATUS(WINAPI *list)
	(LPWSTR, DWORD, LPBYTE *, DWORD, LPDWORD, LPDWORD, LPDWORD);
	NET_API_STATUS(WINAPI *release)(LPVOID);
};

struct reading {
	const struct share_entrance *in;
	struct arena *arena;
	struct rows rows; /* struct share */
	enum tri hidden;
	struct {
		const uint8_t *data;
		size_t len;
	} null; /* NullSessionShares: a list in UTF-16 */
};

/* The rights of one thing, and whether they could be read. */
struct rights {
	struct share_right right;
	const char *told;
};

static void take(struct reading *r, struct rights *out, const void *data,
                 size_t len)
{
	struct buf told;

	out->right.known = security_descriptor_parse(
	    data, len, r->in->everyone_anonymous, &out->right.d);
	if (!out->right.known)
		return;
	buf_init(&told, TOLD_BYTES);
	if (security_descriptor_format(data, len, &told))
		out->told = arena_strdup(r->arena, buf_text(&told));
	buf_clear(&told);
}

/* One that the system gave, in either of its forms. */
static void take_system(struct reading *r, struct rights *out,
                        PSECURITY_DESCRIPTOR sd)
{
	SECURITY_DESCRIPTOR_CONTROL control = 0;
	DWORD revision, len = SD_BYTES;
	void *flat = NULL;

	if (!sd || !IsValidSecurityDescriptor(sd) ||
	    !GetSecurityDescriptorControl(sd, &control, &revision))
		return;
	if (control & SE_SELF_RELATIVE) {
		take(r, out, sd, GetSecurityDescriptorLength(sd));
		return;
	}
	flat = malloc(len);
	if (flat && MakeSelfRelativeSD(sd, flat, &len))
		take(r, out, flat, len);
	free(flat);
}

/* The rights of the folder itself count as much as those of the share. */
static void look_folder(struct reading *r, const char *path, struct rights *out)
{
	PSECURITY_DESCRIPTOR sd = NULL;
	wchar_t *wide;

	/* A path that leads to another machine is not asked: it may hang. */
	if (!path || path[0] == '\\')
		return;
	wide = wide_text(path);
	if (wide && GetNamedSecurityInfoW(wide, SE_FILE_OBJECT,
	                                  DACL_SECURITY_INFORMATION, NULL, NULL,
	                                  NULL, NULL, &sd) == ERROR_SUCCESS)
		take_system(r, out, sd);
	if (sd)
		LocalFree(sd);
	free(wide);
}

/* What the share's name adds: some are open to who gives no name. */
static struct share_entrance entrance(const struct reading *r, const char *name)
{
	struct share_entrance in = *r->in;

	in.null_session = in.null_session ||
	                  share_entry_listed(r->null.data, r->null.len, name);
	return in;
}

static void add(struct reading *r, const char *name, const char *path,
                const struct rights *share)
{
	struct share_entrance in = entrance(r, name);
	struct rights folder = { 0 };
	struct share *row = rows_add(&r->rows);

	if (!row)
		return;
	look_folder(r, path, &folder);
	row->protocol = "smb";
	row->name = name;
	row->path = path;
	row->guest = share_right_stranger(&in, &share->right, &folder.right,
	                                  SECURITY_READ);
	if (row->guest == TRI_YES)
		row->writable = share_right_stranger(
		    &in, &share->right, &folder.right, SECURITY_WRITE);
	else
		row->writable = share_right_anybody(
		    &share->right, &folder.right, SECURITY_WRITE);
	row->clients = arena_fmt(r->arena, "share: %s / folder: %s",
	                         share->told ? share->told : "?",
	                         folder.told ? folder.told : "?");
}

/* What the registry keeps of a share, when it is a folder. */
static bool kept_folder(struct reading *r, const char *name,
                        struct share_entry *out)
{
	const uint8_t *data;
	size_t len;

	return registry_bytes(REGISTRY_MACHINE, KEPT, name, r->arena, &data,
	                      &len) == FACT_KNOWN &&
	       share_entry_parse(data, len, r->arena, out) &&
	       (out->type == CELL_UNKNOWN || out->type == STYPE_DISKTREE);
}

static void kept_rights(struct reading *r, const char *name, struct rights *out)
{
	const uint8_t *data;
	size_t len;

	if (registry_bytes(REGISTRY_MACHINE, KEPT "\\Security", name, r->arena,
	                   &data, &len) == FACT_KNOWN)
		take(r, out, data, len);
}

static bool add_kept(void *ctx, const char *name)
{
	struct reading *r = ctx;
	struct rights share = { 0 };
	struct share_entry entry;
	const char *own = arena_strdup(r->arena, name);

	if (!own)
		return false;
	if (!kept_folder(r, name, &entry))
		return true;
	kept_rights(r, name, &share);
	add(r, own, entry.path, &share);
	return true;
}

static bool is_folder(DWORD type)
{
	return (type & 0xff) == STYPE_DISKTREE && !(type & STYPE_SPECIAL);
}

/* Level 502: all of it. */
static void add_502(struct reading *r, const SHARE_INFO_502 *s)
{
	struct rights share = { 0 };
	const char *name = wide_keep(s->shi502_netname, r->arena);
	const char *path =
	    s->shi502_path ? wide_keep(s->shi502_path, r->arena) : NULL;

	if (s->shi502_type & STYPE_SPECIAL &&
	    (s->shi502_type & 0xff) == STYPE_DISKTREE)
		r->hidden = TRI_YES;
	if (!name || !is_folder(s->shi502_type))
		return;
	take_system(r, &share, s->shi502_security_descriptor);
	if (!share.right.known)
		kept_rights(r, name, &share);
	add(r, name, path, &share);
}

/* Level 1: names; the registry has the rest. */
static void add_1(struct reading *r, const SHARE_INFO_1 *s)
{
	struct rights share = { 0 };
	struct share_entry entry = { 0 };
	const char *name = wide_keep(s->shi1_netname, r->arena);

	if (s->shi1_type & STYPE_SPECIAL &&
	    (s->shi1_type & 0xff) == STYPE_DISKTREE)
		r->hidden = TRI_YES;
	if (!name || !is_folder(s->shi1_type))
		return;
	(void)kept_folder(r, name, &entry);
	kept_rights(r, name, &share);
	add(r, name, entry.path, &share);
}

static NET_API_STATUS list(struct reading *r, const struct calls *c,
                           DWORD level)
{
	NET_API_STATUS status = ERROR_MORE_DATA;
	DWORD from = 0, read, total;
	BYTE *data;

	for (int i = 0; i < ROUNDS && status == ERROR_MORE_DATA; i++) {
		data = NULL;
		read = 0;
		status =
		    c->list(NULL, level, &data, CHUNK, &read, &total, &from);
		if (status != NERR_Success && status != ERROR_MORE_DATA)
			read = 0;
		for (DWORD j = 0; data && j < read; j++)
			if (level == 502)
				add_502(
				    r,
				    (const SHARE_INFO_502 *)(const void *)data +
					j);
			else
				add_1(r,
				      (const SHARE_INFO_1 *)(const void *)data +
				          j);
		if (data)
			c->release(data);
	}
	return status;
}

/* Ask the server; false when it does not say. */
static bool ask_server(struct reading *r)
{
	static const char *const names[] = { "netapi32.dll", NULL };
	static const DWORD levels[] = { 502, 1 };
	struct calls c;
	const struct library_symbol symbols[] = {
		{ "NetShareEnum", &c.list },
		{ "NetApiBufferFree", &c.release },
	};
	struct err e;

	if (!library_load(names, symbols, sizeof(symbols) / sizeof(symbols[0]),
	                  &e))
		return false;
	for (size_t i = 0; i < 2; i++) {
		r->rows.count = 0;
		r->hidden = TRI_NO;
		if (list(r, &c, levels[i]) == NERR_Success)
			return true;
	}
	r->rows.count = 0;
	r->hidden = TRI_UNKNOWN;
	return false;
}

void share_list_read(const struct share_entrance *in, struct fact_shares *out,
                     enum tri *hidden, struct arena *a)
{
	struct reading r = { .in = in, .arena = a };
	enum fact_state state = FACT_KNOWN;

	rows_init(&r.rows, a, sizeof(struct share));
	(void)registry_bytes(REGISTRY_MACHINE, SERVER "\\Parameters",
	                     "NullSessionShares", a, &r.null.data, &r.null.len);
	if (!ask_server(&r))
		state = registry_values(REGISTRY_MACHINE, KEPT, add_kept, &r);
	out->row = r.rows.data;
	out->count = r.rows.count;
	*hidden = r.hidden;
	if (state == FACT_KNOWN)
		out->fact.state = FACT_KNOWN;
	else
		fact_unknown(&out->fact, a, state, "%s",
		             state == FACT_ABSENT
		                 ? "this machine keeps no shares"
		                 : "the list of shares cannot be read");
}
