/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/probe.h"

#include "checks/probe/fact.h"
#include "checks/probe/windows/bitlocker.h"
#include "checks/probe/windows/decode/drive_state.h"
#include "checks/probe/windows/folder.h"
#include "checks/probe/windows/predict.h"
#include "checks/probe/windows/service.h"
#include "checks/probe/windows/volume.h"
#include "checks/probe/windows/wmi.h"
#include "core/rows.h"
#include "core/text.h"

#include <string.h>

struct reading {
	struct arena *arena;
	struct volumes drives;
	const char *documents;
	struct rows volumes;
	struct bitlocker_drive protection[BITLOCKER_DRIVES];
	size_t protections;
	enum fact_state state; /* of the above */
	const char *why;
};

/* Whether the drive is of this machine; sticks are, while they are in. */
static bool is_ours(const struct volume_drive *d)
{
	return d->ready &&
	       (d->kind == VOLUME_FIXED || d->kind == VOLUME_REMOVABLE);
}

static int64_t protection_of(const struct reading *r, char letter)
{
	for (size_t i = 0; i < r->protections; i++)
		if (r->protection[i].letter == letter)
			return r->protection[i].protection;
	return CELL_UNKNOWN;
}

/* Windows, or what the clerk makes, lies there. */
static bool of_system(const struct reading *r, const struct volume_drive *d)
{
	return d->system || (r->documents && d->kind == VOLUME_FIXED &&
	                     volume_find(&r->drives, r->documents) == d);
}

/* Another program may encrypt what BitLocker does not. */
static bool has_veracrypt(void)
{
	struct service service;

	return service_find("veracrypt", &service) == FACT_KNOWN &&
	       service.start == SERVICE_STARTS_ITSELF;
}

static enum tri encrypted(const struct reading *r, char letter)
{
	enum tri state = drive_state_encrypted(protection_of(r, letter));

	return state == TRI_NO && has_veracrypt() ? TRI_UNKNOWN : state;
}

static void read_volumes(struct reading *r, struct facts *f)
{
	for (size_t i = 0; i < r->drives.count; i++) {
		const struct volume_drive *d = &r->drives.row[i];
		struct volume *row = is_ours(d) ? rows_add(&r->volumes) : NULL;

		if (!row)
			continue;
		row->mount = arena_fmt(r->arena, "%c:", d->root[0]);
		row->size = d->size;
		row->free = d->free;
		row->encrypted = encrypted(r, d->root[0]);
		row->removable = d->kind == VOLUME_REMOVABLE ? TRI_YES : TRI_NO;
		row->system = of_system(r, d) ? TRI_YES : TRI_NO;
	}
	f->disk_volumes.row = r->volumes.data;
	f->disk_volumes.count = r->volumes.count;
	f->disk_volumes.fact.state = FACT_KNOWN;
	if (r->volumes.count == 0)
		fact_unknown(&f->disk_volumes.fact, r->arena, FACT_FAILED,
		             "Windows names no drive");
}

/* Whether a thief who takes the machine can read it. */
static void read_encrypted(const struct reading *r, struct facts *f)
{
	struct fact *fact = &f->disk_encrypted.fact;
	const char *why = NULL;
	bool clear = false, any = false;

	for (size_t i = 0; i < r->drives.count; i++) {
		const struct volume_drive *d = &r->drives.row[i];
		enum tri one;

		if (!is_ours(d) || !of_system(r, d))
			continue;
		any = true;
		one = encrypted(r, d->root[0]);
		clear = clear || one == TRI_NO;
		if (one == TRI_UNKNOWN)
			why = drive_state_why(protection_of(r, d->root[0]));
		if (one == TRI_UNKNOWN && !why)
			why = "VeraCrypt starts with Windows";
	}
	if (clear)
		fact_bool(&f->disk_encrypted, false);
	else if (r->state != FACT_KNOWN)
		fact_unknown(fact, r->arena, r->state, "%s", r->why);
	else if (why || !any)
		fact_unknown(fact, r->arena, FACT_FAILED, "%s",
		             why ? why : "Windows names no drive");
	else
		fact_bool(&f->disk_encrypted, true);
}

static void read_protection(struct reading *r)
{
	char letters[BITLOCKER_DRIVES + 1] = "";
	size_t n = 0;

	for (size_t i = 0; i < r->drives.count && n < BITLOCKER_DRIVES; i++)
		if (is_ours(&r->drives.row[i]))
			letters[n++] = r->drives.row[i].root[0];
	r->state = bitlocker_read(letters, r->arena, r->protection,
	                          &r->protections, &r->why);
}

