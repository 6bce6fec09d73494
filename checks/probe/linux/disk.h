/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_DISK_H
#define CHECKS_PROBE_LINUX_DISK_H

#include "checks/probe/linux/mounts.h"

#define DISK_MAX  16 /* physical disks below one file system */
#define DISK_NAME 64 /* bytes */

/* The physical disks that something lies on: partitions, LVM, RAID and
   encryption are seen through. */
struct disks {
	char name[DISK_MAX][DISK_NAME]; /* "sda", "nvme0n1" */
	size_t count;                   /* 0: not known */
};

/* The disks of a mounted file system. */
void disk_mount(const struct probe_context *c, const struct mount *m,
                struct disks *out);

/*
 * The disks of a device that fstab names: "UUID=...", "LABEL=...",
 * "/dev/sdb1". False when no such device is plugged in.
 */
bool disk_device(const struct probe_context *c, const char *source,
                 struct disks *out);

/* Whether a and b share a disk. */
bool disk_meet(const struct disks *a, const struct disks *b);

/* Whether one of them can be unplugged by hand: USB, a card, a floppy. */
bool disk_removable(const struct probe_context *c, const struct disks *d);

#endif
