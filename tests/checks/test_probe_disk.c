/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/linux/smartd.h"
#include "tests/checks/probed.h"

extern const struct probe probe_disk;

/* A laptop: LUKS over LVM for all but the boot loader, and a stick. */
static const struct planted laptop[] = {
	{ .path = "/etc/passwd",
	  .text = "accueil:x:1000:1000::/home/accueil:/bin/bash\n" },
	{ .path = "/proc/self/mountinfo",
	  .text = "21 1 254:1 / / rw - ext4 /dev/mapper/vg-root rw\n"
	          "22 21 0:5 / /proc rw - proc proc rw\n"
	          "23 21 0:6 / /run rw - tmpfs tmpfs rw\n"
	          "24 21 259:1 / /boot/efi rw - vfat /dev/nvme0n1p1 rw\n"
	          "25 21 254:2 / /home rw - ext4 /dev/mapper/vg-home rw\n"
	          "26 21 254:1 /srv /var/lib/x rw - ext4 /dev/dm-1 rw\n"
	          "27 21 8:1 / /media/accueil/CLE rw - vfat /dev/sda1 rw\n"
	          "28 21 7:0 / /snap/core ro - squashfs /dev/loop0 ro\n"
	          "29 21 0:50 / /mnt/nas rw - cifs //nas/mairie rw\n" },
	{ .path = "/sys/devices/nvme0n1/device/model",
	  .text = "SAMSUNG MZVLQ512HALU-000H1              \n" },
	{ .path = "/sys/devices/nvme0n1/removable", .text = "0\n" },
	{ .path = "/sys/devices/nvme0n1/nvme0n1p1/partition", .text = "1\n" },
	{ .path = "/sys/devices/nvme0n1/nvme0n1p2/partition", .text = "2\n" },
	{ .path = "/sys/devices/usb1/sda/removable", .text = "1\n" },
	{ .path = "/sys/devices/usb1/sda/device/model", .text = "Flash\n" },
	{ .path = "/sys/devices/usb1/sda/sda1/partition", .text = "1\n" },
	{ .path = "/sys/devices/virtual/dm-0/dm/uuid",
	  .text = "CRYPT-LUKS2-abc-nvme0n1p2_crypt\n" },
	{ .path = "/sys/devices/virtual/dm-0/slaves/nvme0n1p2",
	  .link = "../../../nvme0n1/nvme0n1p2" },
	{ .path = "/sys/devices/virtual/dm-1/dm/uuid", .text = "LVM-abc\n" },
	{ .path = "/sys/devices/virtual/dm-1/slaves/dm-0",
	  .link = "../../dm-0" },
	{ .path = "/sys/devices/virtual/dm-2/dm/uuid", .text = "LVM-def\n" },
	{ .path = "/sys/devices/virtual/dm-2/slaves/dm-0",
	  .link = "../../dm-0" },
	{ .path = "/sys/dev/block/254:1",
	  .link = "../../devices/virtual/dm-1" },
	{ .path = "/sys/dev/block/254:2",
	  .link = "../../devices/virtual/dm-2" },
	{ .path = "/sys/dev/block/259:1",
	  .link = "../../devices/nvme0n1/nvme0n1p1" },
	{ .path = "/sys/dev/block/8:1", .link = "../../devices/usb1/sda/sda1" },
	{ .path = "/sys/class/block/sda", .link = "../../devices/usb1/sda" },
	{ .path = "/sys/block/nvme0n1", .link = "../devices/nvme0n1" },
	{ .path = "/sys/block/sda", .link = "../devices/usb1/sda" },
	{ .path = "/sys/block/dm-0", .link = "../devices/virtual/dm-0" },
	{ .path = "/sys/block/loop0/size", .text = "8\n" },
};

static const struct volume *find(const struct probed *p, const char *mount)
{
	const struct volume *row = p->facts.disk_volumes.row;

	for (size_t i = 0; i < p->facts.disk_volumes.count; i++)
		if (strcmp(row[i].mount, mount) == 0)
			return &row[i];
	return NULL;
}