static const char *const disk_columns[] = { "DeviceId", "FriendlyName",
	                                    "HealthStatus", "BusType" };
static const struct wmi_query disks = {
	.space = "root\\Microsoft\\Windows\\Storage",
	.text = "SELECT DeviceId, FriendlyName, HealthStatus, BusType FROM "
		"MSFT_PhysicalDisk",
	.column = disk_columns,
	.columns = sizeof(disk_columns) / sizeof(disk_columns[0]),
	.deadline = 5000,
};

/* A disk that a host or a file plays has no health of its own: BusType 14
   and 15 (virtual, backed by a file), 16 (a pool). */
static bool is_played(const struct wmi_cell *bus, const struct wmi_cell *model)
{
	static const char *const models[] = { "Virtual", "VMware", "QEMU",
		                              "VBOX" };

	if (bus->number >= 14 && bus->number <= 16)
		return true;
	for (size_t i = 0; i < sizeof(models) / sizeof(models[0]); i++)
		if (model->text && text_has(model->text, models[i]))
			return true;
	return false;
}

/* What is found on the way to a disk's health. */
struct health {
	struct rows rows;
	struct arena *arena;
	bool mute; /* a disk says nothing */
};

static void add_health(struct health *h, const char *disk, const char *model,
                       enum tri failing)
{
	struct disk_health *row = rows_add(&h->rows);

	if (!row)
		return;
	row->device = arena_fmt(h->arena, "PhysicalDrive%s", disk);
	row->model = model;
	row->failing = failing;
	h->mute = h->mute || failing == TRI_UNKNOWN;
}

/* The disks below the drives, asked one by one: no WMI, no names. */
static void ask_disks(struct health *h, const struct volumes *drives)
{
	uint64_t seen = 0;

	for (size_t i = 0; i < drives->count; i++)
		for (size_t k = 0; k < drives->row[i].disks; k++) {
			unsigned disk = drives->row[i].disk[k];
			enum tri failing;

			if (disk >= 64 || seen & UINT64_C(1) << disk)
				continue;
			seen |= UINT64_C(1) << disk;
			failing = predict_failing(disk);
			/* A stick has nothing to say, and is no loss. */
			if (failing != TRI_UNKNOWN)
				add_health(h, arena_fmt(h->arena, "%u", disk),
				           NULL, failing);
		}
}

static void read_health(struct reading *r, struct facts *f)
{
	struct health h = { .arena = r->arena };
	struct fact_disk_health *out = &f->disk_health;
	struct wmi_table t;
	enum fact_state state = wmi_ask(&disks, r->arena, &t);

	rows_init(&h.rows, r->arena, sizeof(struct disk_health));
	for (size_t i = 0; i < t.rows; i++)
		if (!is_played(wmi_cell(&t, i, 3), wmi_cell(&t, i, 1)))
			add_health(
			    &h,
			    wmi_cell(&t, i, 0)->text ? wmi_cell(&t, i, 0)->text
						     : "?",
			    wmi_cell(&t, i, 1)->text,
			    drive_state_failing(wmi_cell(&t, i, 2)->number));
	if (t.rows == 0)
		ask_disks(&h, &r->drives);
	out->row = h.rows.data;
	out->count = h.rows.count;
	if (out->count > 0 && !h.mute)
		out->fact.state = FACT_KNOWN;
	else if (out->count > 0)
		fact_unknown(&out->fact, r->arena, FACT_FAILED,
		             "a disk says nothing of its health");
	else if (t.rows > 0)
		fact_unknown(&out->fact, r->arena, FACT_ABSENT,
		             "no disk here can speak of its health");
	else if (state != FACT_KNOWN)
		fact_unknown(&out->fact, r->arena, state, "%s", t.why);
	else
		/* There is a disk: whoever names none was not asked. */
		fact_unknown(&out->fact, r->arena, FACT_UNSUPPORTED,
		             "WMI names no disk");
}

static void disk_read(const struct probe_context *c, struct facts *f,
                      struct arena *a)
{
	struct reading r = { .arena = a };

	(void)c;
	rows_init(&r.volumes, a, sizeof(struct volume));
	volume_list(&r.drives, a);
	r.documents = folder_path(FOLDER_DOCUMENTS, a);
	read_protection(&r);
	read_volumes(&r, f);
	read_encrypted(&r, f);
	read_health(&r, f);
}

/* The shell has 3 s and WMI 5. */
const struct probe probe_disk = {
	.area = "disk",
	.deadline = 10000,
	.read = disk_read,
};
