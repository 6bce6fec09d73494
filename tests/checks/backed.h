/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_CHECKS_BACKED_H
#define TESTS_CHECKS_BACKED_H

#include "checks/probe/probe.h"
#include "core/date.h"
#include "tests/checks/planted.h"

/*
 * A town hall's computer on which tools leave what they leave when they copy,
 * and the rows that must come of it. Include it behind cmocka.h.
 */

extern const struct probe probe_backup;

#define NOW       INT64_C(1795334400) /* 2026-11-22T08:00:00Z */
#define AGO(days) (NOW - (days)*DATE_DAY)

#define HEX16    "0123456789abcdef"
#define ID       HEX16 HEX16 HEX16 HEX16
#define OTHER_ID "f" HEX16 HEX16 HEX16 "0123456789abcde"

/*
 * A town hall's computer: the system on sda (LVM over a partition), a second
 * disk sdb on /srv, a USB disk sdc on /media/accueil/USB, a NAS on /mnt/nas,
 * and in fstab a USB disk that is not plugged in.
 */
static const struct planted backed_base[] = {
	{ .path = "/etc/debian_version", .text = "12.8\n" },
	{ .path = "/etc/passwd",
	  .text = "root:x:0:0:root:/root:/bin/bash\n"
	          "accueil:x:1000:1000::/home/accueil:/bin/bash\n" },
	{ .path = "/home/accueil/" },
	{ .path = "/root/" },
	{ .path = "/usr/sbin/cron", .text = "#" },
	{ .path = "/etc/crontab",
	  .text = "SHELL=/bin/sh\n# m h dom mon dow user command\n"
	          "17 * * * * root cd / && run-parts --report "
	          "/etc/cron.hourly\n" },
	{ .path = "/proc/self/mountinfo",
	  .text =
	      "22 27 0:21 / /proc rw - proc proc rw\n"
	      "27 1 253:0 / / rw,relatime - ext4 /dev/mapper/vg-root rw\n"
	      "30 27 8:17 / /srv rw - ext4 /dev/sdb1 rw\n"
	      "31 27 8:33 / /media/accueil/USB\\040DISK rw - vfat /dev/sdc1 rw\n"
	      "32 27 0:45 / /mnt/nas rw - cifs //nas/sauvegardes rw\n"
	      "33 27 0:46 / /tmp rw - tmpfs tmpfs rw\n"
	      "34 27 0:47 / /data rw shared:1 - btrfs /dev/sdd2 rw\n"
	      "35 27 0:48 / /mnt/store rw - fuse.rclone store: rw\n"
	      "36 27 7:0 / /mnt/image rw - ext4 /dev/loop0 rw\n" },
	{ .path = "/etc/fstab",
	  .text = "UUID=1111 / ext4 defaults 0 1\n"
	          "# the safe's disk\n"
	          "UUID=2222 /mnt/coffre ext4 noauto 0 0\n"
	          "UUID=3333 /mnt/dormant ext4 noauto 0 0\n"
	          "nas:/old /mnt/oldnas nfs noauto 0 0\n" },
	{ .path = "/sys/devices/pci0/ata1/block/sda/removable", .text = "0\n" },
	{ .path = "/sys/devices/pci0/ata1/block/sda/sda3/partition",
	  .text = "3\n" },
	{ .path = "/sys/devices/virtual/block/dm-0/slaves/sda3",
	  .link = "../../../../pci0/ata1/block/sda/sda3" },
	{ .path = "/sys/devices/pci0/ata2/block/sdb/removable", .text = "0\n" },
	{ .path = "/sys/devices/pci0/ata2/block/sdb/sdb1/partition",
	  .text = "1\n" },
	{ .path = "/sys/devices/pci0/usb1/1-1/block/sdc/removable",
	  .text = "0\n" },
	{ .path = "/sys/devices/pci0/usb1/1-1/block/sdc/sdc1/partition",
	  .text = "1\n" },
	{ .path = "/sys/devices/pci0/ata3/block/sdd/removable", .text = "0\n" },
	{ .path = "/sys/devices/pci0/ata3/block/sdd/sdd2/partition",
	  .text = "2\n" },
	{ .path = "/sys/devices/virtual/block/loop0/loop/backing_file",
	  .text = "/home/image.ext4\n" },
	{ .path = "/sys/dev/block/253:0",
	  .link = "../../devices/virtual/block/dm-0" },
	{ .path = "/sys/dev/block/8:17",
	  .link = "../../devices/pci0/ata2/block/sdb/sdb1" },
	{ .path = "/sys/dev/block/8:33",
	  .link = "../../devices/pci0/usb1/1-1/block/sdc/sdc1" },
	{ .path = "/sys/dev/block/7:0",
	  .link = "../../devices/virtual/block/loop0" },
	{ .path = "/sys/class/block/sda",
	  .link = "../../devices/pci0/ata1/block/sda" },
	{ .path = "/sys/class/block/sdb",
	  .link = "../../devices/pci0/ata2/block/sdb" },
	{ .path = "/sys/class/block/sdc",
	  .link = "../../devices/pci0/usb1/1-1/block/sdc" },
	{ .path = "/sys/class/block/sdd",
	  .link = "../../devices/pci0/ata3/block/sdd" },
	{ .path = "/sys/class/block/sdd2",
	  .link = "../../devices/pci0/ata3/block/sdd/sdd2" },
	{ .path = "/sys/class/block/loop0",
	  .link = "../../devices/virtual/block/loop0" },
	{ .path = "/dev/sdd2", .text = "" },
	{ .path = "/dev/disk/by-uuid/3333", .link = "../../sdd2" },
	{ .path = "/srv/" },
	{ .path = "/data/" },
	{ .path = "/mnt/nas/" },
	{ .path = "/mnt/store/" },
	{ .path = "/mnt/image/" },
	{ .path = "/media/accueil/USB DISK/" },
	{ .path = "/mnt/coffre/" },
	{ .path = "/mnt/dormant/" },
};