static void a_laptop(void **state)
{
	struct probed p;

	(void)state;
	probed_plant(&p, laptop, PROBED_COUNT(laptop));
	probed_read(&p, &probe_disk);
	assert_int_equal(p.facts.disk_volumes.fact.state, FACT_KNOWN);
	assert_int_equal(p.facts.disk_volumes.count, 4);
	assert_int_equal(find(&p, "/")->encrypted, TRI_YES);
	assert_int_equal(find(&p, "/")->system, TRI_YES);
	assert_int_equal(find(&p, "/")->removable, TRI_NO);
	assert_int_equal(find(&p, "/")->size, CELL_UNKNOWN);
	assert_int_equal(find(&p, "/home")->encrypted, TRI_YES);
	assert_int_equal(find(&p, "/boot/efi")->encrypted, TRI_NO);
	assert_int_equal(find(&p, "/boot/efi")->system, TRI_NO);
	assert_int_equal(find(&p, "/media/accueil/CLE")->removable, TRI_YES);
	assert_int_equal(p.facts.disk_encrypted.fact.state, FACT_KNOWN);
	assert_true(p.facts.disk_encrypted.value);
	assert_int_equal(p.facts.disk_health.fact.state, FACT_DENIED);
	assert_int_equal(p.facts.disk_health.count, 2);
	probed_free(&p);
}

static const struct {
	const char *mounts;
	struct planted file;
	enum fact_state known;
	bool on;
} encrypted[] = {
	{ "21 1 259:1 / / rw - ext4 /dev/nvme0n1p1 rw\n",
	  { 0 },
	  FACT_KNOWN,
	  false },
	{ "21 1 254:1 / / rw - ext4 /dev/dm-1 rw\n"
	  "22 1 259:1 / /home rw - ext4 /dev/nvme0n1p1 rw\n",
	  { 0 },
	  FACT_KNOWN,
	  false },
	{ "21 1 259:1 / / rw - ext4 /dev/nvme0n1p1 rw\n"
	  "22 1 0:40 / /home/accueil rw - ecryptfs /home/.x rw\n",
	  { 0 },
	  FACT_KNOWN,
	  false },
	{ "21 1 0:30 / / rw - overlay overlay rw\n",
	  { 0 },
	  FACT_FAILED,
	  false },
	{ "21 1 0:31 /@ / rw - btrfs /dev/mapper/root rw\n",
	  { .path = "/sys/class/block/dm-1",
	    .link = "../../devices/virtual/dm-1" },
	  FACT_FAILED,
	  false },
	{ "21 1 0:31 /@ / rw - btrfs /dev/dm-1 rw\n",
	  { .path = "/sys/class/block/dm-1",
	    .link = "../../devices/virtual/dm-1" },
	  FACT_FAILED,
	  false },
	{ "21 1 259:1 / / rw - ext4 /dev/nvme0n1p1 rw\n",
	  { .path = "/.fscrypt/policies/" },
	  FACT_FAILED,
	  false },
	{ "", { 0 }, FACT_FAILED, false },
};

/* The same laptop with other file systems. */
static void encryption_comes_to(void **state)
{
	(void)state;
	for (size_t i = 0; i < PROBED_COUNT(encrypted); i++) {
		struct planted mounts = { .path = "/proc/self/mountinfo" };
		struct probed p;

		mounts.text = encrypted[i].mounts;
		probed_plant(&p, laptop, PROBED_COUNT(laptop));
		planted_add(p.root, &mounts);
		if (encrypted[i].file.path)
			planted_add(p.root, &encrypted[i].file);
		probed_read(&p, &probe_disk);
		if (p.facts.disk_encrypted.fact.state != encrypted[i].known ||
		    p.facts.disk_encrypted.value != encrypted[i].on)
			fail_msg("case %zu: state %d, %d", i,
			         (int)p.facts.disk_encrypted.fact.state,
			         p.facts.disk_encrypted.value);
		probed_free(&p);
	}
}

static void btrfs_is_seen_through(void **state)
{
	static const struct planted more[] = {
		{ .path = "/proc/self/mountinfo",
		  .text = "21 1 0:31 /@ / rw - btrfs /dev/mapper/root rw\n"
		          "22 1 0:31 /@home /home rw - btrfs /dev/mapper/root "
		          "rw\n" },
		{ .path = "/dev/mapper/root", .link = "../dm-1" },
		{ .path = "/dev/dm-1" },
		{ .path = "/sys/class/block/dm-1",
		  .link = "../../devices/virtual/dm-1" },
	};
	struct probed p;

	(void)state;
	probed_plant(&p, laptop, PROBED_COUNT(laptop));
	for (size_t i = 0; i < PROBED_COUNT(more); i++)
		planted_add(p.root, &more[i]);
	probed_read(&p, &probe_disk);
	assert_true(p.facts.disk_encrypted.value);
	assert_int_equal(p.facts.disk_volumes.count, 1);
	probed_free(&p);
}

