/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/volume.h"

#include "checks/probe/windows/registry.h"
#include "core/rows.h"
#include "core/text.h"
#include "core/wide.h"

#include <stdio.h>
#include <string.h>
#include <windows.h>

#include <winioctl.h>

#define LETTERS    26
#define ALIAS_MAX  4 /* aliases that lead to one another */
#define NAME_UNITS 1024

static bool letter_of(const char *path, char *letter)
{
	char c = path[0];

	if (c >= 'a' && c <= 'z')
		c = (char)(c - 'a' + 'A');
	*letter = c;
	return c >= 'A' && c <= 'Z' && path[1] == ':';
}

bool volume_local(const char *path)
{
	char letter;

	return letter_of(path, &letter);
}

bool volume_remote(const char *path)
{
	bool slashes = (path[0] == '\\' || path[0] == '/') &&
	               (path[1] == '\\' || path[1] == '/');

	if (!slashes)
		return false;
	if (path[2] != '?' && path[2] != '.')
		return path[2] != '\0';
	return path[3] && text_like("unc\\*", path + 4);
}

/* A handle that may ask the disk below what it is, and nothing else. */
static HANDLE open_device(char letter)
{
	wchar_t path[] = L"\\\\.\\C:";

	path[4] = (wchar_t)letter;
	return CreateFileW(path, 0, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL,
	                   OPEN_EXISTING, 0, NULL);
}

static void read_disks(HANDLE device, struct volume_drive *d)
{
	union {
		VOLUME_DISK_EXTENTS extents;
		uint8_t room[sizeof(VOLUME_DISK_EXTENTS) +
		             VOLUME_DISKS * sizeof(DISK_EXTENT)];
	} answer;
	STORAGE_DEVICE_NUMBER number;
	DWORD got = 0;

	if (DeviceIoControl(device, IOCTL_VOLUME_GET_VOLUME_DISK_EXTENTS, NULL,
	                    0, &answer, sizeof(answer), &got, NULL)) {
		DWORD count = answer.extents.NumberOfDiskExtents;

		for (DWORD i = 0; i < count && i < VOLUME_DISKS; i++)
			d->disk[d->disks++] =
			    answer.extents.Extents[i].DiskNumber;
		return;
	}
	if (DeviceIoControl(device, IOCTL_STORAGE_GET_DEVICE_NUMBER, NULL, 0,
	                    &number, sizeof(number), &got, NULL) &&
	    number.DeviceType == FILE_DEVICE_DISK)
		d->disk[d->disks++] = number.DeviceNumber;
}

/* Whether it hangs on a cable that a clerk pulls. */
static bool on_a_cable(HANDLE device)
{
	STORAGE_PROPERTY_QUERY query = { .PropertyId = StorageDeviceProperty,
		                         .QueryType = PropertyStandardQuery };
	STORAGE_DEVICE_DESCRIPTOR answer;
	DWORD got = 0;

	memset(&answer, 0, sizeof(answer));
	if (!DeviceIoControl(device, IOCTL_STORAGE_QUERY_PROPERTY, &query,
	                     sizeof(query), &answer, sizeof(answer), &got,
	                     NULL))
		return false;
	return answer.BusType == BusTypeUsb || answer.BusType == BusType1394;
}

/* An alias is a link to another drive: "\??\C:\folder". */
static const char *alias_of(char letter, struct arena *a)
{
	wchar_t name[] = L"C:", target[NAME_UNITS];

	name[0] = (wchar_t)letter;
	if (!QueryDosDeviceW(name, target, NAME_UNITS) ||
	    wcsncmp(target, L"\\??\\", 4) != 0 || target[5] != L':')
		return NULL;
	return wide_keep(target + 4, a);
}

const char *volume_mapping(char letter, struct arena *a)
{
	char key[] = "Network\\C";
	const char *target = NULL;

	key[sizeof(key) - 2] = letter;
	if (registry_text(REGISTRY_USER, key, "RemotePath", a, &target) !=
	    FACT_KNOWN)
		return NULL;
	return target;
}

static enum volume_kind kind_of(const wchar_t *root)
{
	switch (GetDriveTypeW(root)) {
	case DRIVE_FIXED:
		return VOLUME_FIXED;
	case DRIVE_REMOVABLE:
		return VOLUME_REMOVABLE;
	case DRIVE_REMOTE:
		return VOLUME_NETWORK;
	default:
		return VOLUME_OTHER;
	}
}

