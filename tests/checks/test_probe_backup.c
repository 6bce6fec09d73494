/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/probe.h"
#include "core/date.h"
#include "tests/checks/planted.h"

#include <sys/wait.h>

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
static const struct planted base[] = {
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

static void plant(const struct planted *p, size_t count)
{
	for (size_t i = 0; i < count; i++)
		planted_add(root, &p[i]);
}

static void probe_now(void)
{
	struct probe_context c = { .root = root, .now = NOW, .user = 1000 };

	memset(&facts, 0, sizeof(facts));
	arena_free(arena);
	arena = arena_new(8u << 20);
	assert_non_null(arena);
	probe_backup.read(&c, &facts, arena);
}

static int set_up(void **state)
{
	(void)state;
	planted_new(root);
	plant(base, sizeof(base) / sizeof(base[0]));
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	planted_free(root);
	arena_free(arena);
	arena = NULL;
	return 0;
}

static const char *tri_text(enum tri t)
{
	return t == TRI_YES ? "yes" : t == TRI_NO ? "no" : "unknown";
}

/* One row on a line, as the cases below write it. */
static void row_text(const struct backup *b, char *out, size_t size)
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
static void expect_rows(const char *name, const char *const *rows)
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

static void check(const struct machine *m, size_t count)
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

static void a_bare_machine_has_none(void **state)
{
	static const char *const none[] = { NULL };

	(void)state;
	probe_now();
	assert_int_equal(facts.backup_list.fact.state, FACT_KNOWN);
	expect_rows("bare", none);
}

static void finds_borg(void **state)
{
	static const struct machine machines[] = {
		{ "a repository of borgmatic, with a timer",
		  { { .path = "/etc/borgmatic/config.yaml",
		      .text = "source_directories:\n"
		              "    - /home\n"
		              "    - /etc # settings\n"
		              "repositories:\n"
		              "    - path: /srv/borg\n"
		              "      label: local\n"
		              "keep_daily: 7\n" },
		    { .path = "/usr/lib/systemd/system/borgmatic.timer",
		      .text = "[Timer]\nOnCalendar=daily\n" },
		    { .path = "/usr/lib/systemd/system/borgmatic.service",
		      .text = "[Service]\nExecStart=systemd-inhibit "
		              "--who=\"borgmatic\" /usr/bin/borgmatic "
		              "--verbosity -1\n" },
		    { .path = "/etc/systemd/system/timers.target.wants/"
		              "borgmatic.timer",
		      .link = "/usr/lib/systemd/system/borgmatic.timer" },
		    { .path = "/srv/borg/config",
		      .text = "[repository]\nversion = 1\n" },
		    { .path = "/srv/borg/index.9", .mtime = AGO(30) },
		    { .path = "/srv/borg/index.10", .mtime = AGO(2) },
		    { .path = "/srv/borg/data/0/99", .mtime = AGO(1) } },
		  { "borg|backup|/home, /etc|/srv/borg|other-disk|plugged yes|"
		    "scheduled yes|2d|/etc/borgmatic/config.yaml" } },
		{ "the older form, made once and never run",
		  { { .path = "/home/accueil/.config/borgmatic/config.yaml",
		      .text = "location:\n"
		              "    source_directories: [/home/accueil, "
		              "'/srv']\n"
		              "    repositories:\n"
		              "        - ssh://bob@nas.local:22/./mairie\n"
		              "        - /var/borg\n"
		              "storage:\n"
		              "    encryption_passphrase: secret\n" },
		    { .path = "/var/borg/index.1", .mtime = AGO(90) } },
		  { "borg|backup|/home/accueil, /srv|"
		    "ssh://nas.local:22/./mairie|network|plugged unknown|"
		    "scheduled no|unknown|"
		    "/home/accueil/.config/borgmatic/config.yaml",
		    "borg|backup|/home/accueil, /srv|/var/borg|same-disk|"
		    "plugged yes|scheduled no|never|"
		    "/home/accueil/.config/borgmatic/config.yaml" } },
		{ "what borg itself remembers of a disk in the safe",
		  { { .path =
		          "/home/accueil/.config/borg/security/" ID "/location",
		      .text = "/mnt/coffre/borg" },
		    { .path = "/home/accueil/.config/borg/security/" ID
		              "/manifest-timestamp",
		      .text = "2026-11-19T08:00:00.602201" },
		    { .path = "/home/accueil/.cache/borg/" ID "/files",
		      .text = "x",
		      .mtime = AGO(3) } },
		  { "borg|backup|?|/mnt/coffre/borg|removable|plugged no|"
		    "scheduled no|3d|/home/accueil/.config/borg/security/" ID
		    "/location" } },
		{ "pruned yesterday, but last copied long ago",
		  { { .path = "/root/.config/borg/security/" ID "/location",
		      .text = "ssh://x@y.repo.borgbase.com/./repo" },
		    { .path = "/root/.config/borg/security/" ID
		              "/manifest-timestamp",
		      .text = "2026-11-21T08:00:00.000001" },
		    { .path = "/root/.cache/borg/" ID "/files",
		      .text = "x",
		      .mtime = AGO(40) },
		    { .path = "/etc/cron.d/borg",
		      .text = "0 3 * * * root borg prune -d 7 x@y:repo\n" } },
		  { "borg|backup|?|ssh://y.repo.borgbase.com/./repo|cloud|"
		    "plugged unknown|scheduled unknown|40d|"
		    "/root/.config/borg/security/" ID "/location" } },
		{ "a script in cron, the address in a variable",
		  { { .path = "/var/spool/cron/crontabs/root",
		      .text = "PATH=/usr/bin\n@daily sudo -n "
		              "/opt/sauve.sh >> /var/log/sauve.log 2>&1\n" },
		    { .path = "/opt/sauve.sh",
		      .text = "#!/bin/bash\nset -e\n. /opt/sauve.conf\n"
		              "export BORG_REPO=\"$DISQUE/borg\"\n"
		              "if mountpoint -q $DISQUE; then\n"
		              "  nice -n 19 borg create --stats -C zstd \\\n"
		              "    --exclude '*.tmp' ::{hostname}-$(date +%F) "
		              "\\\n    /home \"${EXTRA}\" && echo ok\nfi\n" },
		    { .path = "/opt/sauve.conf",
		      .text = "DISQUE='/media/accueil/USB DISK'\n"
		              "EXTRA=/etc\n" },
		    { .path = "/media/accueil/USB DISK/borg/index.7",
		      .mtime = AGO(0) } },
		  { "borg|backup|/home, /etc|/media/accueil/USB DISK/borg|"
		    "removable|plugged yes|scheduled yes|0d|"
		    "/var/spool/cron/crontabs/root" } },
		{ "the repository is gone from its disk",
		  { { .path = "/root/.config/borg/security/" ID "/location",
		      .text = "/srv/gone" },
		    { .path = "/root/.config/borg/security/" ID
		              "/manifest-timestamp",
		      .text = "2026-11-21T08:00:00.000001" } },
		  { "borg|backup|?|/srv/gone|other-disk|plugged no|"
		    "scheduled no|never|/root/.config/borg/security/" ID
		    "/location" } },
	};

	(void)state;
	CHECK(machines);
}

static void finds_restic(void **state)
{
	static const struct machine machines[] = {
		{ "a user's timer, the repository in a file of variables",
		  { { .path = "/home/accueil/.config/systemd/user/"
		              "restic@docs.service",
		      .text = "[Service]\nType=oneshot\n"
		              "EnvironmentFile=%h/.restic.env\n"
		              "ExecStart=/usr/bin/restic backup \\\n"
		              "  --tag %i %h/Documents\n" },
		    { .path = "/home/accueil/.config/systemd/user/"
		              "restic@.timer",
		      .text = "[Timer]\nUnit=restic@%i.service\n" },
		    { .path = "/home/accueil/.config/systemd/user/"
		              "timers.target.wants/restic@docs.timer",
		      .link = "../restic@.timer" },
		    { .path = "/home/accueil/.restic.env",
		      .text = "RESTIC_REPOSITORY=/mnt/nas/restic\n"
		              "RESTIC_PASSWORD=secret\n" },
		    { .path = "/mnt/nas/restic/snapshots/" ID,
		      .text = "x",
		      .mtime = AGO(1) } },
		  { "restic|backup|/home/accueil/Documents|/mnt/nas/restic|"
		    "network|plugged yes|scheduled yes|1d|"
		    "restic@docs.timer" } },
		{ "the cloud, by cron; the cache knows the date",
		  { { .path = "/etc/cron.d/restic",
		      .text = "RESTIC_PASSWORD_FILE=/root/p\n"
		              "0 2 * * * root restic -r "
		              "b2:mairie:/pc backup /home /etc "
		              "--exclude-file=/etc/x\n" },
		    { .path = "/root/.cache/restic/" ID "/snapshots/01/" ID,
		      .text = "x",
		      .mtime = AGO(12) },
		    { .path =
		          "/root/.cache/restic/" ID "/snapshots/ff/" OTHER_ID,
		      .text = "x",
		      .mtime = AGO(4) } },
		  { "restic|backup|/home, /etc|b2:mairie:/pc|cloud|"
		    "plugged unknown|scheduled yes|4d|"
		    "/etc/cron.d/restic" } },
		{ "a cache made anew says nothing of the date",
		  { { .path = "/root/.cache/restic/" ID "/snapshots/01/" ID,
		      .text = "x",
		      .mtime = AGO(1) },
		    { .path =
		          "/root/.cache/restic/" ID "/snapshots/ff/" OTHER_ID,
		      .text = "x",
		      .mtime = AGO(1) + 5 } },
		  { "restic|backup|?|?|?|plugged unknown|scheduled unknown|"
		    "unknown|/root/.cache/restic/" ID } },
		{ "a password in the address; a copy that did not end",
		  { { .path = "/etc/restic/mairie.env",
		      .text = "export RESTIC_REPOSITORY='rest:https://"
		              "bob:se@cr/et@save.example.org:8000/x?k=v'\n" },
		    { .path = "/etc/restic/usb.env",
		      .text = "RESTIC_REPOSITORY=/media/accueil/KEY/r" },
		    { .path = "/etc/restic/here.env",
		      .text = "RESTIC_REPOSITORY=/home/restic" },
		    { .path = "/home/restic/snapshots/" ID "-tmp-123",
		      .text = "x",
		      .mtime = AGO(1) },
		    { .path = "/home/restic/locks/" ID,
		      .text = "x",
		      .mtime = AGO(1) } },
		  { "restic|backup|?|/home/restic|same-disk|plugged yes|"
		    "scheduled no|never|/etc/restic/here.env",
		    "restic|backup|?|rest:https://save.example.org:8000/x|"
		    "cloud|plugged unknown|scheduled no|unknown|"
		    "/etc/restic/mairie.env",
		    "restic|backup|?|/media/accueil/KEY/r|removable|"
		    "plugged no|scheduled no|unknown|"
		    "/etc/restic/usb.env" } },
		{ "autorestic and resticprofile",
		  { { .path = "/home/accueil/.autorestic.yml",
		      .text = "version: 2\nbackends:\n  nas:\n"
		              "    type: sftp\n    path: 'u@nas:/r'\n"
		              "  disk:\n    type: local\n    path: /srv/r\n" },
		    { .path = "/srv/r/snapshots/" ID,
		      .text = "x",
		      .mtime = AGO(8) },
		    { .path = "/etc/resticprofile/profiles.toml",
		      .text = "[default]\nrepository = \"local:/data/r\"\n" },
		    { .path = "/data/r/snapshots/" ID,
		      .text = "x",
		      .mtime = AGO(9) } },
		  { "restic|backup|?|/data/r|other-disk|plugged yes|"
		    "scheduled no|9d|/etc/resticprofile/profiles.toml",
		    "restic|backup|?|sftp:u@nas:/r|network|"
		    "plugged unknown|scheduled no|unknown|"
		    "/home/accueil/.autorestic.yml",
		    "restic|backup|?|/srv/r|other-disk|plugged yes|"
		    "scheduled no|8d|/home/accueil/.autorestic.yml" } },
	};

	(void)state;
	CHECK(machines);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_bare_machine_has_none, set_up,
		                                tear_down),
		cmocka_unit_test(finds_borg),
		cmocka_unit_test(finds_restic),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