static struct arena *arena;
static struct facts facts;
static char root[64];

static inline void plant(const struct planted *p, size_t count)
{
	for (size_t i = 0; i < count; i++)
		planted_add(root, &p[i]);
}

static inline void probe_now(void)
{
	struct probe_context c = { .root = root, .now = NOW, .user = 1000 };

	memset(&facts, 0, sizeof(facts));
	arena_free(arena);
	arena = arena_new(8u << 20);
	assert_non_null(arena);
	probe_backup.read(&c, &facts, arena);
}

static inline int set_up(void **state)
{
	(void)state;
	planted_new(root);
	plant(backed_base, sizeof(backed_base) / sizeof(backed_base[0]));
	return 0;
}

static inline int tear_down(void **state)
{
	(void)state;
	planted_free(root);
	arena_free(arena);
	arena = NULL;
	return 0;
}

static inline const char *tri_text(enum tri t)
{
	return t == TRI_YES ? "yes" : t == TRI_NO ? "no" : "unknown";
}

/* One row on a line, as the cases below write it. */
static inline void row_text(const struct backup *b, char *out, size_t size)
{
	char when[40];

	if (b->last_success == CELL_UNKNOWN)
		snprintf(when, sizeof(when), "unknown");
	else if (b->last_success == 0)
		snprintf(when, sizeof(when), "never");
	else if ((NOW - b->last_success) % DATE_DAY == 0)
		snprintf(when, sizeof(when), "%dd",
		         (int)((NOW - b->last_success) / DATE_DAY));
	else
		date_format(when, b->last_success);
	snprintf(out, size, "%s|%s|%s|%s|%s|plugged %s|scheduled %s|%s|%s",
	         b->tool, b->kind, b->what ? b->what : "?",
	         b->target ? b->target : "?", b->place ? b->place : "?",
	         tri_text(b->plugged), tri_text(b->scheduled), when,
	         b->where ? b->where : "?");
}

/* Exactly these rows, in this order; NULL-ended. */
static inline void expect_rows(const char *name, const char *const *rows)
{
	char all[8000] = "";
	char one[2000];
	bool same = true;
	size_t n = 0;

	for (; rows[n]; n++)
		if (n >= facts.backup_list.count)
			same = false;
	for (size_t i = 0; i < facts.backup_list.count; i++) {
		row_text(&facts.backup_list.row[i], one, sizeof(one));
		same = same && i < n && strcmp(one, rows[i]) == 0;
		if (strlen(all) + strlen(one) + 2 < sizeof(all)) {
			strcat(all, "\n");
			strcat(all, one);
		}
	}
	if (!same)
		fail_msg("%s: got%s", name, all);
}

#define FILES 12
#define ROWS  4

/* What is added to the computer, and the rows it must give. */
struct machine {
	const char *name;
	struct planted file[FILES];
	const char *row[ROWS + 1];
};

static inline void check(const struct machine *m, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		set_up(NULL);
		for (size_t j = 0; j < FILES && m[i].file[j].path; j++)
			planted_add(root, &m[i].file[j]);
		probe_now();
		assert_int_equal(facts.backup_list.fact.state, FACT_KNOWN);
		expect_rows(m[i].name, m[i].row);
		tear_down(NULL);
	}
}

#define CHECK(machines) check(machines, sizeof(machines) / sizeof(machines[0]))

#endif