/* What the disk and its file system say; the drive is one of ours. */
static void ask(struct volume_drive *d, const wchar_t *root, struct arena *a)
{
	HANDLE device = open_device(d->root[0]);
	ULARGE_INTEGER ours, size;
	wchar_t name[64];

	if (device != INVALID_HANDLE_VALUE) {
		read_disks(device, d);
		if (d->kind == VOLUME_FIXED && !d->system && on_a_cable(device))
			d->kind = VOLUME_REMOVABLE;
		CloseHandle(device);
	}
	if (GetVolumeNameForVolumeMountPointW(root, name, 64))
		d->name = wide_keep(name, a);
	d->ready = GetDiskFreeSpaceExW(root, &ours, &size, NULL);
	if (d->ready && size.QuadPart <= INT64_MAX) {
		d->size = (int64_t)size.QuadPart;
		d->free = ours.QuadPart < size.QuadPart ? (int64_t)ours.QuadPart
		                                        : d->size;
	}
}

static void read_drive(struct volume_drive *d, char letter, char system,
                       struct arena *a)
{
	wchar_t root[] = L"C:\\";

	root[0] = (wchar_t)letter;
	snprintf(d->root, sizeof(d->root), "%c:\\", letter);
	d->size = d->free = CELL_UNKNOWN;
	d->system = letter == system;
	d->target = alias_of(letter, a);
	d->kind = d->target ? VOLUME_ALIAS : kind_of(root);
	if (d->kind == VOLUME_NETWORK)
		d->target = volume_mapping(letter, a);
	if (d->kind == VOLUME_FIXED || d->kind == VOLUME_REMOVABLE)
		ask(d, root, a);
}

void volume_list(struct volumes *out, struct arena *a)
{
	wchar_t windows[MAX_PATH] = L"";
	DWORD letters = GetLogicalDrives(), before;
	struct rows rows;
	char system;

	rows_init(&rows, a, sizeof(struct volume_drive));
	GetSystemWindowsDirectoryW(windows, MAX_PATH);
	system = windows[1] == L':' ? (char)(windows[0] & ~0x20) : '\0';
	/* An empty reader of cards must not open a window of its own. */
	SetThreadErrorMode(SEM_FAILCRITICALERRORS | SEM_NOOPENFILEERRORBOX,
	                   &before);
	for (int i = 0; i < LETTERS; i++) {
		struct volume_drive *d =
		    letters & 1u << i ? rows_add(&rows) : NULL;

		if (d)
			read_drive(d, (char)('A' + i), system, a);
	}
	SetThreadErrorMode(before, NULL);
	out->row = rows.data;
	out->count = rows.count;
}

static const struct volume_drive *by_letter(const struct volumes *v,
                                            char letter)
{
	for (size_t i = 0; i < v->count; i++)
		if (v->row[i].root[0] == letter)
			return &v->row[i];
	return NULL;
}

/* Windows writes these names in small letters wherever it keeps them. */
static const struct volume_drive *by_name(const struct volumes *v,
                                          const char *path)
{
	for (size_t i = 0; i < v->count; i++) {
		const char *name = v->row[i].name;
		size_t n = name ? strlen(name) : 0;

		/* Without the backslash at its end. */
		if (n > 1 && strncmp(path, name, n - 1) == 0)
			return &v->row[i];
	}
	return NULL;
}

const struct volume_drive *volume_find(const struct volumes *v,
                                       const char *path)
{
	const struct volume_drive *d;
	char letter;

	if (text_like("\\\\?\\volume{*", path))
		return by_name(v, path);
	if (text_begins(path, "\\\\?\\") && letter_of(path + 4, &letter))
		path += 4;
	for (int i = 0; i < ALIAS_MAX && letter_of(path, &letter); i++) {
		d = by_letter(v, letter);
		if (!d || d->kind != VOLUME_ALIAS)
			return d;
		path = d->target;
	}
	return NULL;
}

enum tri volume_together(const struct volume_drive *a,
                         const struct volume_drive *b)
{
	if (a == b)
		return TRI_YES;
	if (a->disks == 0 || b->disks == 0)
		return TRI_UNKNOWN;
	for (size_t i = 0; i < a->disks; i++)
		for (size_t k = 0; k < b->disks; k++)
			if (a->disk[i] == b->disk[k])
				return TRI_YES;
	return TRI_NO;
}