static void two_disks_below_one(void **state)
{
	static const struct planted half = {
		.path = "/sys/devices/virtual/dm-1/slaves/sda1",
		.link = "../../../usb1/sda/sda1"
	};
	struct probed p;

	(void)state;
	probed_plant(&p, laptop, PROBED_COUNT(laptop));
	planted_add(p.root, &half);
	probed_read(&p, &probe_disk);
	assert_int_equal(find(&p, "/")->encrypted, TRI_NO);
	assert_false(p.facts.disk_encrypted.value);
	probed_free(&p);
}

#define STATE \
	"/var/lib/smartmontools/smartd.SAMSUNG_MZVLQ512HALU_000H1-S1.nvme.state"

static void disks_that_fail(void **state)
{
	static const struct {
		struct planted file;
		enum tri failing;
	} cases[] = {
		{ { .path = STATE,
		    .text = "# smartd state file\ntemperature-min = 20\n",
		    .mtime = PROBED_NOW - 3600 },
		  TRI_NO },
		{ { .path = STATE,
		    .text = "mail.1.count = 2\nmail.1.first-sent-time = 1\n",
		    .mtime = PROBED_NOW - 3600 },
		  TRI_YES },
		{ { .path = STATE,
		    .text = "mail.1.count = 0\nmail.0.count = 1\nx\n",
		    .mtime = PROBED_NOW - 3600 },
		  TRI_NO },
		{ { .path = STATE,
		    .text = "mail.10.count = 1\n",
		    .mtime = PROBED_NOW - 3600 },
		  TRI_YES },
		{ { .path = STATE,
		    .text = "mail.1.count = 2\n",
		    .mtime = PROBED_NOW - 30 * 86400 },
		  TRI_UNKNOWN },
		{ { .path = "/var/lib/smartmontools/smartd.OTHER-S.ata.state",
		    .text = "mail.1.count = 2\n",
		    .mtime = PROBED_NOW - 3600 },
		  TRI_UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < PROBED_COUNT(cases); i++) {
		const struct disk_health *row;
		struct probed p;

		probed_plant(&p, laptop, PROBED_COUNT(laptop));
		planted_add(p.root, &cases[i].file);
		probed_read(&p, &probe_disk);
		row = p.facts.disk_health.row;
		assert_string_equal(row->device, "nvme0n1");
		assert_string_equal(row->model, "SAMSUNG MZVLQ512HALU-000H1");
		if (row->failing != cases[i].failing)
			fail_msg("case %zu: %d", i, (int)row->failing);
		assert_int_equal(smartd_failing(&p.context, ""), TRI_UNKNOWN);
		probed_free(&p);
	}
}

static void virtual_disks_say_nothing(void **state)
{
	static const struct planted guest[] = {
		{ .path = "/proc/self/mountinfo",
		  .text = "21 1 254:0 / / rw - ext4 /dev/vda rw\n" },
		{ .path = "/sys/block/vda/size", .text = "8\n" },
		{ .path = "/sys/block/sda/device/model",
		  .text = "QEMU HARDDISK   \n" },
	};
	struct probed p;

	(void)state;
	probed_plant(&p, guest, PROBED_COUNT(guest));
	probed_read(&p, &probe_disk);
	assert_int_equal(p.facts.disk_health.fact.state, FACT_ABSENT);
	probed_free(&p);
	probed_plant(&p, NULL, 0);
	probed_read(&p, &probe_disk);
	assert_int_equal(p.facts.disk_health.fact.state, FACT_FAILED);
	assert_int_equal(p.facts.disk_volumes.fact.state, FACT_FAILED);
	assert_int_equal(p.facts.disk_encrypted.fact.state, FACT_FAILED);
	probed_free(&p);
}

static void this_machine_has_room(void **state)
{
	struct probed p;

	(void)state;
	probed_plant(&p, NULL, 0);
	p.context.root = "";
	p.context.live = true;
	p.context.user = (int64_t)getuid();
	probed_read(&p, &probe_disk);
	assert_int_equal(p.facts.disk_volumes.fact.state, FACT_KNOWN);
	for (size_t i = 0; i < p.facts.disk_volumes.count; i++) {
		const struct volume *v = &p.facts.disk_volumes.row[i];

		if (v->size == CELL_UNKNOWN)
			continue;
		assert_true(v->size > 0);
		assert_true(v->free >= 0 && v->free <= v->size);
	}
	probed_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_laptop),
		cmocka_unit_test(encryption_comes_to),
		cmocka_unit_test(btrfs_is_seen_through),
		cmocka_unit_test(two_disks_below_one),
		cmocka_unit_test(disks_that_fail),
		cmocka_unit_test(virtual_disks_say_nothing),
		cmocka_unit_test(this_machine_has_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
