/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/backup_tools.h"

#include "checks/probe/windows/decode/file_history.h"
#include "checks/probe/windows/registry.h"
#include "checks/probe/windows/service.h"
#include "core/text.h"

#include <string.h>

/*
 * File History keeps its settings twice, Config1.xml and Config2.xml, beside
 * a catalogue of what it copied. The catalogue at the target is written only
 * when the target is there; the one on this machine whenever it tried.
 */

#define STATE  "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\FileHistory"
#define POLICY "SOFTWARE\\Policies\\Microsoft\\Windows\\FileHistory"
#define EPOCH  INT64_C(11644473600) /* MS-DTYP 2.3.3: 1601 to 1970 */

static bool read_settings(struct backup_scan *s, char folder[TREE_PATH],
                          char file[TREE_PATH], struct file_history *out)
{
	static const char *const names[] = { "Config1.xml", "Config2.xml" };
	const char *local = s->folder[FOLDER_LOCAL];

	if (!local ||
	    !tree_path(folder,
	               "%s\\Microsoft\\Windows\\FileHistory\\Configuration",
	               local))
		return false;
	for (size_t i = 0; i < 2; i++) {
		const char *text;
		enum tree_result r = TREE_FAILED;

		if (tree_path(file, "%s\\%s", folder, names[i]))
			r = tree_text(file, s->a, &text);
		if (r == TREE_OK &&
		    file_history_parse(text, strlen(text), s->a, out))
			return true;
		if (r == TREE_DENIED)
			backup_scan_closed(s, file);
	}
	return false;
}

/* Windows or an administrator may have turned off what the user turned on. */
static enum tri runs(const struct file_history *h)
{
	struct service service;
	int64_t off = 0;

	if (registry_int(REGISTRY_MACHINE, POLICY, "Disabled", &off) ==
	        FACT_KNOWN &&
	    off == 1)
		return TRI_NO;
	if (service_find("fhsvc", &service) == FACT_KNOWN &&
	    service.start == SERVICE_STARTS_NEVER)
		return TRI_NO;
	return h->on;
}

/* Up to when all is copied; Windows writes 0 between two runs. */
static int64_t protected_up_to(struct backup_scan *s)
{
	const uint8_t *data;
	uint64_t ticks = 0;
	size_t len;

	if (registry_bytes(REGISTRY_USER, STATE, "ProtectedUpToTime", s->a,
	                   &data, &len) != FACT_KNOWN ||
	    len != sizeof(ticks))
		return CELL_UNKNOWN;
	memcpy(&ticks, data, sizeof(ticks));
	ticks /= 10000000;
	return ticks > (uint64_t)EPOCH ? (int64_t)(ticks - (uint64_t)EPOCH)
	                               : CELL_UNKNOWN;
}

/* The folder of copies' own catalogue: "...\Data" and beside it. */
static int64_t target_catalog(struct backup_scan *s, struct backup_copy *copy,
                              const struct file_history *h)
{
	static const char *const below[] = { "FileHistory\\", "" };
	size_t n = h->store ? strlen(h->store) : 0;
	int64_t time = CELL_UNKNOWN;
	char folder[TREE_PATH];

	if (!h->target || n < 5 || !text_same(h->store + n - 5, "\\Data"))
		return CELL_UNKNOWN;
	for (size_t i = 0; i < 2 && time <= 0 && copy->row.plugged != TRI_NO;
	     i++)
		if (tree_path(folder, "%s%s%s%.*s\\Configuration", h->target,
		              text_ends(h->target, "\\") ? "" : "\\", below[i],
		              (int)(n - 5), h->store))
			(void)backup_scan_newest(s, copy, folder,
			                         "Catalog*.edb", 0, &time);
	return time > 0 ? time : CELL_UNKNOWN;
}

static void date(struct backup_scan *s, struct backup_copy *copy,
                 const struct file_history *h, const char *folder)
{
	int64_t time = protected_up_to(s);
	struct tree_newest local;

	if (time == CELL_UNKNOWN)
		time = target_catalog(s, copy, h);
	backup_scan_success(s, copy, time);
	tree_newest(folder, "Catalog*.edb", 0, 0, false, &local);
	if (local.result == TREE_OK)
		backup_scan_bound(s, copy, local.time);
}

static void file_history_look(struct backup_scan *s)
{
	char folder[TREE_PATH], file[TREE_PATH];
	struct file_history h;
	struct backup_copy *copy;

	if (!read_settings(s, folder, file, &h) || (!h.target && !h.volume))
		return;
	copy = backup_scan_copy(s, "file-history", h.target, file);
	if (!copy)
		return;
	copy->volume = h.volume;
	copy->row.what = h.what;
	backup_scan_schedule(copy, runs(&h));
	date(s, copy, &h, folder);
}

const struct backup_tool backup_tool_file_history = {
	.look = file_history_look,
};
